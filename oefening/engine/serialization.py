"""Events and commands as JSON and back, exactly: a log written years ago reads as what it was.

The stored kind of an event is the name of its class, the body its fields. Amounts are exact fractions, as text.
"""

import json
import re
from fractions import Fraction
from typing import Any, get_args

from cattrs import BaseValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from oefening.engine.answers import Answer
from oefening.engine.commands import Command
from oefening.engine.events import Event
from oefening.script.model import Effect

EVENT_KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def json_converter() -> JsonConverter:
    """A converter between values of the engine and JSON; an unknown field is an error."""
    converter = make_converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, _amount)
    converter.register_unstructure_hook(
        Effect, make_dict_unstructure_fn(Effect, converter, _cattrs_omit_if_default=True, spans=override(omit=True))
    )
    converter.register_structure_hook(Effect, make_dict_structure_fn(Effect, converter, spans=override(omit=True)))
    configure_tagged_union(Answer, converter, tag_name="soort")
    configure_tagged_union(Command, converter, tag_name="vraag")
    return converter


def _amount(text: object, _type: object) -> Fraction:
    """An amount as we write it. `Fraction` also reads '1e999999999', which takes a machine for ever to work out."""
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
        raise ValueError(_type)
    return Fraction(text)


_AMOUNT = re.compile(r"-?[0-9]{1,60}(/[0-9]{1,60})?", re.ASCII)
_converter = json_converter()


class EventError(ValueError):
    """A stored event that this version cannot read."""


def event_to_json(event: Event) -> tuple[str, str]:
    """The kind and the body of an event."""
    body = json.dumps(_converter.unstructure(event), separators=(",", ":"))
    return type(event).__name__, body


def event_from_json(kind: str, body: str) -> Event:
    """The event with this kind and body.

    Raises:
        EventError: the kind is unknown or the body does not fit it.
    """
    try:
        event: Any = _converter.structure(json.loads(body), EVENT_KINDS[kind])
    except (KeyError, ValueError, ZeroDivisionError, TypeError, BaseValidationError) as error:
        raise EventError(kind) from error
    return event  # type: ignore[no-any-return]
