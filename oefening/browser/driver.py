"""A Textual driver for an app that is shown in a browser instead of in a terminal.

Everything happens in the event loop: no thread, no signal, nothing of the operating system. Knows no network: what
the app paints goes to a window, what a person typed comes in by a call.
"""

import asyncio
import contextlib
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TextIO

from textual import constants, events
from textual.app import App
from textual.geometry import Size
from textual.message import Message

from oefening.tui.textual_private import EmbeddedDriver, InputParser, clipboard_text

ESCAPE_MARGIN = 0.02
"""Seconds to wait longer than Textual for the rest of an escape sequence: Windows clocks tick every 1/64 second."""

MAX_UNPARSED = 512 * 1024
"""Characters of input without a complete event in it: an unfinished paste, or garbage."""

CATCH_UP_TIMEOUT = 1.0
"""Seconds to wait at most until an app has handled its input."""

START = "".join(
    (
        "\x1bc",  # as new, whatever was left half written
        "\x1b[?1049h",  # no lines to scroll back to
        "\x1b[?25l",  # no cursor: widgets paint their own
        "\x1b[?1000h\x1b[?1003h\x1b[?1006h",  # the mouse: buttons, every move, in numbers without a bound
        "\x1b[?2004h",  # a pasted text comes between two marks
    )
)
"""Resets a terminal to the state that an app expects."""


class InvalidInputError(Exception):
    """The input is not what any keyboard, mouse or clipboard produces."""


class Window(Protocol):
    """Where an app is shown."""

    def paint(self, data: str) -> None:
        """Shows terminal output, escape sequences included."""

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard."""


class BrowserDriver(EmbeddedDriver):
    """Runs an app for a browser."""

    def __init__(
        self,
        window: Window,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or (80, 24))
        self._window = window
        self._parser = InputParser()
        self._held = 0
        self._escape: asyncio.TimerHandle | None = None
        self._open = False

    @property
    def is_web(self) -> bool:
        """Always true: the app runs in a browser."""
        return True

    def write(self, data: str) -> None:
        """Sends the app's output to the window."""
        copied = clipboard_text(data)
        if copied is None:
            self._window.paint(data)
        else:
            # Sent apart from the screen's output: a page writes the clipboard only through the browser's own API.
            self._window.copy(copied)

    def send_message(self, message: Message) -> None:
        """Posts a message to the app; messages are handled in order."""
        self.app.post_message(message)

    def start_application_mode(self) -> None:
        """Called when the app starts."""
        self._open = True
        self._window.paint(START)
        self.resize(self.size or (80, 24))

    def disable_input(self) -> None:
        """Called when the app is ending: no input any more."""
        self._open = False
        self._forget_typed()

    def stop_application_mode(self) -> None:
        """Called when the app has ended."""
        self.disable_input()

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Does nothing: it would open a page on the leader's laptop, not on the visitor's."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Does nothing: it would write a file on the leader's laptop."""
        binary.close()

    def repaint(self) -> None:
        """Repaints the whole screen, for a newly attached browser; drops incomplete input of the one before."""
        self._forget_typed()
        if self._open:
            self._window.paint(START)
            self.app.call_later(self.app.refresh)

    def resize(self, size: tuple[int, int]) -> None:
        """Gives the app a new size in columns and rows."""
        self.size = size
        self._tell(events.Resize(Size(*size), Size(*size)))

    def focus(self, on: bool) -> None:
        """Tells the app that the window got or lost the focus."""
        self._tell(events.AppFocus() if on else events.AppBlur())

    def type(self, text: str) -> int:
        """Passes keys, pasted text and mouse actions to the app; the result is the number of events.

        Raises:
            InvalidInputError: no keyboard, mouse or clipboard can produce this.
        """
        self._forget_escape()
        if not text or not self._open:
            return 0
        try:
            found = self._parser.feed(text)
        except (ValueError, OverflowError, RuntimeError) as error:
            raise InvalidInputError(repr(text[:40])) from error
        self._held = 0 if found else self._held + len(text)
        if self._held > MAX_UNPARSED:
            raise InvalidInputError("a pasted text without an end")
        for event in found:
            # A window's size comes in by `resize` alone, where it has a bound.
            if not isinstance(event, events.Resize):
                self.process_message(event)
        self._escape = self.call_later(constants.ESCAPE_DELAY + ESCAPE_MARGIN, self._tick)
        return len(found)

    async def wait_until_caught_up(self) -> None:
        """Waits until the app and its focused widget have handled all input so far, at most `CATCH_UP_TIMEOUT`."""
        done = asyncio.Event()

        def ask_the_focused() -> None:
            (self.app.focused or self.app.screen).call_later(done.set)

        if self._open and self.app.call_later(ask_the_focused):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CATCH_UP_TIMEOUT):
                    await done.wait()

    def _tick(self) -> None:
        """Nothing followed an Escape: it was the key itself, not the start of a sequence."""
        for event in self._parser.tick():
            self.process_message(event)

    def _forget_typed(self) -> None:
        self._forget_escape()
        self._parser.close()
        self._parser, self._held = InputParser(), 0

    def _forget_escape(self) -> None:
        if self._escape is not None:
            self._escape.cancel()
            self._escape = None

    def _tell(self, event: events.Event) -> None:
        if self._open:
            self.process_message(event)
