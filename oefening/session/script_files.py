"""Script files and municipality files: finding them in a folder, and reading them from disk.

The script package knows texts only; here a path becomes a text.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve

import oefening
from oefening.script.diagnostics import Diagnostic, Source, SourceSpan
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.municipality import SHARED_TERMS, Municipality, load_municipality
from oefening.script.yaml_tree import MAX_CHARACTERS
from oefening.text.translation import _

SCRIPT_SUFFIXES = (".yaml", ".yml")

MUNICIPALITIES = "gemeenten"
"""The folder beside scripts that holds municipality files: a municipality's own terms for those of scripts."""


MUNICIPALITY_TEMPLATE = "sjabloon"
"""The stem of the municipality file that is there to be copied and filled in."""


def library_folder() -> Path:
    """The folder of scripts that comes with the program: inside the installed package, or beside it in a checkout."""
    package = Path(oefening.__file__).parent
    installed = package / "draaiboeken"
    return installed if installed.is_dir() else package.parent / "draaiboeken"


def script_files(folder: Path) -> list[Path]:
    """The script files in a folder and its subfolders, by name, without hidden files and municipality files."""

    def is_script(path: Path) -> bool:
        parts = path.relative_to(folder).parts
        return MUNICIPALITIES not in parts[:-1] and not any(part.startswith(".") for part in parts)

    return sorted(path for path in _yaml_files(folder.rglob("*")) if is_script(path))


def municipality_files(folder: Path) -> list[Path]:
    """The municipality files for the scripts in a folder, by name."""
    found = _yaml_files((folder / MUNICIPALITIES).glob("*"))
    return sorted(path for path in found if path.stem != MUNICIPALITY_TEMPLATE)


def known_municipalities(folder: Path) -> list[Path]:
    """The municipalities' files that can be named: people's own beside their sessions, and the library's."""
    return [*municipality_files(folder), *municipality_files(library_folder())]


def _yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.suffix.lower() in SCRIPT_SUFFIXES and path.is_file())


def read_source(path: Path) -> Source | tuple[Source, Diagnostic]:
    """The text of a script file; with a diagnostic where it is not UTF-8.

    Raises:
        OSError: the file cannot be read at all.
    """
    # A character takes up to four bytes. One byte more tells a file that is too large from one that just fits; such a
    # file is refused by its length in characters when it is parsed, and is never read whole.
    with path.open("rb") as file:
        data = file.read(4 * MAX_CHARACTERS + 1)
    try:
        return Source(str(path), data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        sentence = _("Dit bestand is geen gewone tekst (UTF-8); bewaar het opnieuw als ‘UTF-8’.")
        return Source(str(path), data.decode("utf-8", "replace")), Diagnostic(
            SourceSpan(line, column), "tekstcodering", sentence
        )


def load_script_file(
    path: Path, municipality: Municipality | None = None
) -> tuple[Source, Script | tuple[Diagnostic, ...]]:
    """The script in a file, with the terms of a municipality filled in, or what is wrong with it.

    Raises:
        OSError: the file cannot be read at all.
    """
    read = read_source(path)
    if isinstance(read, tuple):
        return read[0], (read[1],)
    source = evolve(read, municipality_terms=municipality.terms) if municipality else read
    return source, load(source)


def is_municipality_file(path: Path) -> bool:
    """Whether a file looks like a municipality file rather than a script; an unreadable file does not."""
    try:
        text = path.read_bytes()[:MAX_CHARACTERS]
    except OSError:
        return False
    return re.search(rb"^gemeente:", text, re.MULTILINE) is not None and b"\ninjects:" not in text


def load_municipality_file(
    path: Path, script: Script | None = None
) -> tuple[Source, Municipality | tuple[Diagnostic, ...]]:
    """The municipality in a file, or the diagnostics. `script` may have terms besides those that all scripts share.

    Raises:
        OSError: the file cannot be read at all.
    """
    read = read_source(path)
    if isinstance(read, tuple):
        return read[0], (read[1],)
    return read, load_municipality(read, SHARED_TERMS.keys() | dict(script.terms if script else ()))
