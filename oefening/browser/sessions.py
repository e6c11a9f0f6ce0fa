"""Visits: the apps that run for visitors, each of which outlives the browser's connection.

Knows no network: a browser is a line to it.
"""

import asyncio
import contextvars
import logging
from collections.abc import Callable
from typing import Any, cast

from textual.app import App
from textual.driver import Driver

from oefening.browser.driver import BrowserDriver, console_of_browser
from oefening.browser.outbox import Outbox
from oefening.browser.textual_patches import leave_streams_alone
from oefening.text.translation import _

MOST_VISITS = 40
"""Apps at once; each takes some memory, and a share of one processor."""

IDLE = 30 * 60.0
"""Seconds after which a visit without a browser ends."""

IDLE_AT_THE_DOOR = 60.0
"""Seconds after which one ends whose app says that nobody took a seat in it (`has_seat`): nothing is lost with it."""

END_WITHIN = 5.0
"""Seconds that an app gets to end by itself when the server closes."""

SLICE = 2048
"""Characters that are typed at once; the apps of others run between two slices."""

MANY = 100
"""Events after which an app is waited for, so that nobody types faster than it can follow."""

WRONG = _("Er ging iets mis op dit scherm.")

MakeApp = Callable[[str, str], App[None]]
"""Makes the app of a new visit, from the visitor's id and the code in the page's address."""

log = logging.getLogger(__name__)


class BrowserSession:
    """One visitor's running app, with at most one browser that shows it."""

    def __init__(
        self, app: App[None], code: str, context: contextvars.Context, left: Callable[["BrowserSession"], None]
    ) -> None:
        self.code = code
        self._app = app
        self._left = left
        self._line: Outbox | None = None
        self._driver: BrowserDriver | None = None
        self._size = (80, 24)
        self._idle: asyncio.TimerHandle | None = None
        self._unseen = 0
        app.console = console_of_browser(app.console.file)
        # An instance is all that Textual needs here; that it asks for a class is how others make theirs.
        app.driver_class = cast("type[Driver]", self._make_driver)
        # Not by `create_task`: Textual has that begin a task at once where Python can, and the visit is not known yet.
        self.task = asyncio.Task(self._run(), loop=asyncio.get_running_loop(), context=context)

    def attach(self, line: Outbox, size: tuple[int, int]) -> None:
        """Shows the app in a browser, painted whole at its size; another browser that showed it is told so."""
        if self._line is not None:
            self._part(_("Dit scherm staat nu op een ander tabblad of apparaat open."), _("Hier verdergaan"))
        self._wait_no_longer()
        self._line, self._size = line, size
        line.paint_anew = self._paint_anew
        if self._driver is not None:
            self._driver.resize(size)
            self._driver.paint_anew()

    def detach(self, line: Outbox) -> None:
        """The browser at this line is gone; the app goes on, for a while."""
        if self._line is line:
            self._line = None
            if not self.task.done():
                kept = IDLE if getattr(self._app, "has_seat", True) else IDLE_AT_THE_DOOR
                self._idle = asyncio.get_running_loop().call_later(kept, self.end)

    def shows(self, line: Outbox) -> bool:
        """Whether the browser at this line shows the app."""
        return self._line is line

    def paint(self, data: str) -> None:
        """Shows what the app paints, where there is a browser."""
        if self._line is not None:
            self._line.paint(data)

    def copy(self, text: str) -> None:
        """Has the browser put a text on its clipboard."""
        if self._line is not None:
            self._line.say("copy", text)

    async def type(self, text: str) -> None:
        """Has the app receive what was typed; returns when it can take more.

        Raises:
            NonsenseError: no keyboard, mouse or clipboard brings this forth.
        """
        line, driver = self._line, self._driver
        for start in range(0, len(text), SLICE):
            if driver is None or self._line is not line:
                return
            self._unseen += driver.type(text[start : start + SLICE])
            if self._unseen > MANY or start + SLICE < len(text):
                await driver.caught_up()
                self._unseen = 0

    async def resize(self, size: tuple[int, int]) -> None:
        """The browser's window has another size, in columns and rows; returns when the app can take more."""
        self._size = size
        if self._driver is not None:
            self._driver.resize(size)
            await self._driver.caught_up()

    async def focus(self, on: bool) -> None:
        """The browser's window got the keys, or lost them; returns when the app can take more."""
        if self._driver is not None:
            self._driver.focus(on)
            await self._driver.caught_up()

    def hang_up(self) -> None:
        """Ends the line to the browser, if there is one, and tells it nothing."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def end(self) -> None:
        """Has the app end; a visitor who comes back begins anew."""
        self._left(self)
        self._app.exit()

    async def _run(self) -> None:
        try:
            await self._app.run_async(size=self._size)
        except Exception:
            log.exception("An app in a browser failed")
            self._part(WRONG, _("Opnieuw beginnen"))
        else:
            failed = bool(self._app.return_code)
            self._part(WRONG if failed else _("U bent gestopt op dit scherm."), _("Opnieuw beginnen"))
        finally:
            self._wait_no_longer()
            self._left(self)

    def _make_driver(self, app: App[Any], **settings: Any) -> BrowserDriver:
        self._driver = BrowserDriver(self, app, **settings | {"size": self._size})
        return self._driver

    def _paint_anew(self) -> None:
        if self._driver is not None:
            self._driver.paint_anew()

    def _part(self, sentence: str, button: str) -> None:
        """Tells the browser that shows the app why it does so no longer, and what can be done about it."""
        if self._line is not None:
            self._line.say("stop", sentence, button)
            self.hang_up()

    def _wait_no_longer(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None


class SessionPool:
    """All visits, by visitor."""

    def __init__(self, make_app: MakeApp) -> None:
        leave_streams_alone()
        self._make_app = make_app
        self._visits: dict[str, BrowserSession] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def enter(self, visitor: str, code: str, line: Outbox, size: tuple[int, int]) -> BrowserSession | None:
        """Shows a visitor's app in a browser; begins it where there is none, or where they come with another code.

        None where there is no room for one more; the browser has then been told so.
        """
        visit = self._visits.get(visitor)
        if visit is not None and code not in ("", visit.code):
            visit.end()
            visit = None
        if visit is None:
            if len(self._visits) >= MOST_VISITS:
                _refuse(line, _("Er doen al zoveel mensen mee als deze laptop aankan. Probeer het later opnieuw."))
                return None
            try:
                visit = self._begin(visitor, code)
            except Exception:
                log.exception("No app could be made for a browser")
                _refuse(line, WRONG)
                return None
        visit.attach(line, size)
        return visit

    async def close(self) -> None:
        """Ends all visits; the pages find their lines gone."""
        for visit in list(self._visits.values()):
            visit.hang_up()
            visit.end()
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=END_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, visitor: str, code: str) -> BrowserSession:
        def left(visit: BrowserSession) -> None:
            if self._visits.get(visitor) is visit:
                del self._visits[visitor]

        # A context of its own: Textual keeps in it which app is running, and this one is no part of any other.
        context = contextvars.Context()
        visit = BrowserSession(context.run(self._make_app, visitor, code), code, context, left)
        self._visits[visitor] = visit
        self._tasks.add(visit.task)
        visit.task.add_done_callback(self._tasks.discard)
        return visit


def _refuse(line: Outbox, sentence: str) -> None:
    line.say("stop", sentence, _("Opnieuw proberen"))
    line.close()
