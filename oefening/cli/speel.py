"""`oefening speel` and the start screen: an exercise with people, on one laptop."""

from pathlib import Path

import click

from oefening.cli.dutch import Failure, command
from oefening.cli.guests import open_seat
from oefening.cli.surroundings import (
    console,
    demand_terminal,
    find_municipality_path,
    find_script_path,
    municipality_option,
)
from oefening.language import _
from oefening.session.desk import Desk, DeskError
from oefening.session.folder import sessions_folder


@command(
    "speel",
    _("Speel een draaiboek met mensen: oefenleider en teams op deze laptop."),
    "oefening speel kabelsabotage",
    "oefening speel mijn-draaiboek.yaml",
    "oefening speel hoogwater --gemeente mijn-gemeente.yaml",
)
@click.argument("script_name", metavar="DRAAIBOEK")
@municipality_option
def play_command(script_name: str, municipality: str | None) -> None:
    """Sets up the exercise, and opens the leader's screen."""
    path = find_script_path(script_name)
    open_screens(script_path=path, municipality=find_municipality_path(municipality) if municipality else None)


def open_screens(
    script_path: Path | None = None,
    session_path: Path | None = None,
    municipality: Path | None = None,
    *,
    to_guests: bool = False,
) -> None:
    """Opens the screens; afterwards says where session and report lie. `to_guests`: others join from their laptops."""
    demand_terminal()
    # Textual takes a while to import; commands that print do without.
    from oefening.tui.app import OefeningApp, Opening  # noqa: PLC0415

    desk = Desk(sessions_folder())
    script = desk.read(script_path) if script_path else None
    if script is not None and script.script is None:
        raise Failure("\n\n".join(script.problems), 1)
    if script is not None and municipality is not None:
        try:
            script = desk.moved_to(script, municipality)
        except DeskError as error:
            raise Failure(error.sentence, 1) from error
    app = OefeningApp(desk, Opening(script, session_path, to_guests))
    app.run()
    if app.joins_another:
        open_seat()
        return
    _say_where(app.last_session, app.report)


def _say_where(session: Path | None, report: Path | None) -> None:
    screen = console()
    if session is not None:
        screen.print(_("Sessie:  {path}").format(path=session.resolve()), soft_wrap=True)
    if report is not None:
        screen.print(_("Verslag: {path}").format(path=report.resolve()), soft_wrap=True)
    elif session is not None:
        screen.print(_("Verdergaan: oefening hervat · Verslag: oefening verslag"), soft_wrap=True)
