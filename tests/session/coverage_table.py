"""What the library covers, as the table in the README; written there by `python -m tests.session.coverage_table`."""

import re
from pathlib import Path

from oefening.script.library_coverage import coverage
from oefening.script.model import Script
from oefening.session.script_files import library_folder, load_script_file, script_files

BEGIN, END = "<!-- dekking -->", "<!-- einde dekking -->"


def coverage_block() -> str:
    """The block of the README, with the marks around it."""
    scripts = {}
    for path in script_files(library_folder()):
        _source, script = load_script_file(path)
        assert isinstance(script, Script)
        scripts[path.stem] = script
    found = coverage(scripts)
    rows = ["| dreiging | draaiboeken |", "|---|---|"]
    rows += [f"| {threat} | {', '.join(names)} |" for threat, names in found.threats]
    rows += ["", "| proces dat door moet gaan | draaiboeken |", "|---|---|"]
    rows += [f"| {process.value} | {', '.join(names) or '–'} |" for process, names in found.processes]
    return "\n".join([BEGIN, *rows, END])


def main() -> None:
    """Writes the block into the README."""
    readme = Path(__file__).parents[2] / "README.md"
    text = readme.read_text(encoding="utf-8")
    block = re.escape(BEGIN) + ".*" + re.escape(END)
    readme.write_text(re.sub(block, lambda _match: coverage_block(), text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
