"""Sessions of a library script played by simulated teams, for the tests of what a session promises."""

from datetime import UTC, datetime
from pathlib import Path

from oefening.engine.commands import Start
from oefening.session.script_files import library_folder, load_script_file
from oefening.session.session import Session, new_session
from oefening.simulation.players import play

SCRIPT = "kabelsabotage"
SEED = 5


def begun(path: Path, seed: int = SEED, worlds: tuple[str, ...] = ("een",)) -> Session:
    """A new session in a file, started."""
    source, script = load_script_file(library_folder() / f"{SCRIPT}.yaml")
    assert not isinstance(script, tuple)
    session = new_session(path, source, script, datetime.now(UTC))
    session.submit(Start(worlds, simulation=seed))
    return session


def play_printing(path: Path) -> None:
    """Plays a new session, and prints the number of every event once it is acknowledged."""
    with begun(path) as session:
        print(len(session.recorded_events), flush=True)
        session.subscribe(lambda _state, recorded: print(recorded.number, flush=True))
        play(session)


def played(path: Path) -> Session:
    """A session played to its end, closed."""
    with begun(path) as session:
        play(session)
    return session
