"""Visitors whose browser makes no WebSocket: an answer without an end, and a request for all that is said."""

import json

import pytest

from oefening.browser import http_stream
from tests.support.browser_sockets import ANNA, BRAM, reading, serving, visiting


async def test_what_is_typed_is_seen() -> None:
    async with serving() as running, reading(running, ANNA, "K7F3") as anna:
        await anna.sees("code [K7F3]")
        for letter in "sirene":
            await anna.type(letter)
        await anna.sees("getypt: sirene (6)")
        await anna.say("ping", 3)
        assert await anna.hears("pong") == [3]


async def test_messages_that_come_together_keep_their_order() -> None:
    async with serving() as running, reading(running, ANNA) as anna:
        together = [["stdin", "a"], ["resize", {"width": 90, "height": 30}], ["stdin", "b"], ["stdin", "c"]]
        assert (await anna.post(f"stroom/{anna.name}", json.dumps(together))).status == 204
        await anna.sees("getypt: abc (3)")


async def test_a_browser_that_comes_back_another_way_sees_what_it_typed_before() -> None:
    async with serving() as running:
        async with reading(running, ANNA) as anna:
            await anna.type("half")
            await anna.sees("getypt: half (4)")
        async with visiting(running, ANNA) as again:
            await again.sees("getypt: half (4)")
            async with reading(running, ANNA) as third:
                await third.sees("getypt: half (4)")
                assert "ander tabblad" in (await again.hears("stop"))[0]


async def test_an_app_that_exits_ends_the_answer() -> None:
    async with serving() as running, reading(running, ANNA) as anna:
        await anna.type("\x18")
        assert (await anna.hears("stop"))[0] == "U bent gestopt op dit scherm."
        assert not await anna.hear()


@pytest.mark.parametrize(
    "nonsense",
    ["", "{}", "[[]]", '[["stdin"]]', "[" * 100_000, json.dumps([["stdin", "\x1b[99999999999999999999u"]])],
    ids=lambda text: text[:20],
)
async def test_nonsense_ends_only_the_answer_of_who_said_it(nonsense: str) -> None:
    async with serving() as running, visiting(running, BRAM) as bram, reading(running, ANNA) as anna:
        assert (await anna.post(f"stroom/{anna.name}", nonsense)).status == 400
        await anna.ends()
        assert (await anna.post(f"stroom/{anna.name}", "[]")).status == 410
        await bram.type("nog hier")
        await bram.sees("getypt: nog hier (8)")


async def test_who_does_not_say_hello_gets_no_answer() -> None:
    async with serving() as running, reading(running, ANNA) as anna:
        for hello in ("", '["stdin", "x"]', "\ud800"):
            assert (await anna.post("stroom", hello.encode("utf-8", "surrogatepass").decode("latin-1"))).status == 400
        assert (await anna.post("stroom", "x" * 300_000)).status == 413


@pytest.mark.parametrize("origin", ["http://kwaad.example", "null", ""])
async def test_a_page_of_another_site_may_not_speak(origin: str) -> None:
    async with serving() as running, reading(running, ANNA) as anna:
        for path in ("stroom", f"stroom/{anna.name}"):
            asked = anna.session.post(f"{anna.address}/{path}", data='[["stdin", "x"]]', headers={"Origin": origin})
            async with asked as answer:
                assert answer.status == 403


async def test_a_page_that_is_silent_for_long_is_gone_and_its_app_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as running, reading(running, ANNA) as anna:
        await anna.type("weg")
        await anna.sees("getypt: weg (3)")
        monkeypatch.setattr(http_stream, "SILENCE_TIMEOUT", 0.05)
        await anna.say("focus")
        await anna.ends()
        async with visiting(running, ANNA) as again:
            await again.sees("getypt: weg (3)")
