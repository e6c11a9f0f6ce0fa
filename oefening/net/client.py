"""The client: joins an exercise, reconnects by itself, and resends requests that were not answered.

Nothing is sent before the server showed the certificate that belongs to the join code or to the earlier session.
"""

import asyncio
import hashlib
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import aiohttp
from attrs import evolve

from oefening.net.address import Address
from oefening.net.certificate import client_context
from oefening.net.client_state import ClientStateFile, Ticket
from oefening.net.discovery import find
from oefening.net.join_codes import Code, fingerprint_part
from oefening.net.protocol import (
    MAX_UPDATE_BYTES,
    VERSION,
    ClientRequest,
    Denial,
    Denied,
    Join,
    ProtocolError,
    RequestResult,
    ServerMessage,
    ViewUpdate,
    Welcome,
    decode_server_message,
    encode_client_message,
    replace_lone_surrogates,
)
from oefening.net.server import HEARTBEAT, PATH
from oefening.net.view_diff import View, apply_diff
from oefening.session.seat import Link, Reply, Request
from oefening.session.seat_id import SeatId
from oefening.text.translation import _

REPLY_TIMEOUT = 1.5
"""Seconds that a screen waits for the answer to a request; a later refusal comes in `late_refusals`."""

CONNECT_TIMEOUT = 8.0

MAX_BACKOFF = 5.0
"""The longest pause between two attempts to reconnect, in seconds."""

FAILURES_BEFORE_SEARCH = 3
"""Failed attempts before searching the network: the leader may have moved to another laptop or address."""

SEARCH_TIME = 2.0

_CLOSE_TIMEOUT = aiohttp.ClientWSTimeout(ws_close=1.0)
"""Seconds that the server gets to complete the closing handshake."""

_CONNECTION_ERRORS = (aiohttp.ClientError, OSError, TimeoutError, ProtocolError, ssl.SSLError)


class CertificateMismatchError(Exception):
    """The server at the address is not the one that the join code or the ticket is for."""


