"""People at the screens: an app over a desk in a folder, a clock that only tests move, keys pressed as they would."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import OptionList

from oefening.engine.commands import Start
from oefening.script.model import DecisionKind
from oefening.session.exercise import LiveExercise
from oefening.session.workspace import Workspace
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.decision import DecisionScreen
from oefening.tui.screens.leader import LeaderScreen
from oefening.tui.screens.team import TeamScreen
from oefening.views.participant import PointView

TOURS = "begin nabespreking regie team waarnemer zaal"


class Watch:
    """Seconds that pass when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def desk_in(
    folder: Path, watch: Watch | None = None, *, library: Path | None = None, tours_seen: bool = True
) -> Workspace:
    """A desk that keeps its sessions in a folder, of somebody who saw the tours before."""
    workspace = Workspace(folder, library, watch or Watch())
    if tours_seen:
        workspace.settings.put("rondleidingen", TOURS)
    return workspace


def room_of(workspace: Workspace, script: Path, worlds: tuple[str, ...] = ("een",), **settings: Any) -> LiveExercise:
    """A room in which a script was begun."""
    entry = workspace.read(script)
    assert entry.script is not None, entry.problems
    return workspace.start(entry, Start(worlds, **settings))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys one after the other, letting the screen follow."""
    await pilot.press(*keys)
    await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Types a text where the cursor is, faster than the screen follows: the keys wait for each other, not for it."""
    for character in text:
        pilot.app.post_message(Key(_character_to_key(character), character).set_sender(pilot.app))
    await pilot.pause()


async def sit_down(pilot: Pilot[None], number: int) -> None:
    """Hands the laptop to the place with this number in the list, and has them arrive."""
    await press(pilot, "t", *("down",) * number, "enter", "enter")


def app_of(pilot: Pilot[None]) -> LeaderApp:
    """The app under the keys."""
    assert isinstance(pilot.app, LeaderApp)
    return pilot.app


async def answer(pilot: Pilot[None], point: PointView) -> None:
    """Fills in the decision form that is open, by keys alone, and decides."""
    match point.kind:
        case DecisionKind.CHOICE | DecisionKind.MULTIPLE:
            first = next(seat_id for seat_id, choice in enumerate(point.choices) if choice.available)
            await press(pilot, *("down",) * first, "space", "tab")
        case DecisionKind.RANKING:
            await press(pilot, "minus", "tab")
        case DecisionKind.NUMBER:
            await write(pilot, str(point.lowest))
            await press(pilot, "tab")
        case DecisionKind.DISTRIBUTION:
            await press(pilot, "home", "shift+end", "delete")
            await write(pilot, str(point.total))
            await press(pilot, *("tab",) * len(point.choices))
        case DecisionKind.OPEN:
            await write(pilot, "twee ploegen")
            await press(pilot, "tab")
    await write(pilot, "nodig")
    await press(pilot, "ctrl+s")


def open_points(pilot: Pilot[None]) -> Iterable[PointView]:
    """What the team at the laptop still has to decide."""
    screen = pilot.app.screen
    assert isinstance(screen, TeamScreen)
    return [point for point in screen.view.points if point.changeable and not point.decided]


async def decide_everything(pilot: Pilot[None]) -> set[DecisionKind]:
    """Answers every decision the team at the laptop has open; the kinds it saw."""
    kinds = set()
    while open_points(pilot):
        await press(pilot, "d")
        form = pilot.app.screen
        assert isinstance(form, DecisionScreen)
        kinds.add(form.point.kind)
        await answer(pilot, form.point)
        assert isinstance(pilot.app.screen, TeamScreen), f"not granted: {form.point}"
    return kinds


def leader(pilot: Pilot[None]) -> LeaderScreen:
    """The leader's screen, which is up."""
    screen = pilot.app.screen
    assert isinstance(screen, LeaderScreen)
    return screen


def options(pilot: Pilot[None]) -> list[str]:
    """What the list that has the focus says."""
    focused = pilot.app.focused
    assert isinstance(focused, OptionList)
    return [str(option.prompt) for option in focused.options]


def screen_text(app: App[None]) -> str:
    """What stands on the screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
