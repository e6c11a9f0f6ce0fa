"""`oefening hervat`: goes on with an interrupted session."""

import click

from oefening.cli.click_dutch import UserError, command
from oefening.cli.commands.play import open_screens
from oefening.cli.lookup import find_session
from oefening.cli.playback import play_visibly, show_debrief
from oefening.engine.events import ExerciseStarted
from oefening.session.session import Session, open_session
from oefening.text.translation import _


@command(
    "hervat",
    "oefening hervat",
    'oefening hervat "2026-11-16 0930 kabelsabotage"',
)
@click.argument("session_name", metavar="[SESSIE]", required=False)
@click.option("--snel", "fast", is_flag=True, help=_("Zonder pauzes om mee te lezen."))
def resume_command(session_name: str | None, fast: bool) -> None:
    """Opens the screens again; a simulated session is played to its end, and its report made."""
    path = find_session(session_name)
    with open_session(path, to_write=True) as session:
        simulated = _is_simulated(session)
        if simulated and session.state.ended:
            sentence = _('Deze oefening is al afgelopen; bekijk het verslag met: oefening verslag "{name}"')
            raise UserError(sentence.format(name=path.stem), 1)
        if simulated:
            play_visibly(session, fast=fast)
            show_debrief(session, path)
    if not simulated:
        open_screens(session_path=path)


def _is_simulated(session: Session) -> bool:
    started = session.events[0] if session.events else None
    return isinstance(started, ExerciseStarted) and started.simulation is not None
