"""An exercise that is open to other laptops: admission, server, announcement, and the pages for browsers.

What guests need to come back (codes, ticket key, certificate, port) lies in the session's file until the exercise is
over. So the exercise can go on after a crash, also on another laptop that has the file, and guests notice nothing.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from attrs import evolve

from oefening.errors import OefeningError
from oefening.net.address import PORT, Address, own_addresses
from oefening.net.admission import Admission, HostState
from oefening.net.browser_process import BrowserProcess
from oefening.net.certificate import Certificate, make_certificate, server_context
from oefening.net.discovery import Announcement
from oefening.net.join_codes import Code, fingerprint_part, secret_part
from oefening.net.protocol import DECODING_ERRORS, converter
from oefening.net.server import Server
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.store.log import LogError
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

METADATA_KEY = "netwerk"
"""The name of the host's state in the session's file."""

PORTS = range(PORT, PORT + 40, 2)
"""The ports to try. In steps of two: the one above each is for browsers."""


class HostError(OefeningError):
    """The exercise cannot be opened to other laptops, or a change could not be stored."""


def was_open(exercise: LiveExercise) -> bool:
    """Whether a resumed exercise was open to other laptops before."""
    return bool(exercise.get_metadata(METADATA_KEY))


class Host:
    """An open exercise. `serves_browsers` is None until it is known; `is_announced` is whether discovery finds it."""

    def __init__(self, exercise: LiveExercise, admission: Admission, server: Server, certificate: Certificate) -> None:
        self.admission, self.server = admission, server
        self.serves_browsers: bool | None = None
        self.is_announced = False
        self.addresses = own_addresses() or ("127.0.0.1",)
        self._exercise, self._certificate = exercise, certificate
        self._announcement = Announcement()
        self._browser_process: BrowserProcess | None = None

    @property
    def address(self) -> Address:
        """Where other laptops most likely reach this one."""
        return Address(self.addresses[0], self.server.port)

    @property
    def browser_url(self) -> str:
        """The link for browsers."""
        return f"https://{Address(self.addresses[0], self.server.port + 1).text}/"

    @property
    def seat_ids(self) -> tuple[SeatId, ...]:
        """The seats that have a join code."""
        return tuple(self.admission.codes)

    @property
    def browser_pid(self) -> int | None:
        """The id of the process that serves browsers, None where this host started none."""
        return self._browser_process.pid if self._browser_process is not None else None

    def code_for(self, seat_id: SeatId) -> Code:
        """The join code of a seat."""
        secret = self.admission.codes[seat_id]
        return Code(secret, fingerprint_part(self._certificate.der, secret))

    async def renew_code(self, seat_id: SeatId) -> None:
        """Gives a seat a new code; guests who are in stay in.

        Raises:
            HostError: it could not be stored; the old code still holds.
        """
        with _log_errors_as_host_errors():
            self.admission.renew_code(seat_id, _new_secret(set(self.admission.codes.values())), self.server.now())

    async def remove_guest(self, device_id: str) -> None:
        """Takes a guest's seat away.

        Raises:
            HostError: it could not be stored; the guest keeps the seat.
        """
        with _log_errors_as_host_errors():
            await self.server.remove_guest(device_id)

    async def move_guest(self, device_id: str, seat_id: SeatId) -> None:
        """Gives a guest another seat.

        Raises:
            HostError: it could not be stored; the guest keeps the old seat.
        """
        with _log_errors_as_host_errors():
            await self.server.move_guest(device_id, seat_id)

    async def serve_pages(self) -> None:
        """Starts serving browsers."""
        self._browser_process = BrowserProcess(self.server.port)
        started = await self._browser_process.start()
        if started.fingerprint:
            text = _("Wie de waarschuwing van de browser wil nakijken: de vingerafdruk (SHA-256) is {fingerprint}")
            self.admission.note(text.format(fingerprint=started.fingerprint), self.server.now())
        self.serves_browsers = started.is_serving

    async def announce(self) -> None:
        """Announces the exercise on the local network, so that nobody needs to type an address."""
        state, server = self.admission.state, self.server
        self.is_announced = await self._announcement.start(
            self._exercise.title, state.exercise_id, self.addresses, server.port, server.port + 1
        )

    async def close(self) -> None:
        """Disconnects all guests. Once the exercise is over the stored state is deleted, and nobody can come back."""
        if self._browser_process is not None:
            await self._browser_process.close()
        await self._announcement.close()
        await self.server.close()
        if self._exercise.ended:
            with suppress(LogError):
                self._exercise.put_metadata(METADATA_KEY, "")


async def open_host(exercise: LiveExercise, report_trouble: Callable[[str], None]) -> Host:
    """Opens an exercise to other laptops: with the stored codes and certificate, or with new ones.

    Raises:
        HostError: no port is free, or the state could not be stored.
    """

    def store(state: HostState) -> None:
        exercise.put_metadata(METADATA_KEY, json.dumps(converter.unstructure(state)))

    state = _stored_state(exercise) or _new_state(exercise)
    certificate = Certificate(state.certificate_pem, state.key_pem)
    admission = Admission(state, store)
    server = Server(exercise, admission, report_trouble)
    await _listen(server, state.port, certificate)
    try:
        with _log_errors_as_host_errors():
            store(evolve(state, port=server.port))
    except HostError:
        await server.close()
        raise
    admission.state = evolve(state, port=server.port)
    return Host(exercise, admission, server, certificate)


@contextmanager
def _log_errors_as_host_errors() -> Iterator[None]:
    """Converts LogError into HostError."""
    try:
        yield
    except LogError as error:
        raise HostError(error.message) from error


async def _listen(server: Server, port: int, certificate: Certificate) -> None:
    """Listens on the port used last time, where guests look first, or on the first free one."""
    context, last = server_context(certificate), OSError()
    for candidate in dict.fromkeys((port or PORT, *PORTS)):
        try:
            await server.start(candidate, context)
        except OSError as error:
            last = error
        else:
            return
    text = _("Er is geen poort vrij waarop andere laptops kunnen meedoen ({reason}).")
    raise HostError(text.format(reason=reason_of(last))) from last


def _stored_state(exercise: LiveExercise) -> HostState | None:
    """The state in the session's file; None where there is none, or another version of the program wrote it.

    If it cannot be read, only the codes are lost: guests join again. The exercise itself is not in it.
    """
    text = exercise.get_metadata(METADATA_KEY)
    try:
        state: HostState | None = converter.structure(json.loads(text), HostState) if text else None
    except DECODING_ERRORS:
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
