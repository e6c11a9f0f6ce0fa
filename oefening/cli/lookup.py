"""Finds the script, session or municipality that a command's argument means, by path or by name, and reads it.

What cannot be found or read becomes a UserError, with the name that was probably meant.
"""

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


def path_for_new_session(script_id: str) -> Path:
    """A free path for a new session in the sessions' folder, which is made where it is not there.

    Raises:
        UserError: the folder cannot be made.
    """
    folder = sessions_folder()
    try:
        return new_session_path(folder, script_id, datetime.now().astimezone())
    except OSError as error:
        sentence = _("De map ‘{folder}’ kan niet worden gemaakt ({reason}); kies een andere met OEFENING_MAP.")
        raise UserError(sentence.format(folder=folder, reason=reason_of(error)), 1) from error


def find_session(wanted: str | None) -> Path:
    """The session file that is meant, by path or by name; the newest where none is named."""
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
    """The script file that is meant, by path or by its name in the library."""
    path = Path(wanted)
    if path.exists():
        return path
    known = {script.stem: script for script in script_files(library_folder())}
    if wanted not in known:
        sentence = _("Het draaiboek ‘{name}’ is er niet.").format(name=quoted(wanted))
        raise UserError(sentence + did_you_mean(wanted, known), 2)
    return known[wanted]


def find_script(wanted: str, municipality: str | None = None) -> tuple[Source, Script]:
    """The script that is meant, with the terms of a municipality where one is named.

    Raises:
        UserError: there is no such script or municipality, or there is something wrong with it.
    """
    path = find_script_path(wanted)
    source, script = _require_valid(*read_script_file(path))
    if municipality is None:
        return source, script
    # A municipality file may name the terms of this script, so the script is read first without it.
    found = find_municipality(municipality, script)
    return _require_valid(*_with_user_errors(path, lambda: load_script_file(path, found)))


def find_municipality(wanted: str, script: Script) -> Municipality:
    """The terms of the municipality that is meant, by path or by name; `script` says which terms there can be."""
    path = find_municipality_path(wanted)
    return _require_valid(*_with_user_errors(path, lambda: load_municipality_file(path, script)))[1]


def find_municipality_path(wanted: str) -> Path:
    """The file of the municipality that is meant, by path or by name."""
    path = Path(wanted)
    if path.is_file():
        return path
    known = {path.stem: path for path in known_municipalities(sessions_folder())}
    if wanted not in known:
        sentence = _("Het gemeentebestand ‘{name}’ is er niet.").format(name=quoted(wanted))
        raise UserError(sentence + did_you_mean(wanted, known), 2)
    return known[wanted]


def _require_valid(source: Source, found: R | tuple[Diagnostic, ...]) -> tuple[Source, R]:
    """The source with what was read from it; a UserError with all diagnostics where there are any."""
    if not isinstance(found, tuple):
        return source, found
    rendered = "\n\n".join(render(diagnostic, source) for diagnostic in found)
    raise UserError(rendered + "\n\n" + problem_count_text(len(found)), 1)


def read_script_file(path: Path) -> tuple[Source, Script | tuple[Diagnostic, ...]]:
    """The script in a file, or its diagnostics; raises UserError where the file cannot be read."""
    return _with_user_errors(path, lambda: load_script_file(path))


def read_municipality_file(path: Path) -> tuple[Source, Municipality | tuple[Diagnostic, ...]]:
    """The municipality in a file, or its diagnostics; raises UserError where the file cannot be read."""
    return _with_user_errors(path, lambda: load_municipality_file(path))


def _with_user_errors(path: Path, read: Callable[[], T]) -> T:
    """What `read` returns; its operating system errors become UserErrors that name the path."""
    try:
        return read()
    except IsADirectoryError as error:
        raise UserError(_("‘{path}’ is een map; noem een bestand.").format(path=path), 2) from error
    except OSError as error:
        sentence = _("Het bestand ‘{path}’ kan niet worden gelezen ({reason}).")
        raise UserError(sentence.format(path=path, reason=reason_of(error)), 1) from error


def problem_count_text(count: int) -> str:
    """How many problems were found, as a sentence."""
    return _("1 probleem gevonden.") if count == 1 else _("{number} problemen gevonden.").format(number=count)
