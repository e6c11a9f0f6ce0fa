"""Visitors in browsers: each their own app, which is still there when they come back."""

import asyncio
import gc
import json
import sys
import weakref

import pytest
import textual.app
from textual import constants
from textual.app import App
from textual.widgets import Input

from oefening.browser import outbox as lines
from oefening.browser import sessions as all_visits
from oefening.browser.outbox import Outbox
from oefening.browser.sessions import TYPING_SLICE, SessionPool
from tests.support.browser_sockets import (
    ANNA,
    BRAM,
    CARLA,
    Browser,
    Notebook,
    knocking,
    plain,
    serving,
    until,
    visiting,
)


async def test_two_visitors_see_their_own_app() -> None:
    async with serving() as running, visiting(running, ANNA, "K7F3") as anna, visiting(running, BRAM) as bram:
        await anna.sees("bezoeker aaaa code [K7F3]")
        await bram.sees("bezoeker bbbb code []")
        await anna.type("sirene")
        await bram.type("water")
        await anna.sees("getypt: sirene (6)")
        await bram.sees("getypt: water (5)")
        assert "sirene" not in plain(bram.painted)


async def test_a_browser_that_comes_back_sees_what_it_typed_before() -> None:
    async with serving() as running:
        async with visiting(running, ANNA, "K7F3") as anna:
            await anna.type("half een zin")
            await anna.sees("getypt: half een zin (12)")
        async with visiting(running, ANNA, size=(100, 30)) as again:
            await again.sees("getypt: half een zin (12)")
            assert again.painted.startswith("\x1bc")
            assert "code [K7F3]" in plain(again.painted)
            await again.type(" erbij")
            await again.sees("half een zin erbij (18)")


async def test_the_whole_screen_is_painted_for_a_browser_of_the_same_size() -> None:
    async with serving() as running:
        async with visiting(running, ANNA) as anna:
            await anna.sees("▁▂▃▄▅▆▇█ ● ○ ► ▸ ✖")
        async with visiting(running, ANNA) as again:
            await again.sees("▁▂▃▄▅▆▇█ ● ○ ► ▸ ✖")
            assert "bezoeker aaaa" in plain(again.painted)


async def test_what_happens_while_nobody_looks_is_there_afterwards() -> None:
    made: list[Notebook] = []

    def make(visitor: str, code: str) -> Notebook:
        made.append(Notebook(visitor, code))
        return made[-1]

    async with serving(make) as running:
        async with visiting(running, ANNA):
            pass
        made[0].call_later(made[0].action_note, "alleen verder")
        async with visiting(running, ANNA) as again:
            await again.sees("gedaan: alleen verder")
    assert len(made) == 1


async def test_a_browser_gets_all_colours_whatever_terminal_the_server_runs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "auto")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    async with serving() as running, visiting(running, ANNA) as anna:
        assert "38;2;" in anna.painted
        assert "\x1b[37m" not in anna.painted


async def test_a_second_tab_takes_over_and_the_first_is_told() -> None:
    async with serving() as running, visiting(running, ANNA) as first:
        await first.type("abc")
        await first.sees("getypt: abc (3)")
        async with visiting(running, ANNA) as second:
            await second.sees("getypt: abc (3)")
            sentence, button = await first.hears("stop")
            assert "ander tabblad" in sentence
            assert button == "Hier verdergaan"
            await first.ends()
            await second.type("d")
            await second.sees("getypt: abcd (4)")


async def test_over_the_limit_of_visits_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_visits, "MAX_SESSIONS", 2)
    async with serving() as running, visiting(running, ANNA), visiting(running, BRAM) as bram:
        async with knocking(running, CARLA) as carla:
            assert (await carla.hears("stop"))[0].startswith("Er doen al zoveel mensen mee")
            await carla.ends()
        async with visiting(running, ANNA):
            pass
        await bram.type("\x18")
        await bram.ends()
        async with visiting(running, CARLA):
            pass


async def test_a_visit_without_a_browser_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_visits, "IDLE_TIMEOUT", 0.05)
    made: list[weakref.ref[Notebook]] = []

    def make(visitor: str, code: str) -> Notebook:
        app = Notebook(visitor, code)
        made.append(weakref.ref(app))
        return app

    async with serving(make) as running:
        async with visiting(running, ANNA) as anna:
            await anna.type("weg")
            await anna.sees("getypt: weg (3)")

        def gone() -> bool:
            gc.collect()
            return made[0]() is None

        await until(gone)
        async with visiting(running, ANNA) as again:
            assert "weg" not in plain(again.painted)


