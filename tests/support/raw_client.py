"""A guest of the tests that says whatever it likes: messages as they go over the line, without the client's manners."""

import asyncio
import base64
import os
import socket
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
from attrs import evolve

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, WriteOnBoard
from oefening.engine.events import BoardPart, DecisionMade, Event, MessageSent
from oefening.net.certificate import client_context
from oefening.net.client import ClientConnection
from oefening.net.host import Host
from oefening.net.protocol import (
    MAX_UPDATE_BYTES,
    VERSION,
    ClientMessage,
    ClientRequest,
    Denied,
    Join,
    RequestResult,
    ServerMessage,
    Welcome,
    decode_server_message,
    encode_client_message,
)
from oefening.net.server import PATH
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Request
from oefening.session.seat_id import SeatId
from tests.support.loopback_host import BELEID, DEADLINE, address_of, guest, opened, refusal, seen, until

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
DECISION = Decide(0, "eerste", Choice("open"), "nodig")
A_BOARD = WriteOnBoard(0, "zorg", BoardPart.PICTURE, "x")
SOON = 5.0
"""Seconds in which something comes that does not wait for anything."""


HASTY = aiohttp.ClientWSTimeout(ws_close=0.2)
"""Who hangs up does not wait for the other side to say goodbye."""


class RawGuest:
    """A connection over which anything can be said. `frames` is every text that came in."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, device: str) -> None:
        self.line, self.device = line, device
        self.frames: list[str] = []
        self.welcome: Welcome | None = None

    async def say(self, *messages: ClientMessage | str | bytes) -> None:
        """Sends messages, or texts and bytes as they are."""
        for message in messages:
            if isinstance(message, bytes):
                await self.line.send_bytes(message)
            else:
                await self.line.send_str(message if isinstance(message, str) else encode_client_message(message))

    def vanish(self) -> None:
        """Is gone without a word."""
        transport = self.line._conn.transport if self.line._conn is not None else None
        assert isinstance(transport, asyncio.Transport)
        transport.abort()

    async def hear(self) -> ServerMessage | None:
        """The next message; None where the connection is gone."""
        async with asyncio.timeout(DEADLINE):
            received = await self.line.receive()
        if received.type is not aiohttp.WSMsgType.TEXT:
            return None
        self.frames.append(received.data)
        return decode_server_message(received.data)

    async def last(self) -> ServerMessage | None:
        """The last message before the server hung up."""
        last = None
        while (message := await self.hear()) is not None:
            last = message
        return last

    async def join(self, **fields: Any) -> Welcome | Denied | None:
        """Knocks, and hears what comes of it; None where the server only hung up."""
        await self.say(evolve(Join(VERSION, self.device, "Raw"), **fields))
        answer = await self.hear()
        assert answer is None or isinstance(answer, Welcome | Denied)
        self.welcome = answer if isinstance(answer, Welcome) else None
        return answer

    async def refusals(self, *requests: Request, first: int = 1) -> list[str]:
        """What came of askings that are numbered from `first`, in that order."""
        answers: dict[int, str] = {}
        for number, request in enumerate(requests, first):
            await self.say(ClientRequest(number, NOW, request))
            while number not in answers:
                message = await self.hear()
                assert message is not None, f"hung up at {request}"
                if isinstance(message, RequestResult):
                    answers[message.number] = message.refusal
        return [answers[number] for number in range(first, first + len(requests))]


@asynccontextmanager
async def a_line(host: Host, device: str = "") -> AsyncIterator[RawGuest]:
    """A connection to the host that has said nothing yet."""
    url = f"wss://{address_of(host).text}{PATH}"
    timeout = aiohttp.ClientTimeout(total=DEADLINE)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.ws_connect(url, ssl=client_context(), max_msg_size=MAX_UPDATE_BYTES, timeout=HASTY) as line,
    ):
        yield RawGuest(line, device or os.urandom(16).hex())


@asynccontextmanager
async def a_raw_guest(host: Host, seat_id: SeatId, device: str = "") -> AsyncIterator[RawGuest]:
    """A guest with manners of its own that sits at a place."""
    async with a_line(host, device) as guest:
        assert isinstance(await guest.join(code=host.code_for(seat_id).secret), Welcome)
        yield guest


@asynccontextmanager
async def a_deaf_guest(host: Host, seat_id: SeatId) -> AsyncIterator[tuple[str, asyncio.StreamWriter]]:
    """A guest that sits at a place and reads nothing, also no ping: its device, and where it can write frames."""
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plug, ("127.0.0.1", host.server.port))
    _reader, writer = await asyncio.open_connection(sock=plug, ssl=client_context(), server_hostname="x", limit=1024)
    key, device = base64.b64encode(os.urandom(16)).decode(), os.urandom(16).hex()
    writer.write(
        f"GET {PATH} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    writer.write(frame(encode_client_message(Join(VERSION, device, "Doof", code=host.code_for(seat_id).secret))))
    try:
        yield device, writer
    finally:
        writer.transport.abort()


def frame(text: str) -> bytes:
    """A text as one masked WebSocket frame."""
    body = text.encode()
    length = struct.pack("!BH", 126 | 0x80, len(body)) if len(body) > 125 else struct.pack("!B", len(body) | 0x80)
    return b"\x81" + length + b"\0\0\0\0" + body


def happened(exercise: LiveExercise) -> list[Event]:
    """Everything in the log, which no seat shows whole."""
    return exercise._session.events


def among(events: Sequence[Event], kind: type[Event]) -> list[Any]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


@asynccontextmanager
async def with_a_good_guest(exercise: LiveExercise) -> AsyncIterator[tuple[Host, ClientConnection]]:
    """An open room with a guest that behaves, and in the end decided and saw everything there is to see."""
    async with opened(exercise) as host, guest(host, BELEID, "Braaf") as good:
        yield host, good
        async with asyncio.timeout(SOON):
            assert not await refusal(good, DECISION)
        await until(lambda: seen(good) == exercise.team_seat(0, "beleid").current_view())
        assert good.link.connected
    numbers = {message.number for message in seen(good).messages if message.channel is None}
    sent = [event for event in among(happened(exercise), MessageSent) if "beleid" in (event.sender, event.recipient)]
    assert len(numbers) == len(sent)
    assert len(among(happened(exercise), DecisionMade)) == 1


def worries(host: Host, *words: str) -> list[str]:
    """The worrying lines in the leader's journal that say all of some words."""
    lines = [knock.text for knock in host.admission.journal if knock.is_warning]
    return [line for line in lines if all(word in line for word in words)]
