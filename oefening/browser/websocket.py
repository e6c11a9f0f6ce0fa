"""A browser's WebSocket, the connection that nearly all browsers make."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from oefening.browser.driver import InvalidInputError
from oefening.browser.outbox import Outbox
from oefening.browser.protocol import MOST_AT_ONCE, MalformedError, PageConnection
from oefening.browser.sessions import SessionPool

HELLO_WITHIN = 10.0
"""Seconds in which a page must say who is there."""

HEARTBEAT = 15.0
"""Seconds between two signs of life that a browser is asked for; half as long without an answer ends a connection."""


async def serve_socket(request: web.Request, visits: SessionPool) -> web.WebSocketResponse:
    """Serves a browser until one of both sides ends the connection."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_AT_ONCE)
    await socket.prepare(request)
    talk = PageConnection(visits)
    sending = asyncio.create_task(_send(talk.line, socket))
    try:
        text = await _receive(socket, HELLO_WITHIN)
        if text is not None:
            talk.greet(text)
            while (text := await _receive(socket)) is not None:
                await talk.heed(text)
    except (MalformedError, InvalidInputError, TimeoutError):
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)
    finally:
        talk.end()
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
    return socket


async def _receive(socket: web.WebSocketResponse, within: float | None = None) -> str | None:
    """The next message of the page; None once the connection has ended.

    Raises:
        MalformedError: it is no text.
        TimeoutError: there was none in so many seconds.
    """
    message = await socket.receive(within)
    if message.type is WSMsgType.TEXT:
        text: str = message.data
        return text
    if message.type is WSMsgType.BINARY:
        raise MalformedError
    return None


async def _send(line: Outbox, socket: web.WebSocketResponse) -> None:
    """Sends what waits on the line, as fast as the browser takes it, and closes the connection at the line's end."""
    with contextlib.suppress(ConnectionError):
        while (piece := await line.next()) is not None:
            if isinstance(piece, str):
                await socket.send_str(piece)
            else:
                await socket.send_bytes(piece)
    await socket.close()
