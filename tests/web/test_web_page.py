"""The page in a real browser: an app that is typed in, a line that breaks and comes back, a tab that takes over.

Needs Chromium with its driver; where they are not there, the tests are skipped.
"""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import web
from browsing import Notebook
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from oefening.web.server import Running, serve

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
PATIENCE = 30
"""Seconds in which anything happens on any machine."""

T = TypeVar("T")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(None in (CHROMIUM, DRIVER), reason="needs chromium and chromedriver"),
]


class Served:
    """A server of notebooks in a thread with an event loop of its own, and what a test does to its lines."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.sockets: list[web.WebSocketResponse] = []
        self.codes: list[str] = []
        self.refusing = False
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.running: Running = self.do(serve(self._make, "127.0.0.1", 0, None))

    def _make(self, visitor: str, code: str) -> Notebook:
        self.codes.append(code)
        return Notebook(visitor, code)

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(PATIENCE)

    def cut(self) -> None:
        """Cuts all lines, as a network does: without a word."""

        async def cut() -> None:
            for socket in self.sockets:
                if (transport := socket._req.transport if socket._req else None) is not None:
                    transport.abort()
            self.sockets.clear()

        self.do(cut())

    def close(self) -> None:
        self.do(self.running.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.running.port}/"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server of which the lines can be cut."""
    kept: list[Served] = []

    class KeptSocket(web.WebSocketResponse):
        async def prepare(self, request: Any) -> Any:
            if kept[0].refusing:
                raise web.HTTPServiceUnavailable
            kept[0].sockets.append(self)
            return await super().prepare(request)

    monkeypatch.setattr(web, "WebSocketResponse", KeptSocket)
    kept.append(Served())
    yield kept[0]
    kept[0].close()


class Page:
    """The page in a browser."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def open(self, address: str) -> None:
        self.browser.get(address)
        self.sees("bezoeker")

    def text(self) -> str:
        """What the terminal shows: selected with the mouse, and copied."""
        rows = self.browser.find_elements(By.CSS_SELECTOR, ".xterm-rows > div")
        if rows:
            return "\n".join(row.get_attribute("textContent") or "" for row in rows)
        return str(self.browser.execute_script(SELECT_AND_COPY))

    def sees(self, text: str) -> None:
        until(lambda: text in self.text(), lambda: f"{text!r} not on the page:\n{self.text()}")

    def shown(self, part: str) -> bool:
        return self.browser.find_element(By.ID, part).is_displayed()

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def chord(self, modifier: str, key: str) -> None:
        ActionChains(self.browser).key_down(modifier).send_keys(key).key_up(modifier).perform()


SELECT_AND_COPY = """
const screen = document.querySelector(".xterm-screen");
if (!screen) return "";
const box = screen.getBoundingClientRect();
const at = (kind, x, y) => new MouseEvent(kind, {
  clientX: x, clientY: y, button: 0, buttons: kind === "mouseup" ? 0 : 1, detail: 1,
  shiftKey: true, bubbles: true, cancelable: true, view: window,
});
const element = document.querySelector(".xterm");
element.dispatchEvent(at("mousedown", box.left + 1, box.top + 1));
document.dispatchEvent(at("mousemove", box.right - 1, box.bottom - 2));
document.dispatchEvent(at("mouseup", box.right - 1, box.bottom - 2));
const copied = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), cancelable: true });
element.dispatchEvent(copied);
element.dispatchEvent(at("mousedown", box.left + 1, box.top + 1));
document.dispatchEvent(at("mouseup", box.left + 1, box.top + 1));
return copied.clipboardData.getData("text/plain");
"""


def until(condition: Callable[[], bool], otherwise: Callable[[], str] = lambda: "it never came so far") -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.02)


@contextmanager
def chromium(*more: str) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", "window-size=1000,640", *more,
    ):  # fmt: skip
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=[(), ("disable-3d-apis",)], ids=["canvas", "without a graphics card"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser without a window; with the terminal's two ways of drawing."""
    with chromium(*request.param) as browser:
        yield Page(browser)


def test_keys_reach_the_app_and_what_it_shows_reaches_the_page(page: Page, served: Served) -> None:
    page.open(served.address)
    page.press("dijk")
    page.sees("getypt: dijk (4)")
    page.press(Keys.ESCAPE)
    page.sees("gedaan: terug")
    page.chord(Keys.CONTROL, "s")
    page.sees("gedaan: bewaard")
    page.chord(Keys.CONTROL, "p")
    page.sees("gedaan: meer")
    page.press(Keys.F1)
    page.sees("gedaan: hulp")


