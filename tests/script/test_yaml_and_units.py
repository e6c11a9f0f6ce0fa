"""Text becomes values by the YAML 1.2 core rules, and times and amounts as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import (
    MAX_MINUTES,
    format_duration,
    format_moment,
    format_number,
    format_spoken_number,
    parse_drift,
    parse_duration,
    parse_moment,
    parse_number,
)
from tests.script.good_script import GOOD


def title_of(written: str) -> str | None:
    """The title of a script in which it is written so; None where that is refused."""
    script = load(Source("proef.yaml", GOOD.replace("titel: Proef", f"titel: {written}")))
    return script.title if isinstance(script, Script) else None


@pytest.mark.parametrize(
    "text",
    ["nee", "ja", "on", "off", "yes", "No", "07:30", "1_000", "0o17", "0x1F", "2026-11-16", "12", "1.5", "=", "1:2:3"],
)
def test_what_yaml_1_1_would_change_stays_text(text: str) -> None:
    assert title_of(text) == text


@pytest.mark.parametrize("text", ["true", "False", "null", "~", "NULL"])
def test_truth_and_nothing_are_no_text(text: str) -> None:
    assert title_of(text) is None
    assert title_of(f'"{text}"') == text


def test_a_merge_key_is_a_key_like_any_other() -> None:
    answer = load(Source("proef.yaml", GOOD.replace("titel: Proef", "titel: Proef\n<<: {id: anders}")))
    assert not isinstance(answer, Script)
    assert [problem.rule for problem in answer] == ["onbekende-sleutel"]


def test_a_file_from_windows_reads_the_same() -> None:
    assert load(Source("a", GOOD.replace("\n", "\r\n"))) == load(Source("b", GOOD))


@given(st.integers(1, MAX_MINUTES))
def test_a_duration_survives_being_written(minutes: int) -> None:
    assert parse_duration(format_duration(minutes)) == minutes


@given(st.integers(0, MAX_MINUTES))
def test_a_moment_survives_being_written(minutes: int) -> None:
    assert parse_moment(format_moment(minutes)) == minutes


@given(st.integers(-10_000, 10_000))
def test_a_number_survives_being_written_to_the_tenth(tenths: int) -> None:
    assert parse_number(format_number(Fraction(tenths, 10))) == Fraction(tenths, 10)


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [
        ("-2 per uur", Fraction(-1, 30)),
        ("0,5 per minuut", Fraction(1, 2)),
        ("24 per dag", Fraction(1, 60)),
        ("2 uur", None),
    ],
)
def test_drifts(text: str, per_minute: Fraction | None) -> None:
    assert parse_drift(text) == per_minute


@pytest.mark.parametrize("text", ["", "uur", "-1 uur", "1.5 uur", "1 jaar", "1 uur 30", "9999999 dagen"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("amount", "said"), [("46.2", "46"), ("-12.5", "-12"), ("9.75", "9,8"), ("0.5", "0,5"), ("60", "60")]
)
def test_a_level_in_a_message_is_said_as_people_say_it(amount: str, said: str) -> None:
    assert format_spoken_number(Fraction(amount)) == said