async def test_a_visit_in_which_nobody_took_a_seat_ends_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_visits, "IDLE_WITHOUT_SEAT", 0.02)
    seated, passing = Notebook(ANNA, ""), Notebook(BRAM, "")
    seated.has_seat, passing.has_seat = True, False  # type: ignore[attr-defined]
    apps = {ANNA: seated, BRAM: passing}
    visits = SessionPool(lambda visitor, code: apps[visitor])
    entered = [
        (visits.attach(visitor, "", line, (80, 24)), line)
        for visitor, line in zip(apps, (Outbox(), Outbox()), strict=True)
    ]
    await until(lambda: seated.is_running and passing.is_running)
    for visit, line in entered:
        assert visit is not None
        visit.detach(line)
    tasks = [visit.task for visit, _line in entered if visit is not None]
    await until(tasks[1].done)
    assert not tasks[0].done()
    await visits.close()


async def test_who_comes_back_in_time_is_not_ended_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_visits, "IDLE_TIMEOUT", 0.02)
    app = Notebook(ANNA, "")
    visits, first, second = SessionPool(lambda visitor, code: app), Outbox(), Outbox()
    visit = visits.attach(ANNA, "", first, (80, 24))
    assert visit is not None
    await until(lambda: app.is_running)
    visit.detach(first)
    assert visits.attach(ANNA, "", second, (80, 24)) is visit
    await asyncio.sleep(0.1)
    assert not visit.task.done()
    visit.detach(second)
    await until(visit.task.done)
    await visits.close()


async def test_an_app_that_exits_tells_the_page_and_the_visitor_may_begin_again() -> None:
    async with serving() as running:
        async with visiting(running, ANNA) as anna:
            await anna.type("x")
            await anna.sees("getypt: x (1)")
            await anna.type("\x18")
            assert await anna.hears("stop") == ["U bent gestopt op dit scherm.", "Opnieuw beginnen"]
            await anna.ends()
        async with visiting(running, ANNA) as again:
            assert "getypt: x" not in plain(again.painted)


async def test_an_app_that_fails_takes_no_other_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    async with serving() as running, visiting(running, ANNA) as anna, visiting(running, BRAM) as bram:
        await anna.type("\x05")
        assert (await anna.hears("stop"))[0] == "Er ging iets mis op dit scherm."
        await bram.type("nog hier")
        await bram.sees("getypt: nog hier (8)")
    assert "stuk" in capsys.readouterr().err


async def test_an_app_that_cannot_be_made_is_told() -> None:
    def make(visitor: str, code: str) -> Notebook:
        raise OSError(visitor + code)

    async with serving(make) as running, knocking(running, ANNA) as anna:
        assert (await anna.hears("stop"))[0] == "Er ging iets mis op dit scherm."
        await anna.ends()


async def test_another_code_begins_anew_and_none_does_not() -> None:
    async with serving() as running:
        async with visiting(running, ANNA, "EEN") as anna:
            await anna.sees("code [EEN]")
        async with visiting(running, ANNA, "") as anna:
            await anna.sees("code [EEN]")
        async with visiting(running, ANNA, "TWEE") as anna:
            await anna.sees("code [TWEE]")
        async with visiting(running, ANNA, "TWEE") as anna:
            await anna.type("hier")
            await anna.sees("getypt: hier (4)")


async def test_escape_and_other_keys_reach_the_app() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        for keys, done in (("\x1b", "terug"), ("\x13", "bewaard"), ("\x10", "meer"), ("\x1bOP", "hulp")):
            await anna.type(keys)
            await anna.sees(f"gedaan: {done}")


async def test_the_mouse_reaches_the_app() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        await anna.type("ab")
        await anna.sees("getypt: ab (2)")
        await anna.type("\x1b[<0;4;3M\x1b[<0;4;3m")
        await anna.type("c")
        await anna.sees("getypt: cab (3)")


