"""The web server: what it gives to whom, and what becomes of who sends nonsense."""

import asyncio
import gzip
import hashlib
import json
import re
import socket
import struct
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import aiohttp
import pytest

from oefening.browser import websocket
from oefening.browser.assets import static_files
from oefening.browser.protocol import (
    MAX_CODE_LENGTH,
    MAX_HEIGHT,
    MAX_WIDTH,
    MalformedError,
    Resized,
    Typed,
    decode_page_message,
)
from oefening.browser.server import RunningServer, serve
from oefening.net.certificate import make_certificate, server_context
from tests.support.browser_sockets import ANNA, BRAM, Browser, Notebook, opened, plain, serving, visiting

TOO_LARGE = 256 * 1024 + 1


async def get(running: RunningServer, path: str, **headers: str) -> tuple[int, Any, bytes]:
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.get(f"http://127.0.0.1:{running.port}{path}", headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.read()


@pytest.mark.parametrize("path", ["/", "/pagina.js", "/letters.ttf", "/bestaat-niet", "/ws"])
async def test_every_answer_keeps_the_page_to_itself(path: str) -> None:
    async with serving() as running:
        _status, headers, _body = await get(running, path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-cache"


async def test_a_file_comes_packed_once_and_then_not_again() -> None:
    async with serving() as running:
        status, headers, packed = await get(running, "/terminal.js", **{"Accept-Encoding": "gzip"})
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        _status, _headers, whole = await get(running, "/terminal.js", **{"Accept-Encoding": "identity"})
        assert gzip.decompress(packed) == whole
        assert len(packed) < len(whole) / 2
        status, _headers, body = await get(running, "/terminal.js", **{"If-None-Match": headers["ETag"]})
        assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/../server.py", "/%2e%2e%2fserver.py", "/page.html.j2", "/static/textual.js", "/x/y"]
)
async def test_no_other_file_can_be_had(path: str) -> None:
    async with serving() as running:
        assert (await get(running, path))[0] == 404


class Asked(HTMLParser):
    """What a page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]


def test_the_page_asks_for_files_of_this_server_alone() -> None:
    files = static_files()
    page = Asked()
    page.feed(files[""].body.decode("utf-8"))
    style = files["pagina.css"].body.decode("utf-8")
    scripted = re.findall(r'\.src = "([^"]+)"', files["pagina.js"].body.decode("utf-8"))
    asked = [*page.addresses, *re.findall(r'url\("([^"]+)"\)', style), *scripted]
    assert "terminal.js" in asked
    assert set(asked) == set(files) - {""}


FROM_TEXTUAL_SERVE = {
    "letters.ttf": "173a14a0d6085072cb655a381aae7949612c0d76c1e7de780288b74939363fdb",
    "terminal.js": "c1e7f29ed0facdd331181d6262f92acfc1cf908569d9e013c16038142a23a470",
    "terminal.css": "0ea0e3c9dbc16c3b7736c1c60abb8ff843e9aa9d5adaa8b573dd6bebcf02cac5",
}
"""The files of textual-serve 1.1.3, by their SHA-256."""


@pytest.mark.parametrize("name", FROM_TEXTUAL_SERVE)
def test_what_others_made_is_shipped_as_they_made_it(name: str) -> None:
    """The page's own script is made for this version of the terminal, and LICENCES.txt says that they are unchanged."""
    assert hashlib.sha256(static_files()[name].body).hexdigest() == FROM_TEXTUAL_SERVE[name]


NAMES_OF_KINDS = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize("name", [name for name, file in static_files().items() if "font" not in file.content_type])
def test_no_file_names_an_outside_host(name: str) -> None:
    text = static_files()[name].body.decode("utf-8")
    without_notes = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    hosts = set(re.findall(r"(?:https?|wss?)://[\w.-]+\.\w+[\w/.-]*", without_notes))
    assert hosts <= NAMES_OF_KINDS


async def test_the_page_speaks_dutch_and_says_what_it_needs() -> None:
    text = static_files()[""].body.decode("utf-8")
    assert '<html lang="nl">' in text
    assert "<title>oefening</title>" in text
    assert re.search(r"<noscript>.*JavaScript.*</noscript>", text)
    assert "<script>" not in text
    assert "style=" not in text


@pytest.mark.parametrize("origin", ["http://kwaad.example", "", "null", "http://127.0.0.1:1"])
async def test_a_page_of_another_site_is_refused(origin: str) -> None:
    async with serving() as running:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with opened(running, origin=origin):
                pass
        assert refused.value.status == 403


NONSENSE = [
    "",
    "hallo",
    "{}",
    "[]",
    "[" * 100_000,
    "9" * 10_000,
    '["stdin"]',
    '["stdin", 5]',
    '["resize", {"width": "80", "height": 24}]',
    '["resize", {"width": true, "height": 24}]',
    '["resize", {"width": 1e999, "height": 24}]',
    '["ping", "1"]',
    '["delete", "alles"]',
    json.dumps(["stdin", "\x1b[99999999999999999999u"]),
    json.dumps(["hello", {"visitor": ANNA, "code": "", "width": 80, "height": 24}]),
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: text[:20])
async def test_nonsense_ends_only_the_connection_that_it_came_over(nonsense: str) -> None:
    async with serving() as running, visiting(running, BRAM) as bram:
        async with visiting(running, ANNA) as anna:
            await anna.type("abc")
            await anna.sees("getypt: abc (3)")
            await anna.socket.send_str(nonsense)
            assert await anna.ends() == aiohttp.WSCloseCode.POLICY_VIOLATION
        await bram.type("nog hier")
        await bram.sees("getypt: nog hier (8)")
        async with visiting(running, ANNA) as again:
            await again.sees("getypt: abc (3)")
            await again.type("d")
            await again.sees("getypt: abcd (4)")


@pytest.mark.parametrize(
    "first",
    [
        ["stdin", "x"],
        ["hello", {"visitor": "kort", "code": "", "width": 80, "height": 24}],
        ["hello", {"visitor": "A" * 32, "code": "", "width": 80, "height": 24}],
        ["hello", {"visitor": ANNA + "\n", "code": "", "width": 80, "height": 24}],
        ["hello", {"visitor": ANNA, "code": "x" * (MAX_CODE_LENGTH + 1), "width": 80, "height": 24}],
        ["hello", {"visitor": ANNA, "width": 80, "height": 24}],
    ],
    ids=str,
)
async def test_who_does_not_say_hello_first_gets_no_app(first: list[Any]) -> None:
    made: list[str] = []

    def make(visitor: str, code: str) -> Any:
        made.append(visitor)

    async with serving(make) as running, opened(running) as browser:
        await browser.say(*first)
        assert await browser.ends() == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert made == []


async def test_who_says_nothing_is_shown_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "HELLO_TIMEOUT", 0.05)
    async with serving() as running, opened(running) as browser:
        assert await browser.ends() == aiohttp.WSCloseCode.POLICY_VIOLATION


