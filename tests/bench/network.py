"""How long guests wait: `python -m tests.bench.network [GUESTS ...]`.

The server runs in a process of its own, without screens; all guests run in this one, light: they look for what they
wait for in the text of a message and do not draw it. So two cores do the work of a leader's laptop and of all others.

Each count of guests is measured on a fresh exercise with as many teams in 30 worlds. An inject goes to every team ten
times, some seconds apart; then every team decides once, at a moment at random within ten seconds, and once all at the
same moment.
"""

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from oefening.engine.answers import Choice
from oefening.engine.commands import Command, Decide, PassTime, Start
from oefening.net.address import Address
from oefening.net.certificate import client_context
from oefening.net.host import open_host
from oefening.net.protocol import VERSION, ClientRequest, Join, encode_client_message
from oefening.net.server import PATH
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role
from oefening.session.session import Session, new_session

COUNTS = (10, 100, 500, 1_000, 2_000)
WORLDS = 30
INJECTS = 10
METADATA_KEY = 20
"""Injects that lie in every inbox before the measuring begins."""

AT_ONCE = 30
"""Guests that join at the same moment."""

SPREAD = 10.0
"""Seconds over which the decisions are spread."""


def script_text(teams: int) -> str:
    """A script in which every team gets everything, and each is asked something of its own."""
    names = [f"t{number}" for number in range(teams)]
    everyone = f"[{', '.join(names)}]"
    lines = [
        "formaat: 1", "id: druk", "titel: Drukte", "samenvatting: Veel teams.", "niveau: expert", "speelduur: 60 min",
        "start: 2026-11-16 07:30", "tempo: 8", "teams:",
        *(f"  {name}: {{naam: Team {name}, rollen: [lid], opdracht: Doe mee.}}" for name in names),
        "tegenspel: {rijk: {naam: Het Rijk}}",
        "indicatoren:",
        *(f'  i{n}: {{naam: Stand {n}, eenheid: "%", begin: 100, min: 0, max: 100, verloop: -1 per uur, '
          f"zichtbaar: {everyone}}}" for n in range(6)),
        "injects:",
        *(f'  - {{id: vooraf{n}, op: "00:01", aan: {everyone}, van: rijk, kanaal: e-mail, onderwerp: Vooraf {n}, '
          f"tekst: {'Een bericht van gewone lengte zoals er veel komen. ' * 8}}}" for n in range(METADATA_KEY)),
        *(f'  - {{id: meting{n}, op: "{10 + n:02}:00", aan: {everyone}, van: rijk, kanaal: nieuws, onderwerp: Meting {n}, '
          f"tekst: {'Dit is het bericht dat gemeten wordt. ' * 8}, gevolgen: [{{indicator: i0, verandering: -1}}]}}"
          for n in range(INJECTS)),
        *(f'  - {{id: vraag-{kind}-{name}, op: "00:02", aan: [{name}], van: rijk, kanaal: telefoon, onderwerp: Vraag, tekst: Kies., '
          f"beslispunt: {{vraag: Wat doet u?, soort: keuze, termijn: 30 uur, motivering: geen, opties: ["
          f"{{id: een, tekst: Het ene., gevolgen: [{{indicator: i1, verandering: -1}}]}}, {{id: twee, tekst: Het andere.}}"
          f"]}}}}" for kind in ("los", "samen") for name in names),
    ]  # fmt: skip
    return "\n".join(lines)


# the server's process


async def serve(folder: Path, teams: int) -> None:
    """Hosts the exercise; reads orders from standard input, and says what happened on standard output."""
    text = script_text(teams)
    source = Source("druk.yaml", text, ())
    script = load(source)
    assert isinstance(script, Script)
    session = new_session(folder / "druk.oefening", source, script, datetime.now(UTC))
    session.submit(Start(tuple(f"wereld {number}" for number in range(WORLDS))))
    session.submit(PassTime(Minutes(5)))
    host = await open_host(LiveExercise(session, folder), lambda words: print(words, file=sys.stderr))
    codes = [(p.world, p.team, host.code_for(p).secret) for p in host.seat_ids if p.role is Role.TEAM]
    say({"port": host.server.port, "codes": codes})
    orders = asyncio.Queue[str]()
    asyncio.get_running_loop().add_reader(sys.stdin, lambda: orders.put_nowait(sys.stdin.readline()))
    while (order := (await orders.get()).strip()) != "klaar":
        obey(session, order)


def obey(session: Session, order: str) -> None:
    """Sends an inject by letting the clock reach it, or tells how much memory and time was used."""
    if order == "verbruik":
        used = resource.getrusage(resource.RUSAGE_SELF)
        say({"mib": used.ru_maxrss / 1024, "cpu": used.ru_utime + used.ru_stime})
        return
    began = time.time()
    session.submit(PassTime(Minutes((10 + int(order)) * 60)))
    say({"began": began})


def say(value: object) -> None:
    """One line of JSON."""
    print(json.dumps(value), flush=True)


# the guests' process


