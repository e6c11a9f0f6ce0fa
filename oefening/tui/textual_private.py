"""Everything here that leans on what Textual does not promise to keep. No other module may touch such a part.

Textual offers no public way to: list a screen's own keys, read what a terminal sends without a terminal, run an app
under a driver object of ours, and leave `sys.stdout` alone. Each function below says which private part it needs.

After an upgrade of Textual: change `CHECKED_WITH`, compare each part named below with the new source, and run
`pytest tests/tui tests/browser`. `pyproject.toml` keeps Textual below its next major version. One part is Rich's.
"""

import asyncio
import base64
import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any, cast

import textual.app
from rich.console import Console
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

CHECKED_WITH = "8.2.8"
"""The version of Textual that every part below was last compared with."""


def own_bindings(screen: Screen[Any]) -> Iterator[Binding]:
    """The keys that a screen binds itself, in the order in which its classes declare them.

    Private part: `DOMNode._bindings`. The public `Screen.active_bindings` also holds the keys of the app and of the
    focused widget, and lacks the keys of a screen that lies under another one.
    """
    for _key, binding in screen._bindings:
        yield binding


class InputParser:
    """Turns what a terminal sends into Textual's events: keys, pasted text, the mouse.

    Private parts: `textual._xterm_parser.XTermParser` and `textual._parser.ParseError`.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()

    def feed(self, text: str) -> list[Message]:
        """The events in this text; half an event waits for its other half.

        Raises:
            ValueError, OverflowError, RuntimeError: no terminal sends this.
        """
        return list(self._parser.feed(text))

    def tick(self) -> list[Message]:
        """The events that were complete after all, since nothing followed: Escape is the beginning of other keys."""
        return list(self._parser.tick())

    def close(self) -> None:
        """Lets go of the last event, and with that of the app."""
        # Textual keeps every parser in a cache of the class; only the end of its input makes one forget its event.
        with contextlib.suppress(ParseError):
            self.feed("")


class EmbeddedDriver(Driver):
    """A driver in the app's own event loop. Private parts: `Driver._app`, `Driver._loop` and `Driver._size`."""

    @property
    def app(self) -> App[Any]:
        """The app that this driver runs."""
        return self._app

    @property
    def size(self) -> tuple[int, int] | None:
        """Columns and rows; `App.size` reads it from the driver."""
        return self._size

    @size.setter
    def size(self, size: tuple[int, int]) -> None:
        self._size = size

    def call_later(self, seconds: float, callback: Callable[[], None]) -> asyncio.TimerHandle:
        """Calls back from the app's event loop."""
        return self._loop.call_later(seconds, callback)


CLIPBOARD = "\x1b]52;c;"
"""How `App.copy_to_clipboard` begins what it writes to the driver."""


def clipboard_text(data: str) -> str | None:
    """The text for the clipboard, where that is what the app wrote. Private part: the form in which it does so."""
    if not data.startswith(CLIPBOARD):
        return None
    return base64.b64decode(data.removeprefix(CLIPBOARD).rstrip("\a")).decode("utf-8", "replace")


def run_under(app: App[Any], make_driver: Callable[..., Driver]) -> None:
    """Has the app, once it runs, ask `make_driver` for its driver.

    Private part: `App.driver_class` is declared to hold a class; a function does, as all that Textual does is call it.
    """
    app.driver_class = cast("type[Driver]", make_driver)


def console_of_browser(file: IO[str]) -> Console:
    """What an app draws with, in place of a console that looked at the terminal and the settings of this process.

    Private part, of Rich: the argument `_environ`.
    """
    return Console(
        file=file, color_system="truecolor", no_color=False, force_terminal=True, legacy_windows=False,
        highlight=False, emoji=False, safe_box=False, _environ={},
    )  # fmt: skip


def leave_streams_alone() -> None:
    """Has apps that run for a browser leave the process's streams alone. Doing so once more changes nothing.

    Private part: the names `redirect_stdout` and `redirect_stderr` in the module `textual.app`. Textual puts an app's
    own capture in place of both streams while the app runs, and puts back afterwards what it found. With apps that
    begin and end in any order that goes wrong: an app puts back the capture of one that ended before it, which then
    keeps that dead app in memory and swallows what the program prints. A visitor's app prints nothing, so for those
    the streams are left alone; an app on a terminal of its own takes them over as ever.
    """
    names: dict[str, Any] = vars(textual.app)
    names["redirect_stdout"] = _unless_in_browser(contextlib.redirect_stdout)
    names["redirect_stderr"] = _unless_in_browser(contextlib.redirect_stderr)


def _unless_in_browser(
    redirect: Callable[[Any], AbstractContextManager[Any]],
) -> Callable[[Any], AbstractContextManager[Any]]:
    def redirecting(capture: Any) -> AbstractContextManager[Any]:
        app: App[Any] | None = getattr(capture, "app", None)
        return nullcontext() if app is not None and app.is_web else redirect(capture)

    return redirecting
