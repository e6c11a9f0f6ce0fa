"""`oefening speel` and the start screen: an exercise with people, on one laptop."""

from pathlib import Path

import click

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console, require_terminal
from oefening.cli.join_app import open_join_app
from oefening.cli.lookup import find_municipality_path, find_script_path
from oefening.cli.options import municipality_option
from oefening.session.session_files import sessions_folder
from oefening.session.workspace import Workspace, WorkspaceError
from oefening.text.translation import _


@command(
    "speel",
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
    """Opens the leader's app; afterwards prints the paths of session and report. With `to_guests`, others can join."""
    require_terminal()
    # Textual takes most of a second to import; commands that only print do without.
    from oefening.tui.leader_app import LeaderApp, StartOptions  # noqa: PLC0415

    workspace = Workspace(sessions_folder())
    script = workspace.read(script_path) if script_path else None
    if script is not None and script.script is None:
        raise UserError("\n\n".join(script.problems), 1)
    if script is not None and municipality is not None:
        try:
            script = workspace.with_municipality(script, municipality)
        except WorkspaceError as error:
            raise UserError(error.message, 1) from error
    app = LeaderApp(workspace, StartOptions(script, session_path, to_guests))
    app.run()
    if app.joins_another:
        open_join_app()
        return
    _print_paths(app.last_session, app.report)


def _print_paths(session: Path | None, report: Path | None) -> None:
    screen = console()
    if session is not None:
        screen.print(_("Sessie:  {path}").format(path=session.resolve()), soft_wrap=True)
    if report is not None:
        screen.print(_("Verslag: {path}").format(path=report.resolve()), soft_wrap=True)
    elif session is not None:
        screen.print(_("Verdergaan: oefening hervat · Verslag: oefening verslag"), soft_wrap=True)
