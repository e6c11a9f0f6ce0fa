"""Sends view updates to guests: at once what people wait for, at most once a second what changes all the time.

The clock, levels and boards change all the time, and each such change alters the view of everyone in a world. With a
thousand guests, sending each of them would leave no time for requests. So routine events are collected per world. The
work is done in small slices, so that a request never waits until all guests were updated.
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

WORK_SLICE = 0.008
"""Seconds of work on views before the event loop gets to do something else."""

ROUTINE_INTERVAL = 1.0
"""Seconds between two updates of a world's guests because of routine events."""

ROUTINE_EVENTS = (TimePassed, DecisionMade, OwnDecisionMade, BoardWritten, ObservationNoted, ExpectationRated)

BUSY_RETRY_DELAY = 0.05
"""Seconds before another look at a guest that had not read its previous update yet."""


class ViewBroadcaster:
    """The connections by seat, which of them have an outdated view, and the state of shared seats."""

    def __init__(self, exercise: LiveExercise) -> None:
        self._exercise = exercise
        self._connections: dict[SeatId, dict[str, GuestConnection]] = {}
        self._seat_clients: dict[SeatId, SeatClient[View]] = {}
        self._shared_seats: dict[SeatId, SharedSeat] = {}
        self._outdated: OrderedDict[GuestConnection, None] = OrderedDict()
        self._has_outdated = asyncio.Event()
        self._scheduled_worlds: set[int | None] = set()
        self._next_routine_update: dict[int | None, float] = {}
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] = _nothing

    def start(self) -> None:
        """Starts following the exercise's events."""
        self._unsubscribe = self._exercise.subscribe(self._handle_event)
        self._task = asyncio.create_task(self._update_outdated())

    def close(self) -> None:
        """Stops following."""
        self._unsubscribe()
        self._unsubscribe = _nothing
        if self._task is not None:
            self._task.cancel()

    def add(self, connection: GuestConnection) -> None:
        """Shows a guest who sat down everything, and from then on what changes."""
        self._connections.setdefault(connection.seat_id, {})[connection.device_id] = connection
        self._mark(connection)

    def remove(self, connection: GuestConnection) -> None:
        """Shows a guest nothing any more."""
        self._outdated.pop(connection, None)
        at = self._connections.get(connection.seat_id, {})
        if at.get(connection.device_id) is connection:
            del at[connection.device_id]

    def shared_seat(self, seat_id: SeatId) -> SharedSeat:
        """Who shares a team's seat."""
        return self._shared_seats.get(seat_id, SharedSeat())

    def set_shared_seat(self, seat_id: SeatId, shared_seat: SharedSeat) -> None:
        """Replaces the state of a shared seat and updates everyone in it."""
        self._shared_seats[seat_id] = shared_seat
        for connection in self._connections.get(seat_id, {}).values():
            self._mark(connection)

    def update_now(self, connection: GuestConnection) -> None:
        """Shows a guest at once what it brought about, and soon those who share its seat."""
        if not connection.has_unsent:
            self._send_view(connection)
        for other in self._connections.get(connection.seat_id, {}).values():
            if other is not connection:
                self._mark(other)

    def _handle_event(self, event: Event) -> None:
        world = getattr(event, "world", None)
        if not isinstance(event, ROUTINE_EVENTS):
            self._mark_world(world)
        elif world not in self._scheduled_worlds:
            self._scheduled_worlds.add(world)
            loop = asyncio.get_running_loop()
            loop.call_at(
                max(loop.time(), self._next_routine_update.get(world, 0.0)), self._mark_after_routine_event, world
            )

    def _mark_after_routine_event(self, world: int | None) -> None:
        self._scheduled_worlds.discard(world)
        self._next_routine_update[world] = asyncio.get_running_loop().time() + ROUTINE_INTERVAL
        self._mark_world(world)

    def _mark_world(self, world: int | None) -> None:
        for seat_id, connections in self._connections.items():
            if world is None or seat_id.world == world:
                for connection in connections.values():
                    self._mark(connection)

    def _mark(self, connection: GuestConnection) -> None:
        self._outdated[connection] = None
        self._has_outdated.set()

    async def _update_outdated(self) -> None:
        """Sends everyone what changed, a piece of work at a time, in turn."""
        while True:
            await self._has_outdated.wait()
            self._has_outdated.clear()
            await asyncio.sleep(0)
            until = time.perf_counter() + WORK_SLICE
            busy: list[GuestConnection] = []
            while self._outdated:
                connection, _nothing = self._outdated.popitem(last=False)
                if connection.has_unsent:
                    busy.append(connection)
                else:
                    self._send_view(connection)
                if time.perf_counter() > until:
                    await asyncio.sleep(0)
                    until = time.perf_counter() + WORK_SLICE
            if busy:
                asyncio.get_running_loop().call_later(BUSY_RETRY_DELAY, self._mark_again, busy)

    def _mark_again(self, connections: list[GuestConnection]) -> None:
        for connection in connections:
            if self._connections.get(connection.seat_id, {}).get(connection.device_id) is connection:
                self._mark(connection)

    def _send_view(self, connection: GuestConnection) -> None:
        self._outdated.pop(connection, None)
        seat = self._seat_clients.get(connection.seat_id)
        if seat is None:
            seat = self._seat_clients[connection.seat_id] = self._exercise.seat(connection.seat_id)
        view = seat.current_view()
        if isinstance(view, TeamView):
            view = self.shared_seat(connection.seat_id).add_to_view(connection.device_id, view)
        connection.send_view(view)


def _nothing() -> None:
    """Stands for a subscription that is not there."""
