"""The JSON of `oefening verken` is as its schema says, and the schema leaves nothing open."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import oefening
import oefening.explore.exploration as exploring
from oefening.cli.explore_json import FORM, as_json
from oefening.engine.compiled_script import compile_script
from oefening.engine.continuity import Grade
from oefening.explore.dependencies import DecisionMoments, ScriptAnalysis
from oefening.explore.exploration import explore_script
from oefening.explore.finders import findings_of
from oefening.explore.finding import Severity
from oefening.explore.workload import WINDOW_MINUTES
from oefening.script.model import FindingKind, Script
from oefening.session.script_files import library_folder, load_script_file, script_files
from tests.cli.test_explore import SCRIPT

SCHEMA: dict[str, Any] = json.loads(
    (Path(oefening.__file__).parent / "cli" / "explore.schema.json").read_text(encoding="utf-8")
)
MICRO = [path for path in script_files(library_folder()) if path.stem.startswith("micro-")]
FULL = library_folder() / "cyberaanval.yaml"

MORE_FINDINGS = """\
  - id: leeg
    op: "01:00"
    veronderstelt: water < 60
    aan: [beleid]
    kanaal: waarneming
    tekst: Er is bijna geen water meer.
aanvaard: [{bevinding: inject-komt-nooit, bij: nooit, reden: Komt in deel twee.}]
"""


def explored(path: Path, in_full: bool = True) -> Any:
    """The JSON of a script; not in full is as when the time is up at once, so that everything is sampled."""
    source, script = load_script_file(path)
    assert isinstance(script, Script)
    done = explore_script(
        ScriptAnalysis(compile_script(script), DecisionMoments.HALFWAY),
        lambda _ahead: lambda: in_full,
        Random(1).randrange,
    )
    return json.loads(as_json(done, findings_of(done), source, 1))


def breaches(found: Any) -> list[str]:
    """How the JSON departs from the schema."""
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(found)]


@pytest.mark.parametrize("path", MICRO, ids=lambda path: path.stem)
def test_the_json_of_every_micro_script_is_as_the_schema_says(path: Path) -> None:
    found = explored(path)
    assert breaches(found) == []
    assert found["vorm"] == FORM
    assert found["volledig"] is True
    assert found["steekproef"] is None


def test_the_json_of_a_sampled_script_is_as_the_schema_says(monkeypatch: pytest.MonkeyPatch) -> None:
    # A small sample has the same form as a large one, in a tenth of the time.
    monkeypatch.setattr(exploring, "SAMPLE_SIZE", 100)
    monkeypatch.setattr(exploring, "WHOLE_PATHS", 20)
    found = explored(FULL, in_full=False)
    assert breaches(found) == []
    assert found["volledig"] is False
    assert found["steekproef"] == {"paden": 100, "zaad": 1}


def test_findings_with_and_without_an_example_are_as_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(SCRIPT + MORE_FINDINGS, encoding="utf-8")
    found = explored(path)
    assert breaches(found) == []
    assert {bool(finding["pad"]) for finding in found["bevindingen"]} == {True, False}
    assert {finding["aanvaard"] for finding in found["bevindingen"]} == {None, "Komt in deel twee."}


SPOILT = {
    "a grade that is a number": (("doelen", 0, "best", "oordeel"), 0.5),
    "a key that is not known": (("takken", 0, "verloop"), []),
    "a share of more than all": (("takken", 0, "aandeel"), 1.5),
    "no decision as an empty answer": (("takken", 0, "antwoorden", 0, "antwoord"), ""),
    "another version of the form": (("vorm",), "oefening-verkenning/2"),
}


@pytest.mark.parametrize(("place", "value"), SPOILT.values(), ids=SPOILT)
def test_json_that_departs_from_the_schema_is_refused(place: tuple[str | int, ...], value: object) -> None:
    found = explored(MICRO[0])
    part = found
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    assert breaches(found) != []


def test_json_without_a_key_is_refused() -> None:
    found = explored(MICRO[0])
    del found["beslispunten"][0]["verwacht"][0]["antwoord"]
    assert breaches(found) == ["$.beslispunten[0].verwacht[0]: 'antwoord' is a required property"]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object that the schema describes by its keys."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a key is said to hold, a reference followed."""
    if "$ref" not in part:
        return part
    found: dict[str, Any] = SCHEMA["$defs"][part["$ref"].removeprefix("#/$defs/")]
    return found


def test_the_schema_is_valid_and_leaves_no_key_open() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for described in objects(SCHEMA):
        assert described["additionalProperties"] is False, described["title"]
        assert described["required"] == list(described["properties"]), described["title"]
        for key, part in described["properties"].items():
            assert resolved(part)["title"], key


def test_a_key_means_the_same_wherever_it_stands() -> None:
    meanings: dict[str, dict[str, Any]] = {}
    for described in objects(SCHEMA):
        for key, part in described["properties"].items():
            assert meanings.setdefault(key, part) == part, key


def test_the_schema_knows_the_words_of_the_program() -> None:
    finding = SCHEMA["properties"]["bevindingen"]["items"]["properties"]
    assert finding["soort"]["enum"] == [kind.value for kind in FindingKind]
    assert finding["ernst"]["enum"] == [severity.value for severity in Severity]
    assert SCHEMA["$defs"]["oordeel"]["enum"] == [grade.value for grade in Grade]
    assert list(SCHEMA["$defs"]["aandeel_per_oordeel"]["properties"]) == [grade.value for grade in Grade]
    assert f"tijdvak van {WINDOW_MINUTES} echte minuten" in SCHEMA["properties"]["werkdruk"]["description"]
    assert SCHEMA["properties"]["momenten"]["enum"] == [moments.value for moments in DecisionMoments]
