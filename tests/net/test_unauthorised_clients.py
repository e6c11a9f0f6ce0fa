"""Strangers without a code: who guesses, who says nothing, and who speaks another language. Nobody else notices."""

import asyncio
import os
import ssl
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from oefening.engine.commands import WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net.certificate import client_context
from oefening.net.host import Host
from oefening.net.protocol import VERSION, Denial, Denied, Join, Welcome
from oefening.net.server import MAX_UNIDENTIFIED_PER_ADDRESS
from oefening.session.exercise import LiveExercise
from tests.support.loopback_host import BELEID, ZORG, a_room, address_of, opened, refusal, until
from tests.support.raw_client import A_BOARD, SOON, a_line, a_raw_guest, with_a_good_guest, worries


@pytest.fixture
def exercise(tmp_path: Path) -> LiveExercise:
    """A room in which the first question is open."""
    return a_room(tmp_path, 21)


class Clock:
    """Seconds of a clock that tests set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


async def test_ten_thousand_wrong_codes_open_nothing_and_lock_nobody_in_out(exercise: LiveExercise) -> None:
    """300 of them at real sockets, the others at the door itself, as that is where all of them are judged."""
    clock = Clock()
    async with with_a_good_guest(exercise) as (host, good):
        host.server.now = clock
        reasons = await asyncio.gather(*(_wrong(host, lane) for lane in range(10)))
        for number in range(10_000 - 300):
            clock.now += 1.0
            guess = Join(VERSION, os.urandom(16).hex(), "x", code=f"{number:06}")
            answer = host.admission.admit(guess, f"10.0.{number % 50}.{number % 7}", clock.now)
            assert isinstance(answer, Denied)
        assert {reason for lane in reasons for reason in lane} == {Denial.CODE, Denial.WAIT}
        assert len(host.admission.guests) == 1
        assert not await refusal(good, WriteOnBoard(0, "beleid", BoardPart.PICTURE, "gewoon verder"))
        assert worries(host, "Verkeerde code", str(host.admission.wrong_codes))
        assert len(host.admission.journal) <= 500
        async with a_line(host) as newcomer:
            denied = await newcomer.join(code=host.code_for(BELEID).secret)
            assert isinstance(denied, Denied)
            assert denied.reason is Denial.WAIT
            assert 0 < denied.retry_after <= 60
        clock.now += denied.retry_after + 0.01
        async with a_raw_guest(host, ZORG) as newcomer:
            assert await newcomer.refusals(A_BOARD) == [""]


async def _wrong(host: Host, lane: int) -> list[Denial]:
    """The answers to thirty wrong codes, one after the other."""
    reasons = []
    for number in range(30):
        async with a_line(host) as stranger:
            answer = await stranger.join(code=f"{lane}{number:05}")
        assert isinstance(answer, Denied)
        reasons.append(answer.reason)
    return reasons


async def test_a_laptop_whose_clock_is_set_back_lets_newcomers_in_all_the_same(
    exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(exercise) as host:
        async with a_line(host) as stranger:
            assert isinstance(await stranger.join(code="WRONG0"), Denied)
        set_back = time.time() - 3_600
        monkeypatch.setattr("time.time", lambda: set_back)
        async with a_line(host) as newcomer:
            assert isinstance(await newcomer.join(code=host.code_for(BELEID).secret), Welcome)


# strangers


async def test_strangers_that_say_nothing_are_limited_and_cut_off(
    exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oefening.net.server.JOIN_TIMEOUT", 4.0)
    async with with_a_good_guest(exercise) as (host, good), AsyncExitStack() as stack:
        for _number in range(MAX_UNIDENTIFIED_PER_ADDRESS):
            await stack.enter_async_context(a_line(host))
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await stack.enter_async_context(a_line(host))
        assert worries(host, "Te veel verbindingen", "127.0.0.1")
        assert not await refusal(good, WriteOnBoard(0, "beleid", BoardPart.PICTURE, "gewoon verder"))
        await until(lambda: not host.server._unidentified)
        async with a_raw_guest(host, ZORG) as newcomer:
            assert await newcomer.refusals(A_BOARD) == [""]


@pytest.mark.parametrize("begun", [b"", b"GET /oefening HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half a request"])
async def test_a_stranger_that_does_not_get_to_the_point_is_cut_off(
    begun: bytes, exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oefening.net.server.JOIN_TIMEOUT", 0.5)
    async with with_a_good_guest(exercise) as (host, _good):
        reader, writer = await asyncio.open_connection("127.0.0.1", host.server.port, ssl=client_context())
        writer.write(begun)
        try:
            async with asyncio.timeout(SOON):
                assert b" 101 " not in await reader.read()
        finally:
            writer.transport.abort()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/oefening/", 404),
        ("GET", "/../../etc/passwd", 404),
        ("POST", "/", 404),
        ("GET", "/oefening", 400),
        ("POST", "/oefening", 405),
    ],
)
async def test_who_browses_gets_nothing(method: str, path: str, status: int, exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, _good), aiohttp.ClientSession() as session:
        url = f"https://{address_of(host).text}{path}"
        async with session.request(method, url, ssl=client_context()) as answer:
            assert answer.status == status
            assert "Drinkwater" not in await answer.text()


async def test_a_handshake_that_never_ends_harms_nobody(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, good):
        writers = []
        for begun in [b"", b"\x16\x03\x01\x02\x00\x01", os.urandom(500), b"GET / HTTP/1.1\r\n\r\n"] * 10:
            _reader, writer = await asyncio.open_connection("127.0.0.1", host.server.port)
            writer.write(begun)
            writers.append(writer)
        assert not await refusal(good, WriteOnBoard(0, "beleid", BoardPart.PICTURE, "gewoon verder"))
        async with a_raw_guest(host, ZORG) as newcomer:
            assert await newcomer.refusals(A_BOARD) == [""]
        for writer in writers:
            writer.transport.abort()


async def test_an_old_tls_is_not_spoken(exercise: LiveExercise) -> None:
    async with with_a_good_guest(exercise) as (host, _good):
        old = client_context()
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection("127.0.0.1", host.server.port, ssl=old)
