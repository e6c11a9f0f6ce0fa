"""`oefening verken`: explores every path of a script: how each goal can come out, and what is weak in the script."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import click

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console, error_console
from oefening.cli.explore_json import as_json
from oefening.cli.explore_page import explore_page
from oefening.cli.explore_report import print_exploration
from oefening.cli.lookup import find_script
from oefening.cli.options import municipality_option
from oefening.engine.compiled_script import compile_script
from oefening.explore.dependencies import DecisionMoments, ScriptAnalysis
from oefening.explore.exploration import explore_script
from oefening.explore.finders import findings_of
from oefening.explore.finding import Severity
from oefening.text.os_errors import reason_of
from oefening.text.translation import _


class TimeBudget:
    """Divides the time that exploring may take over its questions.

    Each gets an equal share of what is left. So what an easy question leaves over is for those that follow it, and one
    that is too hard takes its own share only.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def next_budget(self, questions_left: int) -> Callable[[], bool]:
        """A function that says whether the next of the questions left may go on."""
        now = time.monotonic()
        stop = now + max(0.0, self._end - now) / questions_left
        return lambda: time.monotonic() < stop


@command(
    "verken",
    "oefening verken kabelsabotage",
    "oefening verken mijn-draaiboek.yaml --momenten 3",
    "oefening verken mijn-draaiboek.yaml --html verkenning.html",
    "oefening verken mijn-draaiboek.yaml --tijd 300 --json",
)
@click.argument("script", metavar="DRAAIBOEK")
@click.option(
    "--tijd",
    "seconds",
    metavar="N",
    type=click.IntRange(1, 86_400),
    default=60,
    show_default=False,
    help=_("Hoeveel seconden het verkennen van alle paden mag duren (60); wat dan niet af is, gaat in een steekproef."),
)
@click.option(
    "--momenten",
    "moments",
    type=click.Choice([moments.value for moments in DecisionMoments]),
    default=DecisionMoments.HALFWAY.value,
    help=_("Wanneer teams besluiten: 1 = halverwege de termijn; 3 = ook meteen en op het laatste moment."),
)
@click.option(
    "--zaad", "seed", metavar="N", type=click.IntRange(0, 2**31), default=1, help=_("Het zaad van de steekproef (1).")
)
@click.option(
    "--html",
    "page_path",
    metavar="BESTAND",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Schrijf de uitkomst ook als webpagina, die niets anders nodig heeft."),
)
@click.option("--json", "json_wanted", is_flag=True, help=_("Geef de uitkomst als JSON, voor andere programma's."))
@municipality_option
@click.pass_context
def explore_command(
    ctx: click.Context,
    script: str,
    seconds: int,
    moments: str,
    seed: int,
    page_path: Path | None,
    json_wanted: bool,
    municipality: str | None,
) -> None:
    """Prints what exploring shows; exit code 1 where it found a fault."""
    source, read = find_script(script, municipality)
    analysis = ScriptAnalysis(compile_script(read), DecisionMoments(moments))
    with error_console().status(_("Elk pad wordt doorgespeeld …")):
        done = explore_script(analysis, TimeBudget(seconds).next_budget, Random(seed).randrange)  # noqa: S311 - no secret
        found = findings_of(done)
    if page_path is not None:
        _write(page_path, explore_page(done, found, seed))
    if json_wanted:
        click.echo(as_json(done, found, source, seed))
    else:
        print_exploration(console(), done, found, source, seed)
    ctx.exit(1 if any(finding.severity is Severity.FAULT and not finding.accepted for finding in found) else 0)


def _write(path: Path, page: str) -> None:
    """Writes the page.

    Raises:
        UserError: it cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        sentence = _("De webpagina kan niet worden geschreven naar ‘{path}’ ({reason}).")
        raise UserError(sentence.format(path=path, reason=reason_of(error)), 1) from error
    error_console().print(_("Webpagina: {path}").format(path=path.resolve()), soft_wrap=True)