async def test_a_pasted_text_of_100_kb_arrives_whole() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        await anna.type("\x1b[200~" + "lang " * 20_480 + "\x1b[201~")
        await anna.sees("(102400)")


@pytest.mark.long
async def test_nobody_types_faster_than_an_app_can_follow() -> None:
    app = Notebook(ANNA, "")
    visits, line = SessionPool(lambda visitor, code: app), Outbox()
    visit = visits.attach(ANNA, "", line, (80, 24))
    assert visit is not None
    await until(lambda: app.is_running and app.focused is not None)
    await visit.type("x" * 5 * TYPING_SLICE)
    assert len(app.query_one(Input).value) >= 4 * TYPING_SLICE
    await visits.close()


async def test_what_an_app_copies_comes_beside_the_painting() -> None:
    async with serving() as running, visiting(running, ANNA) as anna:
        await anna.type("\x0c")
        assert await anna.hears("copy") == ["geknipt é"]
        assert "\x1b]52" not in anna.painted


async def test_a_slow_browser_lets_little_wait_and_gets_the_whole_screen_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[Outbox] = []

    class KeptLine(Outbox):
        def __init__(self) -> None:
            super().__init__()
            self.most = 0
            kept.append(self)

        def paint(self, data: str) -> None:
            super().paint(data)
            self.most = max(self.most, self.unsent)

    monkeypatch.setattr("oefening.browser.page_connection.Outbox", KeptLine)
    async with serving() as running, visiting(running, ANNA, compress=0) as anna:
        for _number in range(8):
            await anna.type("\x02")  # five megabytes of painting each
        await anna.say("ping", 1)
        await anna.hears("pong")
        await anna.sees("na de stortvloed")
        got = len(anna.painted)
    (line,) = kept
    assert isinstance(line, KeptLine)
    assert 0 < line.most <= lines.MAX_UNSENT
    assert got < 8 * 5_000_000
    last_start = anna.painted.rindex("\x1bc")
    assert "bezoeker aaaa" in plain(anna.painted[last_start:])


async def test_a_line_that_nobody_reads_holds_little() -> None:
    line = Outbox()
    again: list[int] = []
    line.repaint = lambda: again.append(1)
    for number in range(1000):
        line.paint("y" * 10_000)
        line.send("pong", number)
    assert line.unsent <= lines.MAX_UNSENT
    assert await line.next_piece() == json.dumps(["pong", 999])
    line.close()
    assert [piece async for piece in _rest(line)] == []
    assert again == []


async def _rest(line: Outbox):  # type: ignore[no-untyped-def]
    while (piece := await line.next_piece()) is not None:
        yield piece


async def test_the_programs_own_streams_stay_as_they_are() -> None:
    before = sys.stdout, sys.stderr
    async with serving() as running, visiting(running, ANNA) as anna:
        assert (sys.stdout, sys.stderr) == before
        async with visiting(running, BRAM) as bram:
            await anna.type("\x18")
            await anna.ends()
            assert (sys.stdout, sys.stderr) == before
            await bram.type("\x18")
            await bram.ends()
    assert (sys.stdout, sys.stderr) == before


async def test_an_app_on_the_leaders_own_terminal_still_takes_the_streams() -> None:
    before = sys.stdout
    async with serving() as running, visiting(running, ANNA):
        own: App[None] = App()
        async with own.run_test():
            taken = sys.stdout
            assert taken is not before
            async with visiting(running, BRAM):
                pass
            assert sys.stdout is taken
        assert sys.stdout is before


async def test_an_app_on_a_terminal_of_its_own_may_give_it_away_for_a_while() -> None:
    before = sys.stdout
    async with serving():
        with vars(textual.app)["redirect_stdout"](sys.__stdout__):
            assert sys.stdout is sys.__stdout__
        assert sys.stdout is before


async def test_closing_the_server_ends_every_app_and_every_line() -> None:
    ended: list[str] = []

    class Ending(Notebook):
        def on_unmount(self) -> None:
            ended.append(self.visitor[0])

    browsers: list[Browser] = []
    async with serving(Ending) as running, visiting(running, ANNA) as anna, visiting(running, BRAM) as bram:
        browsers += [anna, bram]
        await running.close()
        for browser in browsers:
            await browser.ends()
            assert browser.words == []
    assert sorted(ended) == ["a", "b"]
