"""The line to one browser: what waits to be sent, which is bounded however slow the browser is.

Knows no socket and no app.
"""

import asyncio
import json
from collections.abc import Callable

MOST_WAITING = 1024 * 1024
"""Characters of painting that wait at most; over that they are dropped, and the whole screen is painted later."""

BREATH = 0.2
"""Seconds before a browser that could not keep up gets the whole screen."""


class Outbox:
    """What is to be sent to one browser: painting, and a few words about the visit."""

    def __init__(self) -> None:
        self.waiting = 0
        self.paint_anew: Callable[[], None] = lambda: None
        self._painting: list[str] = []
        self._words: dict[str, tuple[str | int, ...]] = {}
        self._behind = False
        self._closed = False
        self._news = asyncio.Event()

    def paint(self, data: str) -> None:
        """Painting, which is dropped where too much waits already."""
        if self._behind or self._closed:
            return
        if self.waiting and self.waiting + len(data) > MOST_WAITING:
            self._drop()
            self._behind = True
        else:
            self._painting.append(data)
            self.waiting += len(data)
        self._news.set()

    def say(self, kind: str, *words: str | int) -> None:
        """Says something to the page; of each kind only the last word waits."""
        if not self._closed:
            self._words[kind] = words
            self._news.set()

    def close(self) -> None:
        """Ends the line once what waits has been sent."""
        self._closed = True
        self._news.set()

    async def next(self) -> str | bytes | None:
        """What the browser gets next, once it can take more: words as text, painting as bytes; None at the end."""
        while True:
            await self._news.wait()
            if self._words:
                kind = next(iter(self._words))
                return json.dumps([kind, *self._words.pop(kind)])
            if self._painting:
                painting = "".join(self._painting).encode("utf-8", "replace")
                self._drop()
                return painting
            if self._closed:
                return None
            if self._behind:
                await asyncio.sleep(BREATH)
                self._behind = False
                self.paint_anew()
            self._news.clear()
            if self._painting or self._words or self._closed:
                self._news.set()

    def _drop(self) -> None:
        self._painting.clear()
        self.waiting = 0
