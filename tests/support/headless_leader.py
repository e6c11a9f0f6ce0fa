"""A leader without screens, as a program: holds an exercise that is open to guests, and lets its clock pass in step.

Told what to do by a test (see `conversing`).
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from oefening.engine.commands import Command, JumpToPhase, PassTime, Resume, Start
from oefening.net.host import Host, open_host
from oefening.net.protocol import converter
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat import SeatClient
from oefening.session.session_files import sessions_folder
from oefening.session.workspace import Workspace
from oefening.views.leader import LeaderView
from tests.support.json_lines import converse

STEP, MINUTES = 0.02, 3
"""Seconds between two steps of the exercise clock, and its minutes at most in one: faster than in any room."""

REPLY_TIMEOUT = 10.0
"""Seconds that the clock waits for answers while none comes; then deadlines pass, as they do."""

LULL = 120
"""Minutes without anything after which the leader jumps to the next part of the exercise."""


class Leader:
    """The exercise, and the door that is open."""

    def __init__(self) -> None:
        self._troubles: list[str] = []
        self._host: Host | None = None
        self._seats: list[SeatClient[LeaderView]] = []
        self._given_up: set[tuple[int, str]] = set()

    async def handle(self, do: str, told: dict[str, Any]) -> object:
        """Does one thing that it was told."""
        assert not self._troubles
        match do:
            case "begin":
                workspace = Workspace(sessions_folder())
                entry = workspace.read(Path(told["script"]))
                return await self._open(
                    workspace.start(entry, Start(tuple(told["worlds"]))), announced=told["announced"]
                )
            case "resume":
                return await self._open(Workspace(sessions_folder()).resume(Path(told["path"])), announced=True)
            case "ask":
                return await self._ask(converter.structure(told["command"], Command))
            case "play":
                return await self._play()
            case "open":
                return list(_open_points(seat.current_view() for seat in self._seats))
            case _:
                raise ValueError(do)

    async def _open(self, exercise: LiveExercise, *, announced: bool) -> dict[str, object]:
        self._seats = [exercise.leader_seat(world) for world in range(len(exercise.worlds))]
        self._host = host = await open_host(exercise, self._troubles.append)
        if announced:
            await host.announce()
            assert host.is_announced
        await self._ask(Resume())
        codes = [[converter.unstructure(seat_id), host.code_for(seat_id).text] for seat_id in host.seat_ids]
        return {"path": str(exercise.path), "addresses": host.addresses, "port": host.server.port, "codes": codes}

    async def _ask(self, command: Command) -> str:
        assert self._host is not None
        self._host.server.flush_requests()
        return (await self._seats[0].submit(command)).refusal

    async def _play(self) -> int:
        """Lets the exercise run to where nothing more comes by itself; how many questions got no answer in time."""
        open_before, moved = set[tuple[int, str]](), time.monotonic()
        while True:
            await asyncio.sleep(STEP)
            views = [seat.current_view() for seat in self._seats]
            still_open = set(_open_points(views)) - self._given_up
            if still_open:
                if still_open != open_before:
                    open_before, moved = still_open, time.monotonic()
                elif time.monotonic() - moved > REPLY_TIMEOUT:
                    self._given_up |= still_open
                continue
            step = _step(views)
            if step is None:
                return len(self._given_up)
            assert not await self._ask(step)


def _open_points(views: Iterable[LeaderView]) -> Iterator[tuple[int, str]]:
    """The questions that wait for a first answer, by world."""
    for world, view in enumerate(views):
        for team in view.teams:
            yield from ((world, point.id) for point in team.points if point.changeable and not point.decided)


def _step(views: Sequence[LeaderView]) -> Command | None:
    """What the leader does next with the clock; None where nothing more comes by itself."""
    coming = min((view.next_minute for view in views if view.next_minute is not None), default=None)
    if coming is None:
        return None
    now, phases = views[0].clock.minute, views[0].phases
    if phases and coming - now > LULL:
        return JumpToPhase(phases[0].id)
    return PassTime(Minutes(min(now + MINUTES, coming)))


if __name__ == "__main__":
    asyncio.run(converse(Leader().handle))
