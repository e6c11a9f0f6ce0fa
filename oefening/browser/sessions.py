"""Visits: the apps that run for visitors, each of which outlives the browser's connection.

Knows no network: to it, a browser is an outbox.
"""

import asyncio
import contextvars
import logging
from collections.abc import Callable
from typing import Any

from textual.app import App

from oefening.browser.driver import BrowserDriver
from oefening.browser.outbox import Outbox
from oefening.text.translation import _
from oefening.tui.textual_private import console_of_browser, leave_streams_alone, run_under

MAX_SESSIONS = 40
"""Apps at the same time: they all share one event loop, and each takes memory."""

IDLE_TIMEOUT = 30 * 60.0
"""Seconds that an app keeps running without a browser."""

IDLE_WITHOUT_SEAT = 60.0
"""The same for an app that says nobody took a seat in it (`has_seat`): nothing is lost with it."""

END_TIMEOUT = 5.0
"""Seconds that an app gets to exit by itself when the server closes."""

TYPING_SLICE = 2048
"""Characters of input handled at once; other visitors' apps get their turn between two slices."""

EVENTS_BEFORE_WAIT = 100
"""Input events after which the app must catch up first, so that nobody can flood its message queue."""

APP_FAILED = _("Er ging iets mis op dit scherm.")

MakeApp = Callable[[str, str], App[None]]
"""Makes the app of a new session from the visitor's id and the code in the page's address."""

log = logging.getLogger(__name__)


class BrowserSession:
    """One visitor's running app, shown in at most one browser."""

    def __init__(
        self, app: App[None], code: str, context: contextvars.Context, on_end: Callable[["BrowserSession"], None]
    ) -> None:
        self.code = code
        self._app = app
        self._on_end = on_end
        self._outbox: Outbox | None = None
        self._driver: BrowserDriver | None = None
        self._size = (80, 24)
        self._idle_timer: asyncio.TimerHandle | None = None
        self._unhandled_events = 0
        app.console = console_of_browser(app.console.file)
        run_under(app, self._make_driver)
        # Not `create_task`: Textual installs an eager task factory where Python has one, and then the app would start
        # before the pool knows this session.
        self.task = asyncio.Task(self._run(), loop=asyncio.get_running_loop(), context=context)

    def attach(self, outbox: Outbox, size: tuple[int, int]) -> None:
        """Shows the app in a browser and repaints it at that size; a browser that showed it before is told so."""
        if self._outbox is not None:
            self._stop_showing(_("Dit scherm staat nu op een ander tabblad of apparaat open."), _("Hier verdergaan"))
        self._cancel_idle_timer()
        self._outbox, self._size = outbox, size
        outbox.repaint = self._repaint
        if self._driver is not None:
            self._driver.resize(size)
            self._driver.repaint()

    def detach(self, outbox: Outbox) -> None:
        """The browser is gone; the app keeps running until the idle time is over."""
        if self._outbox is outbox:
            self._outbox = None
            if not self.task.done():
                kept = IDLE_TIMEOUT if getattr(self._app, "has_seat", True) else IDLE_WITHOUT_SEAT
                self._idle_timer = asyncio.get_running_loop().call_later(kept, self.end)

    def is_shown_in(self, outbox: Outbox) -> bool:
        """Whether this browser is the one that shows the app now."""
        return self._outbox is outbox

    def paint(self, data: str) -> None:
        """Sends terminal output to the browser, if there is one."""
        if self._outbox is not None:
            self._outbox.paint(data)

    def copy(self, text: str) -> None:
        """Has the browser put a text on its clipboard."""
        if self._outbox is not None:
            self._outbox.send("copy", text)

    async def type(self, text: str) -> None:
        """Passes input to the app; returns once the app can take more.

        Raises:
            InvalidInputError: no keyboard, mouse or clipboard produces this.
        """
        outbox, driver = self._outbox, self._driver
        for start in range(0, len(text), TYPING_SLICE):
            if driver is None or self._outbox is not outbox:
                return
            self._unhandled_events += driver.type(text[start : start + TYPING_SLICE])
            if self._unhandled_events > EVENTS_BEFORE_WAIT or start + TYPING_SLICE < len(text):
                await driver.wait_until_caught_up()
                self._unhandled_events = 0

    async def resize(self, size: tuple[int, int]) -> None:
        """Gives the app a new size in columns and rows; returns once the app can take more."""
        self._size = size
        if self._driver is not None:
            self._driver.resize(size)
            await self._driver.wait_until_caught_up()

    async def focus(self, on: bool) -> None:
        """Tells the app that the window got or lost the focus; returns once the app can take more."""
        if self._driver is not None:
            self._driver.focus(on)
            await self._driver.wait_until_caught_up()

    def disconnect(self) -> None:
        """Closes the browser's outbox without telling the browser why."""
        if self._outbox is not None:
            self._outbox.close()
            self._outbox = None

    def end(self) -> None:
        """Ends the app; a visitor who comes back starts over."""
        self._on_end(self)
        self._app.exit()

    async def _run(self) -> None:
        try:
            await self._app.run_async(size=self._size)
        except Exception:
            log.exception("An app in a browser failed")
            self._stop_showing(APP_FAILED, _("Opnieuw beginnen"))
        else:
            failed = bool(self._app.return_code)
            self._stop_showing(APP_FAILED if failed else _("U bent gestopt op dit scherm."), _("Opnieuw beginnen"))
        finally:
            self._cancel_idle_timer()
            self._on_end(self)

    def _make_driver(self, app: App[Any], **settings: Any) -> BrowserDriver:
        self._driver = BrowserDriver(self, app, **settings | {"size": self._size})
        return self._driver

    def _repaint(self) -> None:
        if self._driver is not None:
            self._driver.repaint()

    def _stop_showing(self, sentence: str, button: str) -> None:
        """Tells the browser why it no longer shows the app, with the label of a retry button; then disconnects it."""
        if self._outbox is not None:
            self._outbox.send("stop", sentence, button)
            self.disconnect()

    def _cancel_idle_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None


