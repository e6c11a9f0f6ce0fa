"""Decides who is admitted to which seat, and keeps a journal of it for the leader. Pure.

Random numbers and the time are passed in. What must survive a crash of the leader's laptop is one value, the
`HostState`. Who sits where is not in it: a guest comes back with a ticket that proves its seat, so the server needs to
store nothing per guest.
"""

import hashlib
import hmac
from collections import deque
from collections.abc import Callable, Iterable

from attrs import evolve, frozen

from oefening.net.protocol import MAX_NAME_LENGTH, VERSION, Denial, Denied, Join
from oefening.net.rate_limit import JoinRateLimiter
from oefening.session.seat_id import SeatId
from oefening.store.log import LogError
from oefening.text.phrases import one_line
from oefening.text.translation import _

MAX_GUESTS = 3_000
"""Devices to remember."""

MAX_JOURNAL_ENTRIES = 500
"""Journal entries to remember."""


@frozen
class HostState:
    """What survives a crash of the leader's laptop. `exercise_id` (hex) is public, `ticket_key` (hex) is secret.

    `codes` are the secret halves of the join codes by seat. `removed` are devices whose tickets no longer hold, `moved`
    devices with another seat than their ticket says.
    """

    exercise_id: str
    ticket_key: str
    certificate_pem: str
    key_pem: str
    port: int
    codes: tuple[tuple[SeatId, str], ...]
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, SeatId], ...] = ()


@frozen
class Guest:
    """A device that was admitted, under the name that its user gave or that it was given."""

    device_id: str
    name: str
    seat_id: SeatId
    connected: bool = True


@frozen
class JournalEntry:
    """Something the leader may want to know; `time` is in seconds of the server's monotonic clock."""

    time: float
    text: str
    is_warning: bool = False


