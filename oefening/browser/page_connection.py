"""The dialogue with one page, over whatever carries its messages: a WebSocket or an HTTP stream. Knows no sockets."""

from oefening.browser.outbox import Outbox
from oefening.browser.protocol import Focused, Hello, MalformedError, Ping, Resized, Typed, decode_page_message
from oefening.browser.sessions import BrowserSession, SessionPool


class PageConnection:
    """One connected page. What is sent to it is in `outbox`, which the transport empties."""

    def __init__(self, sessions: SessionPool) -> None:
        self.outbox = Outbox()
        self._sessions = sessions
        self._session: BrowserSession | None = None

    def start(self, text: str) -> None:
        """Handles the first message: shows the visitor's app, or sends the reason why not and closes the outbox.

        Raises:
            MalformedError: it is not a `Hello`.
        """
        hello = decode_page_message(text)
        if not isinstance(hello, Hello):
            raise MalformedError
        self._session = self._sessions.attach(hello.visitor, hello.code, self.outbox, hello.size)

    async def handle(self, text: str) -> None:
        """Passes a message on to the app; returns once the app can take more.

        Raises:
            MalformedError: it is not a message that a page sends at this point.
            InvalidInputError: no keyboard, mouse or clipboard produces this.
        """
        message, session = decode_page_message(text), self._session
        if isinstance(message, Ping):
            self.outbox.send("pong", message.number)
        if isinstance(message, Hello):
            raise MalformedError
        # Another tab may have taken the session over; input from the old one is dropped.
        if session is None or not session.is_shown_in(self.outbox):
            return
        match message:
            case Typed(typed):
                await session.type(typed)
            case Resized(size):
                await session.resize(size)
            case Focused(on):
                await session.focus(on)

    def close(self) -> None:
        """Ends the dialogue; the app keeps running for a while without a browser."""
        if self._session is not None:
            self._session.detach(self.outbox)
        self.outbox.close()
