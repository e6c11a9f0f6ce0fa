"""Browsers without a window: sockets to a server, with a small app behind it that shows what was typed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import aiohttp
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from oefening.browser.server import RunningServer, serve

PATIENCE = 20
"""Seconds in which anything that is waited for happens on any machine."""

ANNA, BRAM, CARLA = "a" * 32, "b" * 32, "c" * 32


class Notebook(App[None]):
    """Shows who came with what code, a line to type on, and what was done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "note('terug')"),
        Binding("ctrl+s", "note('bewaard')", priority=True),
        Binding("ctrl+p", "note('meer')", priority=True),
        Binding("f1", "note('hulp')"),
        Binding("ctrl+c", "note('onderbroken')", priority=True),
        Binding("ctrl+l", "copy", priority=True),
        Binding("ctrl+x", "quit", priority=True),
        Binding("ctrl+b", "burst", priority=True),
        Binding("ctrl+e", "fail", priority=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    CSS = "#marks { border: round white; } Input { border: tall gray; }"

    def __init__(self, visitor: str, code: str) -> None:
        super().__init__()
        self.visitor, self.code = visitor, code
        self.pasted = 0

    def compose(self) -> ComposeResult:
        yield Static(f"bezoeker {self.visitor[:4]} code [{self.code}]", markup=False, id="who")
        yield Input(id="line")
        yield Static("", id="said", markup=False)
        yield Static("▁▂▃▄▅▆▇█ ● ○ ► ▸ ✖ ✓ → ❚ ■|", id="marks")
        yield Static("", id="burst")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#said", Static).update(f"getypt: {event.value[:60]} ({len(event.value)})")

    def on_mouse_scroll_down(self) -> None:
        self.action_note("gerold")

    def action_note(self, what: str) -> None:
        self.query_one("#said", Static).update(f"gedaan: {what}")

    def action_copy(self) -> None:
        self.copy_to_clipboard("geknipt é")

    def action_fail(self) -> None:
        raise RuntimeError("stuk")

    def action_burst(self) -> None:
        """Paints more than waits for any browser."""
        driver = self._driver
        assert driver is not None
        for _number in range(100):
            driver.write("x" * 50_000)
        self.query_one("#burst", Static).update("na de stortvloed")


class Browser:
    """What a page does, without the page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.painted = ""
        self.words: list[list[Any]] = []
        self.close_code: int | None = None

    async def say(self, *message: Any) -> None:
        await self.socket.send_str(json.dumps(message))

    async def type(self, text: str) -> None:
        await self.say("stdin", text)

    async def hear(self) -> bool:
        """Takes one message in; whether there was one."""
        message = await self.socket.receive()
        if message.type is aiohttp.WSMsgType.BINARY:
            self.painted += message.data.decode("utf-8")
        elif message.type is aiohttp.WSMsgType.TEXT:
            self.words.append(json.loads(message.data))
        else:
            self.close_code = self.socket.close_code
            return False
        return True

    async def sees(self, text: str) -> None:
        """Returns once a text was painted."""
        try:
            async with asyncio.timeout(PATIENCE):
                while text not in plain(self.painted) and await self.hear():
                    pass
        except TimeoutError:
            pass
        assert text in plain(self.painted)

    async def hears(self, kind: str) -> list[Any]:
        """The words of this kind that the server says."""
        async with asyncio.timeout(PATIENCE):
            while not (said := [word for word in self.words if word[0] == kind]):
                assert await self.hear(), f"{kind!r} was never said"
        self.words.remove(said[0])
        return list(said[0][1:])

    async def ends(self) -> int | None:
        """Returns once the server ended the connection; its close code."""
        async with asyncio.timeout(PATIENCE):
            while await self.hear():
                pass
        return self.close_code


class Reader(Browser):
    """What a page does whose browser makes no WebSocket."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address
        self.painted = ""
        self.words: list[list[Any]] = []
        self.close_code: int | None = None
        self.answer: aiohttp.ClientResponse | None = None
        self.name = ""

    async def say(self, *message: Any) -> None:
        if self.answer is None:
            self.answer = await self.post("stroom", json.dumps(message))
            (self.name,) = await self.hears("name")
        else:
            assert (await self.post(f"stroom/{self.name}", json.dumps([message]))).status == 204

    async def post(self, path: str, body: str) -> aiohttp.ClientResponse:
        return await self.session.post(f"{self.address}/{path}", data=body, headers={"Origin": self.address})

    async def hear(self) -> bool:
        assert self.answer is not None
        try:
            head = await self.answer.content.readexactly(5)
            body = (await self.answer.content.readexactly(int.from_bytes(head[1:], "big"))).decode("utf-8")
        except (asyncio.IncompleteReadError, aiohttp.ClientError):
            return False
        if head[:1] == b"T":
            self.words.append(json.loads(body))
        else:
            self.painted += body
        return True


@asynccontextmanager
async def reading(
    running: RunningServer, visitor: str, code: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Reader]:
    """A visitor whose browser makes no WebSocket, and shows the app."""
    async with aiohttp.ClientSession() as session:
        reader = Reader(session, f"http://127.0.0.1:{running.port}")
        await reader.say("hello", {"visitor": visitor, "code": code, "width": size[0], "height": size[1]})
        await reader.sees(f"bezoeker {visitor[:4]}")
        yield reader
        if reader.answer is not None:
            reader.answer.close()


def plain(painted: str) -> str:
    """What was painted without what steers the terminal."""
    return re.sub(r"\x1b(\[[0-9;?<=>]*[A-Za-z$]|\][^\a]*\a|[a-z])", "", painted)


@asynccontextmanager
async def serving(make_app: Callable[[str, str], App[None]] = Notebook) -> AsyncIterator[RunningServer]:
    """A server of notebooks."""
    running = await serve(make_app, "127.0.0.1", 0, None)
    try:
        yield running
    finally:
        await running.close()


@asynccontextmanager
async def opened(running: RunningServer, origin: str | None = None, **settings: Any) -> AsyncIterator[Browser]:
    """A browser that opened the page, and has said nothing yet."""
    address = f"http://127.0.0.1:{running.port}"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"{address}/ws", origin=address if origin is None else origin, max_msg_size=0, **settings
        ) as socket,
    ):
        yield Browser(socket)


@asynccontextmanager
async def visiting(
    running: RunningServer, visitor: str, code: str = "", size: tuple[int, int] = (80, 24), **settings: Any
) -> AsyncIterator[Browser]:
    """A visitor's browser, that shows the app."""
    async with knocking(running, visitor, code, size, **settings) as browser:
        await browser.sees(f"bezoeker {visitor[:4]}")
        yield browser


@asynccontextmanager
async def knocking(
    running: RunningServer, visitor: str, code: str = "", size: tuple[int, int] = (80, 24), **settings: Any
) -> AsyncIterator[Browser]:
    """A browser that said who it is."""
    async with opened(running, **settings) as browser:
        await browser.say("hello", {"visitor": visitor, "code": code, "width": size[0], "height": size[1]})
        yield browser


async def until(condition: Callable[[], bool]) -> None:
    """Returns once something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)
