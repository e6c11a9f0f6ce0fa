"""Long, wide and hostile texts are shown as texts, and do nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import TextArea

from oefening.engine.commands import Command, DecideUnasked, SendAdHocInject, SendMessage
from oefening.script.model import Channel
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.team import TeamScreen
from oefening.tui.widgets.stable_list import StableList
from tests.support import SMALL_SCRIPT
from tests.support.pilot import Watch, desk_in, press, room_of, screen_text, sit_down
from tests.support.seats import asked

HOSTILE = {
    "markup": "[bold red]Alarm[/] [@click=app.quit]stop[/] [link=https://voorbeeld.nl]x[/link] [/",
    "escape": "\x1b[2J\x1b]0;titel\x07\x9b31m\x00 gewoon \u202e omgekeerd",
    "lang": "Hottentottententententoonstellingsterreinpoort" * 220,
    "breed": "👩‍👩‍👧‍👦🚒漢字" * 300,
    "html": "<script>alert(1)</script> <b>vet</b> ![plaatje](file:///etc/passwd)",
    "regels": "\n" * 2000 + "einde",
}


EVERY_TIME = (Channel.LCMS,)
"""A text as it stands; the other channels, which lay it out in ways of their own, are among the longer tests."""


@pytest.mark.parametrize(
    "channel", [c if c in EVERY_TIME else pytest.param(c, marks=pytest.mark.long) for c in Channel], ids=str
)
async def test_hostile_injects_are_texts(channel: Channel, tmp_path: Path) -> None:
    injects = [
        SendAdHocInject(0, ("beleid",), f"Van {text[:200]}", channel, f"Over {text[:200]}", f"Begin {text[:10_000]}")
        for text in HOSTILE.values()
    ]
    await all_is_text(tmp_path, injects, in_inbox=len(injects))


async def test_hostile_messages_and_decisions_are_texts(tmp_path: Path) -> None:
    texts = [text[:10_000] for text in HOSTILE.values()]
    messages = [SendMessage(0, "waterbedrijf", "beleid", text) for text in texts]
    await all_is_text(
        tmp_path, [*messages, *(DecideUnasked(0, "beleid", text, text) for text in texts)], in_inbox=len(messages)
    )


async def all_is_text(folder: Path, commands: Sequence[Command], in_inbox: int) -> None:
    """Looks at everything that came, as the leader and as the team; nothing of it may do anything."""
    workspace = desk_in(folder, Watch())
    exercise = room_of(workspace, SMALL_SCRIPT)
    for command in commands:
        assert not asked(exercise.leader_seat(0), command)
    app = LeaderApp(workspace, exercise=exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4")
        await sit_down(pilot, 1)
        assert isinstance(app.screen, TeamScreen)
        assert len(app.screen.query_one(StableList).options) == in_inbox + 1  # the team's task is the last one
        await press(pilot, "home")
        for pane in (*("down",) * in_inbox, "2", "5", "1"):
            await press(pilot, pane)
            shown = screen_text(app)
            assert "\x1b" not in shown
            assert "\x9b" not in shown
            assert "Beleidsteam" in shown
        assert app.is_running


async def test_markup_stands_there_as_it_was_written(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    exercise = room_of(workspace, SMALL_SCRIPT)
    assert not asked(exercise.leader_seat(0), SendMessage(0, "waterbedrijf", "beleid", "[bold]dik[/bold] &lt; <b>"))
    app = LeaderApp(workspace, exercise=exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "home")
        assert "[bold]dik[/bold] &lt; <b>" in screen_text(app)


async def test_html_in_a_script_text_stays_text(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    exercise = room_of(workspace, SMALL_SCRIPT)
    words = "Lees <script>dit</script> goed"
    assert not asked(exercise.leader_seat(0), SendAdHocInject(0, ("beleid",), "x", Channel.LETTER, "y", words))
    app = LeaderApp(workspace, exercise=exercise)
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "home")
        assert words in screen_text(app)


async def test_a_huge_paste_is_refused_in_a_sentence_and_kept(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    app = LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot, 1)
        await press(pilot, "e")
        app.screen.query_one("#text", TextArea).text = "lang " * 10_000
        await press(pilot, "ctrl+s")
        assert any("20000" in str(notice.message) for notice in app._notifications)
        await press(pilot, "escape", "e")
        assert len(app.screen.query_one("#text", TextArea).text) == 50_000


async def test_an_odd_size_is_no_end(tmp_path: Path) -> None:
    workspace = desk_in(tmp_path, Watch())
    app = LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((20, 5), (40, 10), (300, 100)):
            await pilot.resize_terminal(*size)
            await press(pilot, "n", "2", "3", "4", "1", "question_mark", "escape")
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert "Drinkwater weg" in screen_text(app), size
