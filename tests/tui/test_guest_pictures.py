"""Pictures of what guests see, and of what the leader sees of guests, at the three sizes. No network is needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from acting import TOURS, Watch, desk_in, room_of
from asking import asked
from attrs import frozen
from textual.screen import Screen

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, PassTime, Resume, SendMessage
from oefening.net.address import Address
from oefening.net.certificate import Certificate
from oefening.net.codes import Code
from oefening.net.discovery import Found
from oefening.net.host import Host
from oefening.net.keeping import Keeping, Kept, Ticket
from oefening.net.lobby import Keyring, Lobby
from oefening.net.protocol import VERSION, Join
from oefening.net.server import Server
from oefening.net.table import Table
from oefening.script.units import Minutes
from oefening.session.places import Kind, Place
from oefening.session.room import Room
from oefening.session.seat import Link, Reply, Request, Seat
from oefening.session.views import ProposalView, TeamView
from oefening.tui.assistant import AssistantScreen
from oefening.tui.decision import DecisionScreen
from oefening.tui.guests import CardScreen, GuestsScreen
from oefening.tui.joining import Invitation, JoinScreen
from oefening.tui.stage import Stage
from oefening.tui.team import TeamScreen

Compare = Callable[..., bool]
SCRIPT = Path(__file__).parent / "klein.yaml"
BELEID = Place(Kind.TEAM, 0, "beleid", "Beleidsteam")
CODES = {place: f"K7F3Q{number}" for number, place in enumerate([BELEID, Place(Kind.TEAM, 0, "zorg", "Zorg")])}


class Memory:
    """Somebody who saw every tour."""

    def recall(self, name: str) -> str:
        return f"{TOURS} tegenspel" if name == "rondleidingen" else ""

    def remember(self, name: str, value: str) -> None:
        """Nothing new."""


class Shown(Stage):
    """A program with one screen."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__(Memory())
        self._first = screen

    def on_mount(self) -> None:
        self.push_screen(self._first)


@frozen
class Linked:
    """A seat with a connection as it stands, and somebody else at the same table."""

    seat: Seat[Any]
    link: Link
    table: Table
    device: str = ""

    def look(self) -> Any:
        view = self.seat.look()
        return self.table.shown_to(self.device, view) if isinstance(view, TeamView) else view

    async def ask(self, request: Request) -> Reply:
        return await self.seat.ask(request)


class StandingHost(Host):
    """A host with fixed addresses and codes."""

    def code(self, place: Place) -> Code:
        return Code(self.lobby.codes[place], "2P9XYT")


def a_room(folder: Path) -> Room:
    """A quarter of an hour into a small exercise."""
    room = room_of(desk_in(folder, Watch()), SCRIPT)
    for command in (Resume(), PassTime(Minutes(8)), SendMessage(0, "beleid", "waterbedrijf", "Hoe lang nog?")):
        assert not asked(room.leader(0), command)
    return room


def a_host(folder: Path) -> Host:
    """A host with two places, two guests, and someone who guesses."""
    kept = Keyring("ab" * 16, "cd" * 32, "", "", 8442, tuple(CODES.items()))
    lobby = Lobby(kept, lambda _kept: None)
    room = a_room(folder)
    host = StandingHost(room, lobby, Server(room, lobby, pytest.fail, lambda: 0.0), Certificate("", ""))
    host.addresses = ("192.168.1.20",)
    host.server.epoch = 0.0
    host.server.port, host.serves_browsers, host.is_announced = 8442, True, True
    for number, (name, code) in enumerate([("Samira", "K7F3Q0"), ("Joris", "K7F3Q1"), ("", "000000")]):
        lobby.admit(Join(VERSION, f"{number:032x}", name, code=code), f"192.168.1.3{number}", 1_795_000_000.0)
    lobby.went(f"{1:032x}", 1_795_000_060.0)
    return host


def a_seat(folder: Path, *, connected: bool = True, waiting: int = 0) -> Linked:
    """A team's seat elsewhere."""
    return Linked(a_room(folder).team(0, "beleid"), Link(connected, waiting, "" if connected else "09:41"), Table())


def a_shared_seat(folder: Path) -> Linked:
    """A team's seat that two people share: the other one proposed something."""
    room = a_room(folder)
    decision = Decide(0, "eerste", Choice("open"), "Mensen hebben nu water nodig.")
    words = room.proposed(BELEID, decision)
    assert isinstance(words, str)
    proposal = ProposalView("Joris", "eerste", words, decision.answer, decision.reasons)
    table = Table().joined("s", "Samira").joined("j", "Joris").proposed("j", proposal)
    return Linked(room.team(0, "beleid"), Link(True, 0), table, "s")


def joining(folder: Path) -> JoinScreen:
    """The form, of a laptop that took part before."""
    ticket = Ticket("", BELEID, "", "", "Kabelsabotage")
    before = Keeping(Kept("0" * 32, "Samira", (), ticket), folder / "gast.json")
    return JoinScreen(Invitation(code=Code("K7F3QM", "2P9XYT")), [before])


PICTURES: dict[str, Callable[[Path], Screen[Any]]] = {
    "gast-verbonden": lambda folder: TeamScreen(a_seat(folder), 0),
    "gast-verbroken": lambda folder: TeamScreen(a_seat(folder, connected=False, waiting=2), 0),
    "gast-voorstel": lambda folder: DecisionScreen(a_shared_seat(folder), 0, "eerste"),
    "tegenspel": lambda folder: AssistantScreen(Linked(a_room(folder).assistant(0), Link(True, 1), Table()), 0),
    "meedoen": joining,
    "deelnemers": lambda folder: GuestsScreen(a_host(folder)),
    "kaart": lambda folder: CardScreen(a_host(folder), BELEID),
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_guests_bring_looks_as_it_did(
    name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found(_seconds: float) -> tuple[Found, ...]:
        return (Found("Hoogwater", "ef", (Address("192.168.1.20", 8442),), 8443),)

    monkeypatch.setattr("oefening.tui.joining.find", found)
    monkeypatch.setenv("TZ", "UTC")
    assert snap_compare(Shown(PICTURES[name](tmp_path)), terminal_size=size)
