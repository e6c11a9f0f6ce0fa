"""Plays a simulated session visibly in the terminal, then prints the debrief and writes the report."""

import time
from pathlib import Path

from rich.console import Console

from oefening.cli.click_dutch import UserError
from oefening.cli.console import console, error_console
from oefening.cli.console_report import summary, timeline_row
from oefening.debrief.rating import rate
from oefening.engine.commands import Command
from oefening.engine.state import State
from oefening.reporting.session_report import write_report
from oefening.session.session import RecordedEvent, Session
from oefening.simulation.players import choices_for_session, play
from oefening.text.os_errors import reason_of
from oefening.text.translation import _
from oefening.wording.timeline import TimelineEntry, describe

PAUSE = 0.12
"""Seconds to read a line."""

LONGEST_PAUSES = 18.0
"""Seconds that these pauses take together; a longer exercise goes on without them."""


def play_visibly(session: Session, opening: Command | None = None, *, fast: bool) -> None:
    """Plays a simulated session to its end and prints an entry for all that happens; `opening` starts it if needed."""
    screen = console()
    screen.print(session.compiled.script.title, style="bold")
    screen.print()
    session.subscribe(_TimelinePrinter(session, screen, paused=screen.is_terminal and not fast))
    if opening is None:
        session.catch_up()
    else:
        session.submit(opening)
    with error_console().status(_("De teams bereiden zich voor …")):
        choices = choices_for_session(session)
    play(session, choices)
    screen.print()


def _world_name(state: State, entry: TimelineEntry) -> str:
    return state.worlds[entry.world].name if entry.world is not None and len(state.worlds) > 1 else ""


class _TimelinePrinter:
    """Prints every event, at a pace that can be read."""

    def __init__(self, session: Session, screen: Console, *, paused: bool) -> None:
        self._session = session
        self._screen = screen
        self._seconds_left = LONGEST_PAUSES if paused else 0.0

    def __call__(self, state: State, recorded: RecordedEvent) -> None:
        entry = describe(self._session.compiled, state, recorded.event)
        if entry is None:
            return
        self._screen.print(timeline_row(state.clock, entry, _world_name(state, entry)))
        if self._seconds_left > 0:
            self._seconds_left -= PAUSE
            time.sleep(PAUSE)


def show_debrief(session: Session, session_path: Path) -> Path:
    """Prints the debrief, writes the report beside the session file and returns its path."""
    screen = console()
    rating = rate(session.compiled, session.events)
    screen.print(summary(session.compiled, rating))
    try:
        with error_console().status(_("Het verslag wordt gemaakt …")):
            (report,) = write_report(session, session_path)
    except OSError as error:
        sentence = _("Het verslag kan niet worden geschreven naar ‘{path}’ ({reason}).")
        path = session_path.with_suffix(".html")
        raise UserError(sentence.format(path=path, reason=reason_of(error)), 1) from error
    screen.print(_("Sessie:  {path}").format(path=session_path.resolve()), soft_wrap=True)
    screen.print(_("Verslag: {path}").format(path=report.resolve()), soft_wrap=True)
    return report
