"""Guests and strangers that mean harm, at real sockets: they get nowhere, and nobody else notices."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from oefening.engine.answers import Choice
from oefening.engine.commands import Decide, DecideUnasked, SendMessage, WriteOnBoard
from oefening.engine.events import BoardPart, BoardWritten, MessageSent
from oefening.net.host import Host
from oefening.net.protocol import MAX_REQUEST_BYTES, VERSION, ClientRequest, Denial, Denied, Join, encode_client_message
from oefening.net.server import MAX_PENDING_REQUESTS
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Propose, TakePen
from tests.support.loopback_host import BELEID, ZORG, a_room, leader_does, opened, refusal, seen, until
from tests.support.loopback_host import guest as a_guest
from tests.support.raw_client import (
    A_BOARD,
    DECISION,
    NOW,
    SOON,
    RawGuest,
    a_deaf_guest,
    a_line,
    a_raw_guest,
    among,
    frame,
    happened,
    with_a_good_guest,
    worries,
)


@pytest.fixture
def exercise(tmp_path: Path) -> LiveExercise:
    """A room in which the first question is open."""
    return a_room(tmp_path, 21)


# messages


JOIN = encode_client_message(Join(VERSION, "a" * 32, "x"))
NO_MESSAGES: dict[str, list[str | bytes]] = {
    "nothing": [""],
    "no JSON": ["GET / HTTP/1.1"],
    "deep": ["[" * 100_000],
    "bytes": [JOIN.encode()],
    "too large": ["x" * 300_000],
    "too large by one": ["x" * (MAX_REQUEST_BYTES + 1)],
    "a server's": ['{"soort":"Answered","number":1,"refusal":""}'],
    "half a character": [JOIN.replace('"x"', '"\\ud800"').replace('"code":""', '"code":"\\ud800"')],
    "an asking": [encode_client_message(ClientRequest(1, NOW, A_BOARD))],
    "a number that is none": ['{"soort":"ClientRequest","number":NaN}'],
}


@pytest.mark.parametrize("messages", NO_MESSAGES.values(), ids=NO_MESSAGES.keys())
async def test_who_begins_with_no_joining_is_not_let_in(messages: list[str | bytes], exercise: LiveExercise) -> None:
    before = len(happened(exercise))
    async with with_a_good_guest(exercise) as (host, _good):
        async with a_line(host) as stranger:
            await stranger.say(*messages)
            assert isinstance(await stranger.last(), Denied | None)
        await until(lambda: worries(host, "127.0.0.1"))
        assert len(host.admission.guests) == 1
        assert len(happened(exercise)) == before


@pytest.mark.parametrize(
    "messages",
    [
        *(given for name, given in NO_MESSAGES.items() if name != "an asking"),
        [JOIN],
        [encode_client_message(ClientRequest(0, NOW, A_BOARD))],
        [encode_client_message(ClientRequest(-1, NOW, A_BOARD))],
    ],
    ids=[*(name for name in NO_MESSAGES if name != "an asking"), "joining again", "number 0", "a negative number"],
)
async def test_a_guest_that_says_what_is_no_asking_is_put_out(
    messages: list[str | bytes], exercise: LiveExercise
) -> None:
    before = len(happened(exercise))
    async with with_a_good_guest(exercise) as (host, _good):
        async with a_raw_guest(host, ZORG) as guest:
            await guest.say(*messages)
            last = await guest.last()
            assert not isinstance(last, Denied) or last.reason is Denial.INVALID
        await until(lambda: worries(host, "Raw"))
        await until(lambda: not host.admission.guests[guest.device].connected)
        assert len(happened(exercise)) == before


async def test_any_number_counts_once_in_any_order(exercise: LiveExercise) -> None:
    before = len(happened(exercise))
    huge = 10**17
    async with with_a_good_guest(exercise) as (host, _good), a_raw_guest(host, ZORG) as guest:
        for number in (5, 3, huge, 4):
            assert await guest.refusals(
                WriteOnBoard(0, "zorg", BoardPart.PICTURE, f"nummer {number % 7}"), first=number
            ) == [""]
        for number in (3, huge, 5):
            assert await guest.refusals(DecideUnasked(0, "zorg", "iets anders"), first=number) == [""]
        written = [event.text for event in among(happened(exercise)[before:], BoardWritten)]
        assert written == ["nummer 5", "nummer 3", f"nummer {huge % 7}", "nummer 4"]
        assert len(happened(exercise)) == before + 4


# tickets


async def test_a_ticket_is_worth_nothing_in_other_hands(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, _good), a_raw_guest(host, ZORG) as owner:
        assert owner.welcome is not None
        ticket, seat_id = owner.welcome.ticket, owner.welcome.seat_id
        tries: list[tuple[str, dict[str, Any]]] = [
            ("", {"ticket": ticket, "seat_id": seat_id}),
            ("", {"ticket": "0" * 64, "seat_id": seat_id}),
            (owner.device, {"ticket": ticket, "seat_id": BELEID}),
            (owner.device, {"ticket": ticket}),
            (owner.device, {"ticket": "0" * 64, "seat_id": seat_id}),
            (owner.device, {"ticket": "é" * 64, "seat_id": seat_id}),
            (owner.device, {"code": "WRONG0"}),
            (owner.device, {}),
        ]
        for device, fields in tries:
            async with a_line(host, device) as thief:
                assert isinstance(await thief.join(**fields), Denied)
        assert await owner.refusals(A_BOARD) == [""]
        assert len(host.admission.guests) == 2


async def test_nothing_that_goes_over_the_line_names_another_device(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, good), a_raw_guest(host, BELEID) as other:
        await other.refusals(WriteOnBoard(0, "beleid", BoardPart.PICTURE, "x"))
        assert good._state_file.state.device_id not in "".join(other.frames)


async def test_who_takes_another_teams_code_leaves_no_ghost_at_the_first_table(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_guest(host, BELEID) as good, AsyncExitStack() as stack:
        first = await stack.enter_async_context(a_raw_guest(host, BELEID))
        await until(lambda: seen(good).shared_seat is not None)
        await first.refusals(TakePen())
        await stack.enter_async_context(a_raw_guest(host, ZORG, first.device))
        async with asyncio.timeout(SOON):
            await until(lambda: seen(good).shared_seat is None)
            assert not await refusal(good, DECISION)


async def test_who_is_removed_can_do_nothing_more_also_where_it_does_not_listen(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, _good), a_deaf_guest(host, ZORG) as (device, writer):
        await until(lambda: device in host.admission.guests)
        await _fill(exercise, host, device)
        before = len(happened(exercise))
        async with asyncio.timeout(SOON):
            await host.remove_guest(device)
        writer.write(frame(encode_client_message(ClientRequest(1, NOW, A_BOARD))))
        await asyncio.sleep(0.3)
        assert len(happened(exercise)) == before


async def test_half_a_character_in_a_proposal_blinds_nobody_at_the_table(exercise: LiveExercise) -> None:
    text = encode_client_message(ClientRequest(1, NOW, Propose(Decide(0, "eerste", Choice("open"), "HALF")))).replace(
        "HALF", "\\ud800"
    )
    async with opened(exercise) as host, a_guest(host, BELEID) as good, a_raw_guest(host, BELEID) as bad:
        await until(lambda: seen(good).shared_seat is not None)
        await bad.say(text)
        await until(lambda: host.server._broadcaster.shared_seat(BELEID).proposals or worries(host, "Raw"))
        leader_does(exercise, SendMessage(0, "waterbedrijf", "beleid", "daarna"))
        async with asyncio.timeout(SOON):
            await until(lambda: seen(good).messages[-1].text == "daarna")


# who reads nothing


async def _fill(exercise: LiveExercise, host: Host, device: str) -> int:
    """Has 300 things happen at the desk of someone who reads nothing; how many messages waited for it at most."""
    most = 0
    for number in range(300):
        leader_does(exercise, SendMessage(0, "waterbedrijf", "zorg", f"{number} " + "x" * 15_000))
        await asyncio.sleep(0)
        most = max(most, len(host.server._connections[device]._unsent))
    await until(lambda: host.server._connections[device].has_unsent)
    return most


async def test_nothing_piles_up_for_a_guest_that_reads_nothing(exercise: LiveExercise) -> None:
    async with (
        with_a_good_guest(exercise) as (host, _good),
        a_guest(host, ZORG) as other,
        a_deaf_guest(host, ZORG) as (device, _writer),
    ):
        await until(lambda: device in host.admission.guests and seen(other).shared_seat is not None)
        assert await _fill(exercise, host, device) <= 3
        await until(lambda: seen(other).messages == exercise.team_seat(0, "zorg").current_view().messages)
        assert len(seen(other).messages) >= 300


async def test_nothing_piles_up_for_a_guest_that_asks_and_reads_nothing(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, _good), a_deaf_guest(host, ZORG) as (device, writer):
        await until(lambda: device in host.admission.guests)
        await _fill(exercise, host, device)
        before = len(happened(exercise))
        for number in range(1, 91):
            writer.write(
                frame(
                    encode_client_message(
                        ClientRequest(number, NOW, WriteOnBoard(0, "zorg", BoardPart.PICTURE, str(number)))
                    )
                )
            )
        await until(lambda: len(happened(exercise)) >= before + MAX_PENDING_REQUESTS)
        await asyncio.sleep(0.3)
        assert len(host.server._connections[device]._unsent) <= MAX_PENDING_REQUESTS + 3


async def test_closing_does_not_wait_for_guests_that_are_gone_one_by_one(exercise: LiveExercise) -> None:
    async with AsyncExitStack() as stack:
        host = await stack.enter_async_context(opened(exercise))
        for _number in range(3):
            device, _writer = await stack.enter_async_context(a_deaf_guest(host, ZORG))
        await until(lambda: len(host.admission.guests) == 3)
        await _fill(exercise, host, device)
        async with asyncio.timeout(SOON):
            await host.server.close()


# floods


async def flooding(host: Host, flooder: RawGuest) -> None:
    """Sends 2,000 askings as fast as they go, and is gone once the leader was told of it."""
    messages = [
        encode_client_message(ClientRequest(n, NOW, WriteOnBoard(0, "zorg", BoardPart.PICTURE, str(n))))
        for n in range(1, 2_001)
    ]
    flood = asyncio.create_task(flooder.say(*messages))
    await until(lambda: worries(host, "Raw", "zeer veel"))
    flood.cancel()


async def test_a_flood_of_askings_keeps_nobody_waiting(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, good), a_raw_guest(host, ZORG) as flooder:
        await flooding(host, flooder)
        async with asyncio.timeout(SOON):
            assert not await refusal(good, DecideUnasked(0, "beleid", "gewoon verder"))
        assert len(worries(host, "zeer veel")) == 1
        noise = [event.text for event in among(happened(exercise), BoardWritten)]
        assert noise == [str(n) for n in range(1, len(noise) + 1)]
        assert 0 < len(noise) < 2_000
        flooder.vanish()


async def test_who_flooded_and_is_gone_is_known_to_be_gone(
    exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it sent before it left is read no faster; that it left is noticed when it is asked whether it is there."""
    monkeypatch.setattr("oefening.net.server.HEARTBEAT", 1.0)
    async with with_a_good_guest(exercise) as (host, _good), a_raw_guest(host, ZORG) as flooder:
        await flooding(host, flooder)
        flooder.vanish()
        await until(lambda: not host.admission.guests[flooder.device].connected)