class LightGuest:
    """A guest that keeps when it first saw each inject, and when each asking was answered."""

    def __init__(self, world: int, team: str, secret: str) -> None:
        self.world, self.team = world, team
        self.saw: dict[int, float] = {}
        self.answered: dict[int, float] = {}
        self.is_in = False
        self._secret = secret
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._asked: dict[int, float] = {}

    async def stay(self, session: aiohttp.ClientSession, address: Address, joined: asyncio.Semaphore) -> None:
        """Joins, and listens from then on."""
        async with joined:
            url = f"wss://{address.text}{PATH}"
            self._socket = await session.ws_connect(url, ssl=client_context(), max_msg_size=0)
            await self._socket.send_str(
                encode_client_message(Join(VERSION, f"{random.getrandbits(128):032x}", "", code=self._secret))
            )
            await self._socket.receive()
            await self._socket.receive()
            self.is_in = True
        async for received in self._socket:
            self._hear(str(received.data), time.time())

    def _hear(self, text: str, now: float) -> None:
        if text.endswith('"soort":"Answered"}'):
            number = json.loads(text)["number"]
            self.answered[number] = now - self._asked[number]
            return
        for inject in range(INJECTS):
            if inject not in self.saw and f'"Meting {inject}"' in text:
                self.saw[inject] = now

    async def decide(self, number: int, kind: str, delay: float) -> None:
        """Answers the question of a kind after a delay."""
        await asyncio.sleep(delay)
        command: Command = Decide(self.world, f"vraag-{kind}-{self.team}", Choice("een"), "")
        self._asked[number] = time.time()
        assert self._socket is not None
        await self._socket.send_str(encode_client_message(ClientRequest(number, datetime.now(UTC), command)))


async def measure(guests: int) -> dict[str, float]:
    """What so many guests have to wait, in milliseconds, and what the server used."""
    teams = -(-guests // WORLDS)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.network", "--server", folder, str(teams)]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            return await measured_with(server, guests)
        finally:
            server.kill()
            server.wait()


async def measured_with(server: "subprocess.Popen[str]", guests: int) -> dict[str, float]:
    """The measuring itself, with a server that is coming up."""
    assert server.stdin is not None
    assert server.stdout is not None

    def order(words: str) -> dict[str, float]:
        server.stdin.write(f"{words}\n")  # type: ignore[union-attr]
        server.stdin.flush()  # type: ignore[union-attr]
        told: dict[str, float] = json.loads(server.stdout.readline())  # type: ignore[union-attr]
        return told

    hello = json.loads(await asyncio.to_thread(server.stdout.readline))
    address = Address("127.0.0.1", hello["port"])
    crowd = [LightGuest(*code) for code in hello["codes"][:guests]]
    joined = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.time()
        staying = [asyncio.create_task(guest.stay(session, address, joined)) for guest in crowd]
        await asyncio.sleep(0)
        while not all(guest.is_in for guest in crowd):
            await asyncio.sleep(0.05)
        joining = time.time() - began
        seen: list[float] = []
        for inject in range(INJECTS):
            await asyncio.sleep(1.0)
            sent = (await asyncio.to_thread(order, str(inject)))["began"]
            while not all(inject in guest.saw for guest in crowd):
                await asyncio.sleep(0.01)
            seen += [guest.saw[inject] - sent for guest in crowd]
        spread = await decisions(crowd, 1, "los", SPREAD)
        together = await decisions(crowd, 2, "samen", 0.0)
        used = await asyncio.to_thread(order, "verbruik")
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
    return {
        "guests": guests, "joining": joining * 1000, "seen50": share(seen, 0.5), "seen99": share(seen, 0.99),
        "kept50": share(spread, 0.5), "kept99": share(spread, 0.99), "burst50": share(together, 0.5),
        "burst99": share(together, 0.99), "mib": used["mib"], "cpu": used["cpu"],
    }  # fmt: skip


async def decisions(crowd: list[LightGuest], number: int, kind: str, spread: float) -> list[float]:
    """How long each guest waits for the answer to a decision, in seconds."""
    chance = random.Random(number)
    await asyncio.gather(*(guest.decide(number, kind, chance.random() * spread) for guest in crowd))
    while not all(number in guest.answered for guest in crowd):
        await asyncio.sleep(0.01)
    return [guest.answered[number] for guest in crowd]


def share(values: list[float], part: float) -> float:
    """A percentile, in milliseconds."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] * 1000


def main(counts: list[int]) -> None:
    """Prints a table, with the growth against the first row drawn as a bar."""
    table = Table(
        "gasten", "allen binnen (s)", "inject → scherm p50/p99 (ms)", "besluit → bewaard p50/p99 (ms)",
        "allen tegelijk p50/p99 (ms)", "server MiB", "server cpu (s)", "p99 inject"
    )  # fmt: skip
    console = Console(width=160)
    for count in counts:
        with console.status(f"{count} gasten"):
            m = asyncio.run(measure(count))
        table.add_row(
            str(count), f"{m['joining'] / 1000:.1f}", f"{m['seen50']:.0f} / {m['seen99']:.0f}",
            f"{m['kept50']:.0f} / {m['kept99']:.0f}", f"{m['burst50']:.0f} / {m['burst99']:.0f}", f"{m['mib']:.0f}",
            f"{m['cpu']:.1f}", "█" * max(1, round(m["seen99"] / 20)),
        )  # fmt: skip
    console.print(table)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    if sys.argv[1:2] == ["--server"]:
        asyncio.run(serve(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        main([int(count) for count in sys.argv[1:]] or list(COUNTS))
