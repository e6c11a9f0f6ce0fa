"""Guests without screens, as a program: each sits at a team's seat and does what teams do, on a connection of its own.

Told what to do by a test (see `conversing`). Every asking is noted, with what came of it and how long that took: asked
again or not, it must be found in the session's file once.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from attrs import asdict, define

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking, Share
from oefening.engine.commands import Command, Decide, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net.address import Address, parse_address
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.join_codes import parse_code
from oefening.net.protocol import converter
from oefening.script.model import DecisionKind
from oefening.views.participant import PointView, TeamView
from tests.support.json_lines import converse

LOOK = 0.02
"""Seconds between two looks at how a connection stands."""

CHANGES, WRITES = 0.4, 0.02
"""How often a team comes back on a decision; and at a look at what there is, writes a message and on its board."""


@define
class Asking:
    """Something that was asked, by the text in it that is nowhere else. `refusal` is None until it was answered.

    `taken` are the seconds until it was answered; `at_once` is whether that was before whoever asked stopped waiting.
    """

    number: int
    text: str
    refusal: str | None = None
    taken: float = 0.0
    at_once: bool = False


class Guest:
    """One guest, with a file in which it keeps what it must not forget."""

    def __init__(self, device: str, folder: Path, *, search: bool) -> None:
        self.device = device
        self.askings: dict[int, Asking] = {}
        self.losses = self.tries = 0
        self._search, self._random = search, Random(device)
        self._keeping = ClientStateFile(ClientState(device), folder / f"{device}.json")
        self.connection = ClientConnection(self._keeping, search=search)
        self._since: dict[int, float] = {}
        self._awaited: set[int] = set()
        self._watching: asyncio.Task[None] | None = None
        self._working: asyncio.Task[None] | None = None
        self._wrote = 0

    @property
    def view(self) -> TeamView | None:
        """What it sees."""
        view = self.connection.seat.view if self.connection.seat is not None else None
        assert view is None or isinstance(view, TeamView)
        return view

    async def join(self, address: Address, code_text: str) -> None:
        """Joins, as often as a person would try, and waits until it sees something."""
        code = parse_code(code_text)
        assert code is not None
        while True:
            self.tries += 1
            if not await self.connection.join(address, code, self.device[-4:]):
                break
            await asyncio.sleep(LOOK)
        while self.view is None:
            await asyncio.sleep(LOOK)
        self._watching = asyncio.create_task(self._watch())

    async def submit(self, request: Command, text: str) -> Asking:
        """Asks something with a text that is nowhere else."""
        number = self._keeping.state.last_number + 1
        asking = self.askings[number] = Asking(number, text)
        self._since[number] = time.monotonic()
        self._awaited.add(number)
        try:
            reply = await self.connection.submit(request)
            if reply.durable:
                asking.at_once = True
                self._settled(asking, reply.refusal)
        finally:
            self._awaited.discard(number)
        return asking

    def _settled(self, asking: Asking, refusal: str) -> None:
        if asking.refusal is None:
            asking.refusal, asking.taken = refusal, time.monotonic() - self._since[asking.number]

    async def _watch(self) -> None:
        """Notes when the connection is lost, and what became of askings nobody waits for any more."""
        connected = True
        while True:
            await asyncio.sleep(LOOK)
            before, connected = connected, self.connection.link.connected
            self.losses += before and not connected
            waiting = self._awaited | {submit.number for submit in self._keeping.state.unanswered}
            refused = {_text_of(request): words for request, words in self.connection.late_refusals}
            for asking in self.askings.values():
                if asking.refusal is None and asking.number not in waiting:
                    self._settled(asking, refused.get(asking.text, ""))

    # what teams do

    def work(self) -> None:
        """Begins to answer whatever is asked."""
        self._working = asyncio.create_task(self._work())

    def rest(self) -> None:
        """Does nothing more by itself."""
        if self._working is not None:
            self._working.cancel()

    async def _work(self) -> None:
        while True:
            for request in self._next():
                await self.submit(request, _text_of(request))
            await asyncio.sleep(self._random.uniform(0.01, 0.1))

    def _next(self) -> Iterator[Command]:
        """An answer to each open question that was not answered yet, or was refused; and what teams do besides."""
        view, seat = self.view, self.connection.seat
        assert view is not None
        assert seat is not None
        seat_id = seat.seat_id
        for point in view.points:
            mine = [asking for asking in self.askings.values() if f" {point.id} " in asking.text]
            if not point.changeable or any(asking.refusal is None for asking in mine):
                continue
            granted = sum(asking.refusal == "" for asking in mine)
            if not granted or (granted == 1 and Random(self.device + point.id).random() < CHANGES):
                answer = _answer(point, self._random)
                if answer is not None:
                    yield Decide(seat_id.world, point.id, answer, self._words(f"over {point.id} "))
        if self._random.random() < WRITES:
            contact, part = self._random.choice(view.contacts), self._random.choice(list(BoardPart))
            yield SendMessage(seat_id.world, seat_id.team, contact.id, self._words("bericht"))
            yield WriteOnBoard(seat_id.world, seat_id.team, part, self._words("bord"))

    def _words(self, about: str) -> str:
        self._wrote += 1
        return f"{self.device} {self._wrote} {about}"

    def told(self) -> dict[str, object]:
        """Everything about it that a test wants to know."""
        link, seat = self.connection.link, self.connection.seat
        return {
            "device": self.device,
            "seat_id": converter.unstructure(seat.seat_id) if seat is not None else None,
            "view": converter.unstructure(self.view),
            "connected": link.connected,
            "waiting": link.waiting,
            "since": link.since,
            "gone": self.connection.denial,
            "losses": self.losses,
            "tries": self.tries,
            "askings": [asdict(asking) for asking in self.askings.values()],
        }


def _text_of(request: object) -> str:
    match request:
        case Decide(reasons=text) | SendMessage(text=text) | WriteOnBoard(text=text):
            return text
    raise ValueError(request)


def _answer(point: PointView, random: Random) -> Answer | None:
    """An answer that can stand; None where none can."""
    ids = [choice.id for choice in point.choices]
    available = [choice.id for choice in point.choices if choice.available]
    match point.kind:
        case DecisionKind.CHOICE:
            return Choice(random.choice(available)) if available else None
        case DecisionKind.MULTIPLE:
            return Choices(tuple(available[: random.randint(1, point.most or len(ids))])) if available else None
        case DecisionKind.RANKING:
            return Ranking(tuple(random.sample(ids, len(ids))))
        case DecisionKind.NUMBER:
            return Number(random.randint(point.lowest or 0, point.highest or 0))
        case DecisionKind.DISTRIBUTION:
            amounts = random.sample([point.total or 0, *(0,) * (len(ids) - 1)], len(ids))
            return Distribution(tuple(Share(post, amount) for post, amount in zip(ids, amounts, strict=True)))
        case DecisionKind.OPEN:
            return FreeText("Wij halen er twee ploegen bij.")


class Guests:
    """The guests of one program."""

    def __init__(self) -> None:
        self._guests: dict[str, Guest] = {}

    async def handle(self, do: str, told: dict[str, Any]) -> object:
        """Does one thing that it was told."""
        match do:
            case "join":
                await asyncio.gather(*(self._join(**seat) for seat in told["seats"]))
                return sum(guest.tries for guest in self._guests.values())
            case "work" | "rest":
                for guest in self._guests.values():
                    guest.work() if do == "work" else guest.rest()
                return do
            case "ask":
                request = converter.structure(told["command"], Command)
                return asdict(await self._guests[told["device"]].submit(request, _text_of(request)))
            case "also_try":
                for guest in self._guests.values():
                    guest.connection.add_address(_address(told["address"]))
                return do
            case "tell":
                return [guest.told() for guest in self._guests.values()]
            case _:
                raise ValueError(do)

    async def _join(self, device: str, address: str, code: str, search: bool) -> None:
        guest = self._guests[device] = Guest(device, Path(os.environ["OEFENING_MAP"]), search=search)
        await guest.join(_address(address), code)


def _address(text: str) -> Address:
    address = parse_address(text, 0)
    assert address is not None
    return address


if __name__ == "__main__":
    asyncio.run(converse(Guests().handle))
