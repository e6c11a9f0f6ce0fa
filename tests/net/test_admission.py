"""The door: who is let in and where, who stays out, and what is kept of it before anything rests on it."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from oefening.net.admission import MAX_JOURNAL_ENTRIES, Admission, Guest, HostState
from oefening.net.protocol import MAX_NAME_LENGTH, VERSION, Denial, Denied, Join
from oefening.net.rate_limit import FREE_FAILURES
from oefening.session.seat_id import Role, SeatId
from oefening.store.log import LogError

BELEID, ZORG = SeatId(Role.TEAM, 0, "beleid", "Beleidsteam"), SeatId(Role.TEAM, 0, "zorg", "Team zorg")
OBSERVER = SeatId(Role.OBSERVER, 0, "", "Waarnemer")
CODES = {BELEID: "AAAAAA", ZORG: "BBBBBB", OBSERVER: "CCCCCC"}
ANN, BOB, EVE = "a" * 32, "b" * 32, "e" * 32


class Shelf:
    """Where a lobby keeps what must survive; a full one takes nothing."""

    def __init__(self) -> None:
        self.kept: list[HostState] = []
        self.full = False

    def keep(self, kept: HostState) -> None:
        if self.full:
            raise LogError("vol")
        self.kept.append(kept)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def a_kept(key: str = "5f" * 32) -> HostState:
    """What is kept of an exercise that nobody joined yet."""
    return HostState("0f" * 16, key, "", "", 8442, tuple(CODES.items()))


@pytest.fixture
def lobby(shelf: Shelf) -> Admission:
    return Admission(a_kept(), shelf.keep)


def by_code(
    lobby: Admission, device: str, code: str, *, name: str = "x", now: float = 0.0, at: str = "10.0.0.1"
) -> Any:
    """What comes of knocking with a code."""
    return lobby.admit(Join(VERSION, device, name, code=code), at, now)


def by_ticket(lobby: Admission, device: str, ticket: str, seat_id: SeatId | None, **other: str) -> Any:
    """What comes of coming back with a ticket."""
    return lobby.admit(Join(VERSION, device, "x", ticket=ticket, seat_id=seat_id, **other), "10.0.0.1", 0.0)


def seated(lobby: Admission, device: str, seat_id: SeatId) -> str:
    """The ticket of someone who took a seat with its code."""
    guest = by_code(lobby, device, lobby.codes[seat_id])
    assert isinstance(guest, Guest)
    return lobby.ticket_for(guest)


# codes


@pytest.mark.parametrize("seat_id", CODES)
def test_a_code_lets_in_at_its_own_place(lobby: Admission, seat_id: SeatId) -> None:
    guest = by_code(lobby, ANN, CODES[seat_id], name="Ann")
    assert guest == Guest(ANN, "Ann", seat_id)
    assert list(lobby.guests_at(seat_id)) == [guest]
    assert "Ann" in lobby.journal[-1].text


WRONG = ["", "AAAAAB", "aaaaaa", "AAAAA", "AAAAAAA", "AAAAAA ", "ÀAAAAA", "\0" * 6, "A" * 100_000, "\ud800"]


@pytest.mark.parametrize("code", WRONG, ids=range(len(WRONG)))
def test_a_wrong_code_lets_nobody_in_and_is_counted(lobby: Admission, code: str) -> None:
    assert by_code(lobby, ANN, code) == Denied(Denial.CODE)
    assert (lobby.guests, lobby.wrong_codes) == ({}, 1)
    assert lobby.journal[-1].is_warning
    assert "10.0.0.1" in lobby.journal[-1].text


def test_who_goes_on_trying_wrong_codes_has_to_wait_also_with_the_right_one(lobby: Admission) -> None:
    answers = [by_code(lobby, ANN, f"WRONG{n}") for n in range(FREE_FAILURES + 2)]
    assert [answer.reason for answer in answers] == [Denial.CODE] * (FREE_FAILURES + 1) + [Denial.WAIT]
    wait = answers[-1].retry_after
    assert wait > 0
    assert by_code(lobby, ANN, "AAAAAA") == Denied(Denial.WAIT, wait)
    assert isinstance(by_code(lobby, BOB, "AAAAAA", at="10.0.0.2"), Guest)
    assert isinstance(by_code(lobby, ANN, "AAAAAA", now=wait + 0.01), Guest)
    assert lobby.wrong_codes == FREE_FAILURES + 1


def test_a_ticket_need_not_wait_for_who_tries_codes(lobby: Admission) -> None:
    ticket = seated(lobby, ANN, BELEID)
    while by_code(lobby, EVE, "WRONG0").reason is not Denial.WAIT:
        pass
    assert isinstance(by_ticket(lobby, ANN, ticket, BELEID), Guest)


def test_a_renewed_code_lets_in_and_the_old_one_does_not(lobby: Admission, shelf: Shelf) -> None:
    ticket = seated(lobby, ANN, BELEID)
    lobby.renew_code(BELEID, "DDDDDD", 0.0)
    assert by_code(lobby, BOB, "AAAAAA") == Denied(Denial.CODE)
    assert by_code(lobby, BOB, "DDDDDD").seat_id == BELEID
    assert by_ticket(lobby, ANN, ticket, BELEID).seat_id == BELEID
    assert by_code(lobby, EVE, "BBBBBB").seat_id == ZORG
    assert dict(shelf.kept[-1].codes) == CODES | {BELEID: "DDDDDD"}


@pytest.mark.parametrize("version", [VERSION - 1, VERSION + 1, 0, -1, 10**40])
def test_another_version_is_told_so_also_with_a_right_code(lobby: Admission, version: int) -> None:
    answer = lobby.admit(Join(version, ANN, "x", code="AAAAAA"), "10.0.0.1", 0.0)
    assert answer == Denied(Denial.VERSION)
    assert (lobby.guests, lobby.wrong_codes) == ({}, 0)


@pytest.mark.parametrize(
    "device", ["", "a" * 31, "A" * 32, "g" * 32, "a" * 33, "a" * 31 + "\n", "٣" * 32, "\ud800" * 32]
)
def test_a_device_that_is_none_is_refused(lobby: Admission, device: str) -> None:
    assert by_code(lobby, device, "AAAAAA") == Denied(Denial.INVALID)
    assert not lobby.guests


# tickets


def test_a_ticket_lets_its_own_device_back_to_its_own_place_only(lobby: Admission) -> None:
    ticket = seated(lobby, ANN, BELEID)
    assert by_ticket(lobby, ANN, ticket, BELEID).seat_id == BELEID
    for device, seat_id in (
        (EVE, BELEID),
        (ANN, ZORG),
        (ANN, SeatId(Role.TEAM, 1, "beleid")),
        (ANN, OBSERVER),
        (ANN, None),
    ):
        assert by_ticket(lobby, device, ticket, seat_id) == Denied(Denial.INVALID)


@pytest.mark.parametrize("ticket", ["0" * 64, "x", "é" * 64, "\ud800", "\0", "A" * 100_000], ids=range(6))
def test_a_forged_ticket_lets_nobody_in(lobby: Admission, ticket: str) -> None:
    assert by_ticket(lobby, EVE, ticket, BELEID) == Denied(Denial.INVALID)
    assert not lobby.guests


@pytest.mark.parametrize("team", ["\ud800", "beleid 0", "", "x" * 100_000], ids=range(4))
def test_a_ticket_for_a_place_that_is_none_lets_nobody_in(lobby: Admission, team: str) -> None:
    ticket = seated(lobby, ANN, BELEID)
    assert by_ticket(lobby, ANN, ticket, SeatId(Role.TEAM, 0, team)) == Denied(Denial.INVALID)


@given(st.from_type(SeatId), st.text(alphabet="0123456789abcdef", min_size=32, max_size=32))
def test_no_other_device_or_place_has_the_same_ticket(seat_id: SeatId, device: str) -> None:
    lobby = Admission(a_kept(), lambda _kept: None)
    same = (device, seat_id) == (ANN, BELEID)
    assert (lobby.ticket_for(Guest(device, "", seat_id)) == lobby.ticket_for(Guest(ANN, "", BELEID))) is same


def test_a_ticket_of_another_exercise_is_worth_nothing(lobby: Admission) -> None:
    ticket = seated(Admission(a_kept("a0" * 32), lambda _kept: None), ANN, BELEID)
    assert by_ticket(lobby, ANN, ticket, BELEID) == Denied(Denial.INVALID)


def test_a_ticket_is_worth_as_much_after_the_leaders_laptop_died(lobby: Admission, shelf: Shelf) -> None:
    ann, bob = seated(lobby, ANN, BELEID), seated(lobby, BOB, BELEID)
    lobby.move(ANN, ZORG, 0.0)
    lobby.remove(BOB, 0.0)
    again = Admission(shelf.kept[-1], shelf.keep)
    assert by_ticket(again, ANN, ann, BELEID).seat_id == ZORG
    assert by_ticket(again, BOB, bob, BELEID) == Denied(Denial.REMOVED)


def test_what_a_ticket_says_its_place_is_called_is_not_believed(lobby: Admission) -> None:
    ticket = seated(lobby, ANN, BELEID)
    guest = by_ticket(lobby, ANN, ticket, evolve(BELEID, name="\x1b[2J" * 1000))
    assert guest.seat_id.name == "Beleidsteam"


# removed and moved


def test_who_was_removed_stays_out_with_a_ticket_and_comes_in_with_a_code(lobby: Admission, shelf: Shelf) -> None:
    ticket = seated(lobby, ANN, BELEID)
    lobby.remove(ANN, 0.0)
    assert ANN not in lobby.guests
    assert by_ticket(lobby, ANN, ticket, BELEID) == Denied(Denial.REMOVED)
    assert by_code(lobby, ANN, "WRONG0") == Denied(Denial.CODE)
    assert by_ticket(lobby, ANN, ticket, BELEID) == Denied(Denial.REMOVED)
    assert by_code(lobby, ANN, "AAAAAA").seat_id == BELEID
    assert by_ticket(lobby, ANN, ticket, BELEID).seat_id == BELEID
    assert shelf.kept[-1].removed == ()


@pytest.mark.parametrize("code", ["z", "WRONG0", " "])
def test_who_was_removed_does_not_come_in_with_a_ticket_and_a_wrong_code(lobby: Admission, code: str) -> None:
    ticket = seated(lobby, ANN, BELEID)
    lobby.remove(ANN, 0.0)
    assert isinstance(by_ticket(lobby, ANN, ticket, BELEID, code=code), Denied)
    assert ANN not in lobby.guests


def test_who_was_moved_comes_back_to_the_new_place_with_the_old_ticket_too(lobby: Admission) -> None:
    old = seated(lobby, ANN, BELEID)
    lobby.move(ANN, ZORG, 0.0)
    new = lobby.ticket_for(lobby.guests[ANN])
    assert new != old
    for ticket, seat_id in ((old, BELEID), (new, ZORG)):
        assert by_ticket(lobby, ANN, ticket, seat_id).seat_id == ZORG
    assert by_ticket(lobby, ANN, new, BELEID) == Denied(Denial.INVALID)
    lobby.move(ANN, OBSERVER, 0.0)
    for ticket, seat_id in ((old, BELEID), (new, ZORG)):
        assert by_ticket(lobby, ANN, ticket, seat_id).seat_id == OBSERVER


def test_who_was_moved_sits_where_a_later_code_says(lobby: Admission) -> None:
    old = seated(lobby, ANN, BELEID)
    lobby.move(ANN, ZORG, 0.0)
    assert by_code(lobby, ANN, "AAAAAA").seat_id == BELEID
    assert by_ticket(lobby, ANN, old, BELEID).seat_id == BELEID


ACTS: dict[str, Callable[[Admission], object]] = {
    "remove": lambda lobby: lobby.remove(ANN, 0.0),
    "move": lambda lobby: lobby.move(ANN, ZORG, 0.0),
    "renew": lambda lobby: lobby.renew_code(BELEID, "DDDDDD", 0.0),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_what_cannot_be_kept_does_not_happen(
    lobby: Admission, shelf: Shelf, act: Callable[[Admission], object]
) -> None:
    ticket = seated(lobby, ANN, BELEID)
    before = (lobby.state, dict(lobby.guests), list(lobby.journal))
    shelf.full = True
    with pytest.raises(LogError):
        act(lobby)
    assert (lobby.state, dict(lobby.guests), list(lobby.journal)) == before
    assert by_ticket(lobby, ANN, ticket, BELEID).seat_id == BELEID
    assert by_code(lobby, BOB, "AAAAAA").seat_id == BELEID


def test_a_full_disk_keeps_the_removed_out_and_nobody_else(lobby: Admission, shelf: Shelf) -> None:
    seated(lobby, ANN, BELEID)
    lobby.remove(ANN, 0.0)
    shelf.full = True
    assert isinstance(by_code(lobby, ANN, "AAAAAA"), Denied)
    assert by_code(lobby, BOB, "AAAAAA").seat_id == BELEID


def test_what_happened_at_the_door_is_kept_before_it_is_so(lobby: Admission) -> None:
    seen: list[tuple[HostState, SeatId]] = []
    seated(lobby, ANN, BELEID)
    lobby._store = lambda kept: seen.append((kept, lobby.guests[ANN].seat_id))
    lobby.move(ANN, ZORG, 0.0)
    assert seen == [(lobby.state, BELEID)]
    assert dict(seen[0][0].moved) == {ANN: ZORG}


# names and the journal


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ann", "Ann"),
        ("  Ann\n\n de  Vries\t", "Ann de Vries"),
        ("\x1b[2JAnn\x07\x9b31m", "[2JAnn 31m"),
        ("A\u202enn\u200b", "A nn"),
        ("\ud800Ann", "Ann"),
        ("", "Laptop 1"),
        ("\0\0\x1b\n", "Laptop 1"),
        ("ж" * 10_000, "ж" * MAX_NAME_LENGTH),
    ],
    ids=range(8),
)
def test_a_hostile_name_is_cut_and_cleaned(lobby: Admission, name: str, called: str) -> None:
    assert by_code(lobby, ANN, "AAAAAA", name=name).name == called
    assert lobby.journal[-1].text.isprintable()


@given(st.text() | st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Mn", "Lu"])))
def test_no_name_can_steer_a_terminal_or_fill_a_screen(name: str) -> None:
    lobby = Admission(a_kept(), lambda _kept: None)
    called = by_code(lobby, ANN, "AAAAAA", name=name).name
    assert 0 < len(called) <= MAX_NAME_LENGTH
    assert called.isprintable()
    assert called.encode()


def test_who_comes_back_without_a_name_keeps_the_one_it_had(lobby: Admission) -> None:
    by_code(lobby, ANN, "AAAAAA", name="Ann")
    assert by_code(lobby, ANN, "AAAAAA", name=" ").name == "Ann"


def test_a_name_says_nothing_of_who_is_who(lobby: Admission) -> None:
    for device in (ANN, EVE):
        by_code(lobby, device, "AAAAAA", name="Ann")
    lobby.remove(EVE, 0.0)
    assert list(lobby.guests) == [ANN]


def test_the_journal_stays_short_and_keeps_the_newest(lobby: Admission) -> None:
    for number in range(3 * MAX_JOURNAL_ENTRIES):
        by_code(lobby, ANN, "WRONG0", now=number * 1000.0)
    by_code(lobby, BOB, "AAAAAA", name="Bob", now=1e7)
    assert len(lobby.journal) == MAX_JOURNAL_ENTRIES
    assert "Bob" in lobby.journal[-1].text
    assert str(3 * MAX_JOURNAL_ENTRIES) in lobby.journal[-2].text


def test_who_waits_before_a_wrong_code_writes_nothing_in_the_journal(lobby: Admission) -> None:
    for _try in range(10_000):
        by_code(lobby, EVE, "WRONG0")
    assert len(lobby.journal) == lobby.wrong_codes == FREE_FAILURES + 1


def test_who_was_never_there_cannot_go(lobby: Admission) -> None:
    lobby.disconnected(EVE, 0.0)
    seated(lobby, ANN, BELEID)
    lobby.disconnected(ANN, 1.0)
    lines = len(lobby.journal)
    lobby.disconnected(ANN, 2.0)
    assert (lobby.guests[ANN].connected, len(lobby.journal)) == (False, lines)
