"""The WebSocket between a page and this server; browsers that refuse one use `http_stream`."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from oefening.browser.driver import InvalidInputError
from oefening.browser.outbox import Outbox
from oefening.browser.page_connection import PageConnection
from oefening.browser.protocol import MAX_MESSAGE_BYTES, MalformedError
from oefening.browser.sessions import SessionPool

HELLO_TIMEOUT = 10.0
"""Seconds within which a page must send its `Hello`."""

HEARTBEAT = 15.0
"""Seconds between WebSocket pings; a browser that does not answer within half of it is disconnected."""


async def serve_socket(request: web.Request, sessions: SessionPool) -> web.WebSocketResponse:
    """Serves a page until either side closes the connection."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MAX_MESSAGE_BYTES)
    await socket.prepare(request)
    connection = PageConnection(sessions)
    sending = asyncio.create_task(_send(connection.outbox, socket))
    try:
        text = await _receive(socket, HELLO_TIMEOUT)
        if text is not None:
            connection.start(text)
            while (text := await _receive(socket)) is not None:
                await connection.handle(text)
    except (MalformedError, InvalidInputError, TimeoutError):
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)
    finally:
        connection.close()
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
    return socket


async def _receive(socket: web.WebSocketResponse, within: float | None = None) -> str | None:
    """The next message from the page; None once the connection is closed.

    Raises:
        MalformedError: it is not text.
        TimeoutError: none came within so many seconds.
    """
    message = await socket.receive(within)
    if message.type is WSMsgType.TEXT:
        text: str = message.data
        return text
    if message.type is WSMsgType.BINARY:
        raise MalformedError
    return None


async def _send(outbox: Outbox, socket: web.WebSocketResponse) -> None:
    """Sends what is in the outbox as fast as the browser takes it; closes the socket once the outbox is closed."""
    with contextlib.suppress(ConnectionError):
        while (piece := await outbox.next_piece()) is not None:
            if isinstance(piece, str):
                await socket.send_str(piece)
            else:
                await socket.send_bytes(piece)
    await socket.close()
