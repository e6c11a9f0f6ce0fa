"""A guest that looks for its exercise elsewhere on the network: when it does, and that it forgets nothing meanwhile."""

import asyncio
from pathlib import Path

import pytest
from attrs import evolve
from hosting import BELEID, a_room, address_of, opened, seen, until

from oefening.engine.commands import WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net import client
from oefening.net.address import Address
from oefening.net.client import Connection
from oefening.net.discovery import Found
from oefening.net.keeping import Keeping, Kept

DEVICE = "0" * 31 + "a"


class Searches:
    """What a guest's searches find: it is told what, and when they are over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.found: asyncio.Future[tuple[Found, ...]] = asyncio.get_running_loop().create_future()
        monkeypatch.setattr(client, "find", self._find)

    async def _find(self, _seconds: float) -> tuple[Found, ...]:
        self.count += 1
        return await self.found


async def test_what_a_team_asks_while_its_laptop_looks_around_is_kept_and_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches, keeping = Searches(monkeypatch), Keeping(Kept(DEVICE), None)
    connection = Connection(keeping, search=True)
    async with opened(a_room(tmp_path)) as host:
        where = address_of(host)
        assert await connection.join(where, host.code(BELEID), "Samira") == ""
        await until(lambda: connection.seat is not None and connection.seat.view is not None)
        keeping.keep(evolve(keeping.kept, addresses=(Address("127.0.0.1", 9),)))
        await host.server.remove_all() if hasattr(host.server, "remove_all") else None
        for line in list(host.server._lines.values()):
            await line.close()
        await until(lambda: searches.count)
        reply = await connection.ask(WriteOnBoard(0, "beleid", BoardPart.PICTURE, "geschreven bij het zoeken"))
        assert not reply.durable
        searches.found.set_result((Found("Drinkwater", host.lobby.kept.exercise, (where,), where.port + 1),))
        await until(lambda: connection.link.connected)
        await until(lambda: not connection.link.waiting)
        await until(lambda: seen(connection).board.text(BoardPart.PICTURE) == "geschreven bij het zoeken")
        await connection.close()
