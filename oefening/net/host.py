"""An exercise that is open to other laptops: its door, its server, its announcement, and its pages for browsers.

What lets guests come back, on this laptop or on another with the session's file, lies in that file until the exercise
is over.
"""

import asyncio
import json
import secrets
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus

import aiohttp
from attrs import evolve
from cattrs import BaseValidationError

from oefening.errors import OefeningError
from oefening.net.address import PORT, Address, own_addresses
from oefening.net.admission import Admission, HostState
from oefening.net.certificate import Certificate, client_context, make_certificate, server_context
from oefening.net.discovery import Announcement
from oefening.net.join_codes import Code, fingerprint_part, secret_part
from oefening.net.protocol import converter
from oefening.net.server import Server
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.store.log import LogError
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

METADATA_KEY = "netwerk"
"""Under which name it lies in the session's file."""

PORTS = range(PORT, PORT + 40, 2)
"""The ports that are tried, each with the one above it for browsers."""

READY = "klaar"
"""What the pages' process says once it listens, before the fingerprint of its certificate."""

STARTUP_TIMEOUT = 20.0
"""Seconds that the pages' process gets to begin."""


class HostError(OefeningError):
    """An exercise cannot be opened to other laptops."""


def was_open(exercise: LiveExercise) -> bool:
    """Whether an exercise that goes on was open to other laptops before."""
    return bool(exercise.get_metadata(METADATA_KEY))


class Host:
    """An open exercise. `serves_browsers` is whether a browser can join too, None while that is not known yet.

    `is_announced` is whether it can be found on the network.
    """

    def __init__(self, exercise: LiveExercise, admission: Admission, server: Server, certificate: Certificate) -> None:
        self.admission, self.server = admission, server
        self.serves_browsers: bool | None = None
        self.is_announced = False
        self.addresses = own_addresses() or ("127.0.0.1",)
        self._exercise, self._certificate = exercise, certificate
        self._announcement = Announcement()
        self._pages: Process | None = None

    @property
    def address(self) -> Address:
        """Where other laptops reach this one, most likely."""
        return Address(self.addresses[0], self.server.port)

    @property
    def browser_url(self) -> str:
        """The address of the pages for browsers."""
        return f"https://{Address(self.addresses[0], self.server.port + 1).text}/"

    @property
    def seat_ids(self) -> tuple[SeatId, ...]:
        """The places that have a code."""
        return tuple(self.admission.codes)

    def code_for(self, seat_id: SeatId) -> Code:
        """The code of a place."""
        secret = self.admission.codes[seat_id]
        return Code(secret, fingerprint_part(self._certificate.der, secret))

    async def renew_code(self, seat_id: SeatId) -> None:
        """Gives a place another code; who is in stays in.

        Raises:
            HostError: it could not be state; the code is the old one.
        """
        with _log_errors_as_host_errors():
            self.admission.renew_code(seat_id, _new_secret(set(self.admission.codes.values())), self.server.now())

    async def remove_guest(self, device: str) -> None:
        """Takes a guest's seat away.

        Raises:
            HostError: it could not be state; the guest sits where it sat.
        """
        with _log_errors_as_host_errors():
            await self.server.remove_guest(device)

    async def move_guest(self, device: str, seat_id: SeatId) -> None:
        """Gives a guest another place.

        Raises:
            HostError: it could not be state; the guest sits where it sat.
        """
        with _log_errors_as_host_errors():
            await self.server.move_guest(device, seat_id)

    async def serve_pages(self) -> None:
        """Begins to serve browsers, in a process of its own: what happens there keeps nobody here waiting."""
        arguments = ["-m", "oefening", "web", f"127.0.0.1:{self.server.port}", "--poort", str(self.server.port + 1)]
        try:
            # A session of its own: the pages stay up when this program is killed, for drafts live there.
            self._pages = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, "--bij-oefenleider",
                stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
            )  # fmt: skip
            assert self._pages.stdout is not None  # noqa: S101 - it was asked for
            said = (await asyncio.wait_for(self._pages.stdout.readline(), STARTUP_TIMEOUT)).decode("ascii", "replace")
        except (OSError, TimeoutError):
            said = ""
        if said.startswith(READY):
            words = _("Wie de waarschuwing van de browser wil nakijken: de vingerafdruk (SHA-256) is {fingerprint}")
            self.admission.note(words.format(fingerprint=said.removeprefix(READY).strip()), self.server.now())
        self.serves_browsers = said.startswith(READY) or await self._pages_are_up()

    async def _pages_are_up(self) -> bool:
        """Whether the pages of a program that was killed still answer on our port for browsers."""
        url = f"https://127.0.0.1:{self.server.port + 1}/"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
                session.get(url, ssl=client_context()) as answer,
            ):
                return answer.status == HTTPStatus.OK and "<title>oefening</title>" in await answer.text()
        except (aiohttp.ClientError, OSError, TimeoutError, UnicodeDecodeError):
            return False

    async def announce(self) -> None:
        """Tells the local network, so that nobody need type an address."""
        state, server = self.admission.state, self.server
        self.is_announced = await self._announcement.start(
            self._exercise.title, state.exercise_id, self.addresses, server.port, server.port + 1
        )

    async def close(self) -> None:
        """Lets go of all guests; once the exercise is over nobody can come back."""
        if self._pages is not None and self._pages.returncode is None:
            with suppress(ProcessLookupError):
                self._pages.terminate()
            await self._pages.wait()
        await self._announcement.close()
        await self.server.close()
        if self._exercise.ended:
            with suppress(LogError):
                self._exercise.put_metadata(METADATA_KEY, "")


