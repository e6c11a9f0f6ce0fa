"""Pictures of every screen in each state that differs, at the three sizes. A picture that changed is looked at.

After a change that was meant: pytest tests/tui/test_pictures.py --snapshot-update, and look at what changed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
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
from oefening.tui.leader_app import LeaderApp
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, press, room_of, sit_down
from tests.support.seats import asked

Compare = Callable[..., bool]


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


async def nothing(_pilot: Pilot[None]) -> None:
    """The first screen as it comes."""


def keys(*pressed: str) -> Callable[[Pilot[None]], Any]:
    """Some keys before the picture."""

    async def before(pilot: Pilot[None]) -> None:
        await press(pilot, *pressed)

    return before


def seat_id(number: int, *pressed: str) -> Callable[[Pilot[None]], Any]:
    """Somebody else sits down, and presses some keys."""

    async def before(pilot: Pilot[None]) -> None:
        await sit_down(pilot, number)
        await press(pilot, *pressed)

    return before


PICTURES = {
    "regie-begin": (begun, nothing),
    "regie-druk": (busy, nothing),
    "regie-loopt": (busy, keys("space", "space", "4")),
    "regie-te-laat": (lambda folder: busy(folder, 60), keys("2")),
    "regie-situatie": (busy, keys("3")),
    "regie-hulp": (begun, keys("question_mark")),
    "regie-inject": (begun, keys("i")),
    "regie-einde": (begun, keys("e")),
    "overdragen": (begun, keys("t", "down", "enter")),
    "team-begin": (begun, seat_id(1)),
    "team-druk": (busy, seat_id(1, "home")),
    "team-besluiten": (busy, seat_id(1, "2")),
    "team-bord": (busy, seat_id(1, "3")),
    "team-situatie": (busy, seat_id(1, "4")),
    "team-logboek": (busy, seat_id(1, "5")),
    "team-contact": (busy, seat_id(1, "c")),
    "besluit-keuze": (busy, seat_id(1, "d")),
    "besluit-verdeling": (busy, seat_id(2, "d")),
    "waarnemer": (busy, seat_id(3)),
    "zaal": (busy, seat_id(4)),
    "nabespreking": (lambda folder: busy(folder, 60, ended=True), nothing),
    "nabespreking-vragen": (lambda folder: busy(folder, 60, ended=True), keys("3")),
    "feedback": (lambda folder: busy(folder, 60, ended=True), keys("k")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_screen_looks_as_it_did(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    make, before = PICTURES[name]
    assert snap_compare(make(tmp_path), terminal_size=size, run_before=before)


def test_the_start_looks_as_it_did(size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    workspace = desk_in(tmp_path)

    async def read(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(LeaderApp(workspace), terminal_size=size, run_before=read)


@pytest.mark.parametrize("theme", ["licht", "hoog contrast"])
def test_other_colours_look_as_they_did(theme: str, tmp_path: Path, snap_compare: Compare) -> None:
    app = busy(tmp_path)
    app.workspace.settings.put("kleuren", theme)
    assert snap_compare(app, terminal_size=(120, 36))


def test_without_colour_everything_is_still_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(busy(tmp_path), terminal_size=(120, 36))