class Admission:
    """Admission to one exercise. `store` must make a state durable or raise LogError; it comes before any effect."""

    def __init__(self, state: HostState, store: Callable[[HostState], None]) -> None:
        self.state = state
        self._store = store
        self._rate_limiter = JoinRateLimiter()
        self.guests: dict[str, Guest] = {}
        self.journal: deque[JournalEntry] = deque(maxlen=MAX_JOURNAL_ENTRIES)
        self.wrong_codes = 0

    @property
    def codes(self) -> dict[SeatId, str]:
        """The secret half of each seat's join code."""
        return dict(self.state.codes)

    def admit(self, join: Join, address: str, now: float) -> Guest | Denied:
        """Admits a guest, or says why not. `address` is the host that it connects from."""
        if join.version != VERSION:
            self._log(now, _("Een laptop ({address}) heeft een andere versie van oefening.").format(address=address))
            return Denied(Denial.VERSION)
        if not _is_device_id(join.device_id):
            return Denied(Denial.INVALID)
        if join.device_id in self.state.removed and (join.ticket or not join.code):
            return Denied(Denial.REMOVED)
        seat_id = self._seat_by_ticket(join) if join.ticket else self._seat_by_code(join, address, now)
        if isinstance(seat_id, Denied):
            return seat_id
        if not self._make_room(join.device_id):
            return Denied(Denial.FULL)
        known = self.guests.get(join.device_id)
        name = one_line(join.name).strip()[:MAX_NAME_LENGTH] or (known.name if known else self._new_name())
        guest = Guest(join.device_id, name, seat_id)
        self.guests[join.device_id] = guest
        text = _("{name} is terug: {place}.") if join.ticket else _("{name} doet mee: {place}.")
        self._log(now, text.format(name=name, place=seat_id.name))
        return guest

    def _seat_by_code(self, join: Join, address: str, now: float) -> SeatId | Denied:
        wait = self._rate_limiter.wait_seconds(address, now)
        if wait > 0:
            return Denied(Denial.WAIT, wait)
        found = None
        # No early exit: the time it takes must not tell which code was nearly right.
        for seat_id, secret in self.state.codes:
            if _same_secret(secret, join.code):
                found = seat_id
        if found is None:
            self._rate_limiter.record_failure(address, now)
            self.wrong_codes += 1
            text = _("Verkeerde code vanaf {address} ({n} keer in totaal).")
            self._log(now, text.format(address=address, n=self.wrong_codes), is_warning=True)
            return Denied(Denial.CODE, self._rate_limiter.wait_seconds(address, now))
        self._rate_limiter.record_success(address, now)
        try:
            self._lift_measures(join.device_id)
        except LogError as error:
            self._log(now, error.message, is_warning=True)
            return Denied(Denial.FULL)
        return found

    def _seat_by_ticket(self, join: Join) -> SeatId | Denied:
        if join.seat_id is None or not _same_secret(self._make_ticket(join.device_id, join.seat_id), join.ticket):
            return Denied(Denial.INVALID)
        seat_id = dict(self.state.moved).get(join.device_id, join.seat_id)
        return next((known for known, _secret in self.state.codes if known == seat_id), Denied(Denial.REMOVED))

    def ticket_for(self, guest: Guest) -> str:
        """The ticket with which a guest can come back to its seat: a MAC over device and seat."""
        return self._make_ticket(guest.device_id, guest.seat_id)

    def _make_ticket(self, device_id: str, seat_id: SeatId) -> str:
        text = f"{device_id} {seat_id.role} {seat_id.world} {seat_id.team}"
        return hmac.new(bytes.fromhex(self.state.ticket_key), _bytes(text), hashlib.sha256).hexdigest()

    def _make_room(self, device_id: str) -> bool:
        """Whether one more device can be remembered, if need be in place of a disconnected one."""
        if device_id in self.guests or len(self.guests) < MAX_GUESTS:
            return True
        away = next((guest.device_id for guest in self.guests.values() if not guest.connected), None)
        if away is not None:
            del self.guests[away]
        return away is not None

    def _new_name(self) -> str:
        return _("Laptop {n}").format(n=len(self.guests) + 1)

    def _lift_measures(self, device_id: str) -> None:
        """Forgets that a device was removed or moved: with a join code it is admitted anew."""
        removed = tuple(other for other in self.state.removed if other != device_id)
        moved = tuple(entry for entry in self.state.moved if entry[0] != device_id)
        if (removed, moved) != (self.state.removed, self.state.moved):
            self._save(evolve(self.state, removed=removed, moved=moved))

    def disconnected(self, device_id: str, now: float) -> None:
        """Notes that a guest left or lost its connection."""
        guest = self.guests.get(device_id)
        if guest is not None and guest.connected:
            self.guests[device_id] = evolve(guest, connected=False)
            self._log(now, _("{name} is weg: {place}.").format(name=guest.name, place=guest.seat_id.name))

    def remove(self, device_id: str, now: float) -> None:
        """Takes a guest's seat away. With a join code, also the same one, it can come back."""
        guest = self.guests[device_id]
        self._save(evolve(self.state, removed=(*self.state.removed, device_id)))
        del self.guests[device_id]
        self._log(now, _("{name} is verwijderd.").format(name=guest.name))

    def move(self, device_id: str, seat_id: SeatId, now: float) -> None:
        """Gives a guest another seat."""
        guest = self.guests[device_id]
        others = tuple(entry for entry in self.state.moved if entry[0] != device_id)
        self._save(evolve(self.state, moved=(*others, (device_id, seat_id))))
        self.guests[device_id] = evolve(guest, seat_id=seat_id)
        self._log(now, _("{name} zit nu bij: {place}.").format(name=guest.name, place=seat_id.name))

    def renew_code(self, seat_id: SeatId, secret: str, now: float) -> None:
        """Gives a seat a new code. Guests who are in stay in: they have tickets."""
        codes = tuple((known, secret if known == seat_id else old) for known, old in self.state.codes)
        self._save(evolve(self.state, codes=codes))
        self._log(now, _("Nieuwe code: {place}.").format(place=seat_id.name))

    def guests_at(self, seat_id: SeatId) -> Iterable[Guest]:
        """The guests in a seat."""
        return [guest for guest in self.guests.values() if guest.seat_id == seat_id]

    def note(self, text: str, now: float) -> None:
        """Adds a normal event to the journal."""
        self._log(now, text)

    def warn(self, text: str, now: float) -> None:
        """Adds something to the journal that our own client would never do."""
        self._log(now, text, is_warning=True)

    def _save(self, state: HostState) -> None:
        self._store(state)
        self.state = state

    def _log(self, now: float, text: str, *, is_warning: bool = False) -> None:
        self.journal.append(JournalEntry(now, text, is_warning))


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _same_secret(one: str, other: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _is_device_id(text: str) -> bool:
    return len(text) == 32 and all(character in "0123456789abcdef" for character in text)
