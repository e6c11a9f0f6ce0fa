"""The scripts that come with the program: free of problems, playable, and with something at stake."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oefening.debrief.rating import rate
from oefening.engine.commands import End, PassTime, Start
from oefening.engine.continuity import Grade
from oefening.engine.due import next_certain_stop
from oefening.engine.plan import make_plan
from oefening.script.model import DecisionKind, Script
from oefening.session.scripts import library_folder, load_file, scripts_in
from oefening.session.session import Session, new_session
from oefening.session.simulated import play

SCRIPTS = scripts_in(library_folder())
SEEDS = 25


def script_at(path: Path) -> Script:
    _source, script = load_file(path)
    assert isinstance(script, Script), script
    return script


def test_there_is_a_library() -> None:
    assert {"cyberaanval", "kabelsabotage"} <= {path.stem for path in SCRIPTS}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_of_the_library_has_something_to_play(path: Path) -> None:
    script = script_at(path)
    points = [inject.point for inject in script.injects if inject.point]
    assert script.id == path.stem
    assert len(script.injects) >= 20
    assert len(points) >= 8
    assert len(script.teams) >= 3
    assert len(script.goals) >= 5
    assert {point.kind for point in points} == set(DecisionKind)
    assert any(indicator.drift for indicator in script.indicators)
    assert len(script.phases) >= 2
    assert all(inject.guidance for inject in script.injects if inject.point)
    assert sum(len(inject.expectations) for inject in script.injects) >= 8


def session_of(path: Path, folder: Path, seed: int) -> Session:
    source, script = load_file(path)
    assert isinstance(script, Script)
    session = new_session(folder / f"{seed}.oefening", source, script, datetime.now(UTC))
    session.submit(Start(("een",), simulation=seed))
    return session


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_goal_can_be_met_and_can_be_missed(path: Path, tmp_path: Path) -> None:
    grades = defaultdict(set)
    for seed in range(SEEDS):
        with session_of(path, tmp_path, seed) as session:
            play(session)
            for goal in rate(session.plan, session.events).worlds[0].goals:
                grades[goal.goal.id].add(goal.grade)
    for goal_id, found in grades.items():
        assert Grade.MET in found, goal_id
        assert found - {Grade.MET}, goal_id


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_team_that_never_decides_loses_most_goals(path: Path, tmp_path: Path) -> None:
    plan = make_plan(script_at(path))
    with session_of(path, tmp_path, 0) as session:
        while (stop := next_certain_stop(plan, session.state)) is not None:
            session.submit(PassTime(stop))
        session.submit(End())
        goals = rate(plan, session.events).worlds[0].goals
    assert sum(goal.grade is Grade.FAILED for goal in goals) > len(goals) / 2
