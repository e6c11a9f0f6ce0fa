"""What commands share of the world around them: the terminal, the folder of sessions, the library."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console

from oefening.cli.dutch import Failure
from oefening.language import _, reason_of
from oefening.script.model import Script
from oefening.script.places import Municipality
from oefening.script.problems import Problem, Source, meant, render, shown
from oefening.session.desk import Desk
from oefening.session.folder import new_session_path, session_files, sessions_folder
from oefening.session.scripts import (
    library_folder,
    load_file,
    load_municipality_file,
    scripts_in,
)
from oefening.session.styles import Style

T = TypeVar("T")
R = TypeVar("R", Script, Municipality)


def console() -> Console:
    """The terminal. What a script or a team wrote is never read as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def error_console() -> Console:
    """The terminal's error stream."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def demand_terminal() -> None:
    """Screens need someone who can see them and type; a failure where there is nobody."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(_("Dit werkt alleen in een terminal waarin u kunt typen."), 2)


def make_output_safe() -> None:
    """Has characters that an old terminal cannot show replaced instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def new_path(script_id: str) -> Path:
    """A path for a new session in the sessions' folder; a folder that cannot be made is a failure."""
    folder = sessions_folder()
    try:
        return new_session_path(folder, script_id, datetime.now().astimezone())
    except OSError as error:
        sentence = _("De map ‘{folder}’ kan niet worden gemaakt ({reason}); kies een andere met OEFENING_MAP.")
        raise Failure(sentence.format(folder=folder, reason=reason_of(error)), 1) from error


def find_session(wanted: str | None) -> Path:
    """The session file that was asked for, by path or by name; the newest where none was named."""
    folder = sessions_folder()
    known = session_files(folder)
    if wanted is None:
        if not known:
            sentence = _("Er is nog geen sessie in ‘{folder}’; speel er een met: oefening demo")
            raise Failure(sentence.format(folder=folder), 1)
        return known[-1]
    if Path(wanted).exists():
        return Path(wanted)
    by_name = {path.name: path for path in known} | {path.stem: path for path in known}
    if wanted in by_name:
        return by_name[wanted]
    sentence = _("De sessie ‘{name}’ is er niet.").format(name=shown(wanted))
    raise Failure(sentence + meant(wanted, [path.stem for path in known]), 2)


def find_script_path(wanted: str) -> Path:
    """The script file that was asked for, by path or by its name in the library."""
    path = Path(wanted)
    if path.exists():
        return path
    known = {script.stem: script for script in scripts_in(library_folder())}
    if wanted not in known:
        sentence = _("Het draaiboek ‘{name}’ is er niet.").format(name=shown(wanted))
        raise Failure(sentence + meant(wanted, known), 2)
    return known[wanted]


def find_script(wanted: str, municipality: str | None = None) -> tuple[Source, Script]:
    """The script that was asked for, free of problems, with the places of a municipality where one was asked for."""
    path = find_script_path(wanted)
    source, script = _free_of_problems(*read_script(path))
    if municipality is None:
        return source, script
    words = find_municipality(municipality, script)
    return _free_of_problems(*_reading(path, lambda: load_file(path, words)))


def find_municipality(wanted: str, script: Script) -> Municipality:
    """The words of the municipality that was asked for, by path or by its name."""
    path = find_municipality_path(wanted)
    return _free_of_problems(*_reading(path, lambda: load_municipality_file(path, script)))[1]


def find_municipality_path(wanted: str) -> Path:
    """The file of the municipality that was asked for, by path or by its name."""
    path = Path(wanted)
    if path.is_file():
        return path
    known = {path.stem: path for path in Desk(sessions_folder()).municipalities()}
    if wanted not in known:
        sentence = _("Het gemeentebestand ‘{name}’ is er niet.").format(name=shown(wanted))
        raise Failure(sentence + meant(wanted, known), 2)
    return known[wanted]


def _free_of_problems(source: Source, found: R | tuple[Problem, ...]) -> tuple[Source, R]:
    if not isinstance(found, tuple):
        return source, found
    problems = "\n\n".join(render(problem, source) for problem in found)
    raise Failure(problems + "\n\n" + count_words(len(found)), 1)


def read_script(path: Path) -> tuple[Source, Script | tuple[Problem, ...]]:
    """The script in a file, or its problems; a file that cannot be read is a failure."""
    return _reading(path, lambda: load_file(path))


def read_municipality(path: Path) -> tuple[Source, Municipality | tuple[Problem, ...]]:
    """The words of a municipality in a file, or their problems; a file that cannot be read is a failure."""
    return _reading(path, lambda: load_municipality_file(path))


def _reading(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except IsADirectoryError as error:
        raise Failure(_("‘{path}’ is een map; noem een bestand.").format(path=path), 2) from error
    except OSError as error:
        sentence = _("Het bestand ‘{path}’ kan niet worden gelezen ({reason}).")
        raise Failure(sentence.format(path=path, reason=reason_of(error)), 1) from error


def count_words(problems: int) -> str:
    """How many problems there are."""
    return _("1 probleem gevonden.") if problems == 1 else _("{number} problemen gevonden.").format(number=problems)


municipality_option = click.option(
    "--gemeente",
    "municipality",
    metavar="BESTAND",
    help=_("Met de plaatsen van uw gemeente: een bestand, of de naam van een voorbeeld zoals buren of nijmegen."),
)
"""The choice of a municipality whose words stand for the places of the script."""


style_option = click.option(
    "--stijl",
    "style",
    type=click.Choice([style.value for style in Style]),
    default=Style.RANDOM.value,
    help=_("Hoe de teams besluiten: willekeurig, haastig, voorzichtig, of zoals in het beste of slechtste verloop."),
)
"""The choice of how simulated teams decide."""
