"""How long a report takes and what it needs: `python -m tests.bench.reports`.

Thirty worlds and ten thousand events, the most that one laptop plays; each format beside the reading of the log.
"""

import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from oefening.debrief.writers import FORMATS
from oefening.engine.commands import NoteObservation, Start
from oefening.reporting.session_report import ReportOptions, report_of
from oefening.script.model import Script
from oefening.session.script_files import library_folder, load_script_file
from oefening.session.session import new_session, open_session
from oefening.simulation.players import choices_for_session, play

WORLDS, EVENTS = 30, 10_000


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def make_session(path: Path) -> None:
    """A session of so many events."""
    source, script = load_script_file(library_folder() / "kabelsabotage.yaml")
    assert isinstance(script, Script)
    with new_session(path, source, script, datetime.now(UTC)) as session:
        session.submit(Start(tuple(f"groep {n}" for n in range(1, WORLDS + 1)), simulation=1))
        play(session, choices_for_session(session))
        while len(session.events) < EVENTS:
            session.submit(NoteObservation(len(session.events) % WORLDS, None, "De waarnemer ziet overleg."))


def main() -> None:
    """Prints a table."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "groot.oefening"
        child = len(sys.argv) > 1
        path = Path(sys.argv[1]) if child else path
        if not child:
            make_session(path)
        began = time.process_time()
        with open_session(path, to_write=False) as session:
            opened = time.process_time() - began
            began = time.process_time()
            report = report_of(session, path.name, ReportOptions())
            gathered = time.process_time() - began
            print(f"{len(session.events):,} events in {WORLDS} worlds: opened in {opened:.2f} s")
        print(f"{'gathered':10} {gathered:6.2f} s   {gathered / opened:5.1f} x opening")
        for name, form in FORMATS.items():
            took = seconds(lambda form=form: form.write(report, False))  # type: ignore[misc]
            print(f"{name:10} {took:6.2f} s   {took / opened:5.1f} x opening   {gathered + took:6.2f} s with gathering")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


main()
