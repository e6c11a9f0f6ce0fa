"""What visitors in browsers cost: `python -m tests.bench.browsers [VISITORS ...]` (on Linux: it reads /proc).

Opens an exercise, has the pages' process serve it, and joins with so many visitors over real sockets, each with a
screen of 120 by 36. Says the memory of that process, and how long after a key its effect is sent, with all visitors
typing three keys a second in their form. The visitors are in this process, on the other core.
"""

import asyncio
import json
import os
import re
import secrets
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from oefening.engine.commands import Start
from oefening.net.certificate import client_context
from oefening.net.host import Host, open_host
from oefening.session.script_files import library_folder
from oefening.session.seat_id import Role
from oefening.session.workspace import Workspace
from oefening.tui.tours import TEAM, for_guest

COUNTS = (1, 10, 30)
SCRIPT = library_folder() / "kabelsabotage.yaml"
KEYS, A_SECOND = 30, 3.0
LONGEST = 30.0
"""Seconds in which a screen has to come."""

_STEERING = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Visitor:
    """One browser's socket. `last` is when something was sent to it last."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.text = ""
        self.last = 0.0
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.text += message.data.decode(errors="replace")
                self.last = time.perf_counter()

    async def types(self, keys: str) -> None:
        """Presses keys."""
        await self._socket.send_str(json.dumps(["stdin", keys]))

    async def sees(self, words: str) -> None:
        """Waits until something is on the screen."""
        try:
            async with asyncio.timeout(LONGEST):
                while words not in _STEERING.sub("", self.text):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            sys.exit(f"‘{words}’ did not come: {_STEERING.sub('', self.text)[-2000:]}")
        self.text = ""

    async def key(self, key: str) -> float:
        """Seconds from a key to the first that is sent after it."""
        began = time.perf_counter()
        await self.types(key)
        while self.last < began:
            await asyncio.sleep(0.001)
        return self.last - began


async def join(session: aiohttp.ClientSession, host: Host, code: str) -> Visitor:
    """A visitor who joined, with the form for an own decision open."""
    there = f"127.0.0.1:{host.server.port + 1}"
    socket = await session.ws_connect(
        f"wss://{there}/ws", origin=f"https://{there}", ssl=client_context(), max_msg_size=0
    )
    visitor = Visitor(socket)
    hello = {"visitor": secrets.token_hex(16), "code": code, "width": 120, "height": 36}
    await socket.send_str(json.dumps(["hello", hello]))
    await visitor.sees("Meedoen met een oefening")
    await visitor.types("\r")
    await visitor.sees("overslaan")
    for _step in for_guest(TEAM):
        await visitor.types("\r")
    await visitor.types("e")
    await visitor.sees("Wat besluit u?")
    return visitor


async def typing(visitor: Visitor) -> list[float]:
    """Presses a key now and then."""
    waits = []
    for _number in range(KEYS):
        await asyncio.sleep(secrets.randbelow(1000) / 1000 * 2 / A_SECOND)
        waits.append(await visitor.key("x"))
    return waits


async def measure(counts: list[int]) -> None:
    """Prints a row for each count, all of one process."""
    table = Table("bezoekers", "MiB", "toets → scherm p50/p99 (ms)")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OEFENING_MAP"] = folder
        workspace = Workspace(Path(folder))
        exercise = workspace.start(workspace.read(SCRIPT), Start(tuple(f"wereld {n}" for n in range(10))))
        host = await open_host(exercise, print)
        await host.serve_pages()
        codes = [host.code_for(place).text for place in host.seat_ids if place.role is Role.TEAM]
        async with aiohttp.ClientSession() as session:
            visitors: list[Visitor] = []
            for count in counts:
                visitors += [await join(session, host, codes[n]) for n in range(len(visitors), count)]
                waits = sorted(wait for waits in await asyncio.gather(*map(typing, visitors)) for wait in waits)
                middle, late = (f"{waits[int(len(waits) * part)] * 1000:.0f}" for part in (0.5, 0.99))
                table.add_row(str(count), f"{memory(host):.0f}", f"{middle} / {late}")
            for visitor in visitors:
                visitor.reading.cancel()
        await host.close()
        exercise.close()
    Console().print(table)


def memory(host: Host) -> float:
    """What the pages' process takes now, in MiB."""
    assert host.browser_pid is not None
    status = Path(f"/proc/{host.browser_pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found.group(1)) / 1024


if __name__ == "__main__":
    asyncio.run(measure([int(count) for count in sys.argv[1:]] or list(COUNTS)))
