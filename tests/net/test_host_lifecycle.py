"""What holds of an open exercise as a whole: full disks, its end, its worlds, and guests who go from one to another."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import evolve

from oefening.engine.commands import End, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart, BoardWritten
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile
from oefening.net.host import METADATA_KEY, open_host, was_open
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.store.log import LogEntry, LogError, LogRecord
from tests.support.loopback_host import (
    BELEID,
    ZORG,
    a_room,
    address_of,
    guest,
    leader_does,
    opened,
    refusal,
    seen,
    until,
)

A_BOARD = WriteOnBoard(0, "beleid", BoardPart.PICTURE, "geen water")


@pytest.fixture
def exercise(tmp_path: Path) -> Iterator[LiveExercise]:
    """A small exercise in two worlds."""
    exercise = a_room(tmp_path, worlds=("noord", "zuid"))
    yield exercise
    exercise.close()


class FullDisk:
    """Stands in for the disk of a session until there is room again; counts what was tried meanwhile."""

    def __init__(self, exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tries, self.full = 0, True
        log = exercise._session._log
        append = log.append

        def refuse(entries: Sequence[LogEntry]) -> tuple[LogRecord, ...]:
            if not self.full:
                return append(entries)
            self.tries += 1
            raise LogError("De schijf is vol.")

        monkeypatch.setattr(log, "append", refuse)


async def test_what_a_full_disk_does_not_take_is_kept_once_there_is_room(
    exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oefening.net.request_queue.LOG_RETRY_INTERVAL", 0.2)
    troubles: list[str] = []
    host = await open_host(exercise, troubles.append)
    async with guest(host, BELEID) as team:
        disk = FullDisk(exercise, monkeypatch)
        assert not (await team.submit(A_BOARD)).durable
        await until(lambda: disk.tries)
        before = disk.tries
        for _tick in range(100):
            host.server.flush_requests()
        assert disk.tries == before
        assert team.link.waiting == 1
        disk.full = False
        await until(lambda: not team.link.waiting)
        assert [h.event for h in exercise._session.recorded_events if isinstance(h.event, BoardWritten)] == [
            BoardWritten(0, "beleid", BoardPart.PICTURE, "geen water")
        ]
    await host.close()
    assert troubles == ["De schijf is vol."]


async def test_the_keys_of_the_door_lie_in_the_file_until_the_exercise_is_over(exercise: LiveExercise) -> None:
    async with opened(exercise):
        assert was_open(exercise)
    assert was_open(exercise)
    async with opened(exercise):
        leader_does(exercise, End())
    assert not was_open(exercise)


async def test_what_happens_in_one_world_is_seen_there_and_only_there(exercise: LiveExercise) -> None:
    south = SeatId(Role.TEAM, 1, "beleid")
    async with opened(exercise) as host, guest(host, BELEID) as one, guest(host, south, device="b" * 32) as other:
        leader_does(exercise, SendMessage(1, "waterbedrijf", "beleid", "alleen in het zuiden"))
        await until(lambda: any(m.text == "alleen in het zuiden" for m in seen(other).messages))
        leader_does(exercise, SendMessage(0, "waterbedrijf", "beleid", "alleen in het noorden"))
        await until(lambda: any(m.text == "alleen in het noorden" for m in seen(one).messages))
        assert [m.text for m in seen(other).messages if m.channel is None] == ["alleen in het zuiden"]
        assert [m.text for m in seen(one).messages if m.channel is None] == ["alleen in het noorden"]


async def test_what_was_asked_at_one_exercise_is_not_asked_at_another(exercise: LiveExercise, tmp_path: Path) -> None:
    state_file = ClientStateFile(ClientState("a" * 32), None)
    async with opened(exercise) as host:
        first = ClientConnection(state_file, search=False)
        assert await first.join(address_of(host), host.code_for(ZORG), "") == ""
    await until(lambda: not first.link.connected)
    assert not (await first.submit(WriteOnBoard(0, "zorg", BoardPart.PICTURE, "van de eerste"))).durable
    await first.close()
    other = a_room(tmp_path / "andere")
    state_file.save(evolve(state_file.state, addresses=()))
    async with opened(other) as host:
        second = ClientConnection(state_file, search=False)
        assert await second.join(address_of(host), host.code_for(ZORG), "") == ""
        reply = await second.submit(WriteOnBoard(0, "zorg", BoardPart.DECISION, "van de tweede"))
        await second.close()
    assert reply.durable
    assert not state_file.state.unanswered
    assert other.team_seat(0, "zorg").current_view().board.text(BoardPart.PICTURE) == ""
    other.close()


OLD_STATES = {
    "of version 1": json.dumps(
        {
            "exercise": "0e" * 16, "key": "0f" * 32, "certificate_pem": "x", "key_pem": "x", "port": 8442,
            "codes": [[{"kind": "team", "world": 0, "team": "beleid", "name": "Beleidsteam"}, "K7F3QM"]],
            "removed": [], "moved": [],
        }
    ),
    "no JSON": "{",
    "no object": "7",
    "too deep": "[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("text", OLD_STATES.values(), ids=OLD_STATES.keys())
async def test_state_that_cannot_be_read_means_new_codes_and_no_error(exercise: LiveExercise, text: str) -> None:
    exercise.put_metadata(METADATA_KEY, text)
    async with opened(exercise) as host:
        async with guest(host, BELEID) as team:
            assert await refusal(team, A_BOARD) == ""
        assert "K7F3QM" not in host.admission.codes.values()