class SessionPool:
    """The running sessions by visitor id."""

    def __init__(self, make_app: MakeApp) -> None:
        leave_streams_alone()
        self._make_app = make_app
        self._sessions: dict[str, BrowserSession] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def attach(self, visitor: str, code: str, outbox: Outbox, size: tuple[int, int]) -> BrowserSession | None:
        """Shows the visitor's app, or starts a new one if there is none or the code is a different one.

        None if the pool is full or the app cannot be made; the browser is then told so.
        """
        session = self._sessions.get(visitor)
        if session is not None and code not in ("", session.code):
            session.end()
            session = None
        if session is None:
            if len(self._sessions) >= MAX_SESSIONS:
                _refuse(outbox, _("Er doen al zoveel mensen mee als deze laptop aankan. Probeer het later opnieuw."))
                return None
            try:
                session = self._begin(visitor, code)
            except Exception:
                log.exception("No app could be made for a browser")
                _refuse(outbox, APP_FAILED)
                return None
        session.attach(outbox, size)
        return session

    async def close(self) -> None:
        """Ends all sessions without telling the pages, which will try to reconnect."""
        for session in list(self._sessions.values()):
            session.disconnect()
            session.end()
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=END_TIMEOUT)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, visitor: str, code: str) -> BrowserSession:
        def on_end(session: BrowserSession) -> None:
            if self._sessions.get(visitor) is session:
                del self._sessions[visitor]

        # Textual keeps the active app in a context variable: each app needs a context of its own.
        context = contextvars.Context()
        session = BrowserSession(context.run(self._make_app, visitor, code), code, context, on_end)
        self._sessions[visitor] = session
        self._tasks.add(session.task)
        session.task.add_done_callback(self._tasks.discard)
        return session


def _refuse(outbox: Outbox, sentence: str) -> None:
    outbox.send("stop", sentence, _("Opnieuw proberen"))
    outbox.close()
