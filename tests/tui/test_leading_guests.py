"""The leader's program with guests: it opens again by itself, shows no code too early, and lets no answer come late."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, End, PassTime, Resume
from oefening.net.address import Address
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.host import Host, open_host
from oefening.net.protocol import ClientRequest
from oefening.script.units import Minutes
from oefening.session.pin import pin_digest
from oefening.session.seat import LocalSeatClient
from oefening.session.seat_id import Role, SeatId
from oefening.tui.leader_app import LeaderApp, StartOptions
from oefening.tui.screens.handover import HandOver
from oefening.tui.screens.participants import ParticipantsScreen
from oefening.tui.screens.response_cell import ResponseCellScreen
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, press, room_of, screen_text
from tests.support.seats import asked

BELEID = SeatId(Role.TEAM, 0, "beleid")
DEADLINE = 20.0


@pytest.fixture(autouse=True)
def without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pages for browsers and no announcement: nothing here rests on them, and they take a process each."""

    async def nothing(_host: Host) -> None:
        return

    monkeypatch.setattr(Host, "serve_pages", nothing)
    monkeypatch.setattr(Host, "announce", nothing)


@asynccontextmanager
async def running(app: LeaderApp) -> AsyncIterator[Pilot[None]]:
    """The leader's program under keys."""
    async with app.run_test(size=(120, 36)) as pilot:
        try:
            yield pilot
        finally:
            app.exit()


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Lets the screens follow until something holds."""
    async with asyncio.timeout(DEADLINE):
        while not holds():
            await pilot.pause(0.02)


def shows_codes(app: LeaderApp) -> bool:
    """Whether the screen with the codes lies open, all of it."""
    return isinstance(app.screen, ParticipantsScreen) and "oefening team" in screen_text(app)


async def interrupted(folder: Path, pin: str) -> tuple[Path, str]:
    """A session that was open to guests when it stopped, and the code that its policy team had."""
    exercise = room_of(desk_in(folder, Watch()), SMALL_SCRIPT, pin=pin_digest(pin))
    host = await open_host(exercise, pytest.fail)
    code = host.code_for(BELEID).text
    await host.close()
    exercise.close()
    return exercise.path, code


async def test_an_exercise_that_goes_on_is_open_again_with_the_same_codes(tmp_path: Path) -> None:
    path, code = await interrupted(tmp_path, "")
    app = LeaderApp(desk_in(tmp_path, Watch()), StartOptions(session=path))
    async with running(app) as pilot:
        await until(pilot, lambda: shows_codes(app))
        assert code in screen_text(app)


async def test_no_code_is_shown_before_the_pin_was_given(tmp_path: Path) -> None:
    path, code = await interrupted(tmp_path, "2468")
    app = LeaderApp(desk_in(tmp_path, Watch()), StartOptions(session=path))
    async with running(app) as pilot:
        await until(pilot, lambda: app.host is not None)
        async with asyncio.timeout(DEADLINE):
            await app.workers.wait_for_complete()
        assert isinstance(app.screen, HandOver)
        assert code not in screen_text(app)
        await press(pilot, "enter")
        await press(pilot, *"2468", "enter", "m")
        await until(pilot, lambda: shows_codes(app))
        assert code in screen_text(app)


async def test_the_codes_come_up_after_the_leaders_first_tour(tmp_path: Path) -> None:
    path, _code = await interrupted(tmp_path, "")
    workspace = desk_in(tmp_path, Watch())
    workspace.settings.put("rondleidingen", "begin")
    app = LeaderApp(workspace, StartOptions(session=path))
    async with running(app) as pilot:
        await until(pilot, lambda: "De regie" in screen_text(app))
        await until(pilot, lambda: app.host is not None)
        await pilot.pause()
        assert not [screen for screen in app.screen_stack if isinstance(screen, ParticipantsScreen)]
        assert "De regie" in screen_text(app)
        await press(pilot, "escape")
        await until(pilot, lambda: shows_codes(app))


async def test_what_came_in_before_the_clock_goes_on_counts_before(tmp_path: Path) -> None:
    watch = Watch()
    exercise = room_of(desk_in(tmp_path, watch), SMALL_SCRIPT)
    for command in (Resume(), PassTime(Minutes(24))):
        assert not asked(exercise.leader_seat(0), command)
    app = LeaderApp(desk_in(tmp_path, watch), exercise=exercise)
    async with running(app) as pilot:
        await press(pilot, "m", "j")
        await until(pilot, lambda: app.host is not None)
        host = app.host
        assert host is not None
        guest = ClientConnection(ClientStateFile(ClientState("a" * 32), None), search=False)
        assert not await guest.join(Address("127.0.0.1", host.server.port), host.code_for(BELEID), "")
        (line,) = host.server._connections.values()
        host.server._handle_request(
            line, ClientRequest(1, datetime.now(UTC), Decide(0, "eerste", Choice("open"), "nodig"))
        )
        watch.now += 9
        app.tick()
        view = exercise.team_seat(0, "beleid").current_view()
        assert view.clock.minute == 25
        assert view.points[0].decided
        await guest.close()


async def test_the_response_cell_sees_that_the_exercise_is_over(tmp_path: Path) -> None:
    exercise = room_of(desk_in(tmp_path, Watch()), SMALL_SCRIPT)
    app = LeaderApp(desk_in(tmp_path, Watch()))
    async with running(app) as pilot:
        app.shares_laptop = False
        seat = exercise.response_cell_seat(0)
        assert isinstance(seat, LocalSeatClient)
        screen = ResponseCellScreen(app, seat, 0)
        await app.push_screen(screen)
        assert not asked(exercise.leader_seat(0), End())
        screen.refresh_view()
        await pilot.pause()
        assert "afgelopen" in screen_text(app)
    exercise.close()


async def test_someone_who_wants_to_take_part_elsewhere_leaves_the_start_for_it(tmp_path: Path) -> None:
    app = LeaderApp(desk_in(tmp_path, library=tmp_path))
    async with app.run_test() as pilot:
        await press(pilot, "f2")
    assert app.joins_another
