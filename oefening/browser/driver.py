"""What stands between a Textual app and a browser in the same process, where Textual has a terminal in mind.

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
"""Seconds over Textual's own wait for the rest of a key's sequence: clocks of Windows move in steps of 1/64 second."""

MAX_UNPARSED = 512 * 1024
"""Characters that may come in without the end of what they belong to: a pasted text, or nonsense."""

CATCH_UP_TIMEOUT = 1.0
"""Seconds that are waited at most for an app to have handled what was typed."""

START = "".join(
    (
        "\x1bc",  # as new, whatever was left half written
        "\x1b[?1049h",  # no lines to scroll back to
        "\x1b[?25l",  # no cursor: widgets paint their own
        "\x1b[?1000h\x1b[?1003h\x1b[?1006h",  # the mouse: buttons, every move, in numbers without a bound
        "\x1b[?2004h",  # a pasted text comes between two marks
    )
)
"""What brings any terminal in the state that an app expects."""


class InvalidInputError(Exception):
    """What came in cannot have been typed."""


class Window(Protocol):
    """Where an app is shown."""

    def paint(self, data: str) -> None:
        """Text with the sequences that a terminal understands."""

    def copy(self, text: str) -> None:
        """A text for the clipboard."""


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
        """Yes."""
        return True

    def write(self, data: str) -> None:
        """Shows what the app paints."""
        copied = clipboard_text(data)
        if copied is None:
            self._window.paint(data)
        else:
            # Handed on beside the picture: a page may only fill the clipboard in ways of its own.
            self._window.copy(copied)

    def send_message(self, message: Message) -> None:
        """Gives the app a message; they are handled in the order in which they came."""
        self.app.post_message(message)

    def start_application_mode(self) -> None:
        """The app begins."""
        self._open = True
        self._window.paint(START)
        self.resize(self.size or (80, 24))

    def disable_input(self) -> None:
        """The app is ending, and hears nothing any more."""
        self._open = False
        self._forget_typed()

    def stop_application_mode(self) -> None:
        """The app has ended."""
        self.disable_input()

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Does nothing: a visitor opens no pages on the machine that this process runs on."""

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
        """Keeps nothing: a visitor writes no files on the machine that this process runs on."""
        binary.close()

    def repaint(self) -> None:
        """Paints the whole screen, for a browser that has nothing of it yet; what was half typed is forgotten."""
        self._forget_typed()
        if self._open:
            self._window.paint(START)
            self.app.call_later(self.app.refresh)

    def resize(self, size: tuple[int, int]) -> None:
        """The window has another size, in columns and rows."""
        self.size = size
        self._tell(events.Resize(Size(*size), Size(*size)))

    def focus(self, on: bool) -> None:
        """The window got the keys, or lost them."""
        self._tell(events.AppFocus() if on else events.AppBlur())

    def type(self, text: str) -> int:
        """Has the app receive what was typed, pasted or done with the mouse; the number of events that it came to.

        Raises:
            InvalidInputError: no keyboard, mouse or clipboard brings this forth.
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
        """Returns when the app, and the widget that has the focus, handled all they got so far; or after a while."""
        done = asyncio.Event()

        def ask_the_focused() -> None:
            (self.app.focused or self.app.screen).call_later(done.set)

        if self._open and self.app.call_later(ask_the_focused):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CATCH_UP_TIMEOUT):
                    await done.wait()

    def _tick(self) -> None:
        """Nothing came after an Escape: it was the key, and not the beginning of another one."""
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
