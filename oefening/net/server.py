"""The server in the leader's process: lets guests in, passes on what they ask, and sends each what its seat sees.

It lives in the event loop of the screens and works in small pieces, so that neither waits for the other. Everything a
guest may see or do is decided by its seat (session); this module trusts nothing that comes in.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web
from attrs import frozen

from oefening.engine.commands import Command, Decide, DecideUnasked
from oefening.engine.handle_command import Refusal
from oefening.net.admission import Admission, Guest
from oefening.net.broadcast import ViewBroadcaster
from oefening.net.guest_connection import GuestConnection
from oefening.net.protocol import (
    LARGEST_ASKED,
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
from oefening.session.exercise import LiveExercise
from oefening.session.permissions import NOT_ALLOWED
from oefening.session.seat import Propose, TakePen
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import RequestOrigin
from oefening.store.log import LogError
from oefening.text.phrases import plain
from oefening.text.translation import _
from oefening.views.participant import ProposalView

PATH = "/oefening"

HEARTBEAT = 8.0
"""Seconds of silence after which the other side is asked whether it is still there; it gets half of that to answer."""

TIME_TO_JOIN = 10.0
"""Seconds in which a connection must say who it is."""

FOUR_IN_SIX = "::ffff:"
"""Begins an IPv4 address as a socket for both kinds of addresses tells it."""

BACKLOG = 1_024
"""Connections that wait to be taken: everyone comes back at the same moment after a loss."""

MOST_CONNECTIONS = 2_500

MOST_STRANGERS = 40
"""Connections of one address that have not said who they are yet."""

MOST_UNANSWERED = 32
"""Askings of one guest that wait for an answer; it is not listened to until some are answered."""

ASKINGS_PER_SECOND = 20.0
"""Of one guest, in the long run; a burst of five seconds' worth is taken at once. Who asks faster is heard slower."""

BURST = ASKINGS_PER_SECOND * 5

RETRY = 2.0
"""Seconds until what could not be kept (a full disk) is tried again."""


@frozen
class _Asked:
    line: GuestConnection
    number: int
    command: Command
    origin: RequestOrigin


