"""Shows every guest what its seat sees: at once what people wait for, a little later what only moves on.

Works in small pieces, so that whoever asks something need not wait until a thousand others were shown something.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from oefening.engine.events import (
    BoardWritten,
    DecisionMade,
    Event,
    ExpectationRated,
    ObservationNoted,
    OwnDecisionMade,
    TimePassed,
)
from oefening.net.changes import View
from oefening.net.lines import Line
from oefening.net.table import Table
from oefening.session.places import Place
from oefening.session.room import Room
from oefening.session.seat import Seat
from oefening.session.views import TeamView

PIECE = 0.008
"""Seconds of work on views between two moments at which the loop can do something else."""

CALM = 1.0
"""Seconds between two times that a world's guests are shown what only moves on: levels, the clock, decisions."""

MOVING_ON = (TimePassed, DecisionMade, OwnDecisionMade, BoardWritten, ObservationNoted, ExpectationRated)

BUSY = 0.05
"""Seconds until a guest that still reads is looked at again."""


class Shows:
    """The lines of those who sit somewhere, and what each was shown; with the tables of the teams."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._at: dict[Place, dict[str, Line]] = {}
        self._seats: dict[Place, Seat[View]] = {}
        self._tables: dict[Place, Table] = {}
        self._due: OrderedDict[Line, None] = OrderedDict()
        self._something = asyncio.Event()
        self._moving: set[int | None] = set()
        self._next: dict[int | None, float] = {}
        self._pacer: asyncio.Task[None] | None = None
        self._deaf: Callable[[], None] = _nothing

    def open(self) -> None:
        """Begins to follow what happens."""
        self._deaf = self._room.listen(self._happened)
        self._pacer = asyncio.create_task(self._pace())

    def close(self) -> None:
        """Follows no longer."""
        self._deaf()
        self._deaf = _nothing
        if self._pacer is not None:
            self._pacer.cancel()

    def add(self, line: Line) -> None:
        """Shows a guest who sat down everything, and from then on what changes."""
        self._at.setdefault(line.place, {})[line.device] = line
        self._touch(line)

    def drop(self, line: Line) -> None:
        """Shows a guest nothing any more."""
        self._due.pop(line, None)
        at = self._at.get(line.place, {})
        if at.get(line.device) is line:
            del at[line.device]

    def table(self, place: Place) -> Table:
        """Those who share a team's seat."""
        return self._tables.get(place, Table())

    def change_table(self, place: Place, table: Table) -> None:
        """Changes who has the pen or what is proposed, and shows it to all at the table."""
        self._tables[place] = table
        for line in self._at.get(place, {}).values():
            self._touch(line)

    def show_first(self, line: Line) -> None:
        """Shows a guest at once what it brought about, and soon those who share its seat."""
        if not line.is_busy:
            self._show(line)
        for other in self._at.get(line.place, {}).values():
            if other is not line:
                self._touch(other)

    def _happened(self, event: Event) -> None:
        world = getattr(event, "world", None)
        if not isinstance(event, MOVING_ON):
            self._show_world(world)
        elif world not in self._moving:
            self._moving.add(world)
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self._next.get(world, 0.0)), self._move_on, world)

    def _move_on(self, world: int | None) -> None:
        self._moving.discard(world)
        self._next[world] = asyncio.get_running_loop().time() + CALM
        self._show_world(world)

    def _show_world(self, world: int | None) -> None:
        for place, lines in self._at.items():
            if world is None or place.world == world:
                for line in lines.values():
                    self._touch(line)

    def _touch(self, line: Line) -> None:
        self._due[line] = None
        self._something.set()

    async def _pace(self) -> None:
        """Sends everyone what changed, a piece of work at a time, in turn."""
        while True:
            await self._something.wait()
            self._something.clear()
            await asyncio.sleep(0)
            until = time.perf_counter() + PIECE
            busy: list[Line] = []
            while self._due:
                line, _nothing = self._due.popitem(last=False)
                if line.is_busy:
                    busy.append(line)
                else:
                    self._show(line)
                if time.perf_counter() > until:
                    await asyncio.sleep(0)
                    until = time.perf_counter() + PIECE
            if busy:
                asyncio.get_running_loop().call_later(BUSY, self._touch_again, busy)

    def _touch_again(self, lines: list[Line]) -> None:
        for line in lines:
            if self._at.get(line.place, {}).get(line.device) is line:
                self._touch(line)

    def _show(self, line: Line) -> None:
        self._due.pop(line, None)
        seat = self._seats.get(line.place)
        if seat is None:
            seat = self._seats[line.place] = self._room.seat(line.place)
        view = seat.look()
        if isinstance(view, TeamView):
            view = self.table(line.place).shown_to(line.device, view)
        line.show(view)


def _nothing() -> None:
    """There is nothing to stop."""
