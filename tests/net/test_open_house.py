"""What holds of an open exercise as a whole: full disks, its end, its worlds, and guests who go from one to another."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import evolve
from hosting import BELEID, ZORG, a_room, address_of, guest, leader_does, opened, seen, until

from oefening.engine.commands import End, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart, BoardWritten
from oefening.net.client import Connection
from oefening.net.host import open_host, was_open
from oefening.net.keeping import Keeping, Kept
from oefening.session.places import Kind, Place
from oefening.session.room import Room
from oefening.store.log import Entry, LogError, Record

A_BOARD = WriteOnBoard(0, "beleid", BoardPart.PICTURE, "geen water")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A small exercise in two worlds."""
    room = a_room(tmp_path, worlds=("noord", "zuid"))
    yield room
    room.close()


class FullDisk:
    """Stands in for the disk of a session until there is room again; counts what was tried meanwhile."""

    def __init__(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tries, self.full = 0, True
        log = room._session._log
        append = log.append

        def refuse(entries: Sequence[Entry]) -> tuple[Record, ...]:
            if not self.full:
                return append(entries)
            self.tries += 1
            raise LogError("De schijf is vol.")

        monkeypatch.setattr(log, "append", refuse)


async def test_what_a_full_disk_does_not_take_is_kept_once_there_is_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oefening.net.server.RETRY", 0.2)
    troubles: list[str] = []
    host = await open_host(room, troubles.append)
    async with guest(host, BELEID) as team:
        disk = FullDisk(room, monkeypatch)
        assert not (await team.ask(A_BOARD)).durable
        await until(lambda: disk.tries)
        before = disk.tries
        for _tick in range(100):
            host.server.settle()
        assert disk.tries == before
        assert team.link.waiting == 1
        disk.full = False
        await until(lambda: not team.link.waiting)
        assert [h.event for h in room._session.happenings if isinstance(h.event, BoardWritten)] == [
            BoardWritten(0, "beleid", BoardPart.PICTURE, "geen water")
        ]
    await host.close()
    assert troubles == ["De schijf is vol."]


async def test_the_keys_of_the_door_lie_in_the_file_until_the_exercise_is_over(room: Room) -> None:
    async with opened(room):
        assert was_open(room)
    assert was_open(room)
    async with opened(room):
        leader_does(room, End())
    assert not was_open(room)


async def test_what_happens_in_one_world_is_seen_there_and_only_there(room: Room) -> None:
    south = Place(Kind.TEAM, 1, "beleid")
    async with opened(room) as host, guest(host, BELEID) as one, guest(host, south, device="b" * 32) as other:
        leader_does(room, SendMessage(1, "waterbedrijf", "beleid", "alleen in het zuiden"))
        await until(lambda: any(m.text == "alleen in het zuiden" for m in seen(other).messages))
        leader_does(room, SendMessage(0, "waterbedrijf", "beleid", "alleen in het noorden"))
        await until(lambda: any(m.text == "alleen in het noorden" for m in seen(one).messages))
        assert [m.text for m in seen(other).messages if m.channel is None] == ["alleen in het zuiden"]
        assert [m.text for m in seen(one).messages if m.channel is None] == ["alleen in het noorden"]


async def test_what_was_asked_at_one_exercise_is_not_asked_at_another(room: Room, tmp_path: Path) -> None:
    keeping = Keeping(Kept("a" * 32), None)
    async with opened(room) as host:
        first = Connection(keeping, search=False)
        assert await first.join(address_of(host), host.code(ZORG), "") == ""
    await until(lambda: not first.link.connected)
    assert not (await first.ask(WriteOnBoard(0, "zorg", BoardPart.PICTURE, "van de eerste"))).durable
    await first.close()
    other = a_room(tmp_path / "andere")
    keeping.keep(evolve(keeping.kept, addresses=()))
    async with opened(other) as host:
        second = Connection(keeping, search=False)
        assert await second.join(address_of(host), host.code(ZORG), "") == ""
        reply = await second.ask(WriteOnBoard(0, "zorg", BoardPart.DECISION, "van de tweede"))
        await second.close()
    assert reply.durable
    assert not keeping.kept.unanswered
    assert other.team(0, "zorg").look().board.text(BoardPart.PICTURE) == ""
    other.close()
