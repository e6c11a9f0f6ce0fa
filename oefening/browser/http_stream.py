"""HTTP fallback for browsers without a WebSocket: one endless response down, one POST per batch of messages up.

Every browser on an iPad or iPhone is WebKit, and WebKit refuses a WebSocket to a server with a self-signed certificate,
even after the visitor accepted that certificate for the page (WebKit bug 145819). A laptop in a meeting room cannot get
a certificate from an authority, so for those browsers plain requests carry the same messages.
"""

import asyncio
import json
import secrets
from collections.abc import Callable

from aiohttp import web

from oefening.browser.driver import InvalidInputError
from oefening.browser.page_connection import PageConnection
from oefening.browser.protocol import MalformedError
from oefening.browser.sessions import SessionPool

SILENCE_TIMEOUT = 90.0
"""Seconds without a message after which a page is considered gone.

The page sends pings, but browsers slow the timers of a page in the background down to once a minute.
"""


class HttpStream:
    """The open streams. Each has a random name, by which a POST finds the stream that it belongs to."""

    def __init__(self, sessions: SessionPool) -> None:
        self._sessions = sessions
        self._connections: dict[str, tuple[PageConnection, Callable[[], None]]] = {}

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Handles the POST with a page's `Hello`: streams output in the response until either side closes it."""
        connection = PageConnection(self._sessions)
        try:
            connection.start(await request.text())
        except (MalformedError, UnicodeDecodeError) as error:
            raise web.HTTPBadRequest from error
        answer = web.StreamResponse()
        answer.content_type = "application/octet-stream"
        name = secrets.token_hex(16)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(SILENCE_TIMEOUT, lambda: None)

        def restart_timer() -> None:
            nonlocal timer
            timer.cancel()
            timer = loop.call_later(SILENCE_TIMEOUT, self._abort, connection, request)

        restart_timer()
        self._connections[name] = connection, restart_timer
        try:
            await answer.prepare(request)
            await answer.write(_frame(json.dumps(["name", name])))
            while (piece := await connection.outbox.next_piece()) is not None:
                await answer.write(_frame(piece))
            await answer.write_eof()
        except ConnectionError:
            pass
        finally:
            timer.cancel()
            del self._connections[name]
            connection.close()
        return answer

    async def receive(self, request: web.Request) -> web.Response:
        """Handles a POST with a list of messages; responds once the app can take more (back pressure)."""
        found = self._connections.get(request.match_info["name"])
        if found is None:
            raise web.HTTPGone
        connection, restart_timer = found
        restart_timer()
        try:
            messages = json.loads(await request.text())
            if not isinstance(messages, list):
                raise MalformedError
            for message in messages:
                await connection.handle(json.dumps(message))
        except (MalformedError, InvalidInputError, ValueError, RecursionError) as error:
            connection.close()
            raise web.HTTPBadRequest from error
        return web.Response(status=204)

    @staticmethod
    def _abort(connection: PageConnection, request: web.Request) -> None:
        connection.close()
        if request.transport is not None:
            request.transport.abort()


def _frame(piece: str | bytes) -> bytes:
    """`T` (text) or `B` (bytes), the length in four bytes, then the piece: an HTTP body has no message borders."""
    body = piece.encode("utf-8") if isinstance(piece, str) else piece
    return (b"T" if isinstance(piece, str) else b"B") + len(body).to_bytes(4, "big") + body