class ClientConnection:
    """A guest's connection, over any number of sockets. `seat` is None before it joined, and replaced when it moves.

    `denial` is why it will not reconnect any more. `late_refusals` are requests that were refused after the screen
    stopped waiting.
    """

    def __init__(self, state_file: ClientStateFile, *, search: bool = True) -> None:
        self._state_file = state_file
        self._search = search
        self._context = client_context()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.seat: RemoteSeatClient | None = None
        self._replies: dict[int, asyncio.Future[str]] = {}
        self._task: asyncio.Task[None] | None = None
        self._lost_at = ""
        self._failures = 0
        self._has_requests = asyncio.Event()
        self.late_refusals: list[tuple[Request, str]] = []
        self.denial: Denial | None = None

    # joining

    async def join(self, address: Address, code: Code, name: str) -> str:
        """Joins with a code and stays connected from then on. The result is empty, or a Dutch sentence why not."""
        joined: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._join_with_code(address, code, name, joined))
        self._task.add_done_callback(lambda _task: _resolve(joined, _("Meedoen is niet gelukt. Probeer het nog eens.")))
        return await joined

    def resume(self) -> None:
        """Comes back to the seat in the state file and stays connected from then on."""
        self._task = asyncio.create_task(self._reconnect_until_denied())

    async def _join_with_code(self, address: Address, code: Code, name: str, joined: asyncio.Future[str]) -> None:
        state = self._state_file.state
        addresses = (address, *(other for other in state.addresses if other != address))
        self._state_file.state = evolve(state, name=name, addresses=addresses)
        join = Join(VERSION, state.device_id, name, code=code.secret)
        try:
            await self._hold_seat(address, join, code, joined)
        except CertificateMismatchError:
            text = _(
                "Deze code hoort niet bij de oefening op {address}. Kijk de code en het adres nog eens na. "
                "Klopt alles, dan antwoordt er een andere laptop: vraag uw oefenleider om hulp."
            )
            _resolve(joined, text.format(address=address.text))
        except _CONNECTION_ERRORS:
            text = _("Er antwoordt geen oefening op {address}. Klopt het adres, en zit u op hetzelfde netwerk?")
            _resolve(joined, text.format(address=address.text))
        if self.seat is not None:
            await self._reconnect_until_denied()

    async def close(self) -> None:
        """Disconnects; unanswered requests stay in the state file."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def add_address(self, address: Address) -> None:
        """Adds an address to try first."""
        state = self._state_file.state
        others = tuple(other for other in state.addresses if other != address)
        self._state_file.save(evolve(state, addresses=(address, *others)))

    @asynccontextmanager
    async def _connected(
        self, address: Address, join: Join, proof: Code | str
    ) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, Welcome | Denied, str]]:
        """A socket to a server that showed the right certificate, with its answer to `join` and its fingerprint."""
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT, sock_connect=CONNECT_TIMEOUT)
        url = f"wss://{address.text}{PATH}"
        async with aiohttp.ClientSession(timeout=timeout) as session:
            connecting = session.ws_connect(
                url, ssl=self._context, heartbeat=HEARTBEAT, max_msg_size=MAX_UPDATE_BYTES, timeout=_CLOSE_TIMEOUT
            )
            socket = await asyncio.wait_for(connecting, CONNECT_TIMEOUT)
            try:
                certificate = _certificate_of(socket)
                _verify_certificate(certificate, proof)
                await socket.send_str(encode_client_message(join))
                answer = await asyncio.wait_for(_receive(socket), CONNECT_TIMEOUT)
                if not isinstance(answer, Welcome | Denied):
                    raise ProtocolError(type(answer).__name__)
                yield socket, answer, hashlib.sha256(certificate).hexdigest()
            finally:
                await socket.close()

    # staying connected

    async def _reconnect_until_denied(self) -> None:
        while not self._is_denied():
            state = self._state_file.state
            for address in state.addresses:
                try:
                    await self._resume_at(address)
                except (CertificateMismatchError, *_CONNECTION_ERRORS):
                    pass
                if self._is_denied() or self._state_file.state.addresses != state.addresses:
                    break
            self._failures += 1
            # Exponential backoff with jitter: a thousand guests must not come back in the same instant.
            if self._search and self._failures >= FAILURES_BEFORE_SEARCH:
                await self._search_network()
            await asyncio.sleep(min(0.25 * 2 ** min(self._failures, 6), MAX_BACKOFF) * random.uniform(0.5, 1.0))  # noqa: S311 - spreads tries, hides nothing

    def _is_denied(self) -> bool:
        return self.denial is not None

    async def _resume_at(self, address: Address) -> None:
        """Takes the seat again with the ticket, and stays until the connection is lost."""
        state = self._state_file.state
        assert state.ticket is not None  # noqa: S101 - a saved seat has a ticket
        join = Join(VERSION, state.device_id, state.name, ticket=state.ticket.token, seat_id=state.ticket.seat_id)
        await self._hold_seat(address, join, state.ticket.certificate)

    async def _hold_seat(
        self, address: Address, join: Join, proof: Code | str, joined: asyncio.Future[str] | None = None
    ) -> None:
        """Takes a seat and handles messages until the connection is lost; sets `joined` once the server answered."""
        async with self._connected(address, join, proof) as (socket, answer, certificate):
            if isinstance(answer, Denied):
                _resolve(joined, denial_text(answer))
                self._handle_denied(answer)
                return
            self._take_seat(answer, certificate)
            _resolve(joined, "")
            self._failures = 0
            try:
                self._socket, self._lost_at = socket, ""
                sending = asyncio.create_task(self._send_requests(socket))
                while True:
                    self._handle(await _receive(socket))
            finally:
                sending.cancel()
                self._socket, self._lost_at = None, f"{datetime.now().astimezone():%H:%M}"

    async def _send_requests(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Sends the unanswered requests in order, then new ones. On a new socket all unanswered ones go out again."""
        sent = 0
        self._has_requests.set()
        with suppress(*_CONNECTION_ERRORS):
            while True:
                await self._has_requests.wait()
                self._has_requests.clear()
                for message in self._state_file.state.unanswered:
                    if message.number > sent:
                        await socket.send_str(encode_client_message(message))
                        sent = message.number

    def _handle(self, message: ServerMessage) -> None:
        match message:
            case ViewUpdate(change):
                assert self.seat is not None  # noqa: S101 - an update comes after Welcome
                self.seat.view = apply_diff(self.seat.view, change)
            case RequestResult(number, refusal):
                self._handle_result(number, refusal)
            case Welcome():
                ticket = self._state_file.state.ticket
                self._take_seat(message, ticket.certificate if ticket else "")
            case Denied():
                self._handle_denied(message)

    def _take_seat(self, welcome: Welcome, certificate: str) -> None:
        state = self._state_file.state
        ticket = Ticket(welcome.ticket, welcome.seat_id, certificate, welcome.exercise_id, welcome.title)
        # Unanswered requests of another exercise mean nothing in this one.
        same = state.ticket is None or state.ticket.exercise_id == ticket.exercise_id
        unanswered = state.unanswered if same else ()
        self._state_file.save(evolve(state, name=welcome.name, ticket=ticket, unanswered=unanswered))
        if self.seat is None or self.seat.seat_id != ticket.seat_id:
            self.seat = RemoteSeatClient(self, ticket.seat_id)

    def _handle_denied(self, denied: Denied) -> None:
        if denied.reason in (Denial.REMOVED, Denial.REPLACED, Denial.VERSION, Denial.INVALID):
            self.denial = denied.reason

    async def _search_network(self) -> None:
        """Searches the network for the exercise. Anyone can announce its id; the certificate is what decides."""
        searched = await find(SEARCH_TIME)
        # Read only now: requests may have been made during the search.
        state = self._state_file.state
        for found in searched:
            if state.ticket is not None and found.key == state.ticket.exercise_id:
                new = tuple(address for address in found.addresses if address not in state.addresses)
                self._state_file.save(evolve(state, addresses=(*new, *state.addresses)))

    # requests

    @property
    def link(self) -> Link:
        """The state of the connection."""
        return Link(self._socket is not None, len(self._state_file.state.unanswered), self._lost_at)

    async def submit(self, request: Request) -> Reply:
        """Saves a request, sends it and waits briefly for the answer; without one it is resent until it is answered."""
        state = self._state_file.state
        message = ClientRequest(state.last_number + 1, datetime.now(UTC), replace_lone_surrogates(request))
        self._state_file.save(state.with_request(message))
        reply = self._replies[message.number] = asyncio.get_running_loop().create_future()
        try:
            self._has_requests.set()
            if self._socket is None:
                return Reply(durable=False)
            done, _pending = await asyncio.wait([reply], timeout=REPLY_TIMEOUT)
            return Reply(reply.result()) if done else Reply(durable=False)
        finally:
            del self._replies[message.number]

    def _handle_result(self, number: int, refusal: str) -> None:
        message = next((message for message in self._state_file.state.unanswered if message.number == number), None)
        if message is None:
            return
        self._state_file.save(self._state_file.state.without_request(number))
        waiting = self._replies.get(number)
        if waiting is not None and not waiting.done():
            waiting.set_result(refusal)
        elif refusal:
            self.late_refusals.append((message.request, refusal))


