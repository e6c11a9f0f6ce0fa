"""The page in a real browser: an app that is typed in, a line that breaks and comes back, a tab that takes over.

Needs Chromium with its driver; where they are not there, the tests are skipped.
"""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from oefening.browser.server import serve
from tests.support.browser_sockets import Notebook

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
PATIENCE = 30
"""Seconds in which anything happens on any machine."""

T = TypeVar("T")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(None in (CHROMIUM, DRIVER), reason="needs chromium and chromedriver"),
]


class Served:
    """A server of notebooks in a thread with an event loop of its own, behind a network that a test can break."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.codes: list[str] = []
        self._cables: set[asyncio.StreamWriter] = set()
        self._broken = False
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._running = self._do(serve(self._make, "127.0.0.1", 0, None))
        self._network = self._do(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._network.sockets[0].getsockname()[1]}/"

    def break_off(self) -> None:
        """Cuts every connection without a word, and lets no other one through."""
        self._broken = True
        self.loop.call_soon_threadsafe(self._cut)

    def mend(self) -> None:
        """Lets connections through again."""
        self._broken = False

    def close(self) -> None:
        self._network.close()
        self._do(self._running.close())
        self.loop.call_soon_threadsafe(self._cut)
        self._do(asyncio.sleep(0.1))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()

    def _make(self, visitor: str, code: str) -> Notebook:
        self.codes.append(code)
        return Notebook(visitor, code)

    def _do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(PATIENCE)

    def _cut(self) -> None:
        for end in self._cables:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._broken:
            writer.transport.abort()
            return
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self._running.port)
        ends = {writer, other_writer}
        self._cables |= ends
        await asyncio.gather(_pump(reader, other_writer), _pump(other_reader, writer))
        self._cables -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@pytest.fixture
def served() -> Iterator[Served]:
    """A server behind a network that can be broken."""
    server = Served()
    yield server
    server.close()


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


NO_WEBSOCKET = """
window.WebSocket = class {
  static OPEN = 1;
  constructor() { this.readyState = 3; setTimeout(() => this.onclose()); }
};
"""


@pytest.fixture(scope="module", params=["canvas", "without a graphics card", "without a WebSocket"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser without a window; with the terminal's two ways of drawing, and two ways of connecting."""
    more = ["disable-3d-apis"] if request.param == "without a graphics card" else []
    with chromium(*more) as browser:
        if request.param == "without a WebSocket":
            browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NO_WEBSOCKET})
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
    served.break_off()
    until(lambda: page.shown("geen-verbinding"))
    assert "wat u invulde blijft staan" in page.browser.find_element(By.ID, "geen-verbinding").text
    page.press("verloren")
    served.mend()
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
    until(lambda: not page.shown("gestopt"))
    page.press("2")
    page.sees("getypt: tabblad2 (8)")
    page.browser.switch_to.window(second)
    until(lambda: page.shown("gestopt"))
    page.browser.close()
    page.browser.switch_to.window(first)


def test_an_app_that_ended_can_be_begun_again(page: Page, served: Served) -> None:
    page.open(served.address)
    page.press("oud")
    page.sees("getypt: oud (3)")
    page.chord(Keys.CONTROL, "x")
    until(lambda: page.shown("gestopt"))
    assert page.browser.find_element(By.ID, "waarom").text == "U bent gestopt op dit scherm."
    page.press(Keys.ENTER)
    until(lambda: not page.shown("gestopt") and "oud" not in page.text())
    page.sees("bezoeker")
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


def test_ctrl_c_copies_what_is_selected_and_is_else_a_key_of_the_app(page: Page, served: Served) -> None:
    page.open(served.address)
    page.browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"origin": served.address.rstrip("/"), "permissions": ["clipboardReadWrite"]}
    )
    page.chord(Keys.CONTROL, "c")
    page.sees("gedaan: onderbroken")
    page.press("x")
    page.sees("getypt: x (1)")
    screen = page.browser.find_element(By.CSS_SELECTOR, ".xterm-screen")
    width, height = screen.size["width"] // 2, screen.size["height"] // 2
    mouse = ActionChains(page.browser).key_down(Keys.SHIFT).move_to_element_with_offset(screen, 2 - width, 2 - height)
    mouse.click_and_hold().move_by_offset(200, 0).release().key_up(Keys.SHIFT).perform()
    page.chord(Keys.CONTROL, "c")
    read = "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    until(lambda: str(page.browser.execute_async_script(read)).startswith("bezoeker"))
    assert "getypt: x (1)" in page.text()


def test_a_finger_brings_the_keyboard_and_turns_the_wheel(page: Page, served: Served) -> None:
    page.open(served.address)
    page.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    focused = "return document.activeElement.className"
    page.browser.execute_script("document.activeElement.blur()")
    assert "xterm" not in str(page.browser.execute_script(focused))

    def touch(kind: str, *points: tuple[int, int]) -> None:
        page.browser.execute_cdp_cmd(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    touch("touchStart", (300, 300))
    touch("touchEnd")
    until(lambda: "xterm-helper-textarea" in str(page.browser.execute_script(focused)))
    touch("touchStart", (300, 400))
    for y in range(400, 200, -20):
        touch("touchMove", (300, y))
    touch("touchEnd")
    page.sees("gedaan: gerold")
    page.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


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
