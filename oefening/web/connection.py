"""One browser's connection: what the page says goes to its visitor's app, and what the app shows goes to the page."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from oefening.web.driver import NonsenseError
from oefening.web.line import Line
from oefening.web.messages import Focused, Hello, MalformedError, Ping, Resized, Typed, read
from oefening.web.visits import Visit, Visits

HELLO_WITHIN = 10.0
"""Seconds in which a page must say who is there."""

HEARTBEAT = 15.0
"""Seconds between two signs of life that a browser is asked for; half as long without an answer ends a connection."""

MOST_AT_ONCE = 256 * 1024
"""Bytes of one message from a page, at most."""


async def serve_browser(request: web.Request, visits: Visits) -> web.WebSocketResponse:
    """Serves a browser until one of both sides ends the connection."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_AT_ONCE)
    await socket.prepare(request)
    line = Line()
    sending = asyncio.create_task(_send(line, socket))
    visit: Visit | None = None
    try:
        hello = await _hello(socket)
        if hello is not None:
            visit = visits.enter(hello.visitor, hello.code, line, hello.size)
        if visit is not None:
            await _listen(socket, line, visit)
            visit.detach(line)
        if hello is not None:
            line.close()
            await sending
    except (MalformedError, NonsenseError):
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)
    finally:
        if visit is not None:
            visit.detach(line)
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
    return socket


async def _hello(socket: web.WebSocketResponse) -> Hello | None:
    """The first message; None where the browser goes away without.

    Raises:
        MalformedError: the page said something else first, or nothing in time.
    """
    try:
        text = await _receive(socket, HELLO_WITHIN)
    except TimeoutError as error:
        raise MalformedError from error
    if text is None:
        return None
    message = read(text)
    if not isinstance(message, Hello):
        raise MalformedError
    return message


async def _listen(socket: web.WebSocketResponse, line: Line, visit: Visit) -> None:
    """Passes on what the page says until the connection ends.

    Raises:
        MalformedError: the page said something that no page says.
        NonsenseError: it typed something that nobody can type.
    """
    while (text := await _receive(socket)) is not None:
        match read(text):
            case Ping(number):
                line.say("pong", number)
            case _ if not visit.shows(line):
                continue
            case Typed(typed):
                await visit.type(typed)
            case Resized(size):
                await visit.resize(size)
            case Focused(on):
                await visit.focus(on)
            case Hello():
                raise MalformedError


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


async def _send(line: Line, socket: web.WebSocketResponse) -> None:
    """Sends what waits on the line, as fast as the browser takes it, and closes the connection at the line's end."""
    with contextlib.suppress(ConnectionError):
        while (piece := await line.next()) is not None:
            if isinstance(piece, str):
                await socket.send_str(piece)
            else:
                await socket.send_bytes(piece)
    await socket.close()
