"""Pictures of what guests see, and of what the leader sees of guests, at the three sizes. No network is needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from syrupy.assertion import SnapshotAssertion
from textual.screen import Screen

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, PassTime, Resume, SendMessage
from oefening.net.address import Address
from oefening.net.admission import Admission, HostState
from oefening.net.certificate import Certificate
from oefening.net.client_state import ClientState, ClientStateFile, Ticket
from oefening.net.discovery import Found
from oefening.net.host import Host
from oefening.net.join_codes import Code
from oefening.net.protocol import VERSION, Join
from oefening.net.server import Server
from oefening.net.shared_seat import SharedSeat
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Link, Reply, Request, SeatClient
from oefening.session.seat_id import Role, SeatId
from oefening.tui.app_base import BaseApp
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.screens.join import Invitation, JoinScreen
from oefening.tui.screens.join_card import JoinCardScreen
from oefening.tui.screens.participants import ParticipantsScreen
from oefening.tui.screens.response_cell import ResponseCellScreen
from oefening.tui.screens.team import TeamScreen
from oefening.views.participant import ProposalView, TeamView
from tests.support import SMALL_SCRIPT
from tests.support.pilot import TOURS, Watch, desk_in, room_of
from tests.support.screen_snapshots import SIZE, left_over, looks_as_it_did
from tests.support.seats import asked

BELEID = SeatId(Role.TEAM, 0, "beleid", "Beleidsteam")
CODES = {seat_id: f"K7F3Q{number}" for number, seat_id in enumerate([BELEID, SeatId(Role.TEAM, 0, "zorg", "Zorg")])}


class SeenTours:
    """Somebody who saw every tour."""

    def get(self, name: str) -> str:
        return f"{TOURS} tegenspel" if name == "rondleidingen" else ""

    def put(self, name: str, value: str) -> None:
        """Nothing new."""


class Shown(BaseApp):
    """A program with one screen."""

    def __init__(self, folder: Path, open_screen: Callable[["Shown", Path], Screen[Any]]) -> None:
        super().__init__(SeenTours())
        self._first = open_screen(self, folder)

    def on_mount(self) -> None:
        self.push_screen(self._first)

    async def join(self, _address: Address, _code: Code, _name: str) -> str:
        """Nobody joins in a picture."""
        return ""

    def resume(self, _state: ClientStateFile) -> None:
        """Nobody goes on in a picture."""


@frozen
class Linked:
    """A seat with a connection as it stands, and somebody else at the same table."""

    seat: SeatClient[Any]
    link: Link
    table: SharedSeat
    device: str = ""

    def current_view(self) -> Any:
        view = self.seat.current_view()
        return self.table.add_to_view(self.device, view) if isinstance(view, TeamView) else view

    async def submit(self, request: Request) -> Reply:
        return await self.seat.submit(request)


class StandingHost(Host):
    """A host with fixed addresses and codes."""

    def code_for(self, seat_id: SeatId) -> Code:
        return Code(self.admission.codes[seat_id], "2P9XYT")


def a_room(folder: Path) -> LiveExercise:
    """A quarter of an hour into a small exercise."""
    exercise = room_of(desk_in(folder, Watch()), SMALL_SCRIPT)
    for command in (Resume(), PassTime(Minutes(8)), SendMessage(0, "beleid", "waterbedrijf", "Hoe lang nog?")):
        assert not asked(exercise.leader_seat(0), command)
    return exercise


def a_host(folder: Path) -> Host:
    """A host with two places, two guests, and someone who guesses."""
    kept = HostState("ab" * 16, "cd" * 32, "", "", 8442, tuple(CODES.items()))
    lobby = Admission(kept, lambda _kept: None)
    exercise = a_room(folder)
    host = StandingHost(exercise, lobby, Server(exercise, lobby, pytest.fail, lambda: 0.0), Certificate("", ""))
    host.addresses = ("192.168.1.20",)
    host.server.epoch = 0.0
    host.server.port, host.serves_browsers, host.is_announced = 8442, True, True
    for number, (name, code) in enumerate([("Samira", "K7F3Q0"), ("Joris", "K7F3Q1"), ("", "000000")]):
        lobby.admit(Join(VERSION, f"{number:032x}", name, code=code), f"192.168.1.3{number}", 1_795_000_000.0)
    lobby.disconnected(f"{1:032x}", 1_795_000_060.0)
    return host


def a_seat(folder: Path, *, connected: bool = True, waiting: int = 0) -> Linked:
    """A team's seat elsewhere."""
    return Linked(
        a_room(folder).team_seat(0, "beleid"), Link(connected, waiting, "" if connected else "09:41"), SharedSeat()
    )


def a_shared_seat(folder: Path) -> Linked:
    """A team's seat that two people share: the other one proposed something."""
    exercise = a_room(folder)
    decision = Decide(0, "eerste", Choice("open"), "Mensen hebben nu water nodig.")
    words = exercise.proposal_text(BELEID, decision)
    assert isinstance(words, str)
    proposal = ProposalView("Joris", "eerste", words, decision.answer, decision.reasons)
    table = SharedSeat().with_member("s", "Samira").with_member("j", "Joris").with_proposal("j", proposal)
    return Linked(exercise.team_seat(0, "beleid"), Link(True, 0), table, "s")


def joining(app: Shown, folder: Path) -> JoinScreen:
    """The form, of a laptop that took part before."""
    ticket = Ticket("", BELEID, "", "", "Kabelsabotage")
    before = ClientStateFile(ClientState("0" * 32, "Samira", (), ticket), folder / "gast.json")
    return JoinScreen(app, Invitation(code=Code("K7F3QM", "2P9XYT")), [before])


PICTURES: dict[str, Callable[[Shown, Path], Screen[Any]]] = {
    "gast-verbonden": lambda app, folder: TeamScreen(app, a_seat(folder), 0),
    "gast-verbroken": lambda app, folder: TeamScreen(app, a_seat(folder, connected=False, waiting=2), 0),
    "gast-voorstel": lambda app, folder: DecisionScreen(app, a_shared_seat(folder), 0, "eerste"),
    "tegenspel": lambda app, folder: ResponseCellScreen(
        app, Linked(a_room(folder).response_cell_seat(0), Link(True, 1), SharedSeat()), 0
    ),
    "meedoen": joining,
    "deelnemers": lambda _app, folder: ParticipantsScreen(a_host(folder)),
    "kaart": lambda _app, folder: JoinCardScreen(a_host(folder), BELEID),
}


@pytest.mark.parametrize("name", PICTURES)
async def test_what_guests_bring_looks_as_it_did(
    name: str, tmp_path: Path, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found(_seconds: float) -> tuple[Found, ...]:
        return (Found("Hoogwater", "ef", (Address("192.168.1.20", 8442),), 8443),)

    monkeypatch.setattr("oefening.tui.screens.join.find", found)
    monkeypatch.setenv("TZ", "UTC")
    async with Shown(tmp_path, PICTURES[name]).run_test(size=SIZE) as pilot:
        await looks_as_it_did(pilot, name, snapshot)


def test_every_file_with_a_picture_is_compared() -> None:
    assert not left_over(__file__, PICTURES)
