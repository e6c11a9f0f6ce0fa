"""The start screen: when it reads the scripts."""

from pathlib import Path

import pytest

from oefening.session.workspace import ScriptEntry, Workspace
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.start import StartScreen
from tests.support import SMALL_SCRIPT
from tests.support.pilot import desk_in, room_of, screen_text


async def test_the_scripts_are_read_once_the_start_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = desk_in(tmp_path, library=SMALL_SCRIPT.parent)
    app = LeaderApp(workspace, exercise=room_of(workspace, SMALL_SCRIPT))
    read: list[Path] = []

    def noted(path: Path) -> ScriptEntry:
        read.append(path)
        return Workspace.read(workspace, path)

    monkeypatch.setattr(workspace, "read", noted)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        assert not read
        await app.leave_exercise().wait()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)
        assert SMALL_SCRIPT in read
        assert "Drinkwater weg" in screen_text(app)