@pytest.mark.parametrize("compress", [0, 15], ids=["as it is", "packed"])
async def test_a_message_that_is_too_large_ends_only_its_connection(compress: int) -> None:
    async with serving() as running, visiting(running, BRAM) as bram:
        async with visiting(running, ANNA, compress=compress) as anna:
            await anna.type("x" * TOO_LARGE)
            assert await anna.ends() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        await bram.type("nog hier")
        await bram.sees("getypt: nog hier (8)")
        async with visiting(running, ANNA) as again:
            assert "getypt" not in plain(again.painted)


async def test_bytes_are_no_message() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        await anna.socket.send_bytes(b'["stdin", "x"]')
        assert await anna.ends() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_ping_is_answered() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        await anna.say("ping", 17)
        assert await anna.hears("pong") == [17]


async def test_a_browser_that_vanishes_leaves_its_app() -> None:
    async with serving() as running:
        async with visiting(running, ANNA) as anna:
            await anna.type("er nog")
            await anna.sees("getypt: er nog (6)")
            cut = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            anna.socket.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, cut)
        async with visiting(running, ANNA) as again:
            await again.sees("getypt: er nog (6)")


async def test_all_of_it_goes_over_an_encrypted_connection_too() -> None:
    certificate = make_certificate(["127.0.0.1"], datetime.now(UTC))
    running = await serve(Notebook, "127.0.0.1", 0, server_context(certificate))
    address = f"https://127.0.0.1:{running.port}"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as session:
        async with session.get(address) as answer:
            assert "<title>oefening</title>" in await answer.text()
        async with session.ws_connect(f"{address}/ws", origin=address) as connected:
            browser = Browser(connected)
            await browser.say("hello", {"visitor": ANNA, "code": "", "width": 80, "height": 24})
            await browser.sees("bezoeker aaaa")
    await running.close()


async def test_a_port_that_is_taken_is_an_error_at_once() -> None:
    async with serving() as running:
        with pytest.raises(OSError, match="address"):
            await serve(lambda visitor, code: None, "127.0.0.1", running.port, None)  # type: ignore[arg-type, return-value]
        assert (await get(running, "/"))[0] == 200


async def test_a_closed_server_listens_no_longer() -> None:
    async with serving() as running:
        await asyncio.wait_for(running.close(), 10)
        with pytest.raises(aiohttp.ClientConnectorError):
            await get(running, "/")


def test_sizes_have_a_bound() -> None:
    assert decode_page_message('["resize", {"width": 100000, "height": -5}]') == Resized((MAX_WIDTH, 1))
    assert decode_page_message('["resize", {"width": 0, "height": 100000}]') == Resized((1, MAX_HEIGHT))


def test_half_a_character_becomes_a_question_mark() -> None:
    assert decode_page_message('["stdin", "\\ud83d \\ud83d\\ude00"]') == Typed("? 😀")


def test_what_is_no_message_is_malformed() -> None:
    for text in NONSENSE[:13]:
        with pytest.raises(MalformedError):
            decode_page_message(text)
