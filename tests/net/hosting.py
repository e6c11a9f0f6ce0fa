"""An exercise that is open on loopback, and guests at real sockets, for the tests of what a network promises."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from acting import Watch, desk_in, room_of

from oefening.engine.commands import PassTime, Resume
from oefening.net.address import Address
from oefening.net.client import Connection
from oefening.net.host import Host, open_host
from oefening.net.keeping import Keeping, Kept
from oefening.script.units import Minutes
from oefening.session.places import Kind, Place
from oefening.session.room import Room
from oefening.session.seat import Request

SMALL = Path(__file__).parents[1] / "tui" / "klein.yaml"
BELEID, ZORG = Place(Kind.TEAM, 0, "beleid"), Place(Kind.TEAM, 0, "zorg")

DEADLINE = 20.0
"""Seconds in which something that must come has to come."""


async def until(holds: Callable[[], object]) -> None:
    """Waits until something holds, and fails where it does not come to hold."""
    async with asyncio.timeout(DEADLINE):
        while not holds():
            await asyncio.sleep(0.01)


def a_room(folder: Path, minutes: int = 6, worlds: tuple[str, ...] = ("een",)) -> Room:
    """A small exercise at a minute: the first question is open."""
    room = room_of(desk_in(folder, Watch()), SMALL, worlds)
    for command in (Resume(), PassTime(Minutes(minutes))):
        leader_does(room, command)
    return room


def leader_does(room: Room, command: Any) -> None:
    """Has the leader do something that is granted."""
    from asking import asked

    assert not asked(room.leader(0), command)


@asynccontextmanager
async def opened(room: Room) -> AsyncIterator[Host]:
    """The room, open to guests on loopback; what could not be kept fails the test."""
    troubles: list[str] = []
    host = await open_host(room, troubles.append)
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
    host: Host, place: Place, name: str = "", device: str = "", path: Path | None = None
) -> AsyncIterator[Connection]:
    """A guest who joined with the code of a place, and sees something."""
    keeping = Keeping(Kept(device or f"{id(object()):032x}"), path)
    connection = Connection(keeping, search=False)
    assert await connection.join(address_of(host), host.code(place), name) == ""
    try:
        await until(lambda: connection.seat is not None and connection.seat.view is not None)
        yield connection
    finally:
        await connection.close()


def seen(connection: Connection) -> Any:
    """What a guest sees now."""
    assert connection.seat is not None
    return connection.seat.look()


async def refusal(connection: Connection, request: Request) -> str:
    """What came of an asking that was answered; empty where it was granted."""
    reply = await connection.ask(request)
    assert reply.durable
    return reply.refusal
