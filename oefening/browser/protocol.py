"""What the page says to the server, read and checked: every message is a list in JSON, its kind first."""

import json
import re
from typing import Any

from attrs import frozen

from oefening.browser.outbox import Outbox
from oefening.browser.sessions import BrowserSession, SessionPool

VISITOR = re.compile(r"[0-9a-f]{32}")
"""A visitor's id: 128 random bits that the page drew and keeps."""

MOST_CODE = 64
"""Characters of the code in the page's address, at most."""

WIDEST, TALLEST = 400, 150
"""Columns and rows at most: a screen that is painted whole must fit in what may wait for a browser."""


class MalformedError(Exception):
    """The page says no such thing."""


@frozen
class Hello:
    """The first message: who is there, with what code, in a window of what size."""

    visitor: str
    code: str
    size: tuple[int, int]


@frozen
class Typed:
    """Keys, a pasted text or what the mouse did, as a terminal says it."""

    text: str


@frozen
class Resized:
    """The window has another size, in columns and rows."""

    size: tuple[int, int]


@frozen
class Focused:
    """The window got the keys, or lost them."""

    on: bool


@frozen
class Ping:
    """The page asks for an answer, to know that it still has a line."""

    number: int


def read(text: str) -> Hello | Typed | Resized | Focused | Ping:
    """What a message says.

    Raises:
        MalformedError: it is not one of these.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError from error
    match said:
        case ["hello", {"visitor": str(visitor), "code": str(code), "width": width, "height": height}]:
            if VISITOR.fullmatch(visitor) is None or len(code) > MOST_CODE:
                raise MalformedError
            return Hello(visitor, _whole(code), _size(width, height))
        case ["stdin", str(typed)]:
            return Typed(_whole(typed))
        case ["resize", {"width": width, "height": height}]:
            return Resized(_size(width, height))
        case ["focus"] | ["blur"]:
            return Focused(said[0] == "focus")
        case ["ping", int(number)] if -(2**53) < number < 2**53:
            return Ping(int(number))
    raise MalformedError


def _size(width: Any, height: Any) -> tuple[int, int]:
    if type(width) is not int or type(height) is not int:
        raise MalformedError
    return min(max(width, 1), WIDEST), min(max(height, 1), TALLEST)


def _whole(text: str) -> str:
    """The text, with a question mark for each half of a character: no other program could read those."""
    return text.encode("utf-8", "replace").decode("utf-8")


MOST_AT_ONCE = 256 * 1024
"""Bytes of one message from a page, at most."""


class PageConnection:
    """One browser's side of a visit: what goes to it waits on `line`."""

    def __init__(self, visits: SessionPool) -> None:
        self.line = Outbox()
        self._visits = visits
        self._visit: BrowserSession | None = None

    def greet(self, text: str) -> None:
        """Shows the visitor's app to who says hello; where that cannot be, the line says why and ends.

        Raises:
            MalformedError: this is no hello.
        """
        hello = read(text)
        if not isinstance(hello, Hello):
            raise MalformedError
        self._visit = self._visits.enter(hello.visitor, hello.code, self.line, hello.size)

    async def heed(self, text: str) -> None:
        """Passes a message of the page on to the app; returns when the app can take more.

        Raises:
            MalformedError: no page says this.
            NonsenseError: nobody types this.
        """
        message, visit = read(text), self._visit
        if isinstance(message, Ping):
            self.line.say("pong", message.number)
        if isinstance(message, Hello):
            raise MalformedError
        if visit is None or not visit.shows(self.line):
            return
        match message:
            case Typed(typed):
                await visit.type(typed)
            case Resized(size):
                await visit.resize(size)
            case Focused(on):
                await visit.focus(on)

    def end(self) -> None:
        """The browser is gone, or has to go."""
        if self._visit is not None:
            self._visit.detach(self.line)
        self.line.close()
