"""`oefening vergelijk`: compares exercises, usually of several years."""

from pathlib import Path

import click
from rich.markdown import Markdown

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console, error_console
from oefening.cli.lookup import find_session
from oefening.debrief.document.exercise_comparison import compare_exercises
from oefening.debrief.writers import DOCUMENT_WRITERS
from oefening.debrief.writers.markdown import write_markdown
from oefening.reporting.session_report import brief_report_of
from oefening.reporting.whole_file import write_whole
from oefening.session.session import open_session
from oefening.session.session_files import sessions_folder
from oefening.text.os_errors import reason_of
from oefening.text.translation import _


@command(
    "vergelijk",
    'oefening vergelijk "2025-11-16 0930 kabelsabotage" "2026-11-16 0930 kabelsabotage"',
    "oefening vergelijk map/*.oefening --formaat pdf",
)
@click.argument("session_names", metavar="SESSIE...", nargs=-1, required=True)
@click.option(
    "--formaat",
    "formats",
    type=click.Choice([*DOCUMENT_WRITERS]),
    multiple=True,
    help=_("Schrijf de vergelijking ook als bestand: {names}. Mag vaker.").format(names=", ".join(DOCUMENT_WRITERS)),
)
def compare_command(session_names: tuple[str, ...], formats: tuple[str, ...]) -> None:
    """Prints the comparison, and writes it where that is asked for."""
    paths = list(dict.fromkeys(find_session(name).resolve() for name in session_names))
    if len(paths) < 2:
        raise UserError(_("Noem ten minste twee verschillende sessies om te vergelijken."), 2)
    reports = []
    with error_console().status(_("De oefeningen worden gelezen …")):
        for path in paths:
            with open_session(path, to_write=False) as session:
                if not session.state.started:
                    raise UserError(_("In sessie ‘{name}’ is nog niets gebeurd.").format(name=path.stem), 1)
                reports.append(brief_report_of(session, path.name))
        document = compare_exercises(reports)
    console().print(Markdown(write_markdown(document).decode("utf-8")))
    for name in dict.fromkeys(formats):
        suffix, write = DOCUMENT_WRITERS[name]
        target = sessions_folder() / f"vergelijking van {len(paths)} oefeningen{suffix}"
        console().print(_("Vergelijking: {path}").format(path=_write(target, write(document))), soft_wrap=True)


def _write(target: Path, content: bytes) -> Path:
    """Writes the file.

    Raises:
        UserError: it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(target, content).resolve()
    except OSError as error:
        sentence = _("De vergelijking kan niet worden geschreven naar ‘{path}’ ({reason}).")
        raise UserError(sentence.format(path=target, reason=reason_of(error)), 1) from error
