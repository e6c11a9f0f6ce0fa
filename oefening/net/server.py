"""The server in the leader's process: accepts guests, submits their requests, and sends each the view of its seat.

It runs in the event loop of the leader's screens and works in small pieces, so that neither keeps the other waiting.
It decides nothing itself: admission says who gets in, the session what a seat may see and do. Nothing that comes in is
trusted.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from oefening.engine.commands import Decide, DecideUnasked
from oefening.engine.handle_command import Refusal
from oefening.net.admission import Admission, Guest
from oefening.net.broadcast import ViewBroadcaster
from oefening.net.guest_connection import GuestConnection
from oefening.net.protocol import (
    MAX_REQUEST_BYTES,
    ClientRequest,
    Denial,
    Denied,
    Join,
    ProtocolError,
    RequestResult,
    Welcome,
    decode_client_message,
    encode_server_message,
)
from oefening.net.request_queue import PendingRequest, RequestQueue
from oefening.session.exercise import LiveExercise
from oefening.session.permissions import NOT_ALLOWED
from oefening.session.seat import Propose, TakePen
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import RequestOrigin
from oefening.text.phrases import plain
from oefening.text.translation import _
from oefening.views.participant import ProposalView

PATH = "/oefening"

HEARTBEAT = 8.0
"""Seconds between WebSocket pings, from both sides; no pong within half of it ends the connection."""

JOIN_TIMEOUT = 10.0
"""Seconds within which a new connection must have sent its `Join`."""

IPV4_MAPPED_PREFIX = "::ffff:"
"""How a dual-stack socket shows an IPv4 peer: `::ffff:192.168.1.5`.

