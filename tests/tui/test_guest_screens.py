"""Guests at their own laptops: the same screens as at the leader's, over real sockets on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from attrs import evolve
from textual.pilot import Pilot
from textual.widgets import Input

from oefening.engine.commands import Command, End, PassTime, Resume, SendMessage
from oefening.net.address import Address
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.host import Host, open_host
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.tui.app_base import BaseApp
from oefening.tui.guest_app import GuestApp
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.screens.join import Invitation, JoinScreen
from oefening.tui.screens.join_card import JoinCardScreen
from oefening.tui.screens.observer import ObserverScreen
from oefening.tui.screens.participants import ParticipantsScreen
from oefening.tui.screens.response_cell import ResponseCellScreen
from oefening.tui.screens.team import TeamScreen
from tests.support import SMALL_SCRIPT
from tests.support.pilot import TOURS, Watch, desk_in, leader, options, press, room_of, screen_text, write
from tests.support.seats import asked

BELEID, ZORG = SeatId(Role.TEAM, 0, "beleid"), SeatId(Role.TEAM, 0, "zorg")
DEADLINE = 20.0
DEVICES = (f"{number:032x}" for number in range(1, 1_000))


class SeenTours:
    """Somebody who saw every tour."""

    def get(self, name: str) -> str:
        return TOURS + " tegenspel" if name == "rondleidingen" else ""

    def put(self, name: str, value: str) -> None:
        """Nothing new."""


@pytest.fixture
def exercise(tmp_path: Path) -> LiveExercise:
    """A small exercise in which the first question is open."""
    exercise = room_of(desk_in(tmp_path, Watch()), SMALL_SCRIPT)
    does(exercise, Resume())
    does(exercise, PassTime(Minutes(6)))
    return exercise


def does(exercise: LiveExercise, command: Command) -> None:
    """Has the leader do something."""
    assert not asked(exercise.leader_seat(0), command)


@asynccontextmanager
async def opened(exercise: LiveExercise) -> AsyncIterator[Host]:
    """The room, open on loopback."""
    host = await open_host(exercise, pytest.fail)
    try:
        yield host
    finally:
        await host.close()


def a_guest(host: Host, seat_id: SeatId) -> GuestApp:
    """A guest's program, with address and code filled in."""
    invitation = Invitation(Address("127.0.0.1", host.server.port), host.code_for(seat_id))
    return GuestApp(SeenTours(), ClientStateFile(ClientState(next(DEVICES)), None), invitation)


