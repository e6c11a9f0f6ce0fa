"""The folder in which sessions and reports are kept: its files, their names, and a path for a new one."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from attrs import evolve
from platformdirs import user_documents_path

import oefening
from oefening.script.diagnostics import Diagnostic, Source, SourceSpan
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.municipality import SHARED_PLACES, Municipality, load_municipality
from oefening.script.yaml_tree import LARGEST_TEXT
from oefening.text.translation import _

SESSION_SUFFIX = ".oefening"


def sessions_folder() -> Path:
    """Where sessions and reports are kept: the folder ‘Oefeningen’ in the user's documents, or OEFENING_MAP."""
    chosen = os.environ.get("OEFENING_MAP")
    return Path(chosen) if chosen else user_documents_path() / "Oefeningen"


def session_files(folder: Path) -> list[Path]:
    """The sessions in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(folder.glob(f"*{SESSION_SUFFIX}"), key=lambda path: path.stat().st_mtime)


def new_session_path(folder: Path, script_id: str, now: datetime) -> Path:
    """A path for a new session that is not taken, in the folder, which is made where needed.

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{now:%Y-%m-%d %H%M} {script_id}"
    names = [stem, *(f"{stem} ({number})" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SESSION_SUFFIX}").exists())


SCRIPT_SUFFIXES = (".yaml", ".yml")

MUNICIPALITIES = "gemeenten"
"""The folder, beside scripts, with the files in which municipalities give their own words for places."""


MUNICIPALITY_TEMPLATE = "sjabloon"
"""The file among them to copy and fill in."""


def library_folder() -> Path:
    """The scripts that come with the program: inside the installed package, or beside it in a checkout."""
    package = Path(oefening.__file__).parent
    installed = package / "draaiboeken"
    return installed if installed.is_dir() else package.parent / "draaiboeken"


def scripts_in(folder: Path) -> list[Path]:
    """The script files in a folder and the folders in it, by name; hidden ones and municipalities' files left out."""

    def is_script(path: Path) -> bool:
        parts = path.relative_to(folder).parts
        return MUNICIPALITIES not in parts[:-1] and not any(part.startswith(".") for part in parts)

    return sorted(path for path in _yaml_files(folder.rglob("*")) if is_script(path))


def municipalities_in(folder: Path) -> list[Path]:
    """The files in which municipalities give their own words for the places of scripts in a folder, by name."""
    found = _yaml_files((folder / MUNICIPALITIES).glob("*"))
    return sorted(path for path in found if path.stem != MUNICIPALITY_TEMPLATE)


def known_municipalities(folder: Path) -> list[Path]:
    """The municipalities' files that can be named: people's own beside their sessions, and the library's."""
    return [*municipalities_in(folder), *municipalities_in(library_folder())]


def _yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.suffix.lower() in SCRIPT_SUFFIXES and path.is_file())


def read_source(path: Path) -> Source | tuple[Source, Diagnostic]:
    """The text of a script file; with a problem where it is not text that can be a script.

    Raises:
        OSError: the file cannot be read at all.
    """
    with path.open("rb") as file:
        data = file.read(4 * LARGEST_TEXT + 1)
    try:
        return Source(str(path), data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        sentence = _("Dit bestand is geen gewone tekst (UTF-8); bewaar het opnieuw als ‘UTF-8’.")
        return Source(str(path), data.decode("utf-8", "replace")), Diagnostic(
            SourceSpan(line, column), "tekstcodering", sentence
        )


def load_file(path: Path, municipality: Municipality | None = None) -> tuple[Source, Script | tuple[Diagnostic, ...]]:
    """The script in a file, with the places of a municipality, or what is wrong with it.

    Raises:
        OSError: the file cannot be read at all.
    """
    read = read_source(path)
    if isinstance(read, tuple):
        return read[0], (read[1],)
    source = evolve(read, own_places=municipality.places) if municipality else read
    return source, load(source)


def is_municipality_file(path: Path) -> bool:
    """Whether a file seems to hold a municipality's words, not a script; one that cannot be read does not."""
    try:
        text = path.read_bytes()[:LARGEST_TEXT]
    except OSError:
        return False
    return re.search(rb"^gemeente:", text, re.MULTILINE) is not None and b"\ninjects:" not in text


def load_municipality_file(
    path: Path, script: Script | None = None
) -> tuple[Source, Municipality | tuple[Diagnostic, ...]]:
    """The words of a municipality in a file, or what is wrong with them; a script may have places of its own.

    Raises:
        OSError: the file cannot be read at all.
    """
    read = read_source(path)
    if isinstance(read, tuple):
        return read[0], (read[1],)
    return read, load_municipality(read, SHARED_PLACES.keys() | dict(script.places if script else ()))
