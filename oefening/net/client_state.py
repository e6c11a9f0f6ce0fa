"""What a guest's laptop keeps of its seat: how to come back, and every asking that is not known to be kept elsewhere.

It lies in a small file, written anew at every change, so that an answer survives a laptop that dies. Where the disk
does not take it, it is kept in memory alone.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from attrs import evolve, frozen
from cattrs import BaseValidationError

from oefening.net.address import Address
from oefening.net.protocol import ClientRequest, converter
from oefening.session.seat_id import SeatId


@frozen
class Ticket:
    """How to come back to a seat. `certificate` is the SHA-256 of the server's certificate, in hexadecimal."""

    token: str
    seat_id: SeatId
    certificate: str
    exercise_id: str
    title: str


@frozen
class ClientState:
    """A guest: its device (32 hexadecimal digits), name, seat, where the server was, and its unanswered askings."""

    device_id: str
    name: str = ""
    addresses: tuple[Address, ...] = ()
    ticket: Ticket | None = None
    last_number: int = 0
    unanswered: tuple[ClientRequest, ...] = ()

    def with_request(self, submit: ClientRequest) -> "ClientState":
        """With an asking more."""
        return evolve(self, last_number=submit.number, unanswered=(*self.unanswered, submit))

    def without_request(self, number: int) -> "ClientState":
        """Without an asking that was answered."""
        return evolve(self, unanswered=tuple(submit for submit in self.unanswered if submit.number != number))


class ClientStateFile:
    """The file of one guest; in memory alone where there is no path."""

    def __init__(self, kept: ClientState, path: Path | None) -> None:
        self.state = kept
        self._path = path

    def save(self, kept: ClientState) -> None:
        """Keeps a guest as it is now; durable on return where the disk allows it."""
        if kept == self.state:
            return
        self.state = kept
        if self._path is None:
            return
        text = json.dumps(converter.unstructure(kept))
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(".nieuw")
            with new.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)

    def delete(self) -> None:
        """Lets go of the file."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def read_client_state(path: Path) -> ClientState | None:
    """The guest whose file this is; None where it is not there or cannot be read."""
    try:
        kept: ClientState = converter.structure(json.loads(path.read_text(encoding="utf-8")), ClientState)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, BaseValidationError):
        return None
    return kept
