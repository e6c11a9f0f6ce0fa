"""Client-side state: how to come back to a seat, and the requests that the server has not confirmed yet.

It is a small file, written anew at every change, so that an answer survives a laptop that crashes. Where the disk
refuses, the state is in memory only: taking part matters more.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from attrs import evolve, frozen

from oefening.net.address import Address
from oefening.net.protocol import DECODING_ERRORS, ClientRequest, converter
from oefening.session.seat_id import SeatId


@frozen
class Ticket:
    """How to come back to a seat. `token` proves the right to it; `certificate` is the server's SHA-256 in hex."""

    token: str
    seat_id: SeatId
    certificate: str
    exercise_id: str
    title: str


@frozen
class ClientState:
    """A guest: device id (32 hexadecimal digits), name, the server's known addresses, seat, unanswered requests.

    `last_number` is the number of the latest request. It only counts up, so that a number is never used twice.
    """

    device_id: str
    name: str = ""
    addresses: tuple[Address, ...] = ()
    ticket: Ticket | None = None
    last_number: int = 0
    unanswered: tuple[ClientRequest, ...] = ()

    def with_request(self, request: ClientRequest) -> "ClientState":
        """With one more unanswered request."""
        return evolve(self, last_number=request.number, unanswered=(*self.unanswered, request))

    def without_request(self, number: int) -> "ClientState":
        """Without the request of that number, which was answered."""
        return evolve(self, unanswered=tuple(request for request in self.unanswered if request.number != number))


class ClientStateFile:
    """The state of one guest and the file it is saved in; in memory only where there is no path."""

    def __init__(self, state: ClientState, path: Path | None) -> None:
        self.state = state
        self._path = path

    def save(self, state: ClientState) -> None:
        """Replaces the state; durable on return if the disk allows it.

        A request is durable three times over: here before it is sent, in the server's log before it is confirmed, and
        here again once it is confirmed. The first lets it survive a crash of this laptop or a lost connection, the
        second a crash of the leader's. Without the third it would be sent again after a restart: harmless, as the
        server knows its number, but the screen would go on telling that it waits.
        """
        if state == self.state:
            return
        self.state = state
        if self._path is None:
            return
        text = json.dumps(converter.unstructure(state))
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Written beside it, synced, and then put in its place: a crash leaves the old file or the new one, whole.
            new = self._path.with_suffix(".nieuw")
            with new.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)

    def delete(self) -> None:
        """Deletes the file."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def read_client_state(path: Path) -> ClientState | None:
    """The state in a file; None if there is none, or it is damaged or of another version: then the guest joins anew."""
    try:
        state: ClientState = converter.structure(json.loads(path.read_text(encoding="utf-8")), ClientState)
    except (OSError, *DECODING_ERRORS):
        return None
    return state
