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
from oefening.net.guest_connection import GuestConnection
from oefening.net.shared_seat import SharedSeat
from oefening.net.view_diff import View
from oefening.session.exercise import LiveExercise
from oefening.session.seat import SeatClient
from oefening.session.seat_id import SeatId
from oefening.views.participant import TeamView

PIECE = 0.008
"""Seconds of work on views between two moments at which the loop can do something else."""

CALM = 1.0
"""Seconds between two times that a world's guests are shown what only moves on: levels, the clock, decisions."""

MOVING_ON = (TimePassed, DecisionMade, OwnDecisionMade, BoardWritten, ObservationNoted, ExpectationRated)

BUSY = 0.05
"""Seconds until a guest that still reads is looked at again."""


class ViewBroadcaster:
    """The lines of those who sit somewhere, and what each was shown; with the tables of the teams."""

    def __init__(self, exercise: LiveExercise) -> None:
        self._exercise = exercise
        self._at: dict[SeatId, dict[str, GuestConnection]] = {}
        self._seats: dict[SeatId, SeatClient[View]] = {}
        self._tables: dict[SeatId, SharedSeat] = {}
        self._due: OrderedDict[GuestConnection, None] = OrderedDict()
        self._something = asyncio.Event()
        self._moving: set[int | None] = set()
        self._next: dict[int | None, float] = {}
        self._pacer: asyncio.Task[None] | None = None
        self._deaf: Callable[[], None] = _nothing

    def open(self) -> None:
        """Begins to follow what happens."""
        self._deaf = self._exercise.subscribe(self._happened)
        self._pacer = asyncio.create_task(self._pace())

    def close(self) -> None:
        """Follows no longer."""
        self._deaf()
        self._deaf = _nothing
        if self._pacer is not None:
            self._pacer.cancel()

    def add(self, line: GuestConnection) -> None:
        """Shows a guest who sat down everything, and from then on what changes."""
        self._at.setdefault(line.seat_id, {})[line.device] = line
        self._touch(line)

    def drop(self, line: GuestConnection) -> None:
        """Shows a guest nothing any more."""
        self._due.pop(line, None)
        at = self._at.get(line.seat_id, {})
        if at.get(line.device) is line:
            del at[line.device]

    def table(self, seat_id: SeatId) -> SharedSeat:
        """Those who share a team's seat."""
        return self._tables.get(seat_id, SharedSeat())

    def change_table(self, seat_id: SeatId, table: SharedSeat) -> None:
        """Changes who has the pen or what is proposed, and shows it to all at the table."""
        self._tables[seat_id] = table
        for line in self._at.get(seat_id, {}).values():
            self._touch(line)

    def show_first(self, line: GuestConnection) -> None:
        """Shows a guest at once what it brought about, and soon those who share its seat."""
        if not line.is_busy:
            self._show(line)
        for other in self._at.get(line.seat_id, {}).values():
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
        for seat_id, lines in self._at.items():
            if world is None or seat_id.world == world:
                for line in lines.values():
                    self._touch(line)

    def _touch(self, line: GuestConnection) -> None:
        self._due[line] = None
        self._something.set()

    async def _pace(self) -> None:
        """Sends everyone what changed, a piece of work at a time, in turn."""
        while True:
            await self._something.wait()
            self._something.clear()
            await asyncio.sleep(0)
            until = time.perf_counter() + PIECE
            busy: list[GuestConnection] = []
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

    def _touch_again(self, lines: list[GuestConnection]) -> None:
        for line in lines:
            if self._at.get(line.seat_id, {}).get(line.device) is line:
                self._touch(line)

    def _show(self, line: GuestConnection) -> None:
        self._due.pop(line, None)
        seat = self._seats.get(line.seat_id)
        if seat is None:
            seat = self._seats[line.seat_id] = self._exercise.seat(line.seat_id)
        view = seat.current_view()
        if isinstance(view, TeamView):
            view = self.table(line.seat_id).shown_to(line.device, view)
        line.show(view)


def _nothing() -> None:
    """There is nothing to stop."""
