"""Sessions that version 0.1.0 recorded: each opens, and its report says what it said then.

The files beside this test were made by that version: two exercises with simulated teams, with their reports as Markdown
and as JSON, and one of people that was interrupted. Where a report is changed on purpose, a word at a time, the change
stands in WORDS; the recordings never change.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oefening.debrief.report_model import Report
from oefening.debrief.writers import FORMATS
from oefening.engine.commands import PassTime
from oefening.reporting.session_report import ReportOptions, report_of, text_of
from oefening.script.units import Minutes
from oefening.session.session import open_session
from oefening.session.workspace import Workspace
from tests.support.seats import asked

RECORDED = Path(__file__).parent / "sessions_of_0_1_0"

WORDS = {
    "| Maximale uitval | Verloop |": "| Maximale uitval | Grafiek |",
    "Verloop van ": "Lijn van ",
    "afgeleid uit het verloop": "afgeleid uit wat er gebeurde",
    "Een gestreepte lijn is het verloop dat bij een ander besluit hoorde.": (
        "Een gestreepte lijn laat zien hoe het bij een ander besluit was gegaan."
    ),
    "volgen uit het verloop van de indicatoren": "volgen uit de standen van de indicatoren",
    "elk verder verloop": "elk verder pad",
    "Het bord: beeld, duiding, besluit": "Het bord: beeld, duiding, besluit",
    "(voorstel uit het verloop)": "(voorstel van het programma)",
    "beoordeelde acties zijn er": "acties met een waardering zijn er",
    '"oefening-verslag/1"': '"oefening-verslag/2"',
    **{f'"oordeel": "{letter}"': f'"waardering": "{letter}"' for letter in "PSMU"},
}
"""What a report said then, and what it says for that now."""


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A report tells when it was played by the clock of the laptop it is made on; the recordings were made in UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot set its time zone for one test")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def report_now(name: str) -> Report:
    path = RECORDED / f"{name}.oefening"
    with open_session(path, to_write=False) as session:
        return report_of(session, path.name, ReportOptions())


def recorded(name: str) -> str:
    text = (RECORDED / name).read_text(encoding="utf-8")
    for then, now in WORDS.items():
        text = text.replace(then, now)
    return text


@pytest.mark.parametrize("name", ["micro-stroom", pytest.param("cyberaanval", marks=pytest.mark.long)])
def test_a_report_of_an_older_session_says_what_it_said(name: str) -> None:
    assert text_of(report_now(name)).splitlines() == recorded(f"{name}.md").splitlines()


def test_a_report_of_an_older_session_counts_what_it_counted() -> None:
    ((_ending, written),) = FORMATS["json"].write(report_now("micro-stroom"), False)
    assert json.loads(written) == json.loads(recorded("micro-stroom.json"))


def test_an_interrupted_exercise_of_an_older_version_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "micro-hoogwater.oefening"
    path.write_bytes((RECORDED / path.name).read_bytes())
    workspace = Workspace(tmp_path)
    assert workspace.interrupted_sessions() == [path]
    exercise = workspace.resume(path)
    assert exercise.leader_seat(0).current_view().clock.minute == 12
    assert not asked(exercise.leader_seat(0), PassTime(Minutes(20)))
    exercise.close()
    with open_session(path, to_write=False) as session:
        assert session.state.clock == 20
