"""Rooms with bad Wi-Fi: what is answered is never lost and counts once, and nobody is taken for somebody else."""

import asyncio
import base64
import hashlib
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, PassTime, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart, BoardWritten, DecisionMade, ObservationNoted
from oefening.net.address import Address
from oefening.net.certificate import make_certificate, server_context
from oefening.net.client import ClientConnection
from oefening.net.client_state import ClientState, ClientStateFile, read_client_state
from oefening.net.host import Host
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Propose, TakePen
from tests.support.faulty_proxy import Wire, a_wire
from tests.support.loopback_host import BELEID, a_room, address_of, leader_does, opened, refusal, seen, until
from tests.support.loopback_host import guest as a_guest
from tests.support.pilot import Watch, desk_in
from tests.support.raw_client import DECISION, SOON, a_raw_guest, among, happened

THE_OTHER = Decide(0, "eerste", Choice("wacht"), "liever niet")


@pytest.fixture
def exercise(tmp_path: Path) -> LiveExercise:
    """A room in which the first question is open."""
    return a_room(tmp_path / "leider")


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has laptops wait less long than people have patience for."""
    for name, seconds in (("REPLY_TIMEOUT", 0.2), ("MAX_BACKOFF", 0.1), ("HEARTBEAT", 0.4), ("CONNECT_TIMEOUT", 1.0)):
        monkeypatch.setattr(f"oefening.net.client.{name}", seconds)
    monkeypatch.setattr("oefening.net.server.HEARTBEAT", 0.4)


@asynccontextmanager
async def on_a_wire(
    host: Host, name: str = "Ann", path: Path | None = None, *, search: bool = False
) -> AsyncIterator[tuple[Wire, ClientConnection]]:
    """A guest of the policy team at the other end of a wire."""
    async with a_wire(address_of(host)) as wire:
        connection = ClientConnection(
            ClientStateFile(ClientState(hashlib.md5(name.encode()).hexdigest()), path), search=search
        )
        assert await connection.join(wire.address, host.code_for(BELEID), name) == ""
        try:
            await until(lambda: connection.seat is not None and connection.seat.view is not None)
            yield wire, connection
        finally:
            await connection.close()


async def connected(connection: ClientConnection) -> None:
    """Waits until there is a connection and nothing waits for it."""
    await until(lambda: connection.link.connected and not connection.link.waiting)


def decided(exercise: LiveExercise) -> list[str]:
    """The options that were decided, in order."""
    return [event.answer.option for event in among(happened(exercise), DecisionMade)]


async def test_an_answer_that_was_given_without_a_connection_arrives_by_itself_once(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        wire.cut()
        await until(lambda: not ann.link.connected)
        before = datetime.now(UTC)
        assert not (await ann.submit(DECISION)).durable
        after = datetime.now(UTC)
        assert (ann.link.connected, ann.link.waiting) == (False, 1)
        assert ann.link.since
        assert decided(exercise) == []
        leader_does(exercise, SendMessage(0, "waterbedrijf", "beleid", "intussen"))
        wire.heal()
        await connected(ann)
        assert ann.link.since == ""
        await until(lambda: seen(ann) == exercise.team_seat(0, "beleid").current_view())
        assert seen(ann).messages[-1].text == "intussen"
    assert decided(exercise) == ["open"]
    made = next(recorded for recorded in exercise._session.recorded_events if isinstance(recorded.event, DecisionMade))
    assert made.origin is not None
    assert before <= made.origin.claimed_at <= after
    assert ann.late_refusals == []


async def test_an_answer_whose_acknowledgement_was_lost_is_sent_again_and_counts_once(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        wire.lose_answers()
        assert not (await ann.submit(DECISION)).durable
        await until(lambda: decided(exercise) == ["open"])
        assert ann.link.waiting == 1
        wire.heal()
        await connected(ann)
        await until(lambda: seen(ann).points[0].decided)
    assert decided(exercise) == ["open"]


async def test_answers_arrive_in_the_order_in_which_they_were_given(exercise: LiveExercise) -> None:
    texts = [f"bord {number}" for number in range(20)]
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        wire.cut()
        await until(lambda: not ann.link.connected)
        for text in texts:
            await ann.submit(WriteOnBoard(0, "beleid", BoardPart.PICTURE, text))
        assert ann.link.waiting == len(texts)
        wire.heal()
        await connected(ann)
        assert seen(ann).board.text(BoardPart.PICTURE) == texts[-1]
    assert [event.text for event in among(happened(exercise), BoardWritten)] == texts


async def test_a_connection_that_hangs_is_noticed_and_replaced(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        wire.hang()
        assert not (await ann.submit(DECISION)).durable
        await until(lambda: not ann.link.connected)
        await until(lambda: not any(guest.connected for guest in host.admission.guests.values()))
        wire.heal()
        await connected(ann)
    assert decided(exercise) == ["open"]


async def test_a_connection_that_comes_and_goes_loses_nothing(exercise: LiveExercise) -> None:
    texts = []
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        for number in range(3):
            for harm in (wire.cut, wire.lose_answers, wire.hang):
                texts.append(f"{number} {harm.__name__}")
                harm()
                await ann.submit(WriteOnBoard(0, "beleid", BoardPart.PICTURE, texts[-1]))
                wire.heal()
                await connected(ann)
        await until(lambda: seen(ann) == exercise.team_seat(0, "beleid").current_view())
    assert [event.text for event in among(happened(exercise), BoardWritten)] == texts


async def test_who_is_found_again_at_once_is_not_looked_for(
    exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    async def find(seconds: float) -> list[object]:
        looked.append(seconds)
        return []

    monkeypatch.setattr("oefening.net.client.find", find)
    async with opened(exercise) as host, on_a_wire(host, search=True) as (wire, ann):
        for _loss in range(6):
            wire.cut()
            await until(lambda: not ann.link.connected)
            wire.heal()
            await connected(ann)
    assert looked == []


async def test_a_decision_that_comes_after_its_deadline_is_refused_and_noted_for_the_leader(
    exercise: LiveExercise,
) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        wire.cut()
        await until(lambda: not ann.link.connected)
        moment = datetime.now().astimezone()
        await ann.submit(DECISION)
        leader_does(exercise, PassTime(Minutes(26)))
        wire.heal()
        await connected(ann)
        await until(lambda: ann.late_refusals)
        assert [(request, bool(words)) for request, words in ann.late_refusals] == [(DECISION, True)]
        await until(lambda: seen(ann) == exercise.team_seat(0, "beleid").current_view())
    assert decided(exercise) == []
    (note,) = among(happened(exercise), ObservationNoted)
    assert note.team == "beleid"
    assert "Kwam te laat binnen bij ‘Opent u waterpunten?’: Open drie waterpunten." in note.text
    assert any(f"{moment + timedelta(seconds=late):%H:%M:%S}" in note.text for late in range(3))
    assert note.text in str(exercise.observer_seat(0).current_view())


async def test_a_late_decision_that_is_sent_again_is_noted_once(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        leader_does(exercise, PassTime(Minutes(26)))
        wire.lose_answers()
        await ann.submit(DECISION)
        await until(lambda: among(happened(exercise), ObservationNoted))
        wire.heal()
        await connected(ann)
    assert len(among(happened(exercise), ObservationNoted)) == 1


# who dies


async def test_a_guest_that_dies_sends_what_was_not_answered_when_it_comes_back(
    exercise: LiveExercise, tmp_path: Path
) -> None:
    path = tmp_path / "gast" / "gast.json"
    async with opened(exercise) as host, a_wire(address_of(host)) as wire:
        async with on_a_wire(host, path=path) as (first, ann):
            first.cut()
            await until(lambda: not ann.link.connected)
            await ann.submit(DECISION)
        kept = read_client_state(path)
        assert kept is not None
        assert len(kept.unanswered) == 1
        again = ClientConnection(ClientStateFile(kept, path), search=False)
        again.add_address(wire.address)
        again.resume()
        try:
            await connected(again)
            await until(lambda: again.seat and again.seat.view and seen(again).points[0].decided)
            assert not await refusal(again, WriteOnBoard(0, "beleid", BoardPart.PICTURE, "verder"))
        finally:
            await again.close()
    assert decided(exercise) == ["open"]
    assert getattr(read_client_state(path), "unanswered", None) == ()


async def test_a_leaders_laptop_that_dies_is_followed_to_another(exercise: LiveExercise, tmp_path: Path) -> None:
    other = tmp_path / "andere laptop"
    other.mkdir()
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann):
        assert not await refusal(ann, WriteOnBoard(0, "beleid", BoardPart.PICTURE, "voor"))
        wire.cut()
        await until(lambda: not ann.link.connected)
        await host.server.close()
        exercise.close()
        copied = shutil.copy(exercise.path, other)
        await ann.submit(DECISION)
        again = desk_in(other, Watch()).resume(Path(copied))
        async with a_stranger(host.server.port) as heard, opened(again) as heir:
            assert heir.server.port != host.server.port
            ann.add_address(address_of(heir))
            await connected(ann)
            await until(lambda: seen(ann) == again.team_seat(0, "beleid").current_view())
            assert seen(ann).points[0].decided
            assert seen(ann).board.text(BoardPart.PICTURE) == "voor"
            assert ann.denial is None
        assert not any(ann_ in b"".join(heard) for ann_ in secrets_of(ann, host))
    assert decided(again) == ["open"]


def secrets_of(connection: ClientConnection, host: Host) -> list[bytes]:
    """What a stranger must not hear of a guest."""
    kept = connection._state_file.state
    assert kept.ticket is not None
    return [
        kept.device_id.encode(),
        kept.ticket.token.encode(),
        host.code_for(BELEID).secret.encode(),
        b"Decide",
        b"soort",
    ]


@asynccontextmanager
async def a_stranger(port: int = 0, *, polite: bool = True) -> AsyncIterator[list[bytes]]:
    """A server with a certificate of its own that takes anything for a WebSocket; yields all that it hears.

    A polite one hangs up when it has heard something; another never does.
    """
    heard: list[bytes] = []
    writers: list[asyncio.StreamWriter] = []
    listening: set[asyncio.Task[None]] = set()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        task = asyncio.current_task()
        assert task is not None
        listening.add(task)
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            heard.append(head)
            key = next(line[19:] for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key: "))
            accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
            writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
            writer.write(b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
            while data := await reader.read(65_536):
                heard.append(_unmasked(data))
                if polite:
                    writer.transport.abort()

    context = server_context(make_certificate((), datetime.now(UTC)))
    server = await asyncio.start_server(listen, "127.0.0.1", port, ssl=context)
    heard.append(b"%d" % server.sockets[0].getsockname()[1])
    try:
        yield heard
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.gather(*listening, return_exceptions=True)


def _unmasked(data: bytes) -> bytes:
    """What is in a frame that came alone: a client's are masked."""
    start = {126: 4, 127: 10}.get(data[1] & 0x7F, 2)
    mask, body = data[start : start + 4], data[start + 4 :]
    return data + bytes(byte ^ mask[seat_id % 4] for seat_id, byte in enumerate(body)) if len(mask) == 4 else data


