"""What the report says: the whole of it kept as it was, and what it works out."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from oefening.debrief.document.lay_out import lay_out
from oefening.debrief.document.model import Heading, every_block
from oefening.debrief.writers.markdown import write_markdown
from oefening.engine.commands import AddEffects, Command, End, PassTime, Start
from oefening.engine.continuity import Grade
from oefening.reporting.session_report import MAX_ANALYSED, ReportOptions, report_of
from oefening.script.model import Effect
from oefening.script.units import Minutes
from oefening.session.session import new_session
from tests.support.sample_reports import (
    PLAYED_AT,
    library_report,
    session_of,
    small_commands,
    small_report,
    small_script,
)


class MarkdownFile(SingleFileSnapshotExtension):
    """A golden report as a file that people can read."""

    _file_extension = "md"
    _write_mode = WriteMode.TEXT


FULL = [pytest.param(name, seed, marks=pytest.mark.long) for name, seed in (("kabelsabotage", 7), ("cyberaanval", 3))]


@pytest.mark.parametrize(("name", "seed"), [("micro-stroom", 7), *FULL])
def test_a_report_says_what_it_said(name: str, seed: int, snapshot: SnapshotAssertion) -> None:
    report = library_report(name, seed)
    text = write_markdown(lay_out(report)).decode("utf-8")
    for changing in (report.provenance.engine_version, report.provenance.script_hash):
        text = text.replace(changing, "…")
    assert text == snapshot(extension_class=MarkdownFile)


def test_another_answer_would_have_held_the_goal_and_the_report_says_so() -> None:
    report = small_report()
    (goal,) = report.worlds[0].goals
    assert goal.grade is Grade.FAILED
    assert goal.reasoning[-2] == "Dat is langer dan de maximale uitval van 4 uur: niet behaald."
    (decision,) = report.worlds[0].decisions
    assert decision.answer == "Wachten."
    assert decision.alternatives is not None
    (tanks,) = decision.alternatives
    assert tanks.answer == "Tankwagens."
    assert [(change.before, change.after, change.minutes) for change in tanks.changes] == [
        (Grade.FAILED, Grade.MET, -(goal.minutes_below - 10))
    ]
    assert [(lost.best_before, lost.best_after) for lost in decision.regrets] == [(Grade.MET, Grade.FAILED)]


def test_what_the_leader_improvised_afterwards_makes_it_less_certain(tmp_path: Path) -> None:
    source, script = small_script()
    commands: list[Command] = small_commands()
    added = AddEffects(0, (Effect(indicator="water", change=script.indicators[0].start / 10),), "meevaller")
    place = commands.index(PassTime(Minutes(400)))
    with session_of(tmp_path, source, script, [*commands[:place], added, *commands[place:]]) as session:
        (decision,) = report_of(session, "x", ReportOptions()).worlds[0].decisions
    assert decision.alternatives is not None
    assert all("greep later in" in doubt for other in decision.alternatives for doubt in other.caveats)


def test_a_team_knew_what_had_reached_it_by_then() -> None:
    (decision,) = small_report().worlds[0].decisions
    assert [words for _minute, words in decision.known.injects] == ["De druk valt weg"]
    assert decision.known.levels == (("Water", "50 %"),)


def test_what_people_agreed_on_comes_before_what_the_program_proposes() -> None:
    improvements = small_report().improvements
    assert improvements[0].agreed
    assert (improvements[0].owner, improvements[0].goal) == ("J. Jansen", "Drinken")
    assert [improvement.agreed for improvement in improvements[1:]] == [False] * (len(improvements) - 1)
    assert any("Wat doet u?" in improvement.text for improvement in improvements[1:])


def test_an_exercise_that_goes_on_is_reported_as_it_stands(tmp_path: Path) -> None:
    source, script = small_script()
    with session_of(tmp_path, source, script, [PassTime(Minutes(10))]) as session:
        report = report_of(session, "x", ReportOptions())
    assert not report.ended
    assert "De oefening is nog niet afgelopen" in write_markdown(lay_out(report)).decode("utf-8")


def test_several_worlds_stand_side_by_side_in_their_own_order_unless_a_ranking_is_asked_for() -> None:
    report = library_report("micro-stroom", 7, 2)
    headings = [b.text for b in every_block(lay_out(report).blocks) if isinstance(b, Heading) and b.level == 1]
    assert "Speelvelden naast elkaar" in headings
    assert "Besluiten: speelveld 1" in headings
    text = write_markdown(lay_out(report)).decode("utf-8")
    ranked = write_markdown(lay_out(report, ranked=True)).decode("utf-8")
    assert "In de volgorde van hoe het afliep" not in text
    assert "In de volgorde van hoe het afliep" in ranked


def test_of_many_worlds_the_report_compares_and_says_what_it_left_out(tmp_path: Path) -> None:
    source, script = small_script()
    names = tuple(f"groep {number}" for number in range(MAX_ANALYSED + 1))
    with new_session(tmp_path / "veel.oefening", source, script, PLAYED_AT) as session:
        for command in (Start(names), PassTime(Minutes(100)), End()):
            session.submit(command)
        report = report_of(session, "veel", ReportOptions())
        one = report_of(session, "veel", ReportOptions(world=2))
    text = write_markdown(lay_out(report)).decode("utf-8")
    assert not report.analysed
    assert "voor dit verslag niet doorgerekend" in text
    assert [world.name for world in one.worlds] == ["groep 2"]
    assert one.analysed
    assert one.worlds[0].decisions[0].alternatives
