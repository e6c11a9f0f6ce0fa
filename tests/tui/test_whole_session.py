"""A leader and teams at one laptop play whole exercises by keys alone; then the log is read."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from oefening.engine.events import (
    AdHocInjectSent,
    DecisionAdjudicated,
    DecisionMade,
    Event,
    ExerciseEnded,
    ExpectationRated,
    FeedbackGiven,
    ImprovementNoted,
    InjectDelivered,
    MessageSent,
    ObservationNoted,
    OwnDecisionMade,
    Performance,
)
from oefening.script.model import DecisionKind
from oefening.session.script_files import library_folder, script_files
from oefening.session.session import open_session
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.debrief import DebriefScreen
from tests.support.pilot import (
    Watch,
    decide_everything,
    desk_in,
    leader,
    press,
    room_of,
    sit_down,
    write,
)

QUICK = Path(__file__).parents[1] / "support" / "every_kind.yaml"
"""A small exercise with each kind of decision once, that every run of the tests plays; the library's take minutes."""

FULL = [path for path in script_files(library_folder()) if not path.stem.startswith("micro-")]


async def ask_and_decide_unasked(pilot: Pilot[None]) -> None:
    """The first team writes to the second, and decides something that nobody asked for."""
    await sit_down(pilot, 1)
    await press(pilot, "c", "down", "tab")
    await write(pilot, "wanneer weet u meer?")
    await press(pilot, "ctrl+s", "e")
    await write(pilot, "wij openen het gemeentehuis")
    await press(pilot, "ctrl+s")
    await sit_down(pilot, 0)


async def observe(pilot: Pilot[None], seat_id: int) -> None:
    """The observer, at this place, rates two expectations, the second with a note, and writes something down."""
    await sit_down(pilot, seat_id)
    await press(pilot, "p", "down", "m", "n")
    await write(pilot, "aarzelend")
    await press(pilot, "ctrl+s", "w", "enter")
    await write(pilot, "rustige leiding")
    await press(pilot, "ctrl+s")
    await sit_down(pilot, 0)


async def talk_it_over(pilot: Pilot[None]) -> None:
    """An improvement, a feedback form, the report."""
    await press(pilot, "v")
    await write(pilot, "meer oefenen")
    await press(pilot, "tab")
    await write(pilot, "de secretaris")
    await press(pilot, "ctrl+s", "k", "enter", "tab", "right", "enter", "ctrl+s", "r")


def test_the_small_exercise_asks_for_each_kind_of_decision(tmp_path: Path) -> None:
    script = desk_in(tmp_path).read(QUICK).script
    assert script is not None
    assert {inject.point.kind for inject in script.injects if inject.point} == set(DecisionKind)


@pytest.mark.parametrize(
    "path", [QUICK, *(pytest.param(path, marks=pytest.mark.long) for path in FULL)], ids=lambda path: path.stem
)
async def test_an_exercise_played_by_keys_is_in_the_log(path: Path, tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    exercise = room_of(workspace, path, teams=())
    app = LeaderApp(workspace, exercise=exercise)
    kinds: set[DecisionKind] = set()
    async with app.run_test(size=(120, 36)) as pilot:
        while (minute := leader(pilot).view.next_minute) is not None:
            while leader(pilot).view.next_minute == minute:
                await press(pilot, "n")
            waiting = [
                n for n, team in enumerate(leader(pilot).view.teams, 1) if any(not p.decided for p in team.points)
            ]
            for number in waiting:
                await sit_down(pilot, number)
                kinds |= await decide_everything(pilot)
                await sit_down(pilot, 0)
            while leader(pilot).view.open_answers:
                await press(pilot, "o", "tab")
                await press(pilot, "ctrl+s")
        await ask_and_decide_unasked(pilot)
        await observe(pilot, 1 + len(exercise.teams))
        await press(pilot, "i")
        await write(pilot, "de brug is dicht")
        await press(pilot, "ctrl+s", "e", "j")
        assert isinstance(app.screen, DebriefScreen)
        await talk_it_over(pilot)
        await app.workers.wait_for_complete()
        assert app.report is not None
    with open_session(exercise.path, to_write=False) as session:
        events = session.events
        points = [inject.point for inject in session.compiled.script.injects if inject.point]
        asking = {inject.id: inject.point_id for inject in session.compiled.script.injects if inject.point}
    asked = {asking[e.inject] for e in events if isinstance(e, InjectDelivered) and e.inject in asking}
    decided = {event.point for event in events if isinstance(event, DecisionMade)}
    assert decided == asked
    assert kinds == {point.kind for point in points}
    told = [_essence(event) for event in events]
    for wanted in (
        "de brug is dicht", "wanneer weet u meer?", "wij openen het gemeentehuis", "rustige leiding",
        (Performance.PERFORMED, ""), (Performance.MAJOR_CHALLENGES, "aarzelend"),
        ("meer oefenen", "de secretaris"), (1, 2), "einde",
    ):  # fmt: skip
        assert wanted in told
    assert any(isinstance(event, DecisionAdjudicated) for event in events)
    assert "meer oefenen" in exercise.path.with_suffix(".html").read_text(encoding="utf-8")


def _essence(event: Event) -> object:
    match event:
        case AdHocInjectSent(text=text) | MessageSent(text=text) | OwnDecisionMade(text=text):
            return text
        case ObservationNoted(text=text):
            return text
        case ExpectationRated(performance=performance, note=note):
            return (performance, note)
        case ImprovementNoted(text, owner):
            return (text, owner)
        case FeedbackGiven(usefulness, realism):
            return (usefulness, realism)
        case ExerciseEnded():
            return "einde"
        case _:
            return None
