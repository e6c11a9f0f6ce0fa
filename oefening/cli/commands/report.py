"""`oefening verslag`: the debrief of a session, also of one that has not ended, in the formats that people use."""

from pathlib import Path

import click
from rich.markdown import Markdown

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console, error_console
from oefening.cli.lookup import find_session
from oefening.debrief.report_model import Report
from oefening.debrief.writers import FORMATS
from oefening.engine.state import State
from oefening.reporting.session_report import ReportOptions, report_of, text_of, write_files
from oefening.script.diagnostics import did_you_mean, quoted
from oefening.session.session import open_session
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

ALL_FORMATS = "alles"
"""The choice of every format."""


@command(
    "verslag",
    "oefening verslag",
    'oefening verslag "2026-11-16 0930 kabelsabotage" --formaat pdf --formaat word',
    "oefening verslag --tekst",
    'oefening verslag --anoniem --naam "J. Jansen" --formaat alles',
)
@click.argument("session_name", metavar="[SESSIE]", required=False)
@click.option(
    "--formaat",
    "formats",
    type=click.Choice([*FORMATS, ALL_FORMATS]),
    multiple=True,
    default=("html",),
    help=_("In welke vorm: {names} of alles. Mag vaker.").format(names=", ".join(FORMATS)),
)
@click.option("--tekst", "whole_text", is_flag=True, help=_("Toon het hele verslag hier, en schrijf geen bestand."))
@click.option("--speelveld", "world_name", metavar="NAAM", help=_("Alleen van dit speelveld, helemaal doorgerekend."))
@click.option("--rangschik", "ranked", is_flag=True, help=_("Zet speelvelden op volgorde van hoe het afliep."))
@click.option("--anoniem", "anonymous", is_flag=True, help=_("Zonder namen van teams en personen."))
@click.option(
    "--naam", "names", metavar="NAAM", multiple=True, help=_("Met --anoniem: ook deze naam weglaten. Mag vaker.")
)
def report_command(
    session_name: str | None,
    formats: tuple[str, ...],
    whole_text: bool,
    world_name: str | None,
    ranked: bool,
    anonymous: bool,
    names: tuple[str, ...],
) -> None:
    """Writes the report beside the session, and prints its first page."""
    if names and not anonymous:
        raise UserError(_("‘--naam’ hoort bij ‘--anoniem’; geef die er ook bij."), 2)
    path = find_session(session_name)
    wanted_formats = tuple(FORMATS) if ALL_FORMATS in formats else tuple(dict.fromkeys(formats))
    with open_session(path, to_write=False) as session:
        if not session.state.started:
            raise UserError(_("In deze sessie is nog niets gebeurd."), 1)
        world = _world_number(session.state, world_name)
        wanted = ReportOptions(wanted_formats, ranked, world, anonymous, names)
        with error_console().status(_("Het verslag wordt gemaakt …")):
            report = report_of(session, path.name, wanted)
            written = [] if whole_text else _write(report, path, wanted)
        text = text_of(report, ranked=ranked, chapter=None if whole_text else "bestuur")
    console().print(Markdown(text))
    for file in written:
        console().print(_("Verslag: {path}").format(path=file.resolve()), soft_wrap=True)


def _write(report: Report, path: Path, wanted: ReportOptions) -> list[Path]:
    """Writes the files.

    Raises:
        UserError: one cannot be written.
    """
    try:
        return write_files(report, path, wanted)
    except OSError as error:
        sentence = _("Het verslag kan niet worden geschreven in ‘{path}’ ({reason}).")
        raise UserError(sentence.format(path=path.parent, reason=reason_of(error)), 1) from error


def _world_number(state: State, name: str | None) -> int | None:
    """The number of a world by its name."""
    if name is None:
        return None
    known = [world.name for world in state.worlds]
    if name not in known:
        sentence = _("Het speelveld ‘{name}’ is er niet.").format(name=quoted(name))
        raise UserError(sentence + did_you_mean(name, known), 2)
    return known.index(name)
