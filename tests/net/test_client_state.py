"""What a guest's laptop keeps of its seat survives a crash, a full disk, and a file that is not what it was."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net.address import Address
from oefening.net.client_state import ClientState, ClientStateFile, Ticket, read_client_state
from oefening.net.protocol import ClientRequest
from oefening.session.seat import Propose, Request, TakePen
from oefening.session.seat_id import Role, SeatId

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
PLACE = SeatId(Role.TEAM, 0, "beleid", "Beleidsteam")
A_DECISION = Decide(0, "eerste", Choice("open"), "nodig ‘é’ \U0001f30a")
GUEST = ClientState(
    "a" * 32,
    "Ann",
    (Address("192.168.1.5", 8442), Address("fe80::1", 8444)),
    Ticket("5f" * 32, PLACE, "0f" * 32, "0e" * 16, "Drinkwater weg"),
    2,
    (ClientRequest(1, NOW, A_DECISION), ClientRequest(2, NOW, TakePen())),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet, in a folder that is not there yet."""
    return tmp_path / "gasten" / "gast.json"


def kept_at(path: Path) -> Path:
    """A file with a guest."""
    ClientStateFile(ClientState("a" * 32), path).save(GUEST)
    return path


@pytest.mark.parametrize(
    "request_", [A_DECISION, TakePen(), Propose(A_DECISION), WriteOnBoard(0, "b", BoardPart.PICTURE, "x")], ids=str
)
def test_a_guest_is_read_back_as_it_was_kept(path: Path, request_: Request) -> None:
    guest = evolve(GUEST, unanswered=(ClientRequest(1, NOW, request_),))
    ClientStateFile(ClientState("a" * 32), path).save(guest)
    assert read_client_state(path) == guest
    ClientStateFile(guest, path).save(guest.without_request(1))
    assert read_client_state(path) == guest.without_request(1)


def test_an_asking_is_kept_until_it_was_answered() -> None:
    guest = (
        ClientState("a" * 32)
        .with_request(ClientRequest(1, NOW, TakePen()))
        .with_request(ClientRequest(2, NOW, A_DECISION))
    )
    assert (guest.last_number, [submit.number for submit in guest.unanswered]) == (2, [1, 2])
    assert [submit.number for submit in guest.without_request(1).unanswered] == [2]
    assert guest.without_request(1).last_number == 2
    assert guest.without_request(7) == guest


@pytest.mark.parametrize("length", [0, 1, 200])
def test_a_crash_in_the_middle_of_writing_leaves_what_was_kept_before(path: Path, length: int) -> None:
    kept_at(path)
    halfway = path.with_suffix(".nieuw")
    halfway.write_bytes(path.read_bytes()[:length])
    assert read_client_state(path) == GUEST
    again = evolve(GUEST, name="Anna")
    ClientStateFile(GUEST, path).save(again)
    assert read_client_state(path) == again
    assert not halfway.exists()


def test_a_write_that_breaks_off_leaves_what_was_kept_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_at(path)

    def breaks(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("oefening.net.client_state.os.fsync", breaks)
    state_file = ClientStateFile(GUEST, path)
    state_file.save(evolve(GUEST, name="Anna"))
    assert state_file.state.name == "Anna"
    monkeypatch.undo()
    assert read_client_state(path) == GUEST
    state_file.save(evolve(GUEST, name="Annie"))
    assert getattr(read_client_state(path), "name", "") == "Annie"


@pytest.mark.parametrize("hindrance", ["a file for its folder", "a folder for its file", "a folder for the new file"])
def test_a_disk_that_refuses_keeps_it_in_memory(tmp_path: Path, hindrance: str) -> None:
    path = tmp_path / "gasten" / "gast.json"
    if hindrance == "a file for its folder":
        path.parent.write_text("geen map", encoding="utf-8")
    elif hindrance == "a folder for its file":
        (path / "vol").mkdir(parents=True)
    else:
        path.with_suffix(".nieuw").mkdir(parents=True)
    state_file = ClientStateFile(ClientState("a" * 32), path)
    state_file.save(GUEST)
    assert state_file.state == GUEST
    assert read_client_state(path) is None
    state_file.delete()


def test_without_a_file_it_is_kept_in_memory() -> None:
    state_file = ClientStateFile(ClientState("a" * 32), None)
    state_file.save(GUEST)
    assert state_file.state == GUEST
    state_file.delete()


def test_what_is_forgotten_is_gone(path: Path) -> None:
    state_file = ClientStateFile(GUEST, kept_at(path))
    state_file.delete()
    assert read_client_state(path) is None
    state_file.delete()


@pytest.mark.parametrize("text", ["nodig \ud800", "\udfff"], ids=["beside words", "alone"])
def test_half_a_character_that_someone_pasted_stops_nothing(path: Path, text: str) -> None:
    state_file = ClientStateFile(GUEST, kept_at(path))
    state_file.save(GUEST.with_request(ClientRequest(3, NOW, Decide(0, "eerste", Choice("open"), text))))
    assert state_file.state.last_number == 3
    kept = read_client_state(path)
    assert kept is not None
    assert kept.device_id == GUEST.device_id


WHOLE = json.dumps(
    {"device_id": "a" * 32, "name": "", "addresses": [], "ticket": None, "last_number": 0, "unanswered": []},
    ensure_ascii=False,
)

OF_VERSION_1 = json.dumps(
    {
        "device": "a" * 32, "name": "Ann", "addresses": [{"host": "192.168.1.5", "port": 8442}], "asked": 1,
        "ticket": {"ticket": "5f" * 32, "place": {"kind": "team", "world": 0, "team": "beleid", "name": "B"},
                   "certificate": "0f" * 32, "exercise": "0e" * 16, "title": "Drinkwater weg"},
        "unanswered": [],
    }
)  # fmt: skip

HOSTILE = {
    "of an older program": OF_VERSION_1.encode(),
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "zero bytes": b"\0" * 4096,
    "half": WHOLE.encode()[:40],
    "no object": b"[]",
    "null": b"null",
    "a number": b"7",
    "too little": b"{}",
    "too much": WHOLE[:-1].encode() + b',"meer":1}',
    "another form": WHOLE.replace('"addresses": []', '"addresses": [1]').encode(),
    "no asking": WHOLE.replace('"unanswered": []', '"unanswered": [{"number":1}]').encode(),
    "no number": WHOLE.replace('"last_number": 0', '"last_number": 1e999').encode(),
    "no ticket": WHOLE.replace('"ticket": null', '"ticket": "x"').encode(),
    "deep": b"[" * 100_000,
    "deep inside": WHOLE.replace('"ticket": null', '"ticket": ' + "[" * 100_000).encode(),
}


def test_the_file_that_the_hostile_ones_are_made_of_is_a_guest(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(WHOLE, encoding="utf-8")
    assert read_client_state(path) == ClientState("a" * 32)


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_is_no_guest_is_none(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert read_client_state(path) is None


def test_a_file_that_is_not_there_or_is_a_folder_is_none(path: Path) -> None:
    assert read_client_state(path) is None
    path.mkdir(parents=True)
    assert read_client_state(path) is None


@given(
    st.binary() | st.integers(0, len(WHOLE)).flatmap(lambda cut: st.binary(max_size=4).map(lambda new: _cut(cut, new)))
)
def test_any_file_is_a_guest_or_none(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "gast.json"
    path.write_bytes(content)
    kept = read_client_state(path)
    assert kept is None or isinstance(kept, ClientState)


def _cut(cut: int, new: bytes) -> bytes:
    whole = WHOLE.encode()
    return whole[:cut] + new + whole[cut + 1 :]
