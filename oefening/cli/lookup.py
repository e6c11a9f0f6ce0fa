"""What commands share of the world around them: the terminal, the folder of sessions, the library."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from oefening.cli.click_dutch import UserError
from oefening.script.diagnostics import Diagnostic, Source, did_you_mean, quoted, render
from oefening.script.model import Script
from oefening.script.municipality import Municipality
from oefening.session.script_files import (
    known_municipalities,
    library_folder,
    load_municipality_file,
    load_script_file,
    script_files,
)
from oefening.session.session_files import new_session_path, session_files, sessions_folder
from oefening.text.os_errors import reason_of
from oefening.text.translation import _

T = TypeVar("T")
R = TypeVar("R", Script, Municipality)


def new_session_file(script_id: str) -> Path:
    """A path for a new session in the sessions' folder; a folder that cannot be made is a failure."""
    folder = sessions_folder()
    try:
        return new_session_path(folder, script_id, datetime.now().astimezone())
    except OSError as error:
        sentence = _("De map ‘{folder}’ kan niet worden gemaakt ({reason}); kies een andere met OEFENING_MAP.")
        raise UserError(sentence.format(folder=folder, reason=reason_of(error)), 1) from error


def find_session(wanted: str | None) -> Path:
    """The session file that was asked for, by path or by name; the newest where none was named."""
    folder = sessions_folder()
    known = session_files(folder)
    if wanted is None:
        if not known:
            sentence = _("Er is nog geen sessie in ‘{folder}’; speel er een met: oefening demo")
            raise UserError(sentence.format(folder=folder), 1)
        return known[-1]
    if Path(wanted).exists():
        return Path(wanted)
    by_name = {path.name: path for path in known} | {path.stem: path for path in known}
    if wanted in by_name:
        return by_name[wanted]
    sentence = _("De sessie ‘{name}’ is er niet.").format(name=quoted(wanted))
    raise UserError(sentence + did_you_mean(wanted, [path.stem for path in known]), 2)


def find_script_path(wanted: str) -> Path:
    """The script file that was asked for, by path or by its name in the library."""
    path = Path(wanted)
    if path.exists():
        return path
    known = {script.stem: script for script in script_files(library_folder())}
    if wanted not in known:
        sentence = _("Het draaiboek ‘{name}’ is er niet.").format(name=quoted(wanted))
        raise UserError(sentence + did_you_mean(wanted, known), 2)
    return known[wanted]


def find_script(wanted: str, municipality: str | None = None) -> tuple[Source, Script]:
    """The script that was asked for, free of problems, with the places of a municipality where one was asked for."""
    path = find_script_path(wanted)
    source, script = _free_of_problems(*read_script(path))
    if municipality is None:
        return source, script
    words = find_municipality(municipality, script)
    return _free_of_problems(*_reading(path, lambda: load_script_file(path, words)))


def find_municipality(wanted: str, script: Script) -> Municipality:
    """The words of the municipality that was asked for, by path or by its name."""
    path = find_municipality_path(wanted)
    return _free_of_problems(*_reading(path, lambda: load_municipality_file(path, script)))[1]


def find_municipality_path(wanted: str) -> Path:
    """The file of the municipality that was asked for, by path or by its name."""
    path = Path(wanted)
    if path.is_file():
        return path
    known = {path.stem: path for path in known_municipalities(sessions_folder())}
    if wanted not in known:
        sentence = _("Het gemeentebestand ‘{name}’ is er niet.").format(name=quoted(wanted))
        raise UserError(sentence + did_you_mean(wanted, known), 2)
    return known[wanted]


def _free_of_problems(source: Source, found: R | tuple[Diagnostic, ...]) -> tuple[Source, R]:
    if not isinstance(found, tuple):
        return source, found
    problems = "\n\n".join(render(problem, source) for problem in found)
    raise UserError(problems + "\n\n" + problem_count_text(len(found)), 1)


def read_script(path: Path) -> tuple[Source, Script | tuple[Diagnostic, ...]]:
    """The script in a file, or its problems; a file that cannot be read is a failure."""
    return _reading(path, lambda: load_script_file(path))


def read_municipality(path: Path) -> tuple[Source, Municipality | tuple[Diagnostic, ...]]:
    """The words of a municipality in a file, or their problems; a file that cannot be read is a failure."""
    return _reading(path, lambda: load_municipality_file(path))


def _reading(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except IsADirectoryError as error:
        raise UserError(_("‘{path}’ is een map; noem een bestand.").format(path=path), 2) from error
    except OSError as error:
        sentence = _("Het bestand ‘{path}’ kan niet worden gelezen ({reason}).")
        raise UserError(sentence.format(path=path, reason=reason_of(error)), 1) from error


def problem_count_text(problems: int) -> str:
    """How many problems there are."""
    return _("1 probleem gevonden.") if problems == 1 else _("{number} problemen gevonden.").format(number=problems)
