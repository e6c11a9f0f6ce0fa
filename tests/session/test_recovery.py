"""A session is never lost: not when it is killed, not when it stops between two events."""

import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oefening.engine.apply_event import fold
from oefening.engine.commands import PassTime, Pause, Start
from oefening.engine.events import Event
from oefening.engine.handle_command import Refusal
from oefening.script.model import Script
from oefening.script.municipality import Municipality
from oefening.script.units import Minutes
from oefening.session.script_files import library_folder, load_script_file
from oefening.session.session import Session, new_session, open_session
from oefening.simulation.players import play
from oefening.store.log import LogEntry, LogError
from oefening.store.sqlite_log import create, open_log
from tests.support import ROOT
from tests.support.simulated_sessions import begun, played

KILLS = 100
BATCH = 5
EVERY_TIME = 1
"""Batches of kills that belong to the suite; the others are among the longer tests."""


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, ...]:
    """What happens in the session when nothing comes between."""
    return tuple(played(tmp_path_factory.mktemp("heel") / "heel.oefening").events)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(
    "batch",
    [batch if batch < EVERY_TIME else pytest.param(batch, marks=pytest.mark.long) for batch in range(KILLS // BATCH)],
)
def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path, uninterrupted: tuple[Event, ...], batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        path = tmp_path / f"{seed}.oefening"
        acknowledged = _killed_after(path, random.Random(seed).randint(1, len(uninterrupted) - 1))
        with open_session(path, to_write=True) as session:
            assert len(session.events) >= acknowledged
            assert tuple(session.events) == uninterrupted[: len(session.events)]
            session.catch_up()
            if not session.state.ended:
                play(session)
            assert tuple(session.events) == uninterrupted


def _killed_after(path: Path, number: int) -> int:
    """Plays in another process, kills it once it acknowledged that many events; how many it did in the end."""
    module = "tests.support.simulated_sessions"
    code = f"import sys; from pathlib import Path; from {module} import play_printing; play_printing(Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(path)]
    process = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE)
    assert process.stdout
    acknowledged = 0
    while acknowledged < number:
        acknowledged = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest, _errors = process.communicate()
    return max([acknowledged, *map(int, rest.split("\n")[:-1])])


@pytest.mark.parametrize("share", range(1, 10))
def test_a_session_that_stopped_between_two_events_ends_the_same(
    tmp_path: Path, uninterrupted: tuple[Event, ...], share: int
) -> None:
    whole, stopped = tmp_path / "heel.oefening", tmp_path / "half.oefening"
    session = played(whole)
    keep = len(uninterrupted) * share // 10 + share
    with open_log(whole, to_write=False) as log, create(stopped, session.header) as shorter:
        shorter.append([record.entry for record in log.records()[:keep]])
    with open_session(stopped, to_write=True) as again:
        again.catch_up()
        play(again)
        assert tuple(again.events) == uninterrupted
        assert again.state == fold(again.compiled, uninterrupted)


def test_several_worlds_play_side_by_side(tmp_path: Path) -> None:
    with begun(tmp_path / "x.oefening", worlds=("noord", "zuid")) as session:
        play(session)
        first, second = session.state.worlds
    assert first.name == "noord"
    assert first.points != second.points


def test_a_reader_sees_what_was_played(tmp_path: Path, uninterrupted: tuple[Event, ...]) -> None:
    played(tmp_path / "x.oefening")
    with open_session(tmp_path / "x.oefening", to_write=False) as session:
        assert tuple(session.events) == uninterrupted
        assert session.submit(Pause()) == Refusal("De oefening is afgelopen.")


def test_what_cannot_be_kept_did_not_happen(tmp_path: Path) -> None:
    path = tmp_path / "x.oefening"
    begun(path).close()
    heard: list[Event] = []
    with open_session(path, to_write=False) as session:
        session.subscribe(lambda _state, recorded: heard.append(recorded.event))
        before = session.state
        with pytest.raises(LogError, match="mag niet worden beschreven"):
            session.submit(PassTime(Minutes(60)))
        assert session.state == before
        assert heard == []


def test_an_event_of_a_later_version_is_said_to_be_unknown(tmp_path: Path) -> None:
    path = tmp_path / "x.oefening"
    begun(path).close()
    with open_log(path, to_write=True) as log:
        number = log.append([LogEntry("DroneSeen", "{}")])[0].number
    with pytest.raises(LogError, match=f"Gebeurtenis {number} in dit bestand is onbekend"):
        open_session(path, to_write=False)


def test_a_script_this_version_cannot_read_is_said_to_be_so(tmp_path: Path) -> None:
    import attrs

    path = tmp_path / "x.oefening"
    session = begun(tmp_path / "y.oefening")
    session.close()
    create(path, attrs.evolve(session.header, script_text="formaat: 2", engine_version="9.9")).close()
    with pytest.raises(LogError, match=r"gemaakt met versie 9\.9"):
        open_session(path, to_write=False)


def test_an_exercise_starts_once(tmp_path: Path) -> None:
    with begun(tmp_path / "x.oefening") as session:
        assert isinstance(session, Session)
        assert session.submit(Start(("nog een",))) == Refusal("De oefening is al begonnen.")


def test_a_session_opens_again_with_the_places_of_its_municipality(tmp_path: Path) -> None:
    words = Municipality(format=1, name="Druten", terms=(("gemeente", "Druten"),))
    source, script = load_script_file(library_folder() / "cyberaanval.yaml", words)
    assert isinstance(script, Script)
    path = tmp_path / "proef.oefening"
    new_session(path, source, script, datetime.now(UTC)).close()
    with open_session(path, to_write=False) as session:
        assert session.compiled.script.title == "Cyberaanval op de gemeente Druten"