class Server:
    """Guests of one room. `trouble` is called with a Dutch sentence when what they ask cannot be kept."""

    def __init__(
        self,
        exercise: LiveExercise,
        lobby: Admission,
        trouble: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lobby = lobby
        self.epoch = time.time() - now()
        self.now = now
        self._exercise, self._trouble = exercise, trouble
        self._lines: dict[str, GuestConnection] = {}
        self._asked: list[_Asked] = []
        self._strangers: dict[str, int] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._connections = 0
        self._in_trouble = False
        self._talking: set[object] = set()
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._shows = ViewBroadcaster(exercise)
        self.port = 0

    async def open(self, port: int, context: ssl.SSLContext) -> None:
        """Begins to listen on a port, 0 for any that is free.

        Raises:
            OSError: the port is in use, or may not be used.
        """
        application = web.Application()
        application.router.add_get(PATH, self._receive)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            listening = listening_socket(port)
            self._listening = await asyncio.get_running_loop().create_server(
                self._take_in, sock=listening, ssl=context, backlog=BACKLOG, ssl_handshake_timeout=TIME_TO_JOIN
            )
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = listening.getsockname()[1]
        self._shows.open()

    def _take_in(self) -> asyncio.Protocol:
        """The protocol of a connection that was just taken; one that asks for nothing is ended."""
        assert self._runner is not None  # noqa: S101 - it is open
        assert self._runner.server is not None  # noqa: S101 - it is open
        protocol = self._runner.server()
        asyncio.get_running_loop().call_later(TIME_TO_JOIN, self._end_if_silent, protocol)
        return protocol

    def _end_if_silent(self, protocol: web.RequestHandler) -> None:
        if protocol not in self._talking and protocol.transport is not None:
            protocol.transport.abort()

    async def close(self) -> None:
        """Lets go of all guests; what they asked and was not answered they will ask again."""
        self._shows.close()
        await asyncio.gather(*(line.close() for line in list(self._lines.values())))
        if self._listening is not None:
            self._listening.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # guests

    async def _receive(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_ASKED, compress=False)
        address = (request.remote or "").removeprefix(FOUR_IN_SIX)
        if self._connections >= MOST_CONNECTIONS or self._strangers.get(address, 0) >= MOST_STRANGERS:
            self.lobby.worry(_("Te veel verbindingen vanaf {address}.").format(address=address), self.now())
            raise web.HTTPServiceUnavailable
        self._connections += 1
        self._talking.add(request.protocol)
        try:
            await socket.prepare(request)
            await self._welcome(request, socket, address)
        finally:
            self._connections -= 1
            self._talking.discard(request.protocol)
        return socket

    async def _welcome(self, request: web.Request, socket: web.WebSocketResponse, address: str) -> None:
        self._strangers[address] = self._strangers.get(address, 0) + 1
        try:
            joined = await self._join(socket, address)
        finally:
            self._strangers[address] -= 1
            if not self._strangers[address]:
                del self._strangers[address]
        if isinstance(joined, Denied):
            with suppress(ConnectionError):
                await socket.send_str(encode_server_message(joined))
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        line = GuestConnection(socket, request, joined.device, joined.seat_id, address)
        self._seat(line, joined)
        sending = asyncio.create_task(self._send(line))
        try:
            await self._listen(socket, line)
        finally:
            sending.cancel()
            self._leave(line)
            line.hang_up()

    async def _join(self, socket: web.WebSocketResponse, address: str) -> Guest | Denied:
        try:
            first = await asyncio.wait_for(socket.receive(), TIME_TO_JOIN)
            message = decode_client_message(first.data) if first.type is WSMsgType.TEXT else None
        except (TimeoutError, ProtocolError):
            message = None
        if not isinstance(message, Join):
            self.lobby.worry(_("Onbegrijpelijk bericht vanaf {address}.").format(address=address), self.now())
            return Denied(Denial.DISORDER)
        return self.lobby.admit(message, address, self.now())

    def _seat(self, line: GuestConnection, guest: Guest) -> None:
        """Gives a guest its line, in place of one it had: a laptop that comes back takes over from its lost self."""
        old = self._lines.get(guest.device)
        if old is not None:
            self._take_away(old)
            self._hang_up(old)
        self._lines[guest.device] = line
        line.tell(self._welcome_words(guest))
        if line.seat_id.role is Role.TEAM:
            self._shows.change_table(line.seat_id, self._shows.table(line.seat_id).joined(guest.device, guest.name))
        self._shows.add(line)

    def _welcome_words(self, guest: Guest) -> Welcome:
        lobby = self.lobby
        return Welcome(guest.seat_id, guest.name, lobby.ticket(guest), lobby.kept.exercise, self._exercise.title)

    def _hang_up(self, line: GuestConnection) -> None:
        ending = asyncio.create_task(self._dismissed(line, Denied(Denial.ELSEWHERE)))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)

    async def _send(self, line: GuestConnection) -> None:
        with suppress(ConnectionError, asyncio.CancelledError):
            await line.send_all()

    def _take_away(self, line: GuestConnection) -> None:
        """Takes a guest's seat from a line, where it did not go to another line of the same guest before."""
        if self._lines.get(line.device) is not line:
            return
        del self._lines[line.device]
        self._shows.drop(line)
        if line.seat_id.role is Role.TEAM:
            self._shows.change_table(line.seat_id, self._shows.table(line.seat_id).left(line.device))

    def _leave(self, line: GuestConnection) -> None:
        if self._lines.get(line.device) is not line:
            return
        self._take_away(line)
        self.lobby.went(line.device, self.now())

    async def remove(self, device: str) -> None:
        """Takes a guest's seat away."""
        self.lobby.remove(device, self.now())
        await self._dismissed(self._lines.get(device), Denied(Denial.REMOVED))

    async def move(self, device: str, seat_id: SeatId) -> None:
        """Gives a guest another place: it comes back to it by itself."""
        self.lobby.move(device, seat_id, self.now())
        await self._dismissed(self._lines.get(device), self._welcome_words(self.lobby.guests[device]))
        if device not in self._lines:
            self.lobby.went(device, self.now())

    async def _dismissed(self, line: GuestConnection | None, message: Denied | Welcome) -> None:
        if line is not None:
            self._take_away(line)
            await line.close(message)

    # what guests ask

    async def _listen(self, socket: web.WebSocketResponse, line: GuestConnection) -> None:
        allowance, last, warned = BURST, time.monotonic(), False
        async for received in socket:
            if self._lines.get(line.device) is not line:
                return
            try:
                message = decode_client_message(received.data) if received.type is WSMsgType.TEXT else None
            except ProtocolError:
                message = None
            if not isinstance(message, ClientRequest) or message.number < 1:
                self.lobby.worry(_("Onbegrijpelijk bericht van {who}.").format(who=self._name(line)), self.now())
                await line.close(Denied(Denial.DISORDER))
                return
            now = time.monotonic()
            allowance, last = min(allowance + (now - last) * ASKINGS_PER_SECOND, BURST) - 1, now
            self._take(line, message)
            if allowance < 0:
                if not warned:
                    self.lobby.worry(_("{who} stuurt zeer veel berichten.").format(who=self._name(line)), self.now())
                    warned = True
                await asyncio.sleep(-allowance / ASKINGS_PER_SECOND)
                if line.is_gone:
                    return
            while line.unanswered >= MOST_UNANSWERED and not line.is_gone:
                await asyncio.sleep(0.05)
        if socket.close_code == WSCloseCode.MESSAGE_TOO_BIG:
            self.lobby.worry(_("Te groot bericht van {who}.").format(who=self._name(line)), self.now())

    def _name(self, line: GuestConnection) -> str:
        guest = self.lobby.guests.get(line.device)
        return f"{guest.name if guest else ''} ({line.seat_id.name}, {line.address})"

    def _take(self, line: GuestConnection, submit: ClientRequest) -> None:
        line.unanswered += 1
        request = submit.request
        if isinstance(request, TakePen | Propose):
            line.tell(RequestResult(submit.number, self._among_themselves(line, request)))
            return
        origin = RequestOrigin(f"{line.device}/{submit.number}", submit.claimed_at)
        if isinstance(request, Decide | DecideUnasked) and not self._exercise.has_request(origin):
            table = self._shows.table(line.seat_id)
            holder = table.holder
            if holder not in ("", line.device):
                words = _("{name} heeft de pen. Stel uw antwoord voor, of neem de pen over met P.")
                line.tell(RequestResult(submit.number, words.format(name=table.name(holder))))
                return
        if not self._asked:
            asyncio.get_running_loop().call_soon(self._settle)
        self._asked.append(_Asked(line, submit.number, request, origin))

    def settle(self) -> None:
        """Settles what was asked before now, so that a clock that is about to go on comes after it."""
        if not self._in_trouble:
            self._settle()

    def _settle(self) -> None:
        """Settles everything that was asked since the last time, in one write."""
        asked, self._asked = self._asked, []
        if not asked:
            return
        try:
            refusals = self._refusals(asked)
        except LogError as error:
            if not self._in_trouble:
                self._trouble(error.message)
            self._in_trouble = True
            self._asked = [*asked, *self._asked]
            asyncio.get_running_loop().call_later(RETRY, self._settle)
            return
        self._in_trouble = False
        for each, refusal in zip(asked, refusals, strict=True):
            if not refusal and isinstance(each.command, Decide):
                table = self._shows.table(each.line.seat_id)
                self._shows.change_table(each.line.seat_id, table.decided(each.command.point))
            self._shows.show_first(each.line)
            each.line.tell(RequestResult(each.number, refusal))

    def _refusals(self, asked: list[_Asked]) -> list[str]:
        """What came of each asking. One that cannot be worked out is refused, and costs the others nothing.

        Raises:
            LogError: none of it could be kept.
        """
        try:
            return self._exercise.submit_all([(each.line.seat_id, each.command, each.origin) for each in asked])
        except LogError:
            raise
        except Exception:
            if len(asked) > 1:
                return [self._refusals([each])[0] for each in asked]
            self.lobby.worry(_("Onverwerkbaar bericht van {who}.").format(who=self._name(asked[0].line)), self.now())
            return [_("Dit kan niet worden verwerkt.")]

    def _among_themselves(self, line: GuestConnection, request: TakePen | Propose) -> str:
        if line.seat_id.role is not Role.TEAM:
            return NOT_ALLOWED.message
        table = self._shows.table(line.seat_id)
        if isinstance(request, TakePen):
            self._shows.change_table(line.seat_id, table.with_pen(line.device))
            return ""
        decision = request.decision
        words = self._exercise.proposal_text(line.seat_id, decision)
        if isinstance(words, Refusal):
            return words.message
        proposal = ProposalView(
            table.name(line.device), decision.point, words, decision.answer, plain(decision.reasons)
        )
        self._shows.change_table(line.seat_id, table.proposed(line.device, proposal))
        return ""


def listening_socket(port: int) -> socket.socket:
    """A socket that listens on a port, 0 for any that is free, for IPv6 and IPv4 where there is both.

    Raises:
        OSError: the port is in use, or may not be used.
    """
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, backlog=BACKLOG, dualstack_ipv6=True)
    return socket.create_server(("", port), backlog=BACKLOG)
