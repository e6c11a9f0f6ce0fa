"""The README's pictures: the leader, a team and the debrief of an exercise that simulated teams play, and the codes.

Run with: python -m tests.tui.readme_pictures
"""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from oefening.engine.commands import PassTime, Pause, Start
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.script_files import library_folder, load_script_file
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import Session, new_session
from oefening.session.workspace import Workspace
from oefening.simulation.players import next_command
from oefening.simulation.strategies import StrategyChoices
from oefening.tui.leader_app import LeaderApp
from oefening.tui.screens.participants import ParticipantsScreen
from tests.tui.test_guest_pictures import Shown, a_host

FOLDER = Path(__file__).parents[2] / ".beelden"
SIZE = (120, 36)
SEED, UNTIL = 7, 100
_FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def played(path: Path, until: int) -> Session:
    """An exercise played by simulated teams up to a minute, the clock standing still."""
    source, script = load_script_file(library_folder() / "kabelsabotage.yaml")
    assert isinstance(script, Script)
    session = new_session(path, source, script, datetime.now(UTC))
    session.submit(Start(("een",), simulation=SEED))
    while session.state.clock < until and not session.state.ended:
        command = next_command(session, StrategyChoices())
        if isinstance(command, PassTime):
            command = PassTime(Minutes(min(command.to, until)))
        session.submit(command)
    return session


async def picture(name: str, session: Session, workspace: Workspace, seat_id: SeatId) -> None:
    """Writes what someone sees."""
    exercise = LiveExercise(session, workspace.folder / f"{name}.oefening")
    app = LeaderApp(workspace, exercise=exercise)
    async with app.run_test(size=SIZE) as pilot:
        app.go_to(seat_id)
        await pilot.pause(0.5)
        if seat_id.role is Role.TEAM:
            await pilot.press("home")
        await pilot.pause(0.5)
        text = app.export_screenshot(title=f"oefening – {name}")
    write(name, text)


async def picture_of_codes() -> None:
    """Writes what the leader sees of those who take part from elsewhere, at an address that is nobody's."""
    with tempfile.TemporaryDirectory() as folder:
        app = Shown(Path(folder), lambda _app, folder: ParticipantsScreen(a_host(folder)))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            write("deelnemers", app.export_screenshot(title="oefening – deelnemers"))


def write(name: str, text: str) -> None:
    """Writes a picture that asks nothing of any network."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(_FONT_FROM_ELSEWHERE.sub("", text), encoding="utf-8")
    print(FOLDER / f"{name}.svg")


def main() -> None:
    """Makes the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.settings.put("rondleidingen", "regie team nabespreking")
        for name, seat_id, until in (
            ("regie", SeatId(Role.LEADER), UNTIL),
            ("team", SeatId(Role.TEAM, 0, "bevolkingszorg"), UNTIL),
            ("nabespreking", SeatId(Role.LEADER), 10**6),
        ):
            session = played(workspace.folder / f"{name}.oefening", until)
            if not session.state.ended:
                session.submit(Pause())
            asyncio.run(picture(name, session, workspace, seat_id))
    asyncio.run(picture_of_codes())


if __name__ == "__main__":
    main()