Stripped, so that an address counts as one in the limits below, and the leader reads it as people write it.
"""

BACKLOG = 1_024
"""Connections that may wait to be accepted: after a network failure everyone comes back at the same moment."""

MAX_CONNECTIONS = 2_500

MAX_UNIDENTIFIED_PER_ADDRESS = 40
"""Connections from one address that have not sent a `Join` yet."""

MAX_PENDING_REQUESTS = 32
"""Unanswered requests of one guest; until some are answered nothing more is read from it (back pressure)."""

REQUESTS_PER_SECOND = 20.0
"""Of one guest in the long run (a token bucket); faster requests are delayed, not refused."""

BURST = REQUESTS_PER_SECOND * 5
"""Requests of one guest handled without delay, such as those that it kept while it had no connection."""


class Server:
    """The server of one exercise. `report_trouble` gets a Dutch sentence when the log cannot be written.

    `now` is a monotonic clock; adding `epoch` gives the time of day.
    """

    def __init__(
        self,
        exercise: LiveExercise,
        admission: Admission,
        report_trouble: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.admission = admission
        self.epoch = time.time() - now()
        self.now = now
        self._exercise = exercise
        self._requests = RequestQueue(exercise, self._answer, report_trouble, self._warn_of_error)
        self._connections: dict[str, GuestConnection] = {}
        self._unidentified: dict[str, int] = {}
        self._closing_tasks: set[asyncio.Task[None]] = set()
        self._connection_count = 0
        self._active_protocols: set[object] = set()
        self._runner: web.AppRunner | None = None
        self._tcp_server: asyncio.Server | None = None
        self._broadcaster = ViewBroadcaster(exercise)
        self.port = 0

    async def start(self, port: int, context: ssl.SSLContext) -> None:
        """Listens on a port; 0 means any free port.

        Raises:
            OSError: the port is in use or not allowed.
        """
        application = web.Application()
        application.router.add_get(PATH, self._handle_websocket)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            listening = listening_socket(port)
            self._tcp_server = await asyncio.get_running_loop().create_server(
                self._make_protocol, sock=listening, ssl=context, backlog=BACKLOG, ssl_handshake_timeout=JOIN_TIMEOUT
            )
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = listening.getsockname()[1]
        self._broadcaster.start()

    def _make_protocol(self) -> asyncio.Protocol:
        """Makes the HTTP protocol of a new connection.

        aiohttp has no time limit for the first request, so connections that never make one are aborted here.
        """
        assert self._runner is not None  # noqa: S101 - it is open
        assert self._runner.server is not None  # noqa: S101 - it is open
        protocol = self._runner.server()
        asyncio.get_running_loop().call_later(JOIN_TIMEOUT, self._abort_if_idle, protocol)
        return protocol

    def _abort_if_idle(self, protocol: web.RequestHandler) -> None:
        if protocol not in self._active_protocols and protocol.transport is not None:
            protocol.transport.abort()

    async def close(self) -> None:
        """Disconnects all guests. Their unanswered requests are sent again when they come back."""
        self._broadcaster.close()
        await asyncio.gather(*(connection.close() for connection in list(self._connections.values())))
        if self._tcp_server is not None:
            self._tcp_server.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # guests

    async def _handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MAX_REQUEST_BYTES, compress=False)
        address = (request.remote or "").removeprefix(IPV4_MAPPED_PREFIX)
        if (
            self._connection_count >= MAX_CONNECTIONS
            or self._unidentified.get(address, 0) >= MAX_UNIDENTIFIED_PER_ADDRESS
        ):
            self.admission.warn(_("Te veel verbindingen vanaf {address}.").format(address=address), self.now())
            raise web.HTTPServiceUnavailable
        self._connection_count += 1
        self._active_protocols.add(request.protocol)
        try:
            await socket.prepare(request)
            await self._serve_guest(request, socket, address)
        finally:
            self._connection_count -= 1
            self._active_protocols.discard(request.protocol)
        return socket

    async def _serve_guest(self, request: web.Request, socket: web.WebSocketResponse, address: str) -> None:
        self._unidentified[address] = self._unidentified.get(address, 0) + 1
        try:
            joined = await self._receive_join(socket, address)
        finally:
            self._unidentified[address] -= 1
            if not self._unidentified[address]:
                del self._unidentified[address]
        if isinstance(joined, Denied):
            with suppress(ConnectionError):
                await socket.send_str(encode_server_message(joined))
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        connection = GuestConnection(socket, request, joined.device_id, joined.seat_id, address)
        self._register(connection, joined)
        sending = asyncio.create_task(self._write_messages(connection))
        try:
            await self._receive_requests(socket, connection)
        finally:
            sending.cancel()
            self._handle_disconnect(connection)
            connection.abort()

    async def _receive_join(self, socket: web.WebSocketResponse, address: str) -> Guest | Denied:
        try:
            first = await asyncio.wait_for(socket.receive(), JOIN_TIMEOUT)
            message = decode_client_message(first.data) if first.type is WSMsgType.TEXT else None
        except (TimeoutError, ProtocolError):
            message = None
        if not isinstance(message, Join):
            self.admission.warn(_("Onbegrijpelijk bericht vanaf {address}.").format(address=address), self.now())
            return Denied(Denial.INVALID)
        return self.admission.admit(message, address, self.now())

    def _register(self, connection: GuestConnection, guest: Guest) -> None:
        """Seats a guest; a laptop that comes back takes over from its own earlier connection."""
        old = self._connections.get(guest.device_id)
        if old is not None:
            self._unregister(old)
            self._close_replaced(old)
        self._connections[guest.device_id] = connection
        connection.send(self._welcome_message(guest))
        if connection.seat_id.role is Role.TEAM:
            self._broadcaster.set_shared_seat(
                connection.seat_id,
                self._broadcaster.shared_seat(connection.seat_id).with_member(guest.device_id, guest.name),
            )
        self._broadcaster.add(connection)

    def _welcome_message(self, guest: Guest) -> Welcome:
        admission = self.admission
        return Welcome(
            guest.seat_id, guest.name, admission.ticket_for(guest), admission.state.exercise_id, self._exercise.title
        )

    def _close_replaced(self, connection: GuestConnection) -> None:
        ending = asyncio.create_task(self._close_connection(connection, Denied(Denial.REPLACED)))
        self._closing_tasks.add(ending)
        ending.add_done_callback(self._closing_tasks.discard)

    async def _write_messages(self, connection: GuestConnection) -> None:
        with suppress(ConnectionError, asyncio.CancelledError):
            await connection.write_messages()

    def _unregister(self, connection: GuestConnection) -> None:
        """Takes the seat from a connection, unless a newer connection of the same guest has it."""
        if self._connections.get(connection.device_id) is not connection:
            return
        del self._connections[connection.device_id]
        self._broadcaster.remove(connection)
        if connection.seat_id.role is Role.TEAM:
            self._broadcaster.set_shared_seat(
                connection.seat_id,
                self._broadcaster.shared_seat(connection.seat_id).without_member(connection.device_id),
            )

    def _handle_disconnect(self, connection: GuestConnection) -> None:
        if self._connections.get(connection.device_id) is not connection:
            return
        self._unregister(connection)
        self.admission.disconnected(connection.device_id, self.now())

    async def remove_guest(self, device_id: str) -> None:
        """Takes a guest's seat away and disconnects it.

        Raises:
            LogError: it could not be stored.
        """
        self.admission.remove(device_id, self.now())
        await self._close_connection(self._connections.get(device_id), Denied(Denial.REMOVED))

    async def move_guest(self, device_id: str, seat_id: SeatId) -> None:
        """Gives a guest another seat; its laptop reconnects to it by itself.

        Raises:
            LogError: it could not be stored.
        """
        self.admission.move(device_id, seat_id, self.now())
        await self._close_connection(
            self._connections.get(device_id), self._welcome_message(self.admission.guests[device_id])
        )
        if device_id not in self._connections:
            self.admission.disconnected(device_id, self.now())

    async def _close_connection(self, connection: GuestConnection | None, message: Denied | Welcome) -> None:
        if connection is not None:
            self._unregister(connection)
            await connection.close(message)

    # requests

    async def _receive_requests(self, socket: web.WebSocketResponse, connection: GuestConnection) -> None:
        allowance, last, warned = BURST, time.monotonic(), False
        async for received in socket:
            if self._connections.get(connection.device_id) is not connection:
                return
            try:
                message = decode_client_message(received.data) if received.type is WSMsgType.TEXT else None
            except ProtocolError:
                message = None
            if not isinstance(message, ClientRequest) or message.number < 1:
                self.admission.warn(
                    _("Onbegrijpelijk bericht van {who}.").format(who=self._name(connection)), self.now()
                )
                await connection.close(Denied(Denial.INVALID))
                return
            now = time.monotonic()
            allowance, last = min(allowance + (now - last) * REQUESTS_PER_SECOND, BURST) - 1, now
            self._handle_request(connection, message)
            if allowance < 0:
                if not warned:
                    self.admission.warn(
                        _("{who} stuurt zeer veel berichten.").format(who=self._name(connection)), self.now()
                    )
                    warned = True
                await asyncio.sleep(-allowance / REQUESTS_PER_SECOND)
                if connection.is_closed:
                    return
            while connection.pending_requests >= MAX_PENDING_REQUESTS and not connection.is_closed:
                await asyncio.sleep(0.05)
        if socket.close_code == WSCloseCode.MESSAGE_TOO_BIG:
            self.admission.warn(_("Te groot bericht van {who}.").format(who=self._name(connection)), self.now())

    def _name(self, connection: GuestConnection) -> str:
        guest = self.admission.guests.get(connection.device_id)
        return f"{guest.name if guest else ''} ({connection.seat_id.name}, {connection.address})"

    def _handle_request(self, connection: GuestConnection, message: ClientRequest) -> None:
        connection.pending_requests += 1
        request = message.request
        if isinstance(request, TakePen | Propose):
            connection.send(RequestResult(message.number, self._handle_seat_request(connection, request)))
            return
        origin = RequestOrigin(f"{connection.device_id}/{message.number}", message.claimed_at)
        # A decision that is in the log already is confirmed, whoever has the pen by now: it is only sent again.
        if isinstance(request, Decide | DecideUnasked) and not self._exercise.has_request(origin):
            shared = self._broadcaster.shared_seat(connection.seat_id)
            holder = shared.present_holder
            if holder not in ("", connection.device_id):
                text = _("{name} heeft de pen. Stel uw antwoord voor, of neem de pen over met P.")
                connection.send(RequestResult(message.number, text.format(name=shared.name_of(holder))))
                return
        self._requests.add(PendingRequest(connection, message.number, request, origin))

    def flush_requests(self) -> None:
        """Submits the requests received so far, before the exercise clock moves."""
        self._requests.flush()

    def _answer(self, request: PendingRequest, refusal: str) -> None:
        connection, command = request.connection, request.command
        if not refusal and isinstance(command, Decide):
            shared = self._broadcaster.shared_seat(connection.seat_id)
            self._broadcaster.set_shared_seat(connection.seat_id, shared.without_proposals(command.point))
        # The view first: a screen that gets its answer shows what the answer changed.
        self._broadcaster.update_now(connection)
        connection.send(RequestResult(request.number, refusal))

    def _warn_of_error(self, request: PendingRequest) -> None:
        who = self._name(request.connection)
        self.admission.warn(_("Onverwerkbaar bericht van {who}.").format(who=who), self.now())

    def _handle_seat_request(self, connection: GuestConnection, request: TakePen | Propose) -> str:
        if connection.seat_id.role is not Role.TEAM:
            return NOT_ALLOWED.message
        shared = self._broadcaster.shared_seat(connection.seat_id)
        if isinstance(request, TakePen):
            self._broadcaster.set_shared_seat(connection.seat_id, shared.with_pen_holder(connection.device_id))
            return ""
        decision = request.decision
        text = self._exercise.proposal_text(connection.seat_id, decision)
        if isinstance(text, Refusal):
            return text.message
        proposal = ProposalView(
            shared.name_of(connection.device_id), decision.point, text, decision.answer, plain(decision.reasons)
        )
        self._broadcaster.set_shared_seat(connection.seat_id, shared.with_proposal(connection.device_id, proposal))
        return ""


def listening_socket(port: int) -> socket.socket:
    """A listening socket; one for both IPv6 and IPv4 where the system can. Port 0 means any free port.

    Raises:
        OSError: the port is in use or not allowed.
    """
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, backlog=BACKLOG, dualstack_ipv6=True)
    return socket.create_server(("", port), backlog=BACKLOG)