@asynccontextmanager
async def running(app: BaseApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """A program under keys, that stops as it does when someone stops it."""
    async with app.run_test(size=size) as pilot:
        try:
            yield pilot
        finally:
            app.exit()


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Lets the screens follow until something holds."""
    async with asyncio.timeout(DEADLINE):
        while not holds():
            await pilot.pause(0.02)
            app = pilot.app
            assert isinstance(app, BaseApp)
            app.tick()


async def sit_down(pilot: Pilot[None], name: str = "") -> None:
    """Joins by keys, with a name."""
    pilot.app.screen.query_one("#name").focus()
    await write(pilot, name)
    await press(pilot, "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, JoinScreen))


async def look_at(pilot: Pilot[None], host: Host) -> None:
    """Gives the address at which the exercise is now."""
    await press(pilot, "f6")
    pilot.app.screen.query_one(Input).value = f"127.0.0.1:{host.server.port}"
    await press(pilot, "enter")


async def test_a_team_joins_reads_and_decides(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, running(a_guest(host, BELEID)) as pilot:
        await sit_down(pilot, "Samira")
        assert isinstance(pilot.app.screen, TeamScreen)
        await until(pilot, lambda: "alles is bewaard" in screen_text(pilot.app))
        await press(pilot, "d", "space", "tab")
        await write(pilot, "nodig")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, TeamScreen))
        assert exercise.team_seat(0, "beleid").current_view().points[0].versions[-1].reasons == "nodig"
        does(exercise, SendMessage(0, "waterbedrijf", "beleid", "Wij zoeken nog."))
        await until(pilot, lambda: "Wij zoeken nog" in screen_text(pilot.app))


async def test_nothing_is_handed_over_at_ones_own_laptop(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, running(a_guest(host, BELEID)) as pilot:
        await sit_down(pilot)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TeamScreen)
        await press(pilot, "question_mark")
        assert "Geef de laptop aan een ander" not in screen_text(pilot.app)


async def test_a_wrong_code_is_told_and_the_form_stays(exercise: LiveExercise) -> None:
    async with opened(exercise) as host:
        other = evolve(host.code_for(BELEID), secret="000000")
        invitation = Invitation(Address("127.0.0.1", host.server.port), other, fixed=True)
        app = GuestApp(SeenTours(), ClientStateFile(ClientState(next(DEVICES)), None), invitation)
        async with running(app) as pilot:
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "Deze code hoort niet bij de oefening" in screen_text(app))
            app.screen.query_one("#code").value = "KORT"  # type: ignore[attr-defined]
            await press(pilot, "ctrl+s")
            assert "twaalf tekens" in screen_text(app)
            assert isinstance(app.screen, JoinScreen)
        assert not list(host.admission.guests)


async def test_an_answer_given_without_a_connection_arrives_when_it_is_back(exercise: LiveExercise) -> None:
    async with opened(exercise) as host:
        async with running(a_guest(host, BELEID)) as pilot:
            await sit_down(pilot)
            await host.close()
            await until(pilot, lambda: "Geen verbinding" in screen_text(pilot.app))
            await press(pilot, "d", "space", "tab")
            await write(pilot, "nodig")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "1 bericht wacht" in screen_text(pilot.app))
            assert not exercise.team_seat(0, "beleid").current_view().points[0].decided
            async with opened(exercise) as again:
                await look_at(pilot, again)
                await until(pilot, lambda: exercise.team_seat(0, "beleid").current_view().points[0].decided)
                await until(pilot, lambda: "alles is bewaard" in screen_text(pilot.app))
        assert len(exercise.team_seat(0, "beleid").current_view().points[0].versions) == 1


async def test_what_was_refused_in_the_end_is_a_draft_again(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, running(a_guest(host, BELEID)) as pilot:
        await sit_down(pilot)
        await host.close()
        await until(pilot, lambda: "Geen verbinding" in screen_text(pilot.app))
        await press(pilot, "c", "down", "tab")
        await write(pilot, "Wanneer weer water")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "wacht" in screen_text(pilot.app))
        does(exercise, End())
        async with opened(exercise) as again:
            await look_at(pilot, again)
            await until(pilot, lambda: "afgelopen" in screen_text(pilot.app))
            await until(pilot, lambda: "alles is bewaard" in screen_text(pilot.app))
            await press(pilot, "c")
            assert "Wanneer weer water" in screen_text(pilot.app)


async def test_who_is_moved_sees_another_seat_and_who_is_removed_the_door(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, running(a_guest(host, BELEID)) as pilot:
        await sit_down(pilot)
        (device,) = host.admission.guests
        await host.move_guest(device, SeatId(Role.OBSERVER))
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserverScreen))
        await host.remove_guest(device)
        await until(pilot, lambda: isinstance(pilot.app.screen, JoinScreen))
        assert "van zijn plek gehaald" in screen_text(pilot.app)
        await sit_down(pilot)
        assert isinstance(pilot.app.screen, TeamScreen)


async def test_one_of_a_team_proposes_and_the_other_decides(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, running(a_guest(host, BELEID), (120, 36)) as pen:
        await sit_down(pen, "Samira")
        async with running(a_guest(host, BELEID), (120, 36)) as other:
            await sit_down(other, "Joris")
            await until(other, lambda: "Samira heeft de pen" in screen_text(other.app))
            await press(other, "d", "space", "tab")
            await write(other, "nodig")
            await press(other, "ctrl+s")
            await until(other, lambda: isinstance(other.app.screen, TeamScreen))
            assert not exercise.team_seat(0, "beleid").current_view().points[0].decided
            await until(pen, lambda: "u heeft de pen" in screen_text(pen.app))
            await press(pen, "d")
            await until(pen, lambda: "Joris: Open drie waterpunten" in screen_text(pen.app))
            pen.app.screen.query_one("#proposals").focus()
            await press(pen, "enter")
            await until(pen, lambda: isinstance(pen.app.screen, DecisionScreen))
            await press(pen, "ctrl+s")
            await until(pen, lambda: exercise.team_seat(0, "beleid").current_view().points[0].decided)
            await press(other, "p")
            await until(other, lambda: "u heeft de pen" in screen_text(other.app))
            await until(pen, lambda: "Joris heeft de pen" in screen_text(pen.app))


async def test_the_response_cell_answers_and_steers_nothing(exercise: LiveExercise) -> None:
    does(exercise, SendMessage(0, "beleid", "waterbedrijf", "Hoe lang duurt het?"))
    async with opened(exercise) as host, running(a_guest(host, SeatId(Role.RESPONSE_CELL)), (120, 36)) as pilot:
        await sit_down(pilot)
        assert isinstance(pilot.app.screen, ResponseCellScreen)
        before = exercise.leader_seat(0).current_view().clock
        await press(pilot, "space", "n", "e")
        assert exercise.leader_seat(0).current_view().clock == before
        assert isinstance(pilot.app.screen, ResponseCellScreen)
        await press(pilot, "b", "tab")
        await write(pilot, "Een dag")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: not exercise.leader_seat(0).current_view().unanswered)
        assert exercise.team_seat(0, "beleid").current_view().messages[-1].text == "Een dag"


async def test_after_the_end_everyone_can_say_what_they_thought_of_it(exercise: LiveExercise) -> None:
    does(exercise, End())
    async with opened(exercise) as host, running(a_guest(host, ZORG)) as pilot:
        await sit_down(pilot)
        await press(pilot, "k", "space", "tab", "space")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: exercise.debrief_seat(0).current_view().feedback_count == 1)


async def test_the_leader_opens_the_exercise_and_sees_who_joins(exercise: LiveExercise, tmp_path: Path) -> None:
    app = LeaderApp(desk_in(tmp_path), exercise=exercise)
    async with running(app, (120, 36)) as pilot:
        await press(pilot, "m", "j")
        await until(pilot, lambda: isinstance(app.screen, ParticipantsScreen))
        host = app.host
        assert host is not None
        assert host.code_for(BELEID).text in screen_text(app)
        assert f"oefening team {host.address.text}" in screen_text(app)
        async with running(a_guest(host, BELEID)) as guest:
            await sit_down(guest, "Samira")
            await until(pilot, lambda: "● Samira" in screen_text(app))
            old = host.code_for(BELEID)
            await press(pilot, "n", "j")
            await until(pilot, lambda: host.code_for(BELEID) != old)
            await until(pilot, lambda: host.code_for(BELEID).text in screen_text(app))
            await press(pilot, "enter")
            assert isinstance(app.screen, JoinCardScreen)
            await press(pilot, "escape", "down", "v")
            assert "Waar zit Samira voortaan?" in screen_text(app)
            choice = next(n for n, option in enumerate(options(pilot)) if "Team bevolkingszorg" in option)
            await press(pilot, *("down",) * choice, "enter")
            await until(guest, lambda: "Team bevolkingszorg" in screen_text(guest.app))
            await until(pilot, lambda: "zit nu bij: Team bevolkingszorg" in screen_text(app))
            await press(pilot, "x", "j")
            await until(guest, lambda: isinstance(guest.app.screen, JoinScreen))
        await press(pilot, "escape")
        assert "M: deelnemers en codes" in screen_text(app)
        assert leader(pilot).is_active
