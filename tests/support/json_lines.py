"""How a test talks with programs of its own that run elsewhere: a line of JSON each way, on their stdin and stdout."""

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from tests.support import ROOT

ANSWER = 60.0
"""Seconds in which a program on a bad network, and on a busy machine, has to answer."""


async def converse(handle: Callable[[str, dict[str, Any]], Awaitable[object]]) -> None:
    """The program's side: does what it is told, line by line, until there are no more lines."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        print(json.dumps(await handle(told.pop("do"), told)), flush=True)


class Program:
    """The test's side of a program in a module of `tests.support`, that keeps its sessions in a folder of its own."""

    def __init__(self, module: str, folder: Path, command: Callable[..., Sequence[str]] = lambda *words: words) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._errors = folder, folder / "stderr.txt"
        with self._errors.open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                [*command(sys.executable, "-m", f"tests.support.{module}")], cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                env={**os.environ, "OEFENING_MAP": str(folder)},
            )  # fmt: skip
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            self._lines.put(line)
        self._lines.put("")

    def tell(self, do: str, **what: object) -> None:
        """Tells it to do something; its answer is to be heard later."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()

    def hear(self, seconds: float = ANSWER) -> Any:
        """What it answers to what it was told first."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            line = ""
        assert line, f"no answer: {self._errors.read_text(encoding='utf-8') or 'and no error'}"
        return json.loads(line)

    def submit(self, do: str, seconds: float = ANSWER, **what: object) -> Any:
        """Tells it to do something, and waits for the answer."""
        self.tell(do, **what)
        return self.hear(seconds)

    def die(self) -> None:
        """Ends it at once, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Ends it."""
        self.die()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
