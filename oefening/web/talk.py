"""What a page and its visitor's app say to each other, over whatever connection."""

from oefening.web.line import Line
from oefening.web.messages import Focused, Hello, MalformedError, Ping, Resized, Typed, read
from oefening.web.visits import Visit, Visits

MOST_AT_ONCE = 256 * 1024
"""Bytes of one message from a page, at most."""


class Talk:
    """One browser's side of a visit: what goes to it waits on `line`."""

    def __init__(self, visits: Visits) -> None:
        self.line = Line()
        self._visits = visits
        self._visit: Visit | None = None

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
