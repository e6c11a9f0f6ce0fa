"""`oefening verslag`: the debrief of a session, also of one that has not ended."""

import click

from oefening.cli.dutch import Failure, command
from oefening.cli.show import show_debrief, show_timeline
from oefening.cli.surroundings import find_session
from oefening.language import _
from oefening.session.session import open_session


@command(
    "verslag",
    _("Toon het verslag van een sessie en schrijf het als webpagina; zonder naam van de nieuwste."),
    "oefening verslag",
    'oefening verslag "2026-11-16 0930 kabelsabotage"',
)
@click.argument("session_name", metavar="[SESSIE]", required=False)
def report_command(session_name: str | None) -> None:
    """Prints timeline, decisions and grades, and writes the report beside the session."""
    path = find_session(session_name)
    with open_session(path, to_write=False) as session:
        if not session.state.started:
            raise Failure(_("In deze sessie is nog niets gebeurd."), 1)
        show_timeline(session)
        show_debrief(session, path)
