"""Pictures of every screen in each state that differs, at the three sizes. A picture that changed is looked at.

After a change that was meant: pytest tests/tui/test_pictures.py --snapshot-update, and look at what changed.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from oefening.engine.answers import Choice
from oefening.engine.commands import (
    Command,
    Decide,
    End,
    NoteObservation,
    PassTime,
    RateExpectation,
    Resume,
    SendMessage,
    WriteOnBoard,
)
from oefening.engine.events import BoardPart, Performance
from oefening.script.units import Minutes
from oefening.session.seat_id import Role, SeatId
from oefening.tui.leader_app import LeaderApp
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, app_of, desk_in, press, room_of
from tests.support.screen_snapshots import SIZE, has_its_colours, left_over, looks_as_it_did
from tests.support.seats import asked


def begun(folder: Path) -> LeaderApp:
    """An exercise that was just begun."""
    workspace = desk_in(folder, Watch())
    return LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))


def busy(folder: Path, minute: int = 30, *, ended: bool = False) -> LeaderApp:
    """An exercise in full swing: one decision made, one waiting, a call, notes."""
    app = begun(folder)
    exercise = app.exercise
    assert exercise is not None
    leader = exercise.leader_seat(0)
    commands: list[Command] = [
        Resume(),
        PassTime(Minutes(10)),
        Decide(0, "eerste", Choice("open"), "Mensen hebben water nodig."),
        SendMessage(0, "beleid", "waterbedrijf", "Hoe lang duurt het?"),
        WriteOnBoard(0, "beleid", BoardPart.PICTURE, "Geen water in drie kernen."),
        RateExpectation(0, "eerste", 0, Performance.SOME_CHALLENGES, "Aarzelend begin."),
        NoteObservation(0, None, "Rustige leiding."),
        PassTime(Minutes(minute)),
        *([End()] if ended else []),
    ]
    for command in commands:
        assert not asked(leader, command)
    return app


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Some keys before the picture."""

    async def before(pilot: Pilot[None]) -> None:
        await press(pilot, *pressed)

    return before


def at(seat_id: SeatId, *pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Somebody else sits down, and presses some keys."""

    async def before(pilot: Pilot[None]) -> None:
        app_of(pilot).go_to(seat_id)
        await press(pilot, *pressed)

    return before


TEAM = SeatId(Role.TEAM, 0, "beleid")

PICTURES: dict[str, tuple[Callable[[Path], LeaderApp], Callable[[Pilot[None]], Awaitable[None]]]] = {
    "regie-begin": (begun, keys()),
    "regie-druk": (busy, keys()),
    "regie-loopt": (busy, keys("space", "space", "4")),
    "regie-te-laat": (lambda folder: busy(folder, 60), keys("2")),
    "regie-situatie": (busy, keys("3")),
    "regie-hulp": (begun, keys("question_mark")),
    "regie-inject": (begun, keys("i")),
    "regie-einde": (begun, keys("e")),
    "overdragen": (begun, keys("t", "down", "enter")),
    "team-begin": (begun, at(TEAM)),
    "team-druk": (busy, at(TEAM, "home")),
    "team-besluiten": (busy, at(TEAM, "2")),
    "team-bord": (busy, at(TEAM, "3")),
    "team-situatie": (busy, at(TEAM, "4")),
    "team-logboek": (busy, at(TEAM, "5")),
    "team-contact": (busy, at(TEAM, "c")),
    "besluit-keuze": (busy, at(TEAM, "d")),
    "besluit-verdeling": (busy, at(SeatId(Role.TEAM, 0, "zorg"), "d")),
    "waarnemer": (busy, at(SeatId(Role.OBSERVER))),
    "zaal": (busy, at(SeatId(Role.AUDIENCE))),
    "nabespreking": (lambda folder: busy(folder, 60, ended=True), keys()),
    "nabespreking-vragen": (lambda folder: busy(folder, 60, ended=True), keys("3")),
    "feedback": (lambda folder: busy(folder, 60, ended=True), keys("k")),
}


IN_COLOUR_ONLY = {"licht": "licht", "hoog-contrast": "hoog contrast", "zonder-kleur": "donker"}
"""Pictures of which only the colours differ from another one, and the colours that were chosen."""


@pytest.mark.parametrize("name", PICTURES)
async def test_a_screen_looks_as_it_did(name: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    make, before = PICTURES[name]
    async with make(tmp_path).run_test(size=SIZE) as pilot:
        await before(pilot)
        await looks_as_it_did(pilot, name, snapshot)


async def test_the_start_looks_as_it_did(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    async with LeaderApp(desk_in(tmp_path, library=SMALL_SCRIPT.parent)).run_test(size=SIZE) as pilot:
        await looks_as_it_did(pilot, "begin", snapshot)


@pytest.mark.parametrize("name", IN_COLOUR_ONLY)
async def test_other_colours_look_as_they_did(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    if name == "zonder-kleur":
        monkeypatch.setenv("NO_COLOR", "1")
    app = busy(tmp_path)
    app.workspace.settings.put("kleuren", IN_COLOUR_ONLY[name])
    async with app.run_test(size=SIZE) as pilot:
        await has_its_colours(pilot, name, snapshot)


def test_every_file_with_a_picture_is_compared() -> None:
    assert not left_over(__file__, [*PICTURES, "begin"], IN_COLOUR_ONLY)