async def test_everyone_at_once_leaves_the_log_as_the_good_guest_saw_it(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, good), AsyncExitStack() as stack:
        bad: list[RawGuest] = [await stack.enter_async_context(a_raw_guest(host, ZORG)) for _number in range(3)]
        bad += [await stack.enter_async_context(a_line(host)) for _number in range(3)]
        for guest, name in zip(bad, ("too large", "deep", "bytes", "nothing", "an asking", "a server's"), strict=True):
            await guest.say(*NO_MESSAGES[name])
        for number in range(20):
            leader_does(exercise, SendMessage(0, "waterbedrijf", "beleid", f"bericht {number}"))
            assert not await refusal(good, SendMessage(0, "beleid", "waterbedrijf", f"antwoord {number}"))
        await asyncio.gather(*(guest.last() for guest in bad))
    texts = [message.text for message in seen(good).messages if message.channel is None]
    assert texts == [f"{what} {number}" for number in range(20) for what in ("bericht", "antwoord")]
    assert texts == [event.text for event in among(happened(exercise), MessageSent)]


async def test_who_comes_back_before_its_old_line_ended_keeps_its_place_at_the_table(exercise: LiveExercise) -> None:
    device = "c" * 32
    async with (
        opened(exercise) as host,
        a_guest(host, BELEID, "Ann", device) as old,
        a_guest(host, BELEID, "Bob", "b" * 32) as other,
        a_guest(host, BELEID, "Ann", device),
    ):
        await until(lambda: old.denial is Denial.REPLACED)
        await until(lambda: not host.server._closing_tasks)
        await until(lambda: (table := seen(other).shared_seat) is not None and set(table.members) == {"Ann", "Bob"})
        assert host.server._broadcaster.shared_seat(BELEID).present_holder == device