class RemoteSeatClient:
    """A seat across the network. It shows the last view received, also without a connection."""

    def __init__(self, connection: ClientConnection, seat_id: SeatId) -> None:
        self.seat_id = seat_id
        self.view: View | None = None
        self._connection = connection

    @property
    def link(self) -> Link:
        """The state of the connection."""
        return self._connection.link

    def current_view(self) -> View:
        """The last view received.

        Raises:
            LookupError: none was received yet.
        """
        if self.view is None:
            raise LookupError
        return self.view

    async def submit(self, request: Request) -> Reply:
        """Submits a request; see `ClientConnection.submit`."""
        return await self._connection.submit(request)


def _resolve(joined: asyncio.Future[str] | None, text: str) -> None:
    if joined is not None and not joined.done():
        joined.set_result(text)


def _verify_certificate(certificate: bytes, proof: Code | str) -> None:
    """Raises CertificateMismatchError if a certificate is not that of the join code or the earlier session."""
    shown = hashlib.sha256(certificate).hexdigest()
    fits = (
        shown == proof if isinstance(proof, str) else fingerprint_part(certificate, proof.secret) == proof.fingerprint
    )
    if not fits:
        raise CertificateMismatchError


def _certificate_of(socket: aiohttp.ClientWebSocketResponse) -> bytes:
    connection = socket.get_extra_info("ssl_object")
    certificate = connection.getpeercert(binary_form=True) if connection is not None else None
    if not certificate:
        raise CertificateMismatchError
    return bytes(certificate)


async def _receive(socket: aiohttp.ClientWebSocketResponse) -> ServerMessage:
    """The next message.

    Raises:
        ConnectionError: the connection is closed.
        ProtocolError: it is not a server's message.
    """
    received = await socket.receive()
    if received.type is not aiohttp.WSMsgType.TEXT:
        raise ConnectionResetError
    return decode_server_message(received.data)


def denial_text(denied: Denied) -> str:
    """A denial in text, for the guest."""
    match denied.reason:
        case Denial.CODE:
            return _("Deze code klopt niet. Kijk hem na op het scherm van de oefenleider.")
        case Denial.WAIT:
            text = _("Er is te vaak een verkeerde code gegeven. Probeer het over {seconds} seconden opnieuw.")
            return text.format(seconds=max(1, round(denied.retry_after)))
        case Denial.VERSION:
            return _("De laptop van de oefenleider heeft een andere versie van oefening. Gebruik op beide dezelfde.")
        case Denial.FULL:
            return _("Er doen al zo veel laptops mee dat er geen meer bij kan.")
        case Denial.REMOVED:
            return _("De oefenleider heeft deze laptop van zijn plek gehaald. Met een code kunt u weer meedoen.")
        case Denial.REPLACED:
            return _("Deze plek is op een ander scherm geopend. Hier is de verbinding gesloten.")
        case Denial.INVALID:
            return _("De laptop van de oefenleider kent deze plek niet meer. Doe opnieuw mee met uw code.")