async def open_host(exercise: LiveExercise, report_trouble: Callable[[str], None]) -> Host:
    """Opens an exercise to other laptops: as it was open before, or with new codes and a new certificate.

    Raises:
        HostError: no port is free, or what must be state could not be state.
    """

    def keep(state: HostState) -> None:
        exercise.put_metadata(METADATA_KEY, json.dumps(converter.unstructure(state)))

    state = _stored_state(exercise) or _new_state(exercise)
    certificate = Certificate(state.certificate_pem, state.key_pem)
    admission = Admission(state, keep)
    server = Server(exercise, admission, report_trouble)
    await _listen(server, state.port, certificate)
    try:
        with _log_errors_as_host_errors():
            keep(evolve(state, port=server.port))
    except HostError:
        await server.close()
        raise
    admission.state = evolve(state, port=server.port)
    return Host(exercise, admission, server, certificate)


@contextmanager
def _log_errors_as_host_errors() -> Iterator[None]:
    """Says in this module's own way what could not be state."""
    try:
        yield
    except LogError as error:
        raise HostError(error.message) from error


async def _listen(server: Server, port: int, certificate: Certificate) -> None:
    """Listens on the port of an earlier time, or on the first that is free."""
    context, last = server_context(certificate), OSError()
    for candidate in dict.fromkeys((port or PORT, *PORTS)):
        try:
            await server.start(candidate, context)
        except OSError as error:
            last = error
        else:
            return
    words = _("Er is geen poort vrij waarop andere laptops kunnen meedoen ({reason}).")
    raise HostError(words.format(reason=reason_of(last))) from last


def _stored_state(exercise: LiveExercise) -> HostState | None:
    text = exercise.get_metadata(METADATA_KEY)
    try:
        state: HostState | None = converter.structure(json.loads(text), HostState) if text else None
    except (ValueError, LookupError, TypeError, BaseValidationError):
        return None
    return state


def _new_state(exercise: LiveExercise) -> HostState:
    certificate = make_certificate(own_addresses(), datetime.now(UTC))
    codes: dict[SeatId, str] = {}
    for seat_id in exercise.seat_ids:
        if seat_id.role is not Role.LEADER:
            codes[seat_id] = _new_secret(set(codes.values()))
    return HostState(
        exercise_id=secrets.token_hex(16),
        ticket_key=secrets.token_hex(32),
        certificate_pem=certificate.certificate_pem,
        key_pem=certificate.key_pem,
        port=0,
        codes=tuple(codes.items()),
    )


def _new_secret(taken: set[str]) -> str:
    while (secret := secret_part(secrets.token_bytes(4))) in taken:
        pass
    return secret
