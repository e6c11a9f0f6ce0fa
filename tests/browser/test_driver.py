"""The driver of an app in a browser: what comes of what is typed, whatever that is."""

import asyncio
from functools import partial
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.driver import Driver

from oefening.browser.driver import MAX_UNPARSED, BrowserDriver, InvalidInputError
from tests.support.browser_sockets import ANNA, Notebook, until


class Wall:
    """A window of which all that was painted stays."""

    def __init__(self) -> None:
        self.painted: list[str] = []
        self.copied: list[str] = []

    def paint(self, data: str) -> None:
        self.painted.append(data)

    def copy(self, text: str) -> None:
        self.copied.append(text)


class Heard(Notebook):
    """Keeps the keys it got."""

    def __init__(self) -> None:
        super().__init__(ANNA, "")
        self.keys: list[str] = []
        self.sizes: list[tuple[int, int]] = []

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.keys.append(event.key)
        if isinstance(event, events.Resize):
            self.sizes.append((event.size.width, event.size.height))
        await super().on_event(event)


class RunningServer:
    """An app that runs in a window."""

    def __init__(self) -> None:
        self.app = Heard()
        self.wall = Wall()
        self.drivers: list[BrowserDriver] = []
        self.app.driver_class = cast("type[Driver]", self._make)

    def _make(self, app: App[Any], **arguments: Any) -> BrowserDriver:
        self.drivers.append(partial(BrowserDriver, self.wall)(app, **arguments))
        return self.drivers[-1]

    async def __aenter__(self) -> "RunningServer":
        self._task = asyncio.create_task(self.app.run_async(size=(80, 24)))
        await until(lambda: any("bezoeker" in text for text in self.wall.painted))
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.app.exit()
        await self._task

    @property
    def driver(self) -> BrowserDriver:
        return self.drivers[0]


async def test_escape_alone_is_the_key_and_before_a_letter_it_is_not() -> None:
    async with RunningServer() as running:
        running.driver.type("\x1b")
        await until(lambda: running.app.keys == ["escape"])
        running.driver.type("\x1b")
        running.driver.type("[A")
        await until(lambda: running.app.keys == ["escape", "up"])


async def test_keys_and_pastes_keep_their_order() -> None:
    async with RunningServer() as running:
        running.driver.type("ab")
        running.driver.type("\x1b[200~midden\x1b[201~")
        running.driver.type("c")
        await running.driver.wait_until_caught_up()
        await until(lambda: running.app.query_one("#line").value == "abmiddenc")  # type: ignore[attr-defined]


async def test_a_paste_without_an_end_is_nonsense_in_the_end() -> None:
    async with RunningServer() as running:
        running.driver.type("\x1b[200~")
        for _piece in range(MAX_UNPARSED // 10_000 - 1):
            running.driver.type("x" * 10_000)
        try:
            for _piece in range(3):
                running.driver.type("x" * 10_000)
        except InvalidInputError:
            pass
        else:
            raise AssertionError("it went on")


async def test_a_half_typed_key_is_forgotten_when_another_browser_comes() -> None:
    async with RunningServer() as running:
        running.driver.type("\x1b[200~ nooit af")
        running.driver.repaint()
        running.driver.type("x")
        await until(lambda: running.app.keys == ["x"])


async def test_nobody_types_the_size_of_a_window() -> None:
    async with RunningServer() as running:
        before = list(running.app.sizes)
        running.driver.type("\x1b[48;900000;900000;1;1t" + "q")
        await until(lambda: running.app.keys == ["q"])
        assert running.app.sizes == before


async def test_links_and_files_do_nothing_on_this_machine() -> None:
    async with RunningServer() as running:
        running.app.open_url("https://example.org")
        name = running.app.deliver_screenshot(filename="schermafdruk.svg", path=".")
        assert name is not None
        await running.driver.wait_until_caught_up()
    assert not [text for text in running.wall.painted if "example.org" in text]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.sampled_from("\x1b[]<>?;:0123456789MmuRtI~OP\x00\x7fa\r\té€😀")), max_size=6))
async def test_an_app_survives_whatever_is_typed(texts: list[str]) -> None:
    async with RunningServer() as running:
        for text in texts:
            try:
                running.driver.type(text)
            except InvalidInputError:
                running.driver.repaint()
        running.driver.repaint()
        running.app.keys.clear()
        await running.driver.wait_until_caught_up()
        running.driver.type("z")
        await until(lambda: "z" in running.app.keys)
        assert running.app.return_code in (None, 0)
