"""`oefening lijst`: the scripts in the library, and what they cover together."""

from collections.abc import Iterable

import click
from rich.table import Table
from rich.text import Text

from oefening.cli.click_dutch import command
from oefening.cli.console import console
from oefening.cli.lookup import read_script_file
from oefening.script.library_coverage import coverage
from oefening.script.model import Script
from oefening.script.units import format_duration
from oefening.session.script_files import library_folder, script_files
from oefening.text.phrases import plain
from oefening.text.plain_text import plain_text_of
from oefening.text.translation import _


@command(
    "lijst",
    "oefening lijst",
    "oefening lijst --dekking",
)
@click.option(
    "--dekking", "covered", is_flag=True, help=_("Toon welk draaiboek welke dreiging en welk proces beoefent.")
)
def list_scripts_command(covered: bool) -> None:
    """Prints what every script in the library is about."""
    screen = console()
    paths = script_files(library_folder())
    if not paths:
        screen.print(_("De bibliotheek is leeg. Speel een eigen draaiboek met: oefening demo PAD"))
        return
    read = {path: read_script_file(path)[1] for path in paths}
    good = {path.stem: script for path, script in read.items() if isinstance(script, Script)}
    if covered:
        found = coverage(good)
        screen.print(_coverage_table(_("Dreiging"), found.threats))
        screen.print()
        screen.print(_coverage_table(_("Proces dat door moet gaan"), found.processes))
        return
    for path, script in read.items():
        if isinstance(script, Script):
            screen.print(_summary(path.stem, script))
        else:
            sentence = _("{name}: heeft {number} problemen; bekijk ze met: oefening controleer {path}")
            screen.print(sentence.format(name=path.stem, number=len(script), path=path), soft_wrap=True)
        screen.print()
    screen.print(_("Speel er een met: oefening demo {name}").format(name=paths[0].stem))


def _coverage_table(heading: str, rows: Iterable[tuple[str, tuple[str, ...]]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(heading, style="bold", no_wrap=True)
    table.add_column(_("Draaiboeken"))
    for name, scripts in rows:
        table.add_row(Text(plain(name)), Text(", ".join(scripts) or "–"))
    return table


def _summary(name: str, script: Script) -> Table:
    points = sum(inject.point is not None for inject in script.injects)
    teams = len(script.teams)
    facts = [
        script.difficulty.value,
        format_duration(script.playing_time),
        _("1 team") if teams == 1 else _("{number} teams").format(number=teams),
        _("{number} injects").format(number=len(script.injects)),
        _("{number} beslispunten").format(number=points),
        _("{number} continuïteitsdoelen").format(number=len(script.goals)),
    ]
    entry = Table.grid(padding=(0, 2))
    entry.add_column(min_width=16, no_wrap=True)
    entry.add_column(ratio=1)
    entry.add_row(Text(name, style="bold cyan"), Text(script.title, style="bold"))
    entry.add_row("", Text(" · ".join(facts), style="dim"))
    entry.add_row("", Text(plain_text_of(script.summary)))
    return entry
