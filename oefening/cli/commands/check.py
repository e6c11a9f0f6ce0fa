"""`oefening controleer`: everything that is wrong with scripts and municipality files, with line and column."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console
from oefening.cli.lookup import problem_count_text, read_municipality_file, read_script_file
from oefening.script.diagnostics import Diagnostic, Source, did_you_mean, render
from oefening.script.model import Script
from oefening.script.municipality import Municipality
from oefening.session.script_files import is_municipality_file, municipality_files, script_files
from oefening.text.translation import _

Checked = tuple[Source, Script | Municipality | tuple[Diagnostic, ...]]
"""A file that was read: the script or municipality in it, or its diagnostics."""


@command(
    "controleer",
    "oefening controleer mijn-draaiboek.yaml",
    "oefening controleer draaiboeken/ --json",
    "oefening controleer mijn-draaiboek.yaml --kijk",
    "oefening controleer mijn-gemeente.yaml",
)
@click.argument("paths", metavar="PAD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Geef de problemen als JSON, voor andere programma's."))
@click.option(
    "--kijk", "keep_watching", is_flag=True, help=_("Blijf meekijken: controleer opnieuw na elke keer opslaan.")
)
@click.pass_context
def check_command(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, keep_watching: bool) -> None:
    """Prints the diagnostics of every file; exit code 1 where there are any."""
    if keep_watching:
        if as_json:
            raise UserError(_("‘--kijk’ en ‘--json’ gaan niet samen; kies er een."), 2)
        _watch(paths)
        return
    checked = [_read(file) for path in paths for file in _files_at(path)]
    if as_json:
        found = [_json_row(diagnostic, source) for source, script in checked for diagnostic in _diagnostics(script)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(checked)
    ctx.exit(1 if any(_diagnostics(script) for _source, script in checked) else 0)


def _read(path: Path) -> Checked:
    return read_municipality_file(path) if is_municipality_file(path) else read_script_file(path)


def _watch(paths: tuple[Path, ...]) -> None:
    """Checks everything once, then each file that is saved, until Ctrl-C."""
    screen = console()
    # A path that does not exist is refused at once; later it is a file that happens to be gone.
    for path in paths:
        _files_at(path)
    # Only watching needs the library for it; a check that runs once starts without.
    from oefening.cli.watch import watch_saved_files  # noqa: PLC0415

    try:
        for saved in watch_saved_files(paths):
            if screen.is_terminal:
                screen.clear()
            screen.print(
                _("Gecontroleerd om {time}").format(time=f"{datetime.now().astimezone():%H:%M:%S}"), style="dim"
            )
            screen.print()
            _check_saved(paths if saved is None else saved)
            screen.print()
            screen.print(_("Sla op om opnieuw te controleren; stop met Ctrl-C."), style="dim")
    except KeyboardInterrupt:
        screen.print(_("Gestopt met meekijken."))


def _check_saved(paths: Iterable[Path]) -> None:
    """Prints what is wrong; goes on where a file is gone or cannot be read, for an editor may still be saving it."""
    for path in paths:
        try:
            _print([_read(file) for file in _files_at(path)])
        except UserError as error:
            console().print(error.message, soft_wrap=True)


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        files = [*script_files(path), *municipality_files(path)]
        if not files:
            raise UserError(_("In de map ‘{path}’ staat geen draaiboek (.yaml).").format(path=path), 1)
        return files
    if not path.exists():
        near = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
        sentence = _("Het bestand ‘{path}’ is er niet.").format(path=path)
        raise UserError(sentence + did_you_mean(path.name, near), 2)
    return [path]


def _diagnostics(script: Script | Municipality | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return script if isinstance(script, tuple) else ()


def _print(checked: list[Checked]) -> None:
    screen = console()
    for source, script in checked:
        for diagnostic in _diagnostics(script):
            screen.print(render(diagnostic, source), soft_wrap=True)
            screen.print()
        if isinstance(script, Script):
            sentence = _("{name}: in orde ({injects} injects, {points} beslispunten)")
            points = sum(inject.point is not None for inject in script.injects)
            message = sentence.format(name=source.name, injects=len(script.injects), points=points)
            screen.print(message, soft_wrap=True)
        elif isinstance(script, Municipality):
            sentence = _("{name}: in orde ({places} plaatsen van {municipality})")
            message = sentence.format(name=source.name, places=len(script.terms), municipality=script.name)
            screen.print(message, soft_wrap=True)
    total = sum(len(_diagnostics(script)) for _source, script in checked)
    if total:
        screen.print(problem_count_text(total))


def _json_row(diagnostic: Diagnostic, source: Source) -> dict[str, object]:
    span = diagnostic.span
    return {
        "bestand": source.name,
        "regel": span.line,
        "kolom": span.column,
        "eindkolom": span.column + span.length,
        "soort": diagnostic.rule,
        "melding": diagnostic.message,
    }
