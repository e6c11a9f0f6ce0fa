"""An exercise that is open on loopback, and guests at real sockets, for the tests of what a network promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from oefening.engine.commands import PassTime, Resume
from oefening.net.address import Address
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.host import Host, open_host
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Request
from oefening.session.seat_id import Role, SeatId
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, room_of

BELEID, ZORG = SeatId(Role.TEAM, 0, "beleid"), SeatId(Role.TEAM, 0, "zorg")

DEADLINE = 20.0
"""Seconds in which something that must come has to come."""


async def until(holds: Callable[[], object]) -> None:
    """Waits until something holds, and fails where it does not come to hold."""
    async with asyncio.timeout(DEADLINE):
        while not holds():
            await asyncio.sleep(0.01)


def a_room(folder: Path, minutes: int = 6, worlds: tuple[str, ...] = ("een",)) -> LiveExercise:
    """A small exercise at a minute: the first question is open."""
    exercise = room_of(desk_in(folder, Watch()), SMALL_SCRIPT, worlds)
    for command in (Resume(), PassTime(Minutes(minutes))):
        leader_does(exercise, command)
    return exercise


def leader_does(exercise: LiveExercise, command: Any) -> None:
    """Has the leader do something that is granted."""
    from tests.support.seats import asked

    assert not asked(exercise.leader_seat(0), command)


@asynccontextmanager
async def opened(exercise: LiveExercise) -> AsyncIterator[Host]:
    """The room, open to guests on loopback; what could not be kept fails the test."""
    troubles: list[str] = []
    host = await open_host(exercise, troubles.append)
    try:
        yield host
    finally:
        await host.close()
    assert not troubles


def address_of(host: Host) -> Address:
    """Where the host listens."""
    return Address("127.0.0.1", host.server.port)


@asynccontextmanager
async def guest(
    host: Host, seat_id: SeatId, name: str = "", device: str = "", path: Path | None = None
) -> AsyncIterator[ClientConnection]:
    """A guest who joined with the code of a place, and sees something."""
    keeping = ClientStateFile(ClientState(device or f"{id(object()):032x}"), path)
    connection = ClientConnection(keeping, search=False)
    assert await connection.join(address_of(host), host.code_for(seat_id), name) == ""
    try:
        await until(lambda: connection.seat is not None and connection.seat.view is not None)
        yield connection
    finally:
        await connection.close()


def seen(connection: ClientConnection) -> Any:
    """What a guest sees now."""
    assert connection.seat is not None
    return connection.seat.current_view()


async def refusal(connection: ClientConnection, request: Request) -> str:
    """What came of an asking that was answered; empty where it was granted."""
    reply = await connection.submit(request)
    assert reply.durable
    return reply.refusal
