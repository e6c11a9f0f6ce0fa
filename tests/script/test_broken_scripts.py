"""Every kind of problem is found, and said in one clear sentence with the place and the name that was meant."""

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import oefening.script
from oefening.script.diagnostics import Source, render
from oefening.script.load import load
from oefening.script.model import Script
from tests.script.broken import Broken
from tests.script.broken_in_meaning import BROKEN_IN_MEANING
from tests.script.broken_in_places import BROKEN_IN_PLACES
from tests.script.broken_to_read import BROKEN_TO_READ
from tests.script.good_script import GOOD

ALL_BROKEN = (*BROKEN_TO_READ, *BROKEN_IN_MEANING, *BROKEN_IN_PLACES)


def problems_of(text: str) -> tuple[str, ...]:
    """What is shown about a script."""
    source = Source("proef.yaml", text)
    found = load(source)
    return () if isinstance(found, Script) else tuple(render(problem, source) for problem in found)


def rules_of(text: str) -> set[str]:
    """The kinds of problems in a script."""
    found = load(Source("proef.yaml", text))
    return set() if isinstance(found, Script) else {problem.rule for problem in found}


def test_nothing_is_said_about_a_good_script() -> None:
    assert problems_of(GOOD) == ()


@pytest.mark.parametrize("broken", ALL_BROKEN, ids=lambda broken: broken.name)
def test_a_broken_script_is_explained(broken: Broken) -> None:
    assert "\n".join(problems_of(broken.text)) == broken.shown.strip("\n")


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert problems_of(" \n") == ("proef.yaml:1:1: Dit bestand is leeg; een draaiboek begint met ‘formaat: 1’.",)


def test_a_goal_that_nothing_can_move_is_found() -> None:
    text = GOOD.replace("    indicator: water\n    basisniveau: 60", "    indicator: diesel\n    basisniveau: 6")
    text = text.replace(", verloop: -1 per uur}", "}")
    text = text.replace('      - {indicator: diesel, verloop: -1 per uur, tot: "12:00"}\n', "")
    assert problems_of(text) == (
        "proef.yaml:24:16: Niets in het draaiboek verandert ‘diesel’, dus dit doel meet niets.\n"
        "    24 |     indicator: diesel\n"
        "       |                ^^^^^^",
    )


def test_all_problems_of_a_file_are_found_in_one_go() -> None:
    text = GOOD
    for broken in (case for case in ALL_BROKEN if case.name in {"keuze", "onbekend-team", "banden", "hersteltijd"}):
        text = text.replace(broken.old, broken.new, 1)
    assert {"keuze", "onbekend-team", "banden", "hersteltijd"} <= rules_of(text)


TOO_MUCH = {
    "te-groot": 'titel: "' + "x" * 2_000_001 + '"',
    "te-diep": "titel: " + "[" * 60 + "]" * 60,
}


@pytest.mark.parametrize("rule", TOO_MUCH)
def test_what_is_too_much_is_refused(rule: str) -> None:
    assert rules_of(TOO_MUCH[rule]) == {rule}


def test_every_kind_of_problem_has_its_test() -> None:
    shown = {rule for broken in ALL_BROKEN for rule in rules_of(broken.text)}
    tested_apart = {*TOO_MUCH, "doel-onbeweeglijk", "onbekend-plaats"}
    assert set(_rules_in_the_code()) - {"yaml"} == (shown | tested_apart) - {"yaml"}


def _rules_in_the_code() -> Iterator[str]:
    """Every kind of problem that the code of `oefening.script` can report."""
    for module in pkgutil.walk_packages(oefening.script.__path__, "oefening.script."):
        tree = ast.parse(inspect.getsource(import_module(module.name)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _rule_of(node)


def _rule_of(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    places = {"report": 1, "Diagnostic": 1, "_parsed_kind": 1}
    if name in places and len(call.args) > places[name]:
        rule = call.args[places[name]]
        if isinstance(rule, ast.Constant):
            yield str(rule.value)
        elif isinstance(rule, ast.JoinedStr):
            tables = ("team", "indicator", "leerdoel", "inject", "beslispunt", "afzender")
            yield from (f"onbekend-{table}" for table in tables)
