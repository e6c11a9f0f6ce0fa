"""The scripts that come with the program: free of problems, playable, and with something at stake."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from oefening.debrief.rating import rate
from oefening.engine.commands import End, PassTime, Start
from oefening.engine.compiled_script import compile_script
from oefening.engine.continuity import Grade
from oefening.engine.triggers import next_certain_stop
from oefening.script.library_coverage import coverage
from oefening.script.model import Channel, Script
from oefening.session.script_files import library_folder, load_script_file, script_files
from oefening.session.session import Session, new_session
from tests.session.coverage_table import coverage_block

SCRIPTS = script_files(library_folder())
MICRO = [path for path in SCRIPTS if path.stem.startswith("micro-")]
FULL = [path for path in SCRIPTS if path not in MICRO]

LETTER = {
    "cyberaanval", "sabotage-op-zee", "spionage", "desinformatie", "polarisatie", "uitval-stroom", "uitval-internet",
    "uitval-betalingsverkeer", "schaarste-drinkwater", "schaarste-voedsel", "vluchtelingenstroom", "militaire-doorvoer",
    "overbelaste-zorg", "hoogwater", "pandemie", "grootschalig-conflict", "langdurige-inzet",
}  # fmt: skip
"""What a municipality must be ready for, by the letter that this library answers."""


def script_at(path: Path) -> Script:
    _source, script = load_script_file(path)
    assert isinstance(script, Script), script
    return script


def test_the_library_covers_every_threat_and_every_process() -> None:
    found = coverage({path.stem: script_at(path) for path in FULL})
    assert dict(found.threats).keys() >= LETTER
    assert [process for process, scripts in found.processes if not scripts] == []


def test_the_readme_shows_what_the_library_covers() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert coverage_block() in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FULL, ids=lambda path: path.stem)
def test_a_full_script_has_everything_to_play(path: Path) -> None:
    script = script_at(path)
    points = [inject.point for inject in script.injects if inject.point]
    deciding = {inject.deciding_team for inject in script.injects if inject.point}
    assert script.id == path.stem
    assert 90 <= script.playing_time <= 180
    assert len(script.injects) >= 25
    assert len(points) >= 10
    assert 3 <= len(script.teams) <= 5
    assert deciding == {team.id for team in script.teams}
    assert len(script.goals) >= 6
    assert len({goal.indicator for goal in script.goals}) == len(script.goals)
    assert all(goal.process for goal in script.goals)
    assert len({point.kind for point in points}) >= 4
    assert len(script.phases) >= 3
    assert len(script.parties) >= 10
    assert all(party.answers for party in script.parties)
    assert sum(len(inject.expectations) for inject in script.injects) >= 20


@pytest.mark.parametrize("path", MICRO, ids=lambda path: path.stem)
def test_a_micro_exercise_fits_in_a_meeting(path: Path) -> None:
    script = script_at(path)
    points = [inject.point for inject in script.injects if inject.point]
    assert script.id == path.stem
    assert script.playing_time == 15
    assert len(script.teams) == 1
    assert 3 <= len(points) <= 5
    assert len(script.goals) >= 2
    assert all(goal.process for goal in script.goals)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_leader_is_guided_through_every_inject(path: Path) -> None:
    script = script_at(path)
    assert [inject.id for inject in script.injects if not inject.guidance] == []
    assert all(team.assignment and team.roles for team in script.teams)
    assert script.learning_goals


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_option_says_why_its_consequences_are_so(path: Path) -> None:
    options = [option for inject in script_at(path).injects if inject.point for option in inject.point.options]
    assert [option.id for option in options if not option.explanation] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_an_nl_alert_is_short(path: Path) -> None:
    alerts = [inject for inject in script_at(path).injects if inject.channel is Channel.NL_ALERT]
    assert [inject.id for inject in alerts if len(inject.text.strip()) > LONGEST_ALERT] == []


LONGEST_ALERT = 300
"""Characters that fit in an NL-Alert with a little room for names of places."""


def session_of(path: Path, folder: Path, seed: int) -> Session:
    source, script = load_script_file(path)
    assert isinstance(script, Script)
    session = new_session(folder / f"{seed}.oefening", source, script, datetime.now(UTC))
    session.submit(Start(("een",), simulation=seed))
    return session


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_team_that_never_decides_loses_most_goals(path: Path, tmp_path: Path) -> None:
    compiled = compile_script(script_at(path))
    with session_of(path, tmp_path, 0) as session:
        while (stop := next_certain_stop(compiled, session.state)) is not None:
            session.submit(PassTime(stop))
        session.submit(End())
        goals = rate(compiled, session.events).worlds[0].goals
    assert sum(goal.grade is Grade.FAILED for goal in goals) > len(goals) / 2
