"""How fast the screens are in a real terminal, with much more in the exercise than any evening brings.

Run with: python -m tests.bench.screens    (on Linux or macOS: it needs a pseudo-terminal)
Says the first frame, the time from each key to the first and to the last of what it changed, and the memory. Times are of
this machine; the limits stand beside them.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

from oefening.engine.commands import PassTime, Pause, Start
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.session import new_session

INJECTS, WORLDS = 200, 30
ROWS, COLUMNS = 50, 200
QUIET = 0.15
"""Seconds without output after which a key is taken to be answered."""

KEYS = {
    "down": b"\x1b[B", "up": b"\x1b[A", "pane 2": b"2", "pane 4": b"4", "pane 1": b"1", "filter": b"f",
    "help": b"?", "back": b"\x1b", "tempo": b"+", "page down": b"\x1b[6~", "clock": b" ", "stop": b" ",
}  # fmt: skip
ROUNDS = 5


def big_script() -> str:
    """A script with many injects, each to three teams, a third with a decision."""
    injects = []
    for number in range(INJECTS):
        minute = number + 1
        inject = (
            f'  - id: inject-{number}\n    op: "{minute // 60:02}:{minute % 60:02}"\n    aan: [een, twee, drie]\n'
            f"    kanaal: lcms\n    van: twee\n    onderwerp: Bericht nummer {number}\n    tekst: {'Een zin over de situatie. ' * 20}\n"
        )
        if number % 3 == 0:
            inject += (
                "    beslispunt:\n      team: een\n      vraag: Wat doet u?\n      soort: keuze\n      termijn: 1d\n      opties:\n"
                "        - {id: ja, tekst: Ja., gevolgen: [{indicator: water, verandering: -1}]}\n"
                "        - {id: nee, tekst: Nee., gevolgen: [{indicator: water, verandering: 1}]}\n"
            )
        injects.append(inject)
    teams = "".join(f"  {name}: {{naam: Team {name}, opdracht: Beslis.}}\n" for name in ("een", "twee", "drie"))
    return (
        "formaat: 1\nid: groot\ntitel: Groot\nsamenvatting: Veel.\nniveau: expert\nspeelduur: 4 uur\n"
        f"start: 2026-11-16 07:30\ntempo: 8\nteams:\n{teams}"
        'indicatoren:\n  water: {naam: Water, eenheid: "%", begin: 50, min: 0, max: 100, verloop: -1 per uur}\n'
        "continuiteitsdoelen:\n  water: {naam: Water, indicator: water, basisniveau: 40, hersteltijd: 1 uur, maximale_uitval: 1d}\n"
        f"injects:\n{''.join(injects)}"
    )


def big_session(folder: Path) -> Path:
    """A session in which all of it was delivered in every world."""
    source = Source("groot.yaml", big_script())
    script = load(source)
    assert isinstance(script, Script)
    path = folder / "groot.oefening"
    with new_session(path, source, script, datetime.now(UTC)) as session:
        session.submit(Start(tuple(f"speelveld {number}" for number in range(1, WORLDS + 1))))
        session.submit(Pause())
        session.submit(PassTime(Minutes(INJECTS + 1)))
        print(f"{len(session.recorded_events)} events, {INJECTS} injects, {WORLDS} worlds")
    return path


class Terminal:
    """A program in a pseudo-terminal of a given size."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.begun = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.environ.update(OEFENING_MAP=str(folder), TERM="xterm-256color", COLORTERM="truecolor")
            program = "from oefening.cli import main; main()"
            os.execv(sys.executable, [sys.executable, "-c", program, *arguments])
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def until(self, text: bytes, limit: float = 60.0) -> float:
        """Seconds from the start until a text is on the screen."""
        seen = b""
        while text not in seen:
            ready, _w, _x = select.select([self._handle], [], [], limit)
            assert ready, "nothing came"
            seen += os.read(self._handle, 1 << 16)
        return time.perf_counter() - self.begun

    def settle(self) -> float:
        """Reads until nothing comes; the moment of the last output."""
        last = time.perf_counter()
        while select.select([self._handle], [], [], QUIET)[0]:
            os.read(self._handle, 1 << 16)
            last = time.perf_counter()
        return last

    def press(self, key: bytes) -> tuple[float, float]:
        """Seconds from a key to the first of what it changed on the screen, and to the last."""
        self.settle()
        begun = time.perf_counter()
        os.write(self._handle, key)
        assert select.select([self._handle], [], [], 5.0)[0], "the key changed nothing"
        first = time.perf_counter()
        return first - begun, self.settle() - begun

    def memory(self) -> float:
        """Resident megabytes, where the system tells."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return float("nan")
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        """Ends the program."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = []
        for _time in range(3):
            start = Terminal(folder=folder)
            frames.append(start.until(b"crisisoefeningen"))
            start.stop()
        print(f"first frame of the start screen: {min(frames):.2f} s (limit 1 s)")
        path = big_session(folder)
        terminal = Terminal("hervat", str(path), folder=folder)
        print(f"the big session open again     : {terminal.until(b'Draaiboek'):.2f} s")
        terminal.settle()
        terminal.press(b"\x1b")
        took = [(key, terminal.press(code)) for _round in range(ROUNDS) for key, code in KEYS.items()]
        for what, place in (("first change", 0), ("last change", 1)):
            times = [seconds[place] * 1000 for _key, seconds in took]
            slowest = took[times.index(max(times))][0]
            words = f"median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms ({slowest})"
            print(f"key to the {what:<20}: {words}; limits 50 and 150")
        print(f"memory                         : {terminal.memory():.0f} MB (limit 150)")
        terminal.stop()


main()
