"""Several programs in pseudo-terminals at once. Each is read all the time: one that is not read stands still."""

import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pexpect

from oefening.session.workspace import Workspace
from tests.support.pilot import TOURS

WAIT = 60.0
"""Seconds in which a slow machine shows what must come."""

LAST = 3000
"""Characters of what was shown last that a failure tells."""

_STEERING = re.compile(r"\x1b(\[[0-9;?<=>]*[a-zA-Z]|[()][0-9A-B]|[=>]|\][^\x07\x1b]*(\x07|\x1b\\))")


class Terminal:
    """A terminal with a program in it. Remembers what was shown, in the order in which it was."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        # Whoever runs the tests may say how large its own terminal is; these have a size of their own.
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment |= {"OEFENING_MAP": str(folder), "TERM": "xterm-256color"}
        self._program = pexpect.spawn(
            command[0], list(command[1:]), env=environment, dimensions=(36, 120), encoding="utf-8"
        )
        self._shown, self._seen = "", 0
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while not self._over.is_set():
            try:
                self._shown += self._program.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return

    def shows(self, pattern: str, then: str = "") -> str:
        """Waits until something is shown, after what was waited for before; what it was."""
        end = time.monotonic() + WAIT
        while True:
            text = _STEERING.sub("", self._shown)
            found = re.compile(pattern).search(text, self._seen)
            if found is not None:
                self._seen = found.end()
                return found.group(0)
            assert time.monotonic() < end, f"‘{pattern}’ was not shown after: {text[self._seen :][-LAST:]}"
            self.press(then)
            time.sleep(0.2)

    def press(self, keys: str) -> None:
        """Presses keys."""
        self._program.send(keys)

    def insists(self, key: str, pattern: str) -> None:
        """Presses a key until something is shown: where the cursor just went elsewhere, the first ones may be lost."""
        self.shows(pattern, then=key)

    def close(self) -> None:
        """Ends the program."""
        self._over.set()
        self._reader.join()
        self._program.close(force=True)


@contextmanager
def terminal(command: Sequence[str], folder: Path) -> Iterator[Terminal]:
    """A program in a terminal, run by somebody who saw the tours before; ended afterwards."""
    Workspace(folder).settings.put("rondleidingen", TOURS)
    found = Terminal(command, folder)
    try:
        yield found
    finally:
        found.close()
