"""Scripts on disk: where the library is, which scripts a folder holds, and reading one as text."""

from pathlib import Path

import oefening
from oefening.language import _
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.problems import Place, Problem, Source
from oefening.script.yaml_tree import LARGEST_TEXT

SCRIPT_SUFFIXES = (".yaml", ".yml")


def library_folder() -> Path:
    """The scripts that come with the program: inside the installed package, or beside it in a checkout."""
    package = Path(oefening.__file__).parent
    installed = package / "draaiboeken"
    return installed if installed.is_dir() else package.parent / "draaiboeken"


def scripts_in(folder: Path) -> list[Path]:
    """The script files in a folder and the folders in it, by name; hidden ones left out."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SCRIPT_SUFFIXES and path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def read_source(path: Path) -> Source | tuple[Source, Problem]:
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
        return Source(str(path), data.decode("utf-8", "replace")), Problem(
            Place(line, column), "tekstcodering", sentence
        )


def load_file(path: Path) -> tuple[Source, Script | tuple[Problem, ...]]:
    """The script in a file, or what is wrong with it.

    Raises:
        OSError: the file cannot be read at all.
    """
    read = read_source(path)
    if isinstance(read, tuple):
        return read[0], (read[1],)
    return read, load(read)
