"""The server's side of one guest's connection: who it is, what was sent, and what is still to be sent.

A view is sent as its difference with the one sent before. Nothing piles up for a guest that reads slowly: while
messages are unsent no new difference is made, and the next one covers everything that happened meanwhile.
"""

import asyncio
from collections import deque

from aiohttp import web

from oefening.net.protocol import RequestResult, ServerMessage, ViewUpdate, encode_server_message
from oefening.net.view_diff import View, diff, is_empty
from oefening.session.seat_id import SeatId

CLOSE_TIMEOUT = 1.0
"""Seconds that the other side gets to receive the last message."""


class GuestConnection:
    """A guest's connection. `view` is what the guest sees once all unsent messages have arrived."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.BaseRequest, device_id: str, seat_id: SeatId, address: str
    ) -> None:
        self.device_id, self.seat_id, self.address = device_id, seat_id, address
        self.view: View | None = None
        self.pending_requests = 0
        self._socket, self._request = socket, request
        self._unsent: deque[ServerMessage] = deque()
        self._wake = asyncio.Event()

    @property
    def has_unsent(self) -> bool:
        """Whether messages are still to be sent."""
        return bool(self._unsent)

    def send_view(self, view: View) -> None:
        """Queues what changed since the last view; nothing where nothing did."""
        if view is not self.view:
            change = diff(self.view, view)
            self.view = view
            if not is_empty(change):
                self.send(ViewUpdate(change))

    @property
    def is_closed(self) -> bool:
        """Whether the connection is closed or closing."""
        transport = self._request.transport
        return transport is None or transport.is_closing()

    def send(self, message: ServerMessage) -> None:
        """Queues a message."""
        self._unsent.append(message)
        self._wake.set()

    async def write_messages(self) -> None:
        """Sends queued messages until the connection is lost.

        Raises:
            ConnectionError: it is lost.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._unsent:
                message = self._unsent[0]
                await self._socket.send_str(encode_server_message(message))
                self._unsent.popleft()
                if isinstance(message, RequestResult):
                    self.pending_requests -= 1

    async def close(self, message: ServerMessage | None = None) -> None:
        """Sends a last message and closes; aborts if the other side does not read it in time."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                if message is not None and not self._socket.closed:
                    await self._socket.send_str(encode_server_message(message))
                await self._socket.close()
        except (ConnectionError, TimeoutError):
            pass
        finally:
            self.abort()

    def abort(self) -> None:
        """Ends the connection at once; unsent messages are lost."""
        if self._request.transport is not None:
            self._request.transport.abort()
