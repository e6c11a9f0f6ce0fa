"""For browsers that make no WebSocket: an answer without an end, and a request for everything that is said.

All browsers of iPads and iPhones refuse a WebSocket to a server whose certificate nobody vouches for, though they show
its page once the visitor said so (WebKit bug 145819). An exercise has no other certificate to give.
"""

import asyncio
import json
import secrets
from collections.abc import Callable

from aiohttp import web

from oefening.browser.driver import InvalidInputError
from oefening.browser.protocol import MalformedError, PageConnection
from oefening.browser.sessions import SessionPool

SILENCE = 90.0
"""Seconds without a word after which a page is gone; one in the background speaks once a minute."""


class HttpStream:
    """All such browsers, each with a name for the answer that it is reading."""

    def __init__(self, visits: SessionPool) -> None:
        self._visits = visits
        self._talks: dict[str, tuple[PageConnection, Callable[[], None]]] = {}

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """Answers a hello with all that the browser is to get, until one of both sides ends it."""
        talk = PageConnection(self._visits)
        try:
            talk.greet(await request.text())
        except (MalformedError, UnicodeDecodeError) as error:
            raise web.HTTPBadRequest from error
        answer = web.StreamResponse()
        answer.content_type = "application/octet-stream"
        name = secrets.token_hex(16)
        loop = asyncio.get_running_loop()
        silence = loop.call_later(SILENCE, lambda: None)

        def heard() -> None:
            nonlocal silence
            silence.cancel()
            silence = loop.call_later(SILENCE, self._give_up, talk, request)

        heard()
        self._talks[name] = talk, heard
        try:
            await answer.prepare(request)
            await answer.write(_framed(json.dumps(["name", name])))
            while (piece := await talk.line.next()) is not None:
                await answer.write(_framed(piece))
            await answer.write_eof()
        except ConnectionError:
            pass
        finally:
            silence.cancel()
            del self._talks[name]
            talk.end()
        return answer

    async def speak(self, request: web.Request) -> web.Response:
        """Passes on what a page says, a list of messages; answers when the app can take more."""
        found = self._talks.get(request.match_info["name"])
        if found is None:
            raise web.HTTPGone
        talk, heard = found
        heard()
        try:
            messages = json.loads(await request.text())
            if not isinstance(messages, list):
                raise MalformedError
            for message in messages:
                await talk.heed(json.dumps(message))
        except (MalformedError, InvalidInputError, ValueError, RecursionError) as error:
            talk.end()
            raise web.HTTPBadRequest from error
        return web.Response(status=204)

    @staticmethod
    def _give_up(talk: PageConnection, request: web.Request) -> None:
        talk.end()
        if request.transport is not None:
            request.transport.abort()


def _framed(piece: str | bytes) -> bytes:
    """A piece as it stands in the answer: what it is, how long it is, and then itself."""
    body = piece.encode("utf-8") if isinstance(piece, str) else piece
    return (b"T" if isinstance(piece, str) else b"B") + len(body).to_bytes(4, "big") + body
