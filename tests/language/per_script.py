"""The Dutch of the library, script by script: `python -m tests.language.per_script`."""

from oefening.script.model import Script
from oefening.session.script_files import library_folder, load_script_file, script_files
from tests.support.dutch_spelling import LONG, sentences, unknown_words


def main() -> None:
    """Prints a line for each script."""
    print(f"{'draaiboek':24} {'zinnen':>6} {'woorden per zin':>16} {f'langer dan {LONG}':>15}  onbekende woorden")
    for path in script_files(library_folder()):
        _source, script = load_script_file(path)
        assert isinstance(script, Script)
        found = sentences(script)
        unknown = ", ".join(unknown_words(script)) or "–"
        print(f"{path.stem:24} {found.number:6} {found.mean:16.1f} {len(found.long):15}  {unknown}")


main()
