"""The characters that the fonts of the report have, as the list that the program reads.

After a change of fonts: python -m tests.debrief.font_characters
"""

from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from oefening.debrief.writers.pdf import FONTS

LIST = FONTS / "characters.txt"


def characters_in(fonts: Path) -> str:
    """Ranges of code points in hexadecimal, one a line, of every upright font of normal weight."""
    known: set[int] = set()
    for path in fonts.glob("*.ttf"):
        if "Italic" not in path.name and "Bold" not in path.name:
            with TTFont(path, lazy=True) as font:
                known.update(font.getBestCmap())
    # Numbers that follow each other keep the same distance to their place in the row.
    runs = groupby(enumerate(sorted(known)), lambda entry: entry[1] - entry[0])
    rows = [[code for _place, code in run] for _distance, run in runs]
    return "".join(f"{row[0]:04X}-{row[-1]:04X}\n" for row in rows)


if __name__ == "__main__":
    LIST.write_text(characters_in(FONTS), encoding="ascii", newline="\n")
