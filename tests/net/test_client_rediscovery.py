"""A guest that looks for its exercise elsewhere on the network: when it does, and that it forgets nothing meanwhile."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve

from oefening.engine.commands import WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net import client
from oefening.net.address import Address
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.discovery import Found
from oefening.net.host import Host
from tests.support.loopback_host import BELEID, a_room, address_of, opened, seen, until

DEVICE = "a" * 32
NOWHERE = Address("127.0.0.1", 9)


class Searches:
    """A guest's searches: how many began, and what all of them find once that is known."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.found: asyncio.Future[tuple[Found, ...]] = asyncio.get_running_loop().create_future()
        monkeypatch.setattr(client, "find", self._find)

    async def _find(self, _seconds: float) -> tuple[Found, ...]:
        self.count += 1
        return await asyncio.shield(self.found)


async def joined(host: Host) -> tuple[ClientConnection, ClientStateFile]:
    """A guest who looks around where its exercise does not answer."""
    keeping = ClientStateFile(ClientState(DEVICE), None)
    connection = ClientConnection(keeping, search=True)
    assert await connection.join(address_of(host), host.code_for(BELEID), "Samira") == ""
    await until(lambda: connection.seat is not None and connection.seat.view is not None)
    return connection, keeping


def came_back(host: Host, times: int) -> bool:
    """Whether a guest came back so many times."""
    return sum("is terug" in knock.text for knock in host.admission.journal) == times


async def test_what_a_team_writes_while_its_laptop_looks_around_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches, exercise = Searches(monkeypatch), a_room(tmp_path)
    async with opened(exercise) as host:
        connection, keeping = await joined(host)
    keeping.save(evolve(keeping.state, addresses=(NOWHERE,)))
    await until(lambda: searches.count)
    reply = await connection.submit(WriteOnBoard(0, "beleid", BoardPart.PICTURE, "geschreven bij het zoeken"))
    assert not reply.durable
    async with opened(exercise) as host:
        where = address_of(host)
        searches.found.set_result((Found("Drinkwater", host.admission.state.exercise_id, (where,), where.port + 1),))
        await until(lambda: connection.link.connected)
        await until(lambda: not connection.link.waiting)
        await until(lambda: seen(connection).board.text(BoardPart.PICTURE) == "geschreven bij het zoeken")
        await connection.close()
    exercise.close()


async def test_a_laptop_that_comes_back_each_time_at_once_never_looks_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches, exercise = Searches(monkeypatch), a_room(tmp_path)
    searches.found.set_result(())
    async with opened(exercise) as host:
        connection, _keeping = await joined(host)
        for times in range(1, 6):
            await host.move_guest(DEVICE, BELEID)
            await until(partial(came_back, host, times))
        assert not searches.count
        await connection.close()
    exercise.close()
