"""What is still to be sent to one browser; bounded, however slowly the browser reads. Knows no sockets and no app.

Terminal output cannot be thinned out: each piece builds on the ones before it. So when a browser falls too far behind,
all unsent output is dropped and the app is asked to repaint the whole screen, which makes the dropped part irrelevant.
"""

import asyncio
import json
from collections.abc import Callable

MAX_UNSENT = 1024 * 1024
"""Characters of unsent terminal output; beyond that it is dropped and the screen is repainted later."""

REPAINT_DELAY = 0.2
"""Seconds before the repaint, so that a browser that cannot keep up is not repainted all the time."""


class Outbox:
    """Unsent terminal output and control messages. `repaint` is called when output was dropped; its owner sets it."""

    def __init__(self) -> None:
        self.unsent = 0
        self.repaint: Callable[[], None] = lambda: None
        self._output: list[str] = []
        self._messages: dict[str, tuple[str | int, ...]] = {}
        self._dropped = False
        self._closed = False
        self._wake = asyncio.Event()

    def paint(self, data: str) -> None:
        """Adds terminal output; drops all of it when too much is unsent."""
        if self._dropped or self._closed:
            return
        if self.unsent and self.unsent + len(data) > MAX_UNSENT:
            self._clear_output()
            self._dropped = True
        else:
            self._output.append(data)
            self.unsent += len(data)
        self._wake.set()

    def send(self, kind: str, *arguments: str | int) -> None:
        """Adds a control message; it replaces an unsent one of the same kind."""
        if not self._closed:
            self._messages[kind] = arguments
            self._wake.set()

    def close(self) -> None:
        """Accepts nothing more; what is unsent still goes out."""
        self._closed = True
        self._wake.set()

    async def next_piece(self) -> str | bytes | None:
        """Waits for the next piece to send: control messages as text, output as bytes; None once closed and empty."""
        while True:
            await self._wake.wait()
            if self._messages:
                kind = next(iter(self._messages))
                return json.dumps([kind, *self._messages.pop(kind)])
            if self._output:
                output = "".join(self._output).encode("utf-8", "replace")
                self._clear_output()
                return output
            if self._closed:
                return None
            if self._dropped:
                await asyncio.sleep(REPAINT_DELAY)
                self._dropped = False
                self.repaint()
            self._wake.clear()
            if self._output or self._messages or self._closed:
                self._wake.set()

    def _clear_output(self) -> None:
        self._output.clear()
        self.unsent = 0