def test_a_broken_line_is_told_and_comes_back_with_the_same_text(page: Page, served: Served) -> None:
    page.open(served.address)
    page.press("halve zin")
    page.sees("getypt: halve zin (9)")
    served.refusing = True
    served.cut()
    until(lambda: page.shown("geen-verbinding"))
    assert "wat u invulde blijft staan" in page.browser.find_element(By.ID, "geen-verbinding").text
    page.press("verloren")
    served.refusing = False
    until(lambda: not page.shown("geen-verbinding"))
    page.sees("getypt: halve zin (9)")
    page.press("!")
    page.sees("getypt: halve zin! (10)")
    assert len(served.codes) == 1


def test_the_code_leaves_the_address_and_reaches_the_app(page: Page, served: Served) -> None:
    page.open(served.address + "#K7F3-QM2P-9XYT")
    page.sees("code [K7F3-QM2P-9XYT]")
    assert page.browser.current_url == served.address
    page.browser.refresh()
    page.sees("code [K7F3-QM2P-9XYT]")


def test_a_newer_tab_takes_over_and_may_be_taken_back_from(page: Page, served: Served) -> None:
    page.open(served.address)
    page.press("tabblad")
    page.sees("getypt: tabblad (7)")
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    page.browser.get(served.address)
    page.sees("getypt: tabblad (7)")
    second = page.browser.current_window_handle
    page.browser.switch_to.window(first)
    until(lambda: page.shown("gestopt"))
    page.browser.find_element(By.ID, "verder").click()
    page.press("2")
    page.sees("getypt: tabblad2 (8)")
    page.browser.switch_to.window(second)
    until(lambda: page.shown("gestopt"))
    page.browser.close()
    page.browser.switch_to.window(first)


def test_an_app_that_ended_can_be_begun_again(page: Page, served: Served) -> None:
    page.open(served.address)
    page.chord(Keys.CONTROL, "x")
    until(lambda: page.shown("gestopt"))
    assert page.browser.find_element(By.ID, "waarom").text == "U bent gestopt op dit scherm."
    page.press(Keys.ENTER)
    until(lambda: not page.shown("gestopt"))
    page.press("opnieuw")
    page.sees("getypt: opnieuw (7)")
    assert len(served.codes) == 2


def test_a_text_on_the_clipboard_is_pasted_and_a_copied_one_is_on_it(page: Page, served: Served) -> None:
    page.open(served.address)
    page.browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"origin": served.address.rstrip("/"), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    page.chord(Keys.CONTROL, "l")
    read = "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    until(lambda: page.browser.execute_async_script(read) == "geknipt é")
    page.chord(Keys.CONTROL, "v")
    page.sees("getypt: geknipt é (9)")


def test_the_terminal_fills_the_window_and_follows_it(page: Page, served: Served, tmp_path: Path) -> None:
    page.open(served.address)
    for size in ((1000, 640), (700, 900), (1300, 800)):
        page.browser.set_window_size(*size)
        until(lambda: page.browser.execute_script(FILLS), lambda: str(page.browser.execute_script(SIZES)))
        page.sees("bezoeker")


SIZES = """
const box = document.querySelector(".xterm-screen").getBoundingClientRect(), root = document.documentElement;
return [box.left, box.top, box.right, box.bottom, window.innerWidth, window.innerHeight, root.scrollWidth,
        root.scrollHeight];
"""
FILLS = f"""
const [left, top, right, bottom, width, height, wide, tall] = (() => {{ {SIZES} }})();
return left === 0 && top === 0 && right <= width && right > width - 12 && bottom <= height && bottom > height - 24
  && wide <= width && tall <= height;
"""


def test_the_page_asks_nothing_of_any_other_host_and_breaks_no_rule_of_its_own(page: Page, served: Served) -> None:
    page.browser.get_log("browser")  # type: ignore[no-untyped-call]
    page.open(served.address)
    asked = page.browser.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert {name.removeprefix(served.address) for name in asked} >= {"terminal.js", "letters.ttf", "tekens.ttf"}
    assert [name for name in asked if not name.startswith(served.address)] == []
    said = [line["message"] for line in page.browser.get_log("browser")]  # type: ignore[no-untyped-call]
    assert [line for line in said if "Content Security Policy" in line or "Failed to load" in line] == []
