"""What stands in session files: a log that was written years ago must still be read, so none of it is ever renamed."""

import json
from pathlib import Path
from typing import get_args

import attrs

from oefening.engine.answers import Answer, Choice
from oefening.engine.events import DecisionMade, EffectsAdded
from oefening.engine.serialization import EVENT_KINDS, event_from_json, event_to_json
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Effect, Script
from tests.script.good_script import GOOD

STORED: dict[str, list[str]] = json.loads(Path(__file__).with_name("stored_fields.json").read_text(encoding="utf-8"))
"""The kinds of events, answers and effects, each with its fields: new ones may come, none may go."""

WHERE_IT_WAS_WRITTEN = {"spans"}
"""Of an effect, what only its script knows; no log holds it."""


def test_no_kind_and_no_field_of_a_log_has_another_name() -> None:
    kinds = {**EVENT_KINDS, **{kind.__name__: kind for kind in get_args(Answer)}, "Effect": Effect}
    for name, fields in STORED.items():
        assert name in kinds
        assert set(fields) <= {field.name for field in attrs.fields(kinds[name])}


def test_an_effect_is_stored_without_where_it_was_written() -> None:
    script = load(Source("goed.yaml", GOOD))
    assert isinstance(script, Script)
    written = next(effect for inject in script.injects for effect in inject.effects)
    _kind, body = event_to_json(EffectsAdded(0, (written,), "regen"))
    (effect,) = json.loads(body)["effects"]
    assert set(effect) <= set(STORED["Effect"])
    assert not WHERE_IT_WAS_WRITTEN & set(effect)


def test_a_decision_of_an_old_log_is_read() -> None:
    body = '{"world":0,"point":"eerste","answer":{"soort":"Choice","option":"open"},"reasons":"Nood."}'
    assert event_from_json("DecisionMade", body) == DecisionMade(0, "eerste", Choice("open"), "Nood.")