async def test_another_server_at_the_old_address_is_told_nothing(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host) as (wire, ann), a_stranger() as heard:
        wire.target = Address("127.0.0.1", int(heard[0]))
        wire.heal()
        await until(lambda: len(heard) > 2)
        await ann.submit(DECISION)
        assert not ann.link.connected
        words = b"".join(heard)
        assert b"GET /oefening" in words
        assert [secret for secret in secrets_of(ann, host) if secret in words] == []
        wire.target = address_of(host)
        await connected(ann)
    assert decided(exercise) == ["open"]


@pytest.mark.parametrize("polite", [True, False])
async def test_a_code_for_one_server_says_nothing_to_another(polite: bool, exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_stranger(polite=polite) as heard:
        connection = ClientConnection(ClientStateFile(ClientState("a" * 32), None), search=False)
        async with asyncio.timeout(SOON):
            words = await connection.join(Address("127.0.0.1", int(heard[0])), host.code_for(BELEID), "Ann")
        await connection.close()
        assert "andere laptop" in words
        assert host.code_for(BELEID).secret.encode() not in b"".join(heard)
        assert b"a" * 32 not in b"".join(heard)


async def test_a_wire_shows_nothing_of_what_goes_over_it(exercise: LiveExercise) -> None:
    """That TLS is there at all: who listens reads no answer."""
    async with opened(exercise) as host:
        reader, writer = await asyncio.open_connection("127.0.0.1", host.server.port)
        writer.write(b"GET /oefening HTTP/1.1\r\nHost: x\r\n\r\n")
        with suppress(ConnectionError, ssl.SSLError):
            assert b"HTTP" not in await reader.read()
        writer.close()


# the pen


async def test_only_who_has_the_pen_decides_and_the_others_propose(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host, "Ann") as (wire, ann), a_guest(host, BELEID, "Bob") as bob:
        await until(lambda: seen(ann).shared_seat and seen(bob).shared_seat)
        assert (seen(ann).shared_seat.pen, seen(ann).shared_seat.has_pen) == ("Ann", True)
        assert (seen(bob).shared_seat.pen, seen(bob).shared_seat.has_pen) == ("Ann", False)
        assert "Ann heeft de pen" in await refusal(bob, DECISION)
        assert not await refusal(bob, Propose(THE_OTHER))
        await until(lambda: seen(ann).shared_seat.proposals)
        (proposal,) = seen(ann).shared_seat.proposals
        assert (proposal.proposer, proposal.answer) == ("Bob", Choice("wacht"))
        assert proposal.text == "Wacht op het waterbedrijf."
        wire.cut()
        await until(lambda: not ann.link.connected)
        wire.heal()
        await until(lambda: ann.link.connected and seen(ann).shared_seat and seen(ann).shared_seat.proposals)
        assert "Ann heeft de pen" in await refusal(bob, DECISION)
        assert not await refusal(ann, DECISION)
        await until(lambda: not seen(bob).shared_seat.proposals)
        assert not await refusal(bob, TakePen())
        await until(lambda: seen(ann).shared_seat.pen == "Bob")
        assert "Bob heeft de pen" in await refusal(ann, DECISION)
        assert not await refusal(bob, THE_OTHER)
    assert decided(exercise) == ["open", "wacht"]


async def test_who_decided_and_lost_the_pen_is_granted_again_and_nothing_changes(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, on_a_wire(host, "Ann") as (wire, ann), a_guest(host, BELEID, "Bob") as bob:
        wire.lose_answers()
        await ann.submit(DECISION)
        await until(lambda: decided(exercise) == ["open"])
        assert not await refusal(bob, TakePen())
        assert not await refusal(bob, THE_OTHER)
        wire.heal()
        await connected(ann)
        assert ann.late_refusals == []
    assert decided(exercise) == ["open", "wacht"]


async def test_what_is_proposed_cannot_steer_the_others_terminals(exercise: LiveExercise) -> None:
    nasty = Decide(0, "eerste", Choice("open"), "\x1b[2J\x07\x9b31m\u202e")
    async with opened(exercise) as host, a_guest(host, BELEID, "Ann") as ann, a_raw_guest(host, BELEID) as bob:
        assert await bob.refusals(Propose(nasty)) == [""]
        async with asyncio.timeout(SOON):
            await until(lambda: seen(ann).shared_seat and seen(ann).shared_seat.proposals)
        assert seen(ann).shared_seat.proposals[0].reasons.isprintable()
