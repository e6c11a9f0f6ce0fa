"""One guest's connection as the server sees it: what was sent, what still waits, and who sits at the other end.

What a guest sees is sent as changes of what it was sent before. Nothing piles up for a guest that reads slowly: while
something waits to be sent no new change is made, and the next one covers all that happened meanwhile.
"""

import asyncio
from collections import deque

from aiohttp import web

from oefening.net.protocol import RequestResult, ServerMessage, ViewUpdate, encode_server_message
from oefening.net.view_diff import View, diff, is_empty
from oefening.session.seat_id import SeatId

CLOSE_TIMEOUT = 1.0
"""Seconds that the other side gets to hear that the connection ends."""


class GuestConnection:
    """A guest's connection. `view` is what the guest will see once everything that waits has been sent."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.BaseRequest, device: str, seat_id: SeatId, address: str
    ) -> None:
        self.device_id, self.seat_id, self.address = device, seat_id, address
        self.view: View | None = None
        self.pending_requests = 0
        self._socket, self._request = socket, request
        self._unsent: deque[ServerMessage] = deque()
        self._wake = asyncio.Event()

    @property
    def has_unsent(self) -> bool:
        """Whether something still waits to be sent."""
        return bool(self._unsent)

    def send_view(self, view: View) -> None:
        """Sends what changed since the view that was sent last."""
        if view is not self.view:
            change = diff(self.view, view)
            self.view = view
            if not is_empty(change):
                self.send(ViewUpdate(change))

    @property
    def is_closed(self) -> bool:
        """Whether the other side hung up, or is being hung up on."""
        transport = self._request.transport
        return transport is None or transport.is_closing()

    def send(self, message: ServerMessage) -> None:
        """Sends a message, after what waits already."""
        self._unsent.append(message)
        self._wake.set()

    async def write_messages(self) -> None:
        """Sends whatever is to be sent, until the connection is gone.

        Raises:
            ConnectionError: it is gone.
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
        """Ends the connection, with a last message; does not wait long for who does not read it."""
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
        """Ends the connection at once, whatever still waits."""
        if self._request.transport is not None:
            self._request.transport.abort()
