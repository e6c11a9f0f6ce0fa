"""A join code drawn large, to be read from the back of a room: in big letters, and as a QR code.

Only the characters that occur in join codes have a drawing here (see `oefening.net.join_codes.ALPHABET`).
"""

from collections.abc import Iterable, Sequence

import segno
from textual.content import Content

WIDE, HIGH = 100, 30
"""Columns and rows of a screen from which the larger size of letters fits."""

HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
"""A character for two dots, one above the other."""

GLYPHS = {
    "0": ".###. #...# #..## #.#.# ##..# #...# .###.",
    "1": "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.",
    "2": ".###. #...# ....# ..##. .#... #.... #####",
    "3": "##### ...#. ..#.. ...#. ....# #...# .###.",
    "4": "...#. ..##. .#.#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ....# #...# .###.",
    "6": "..##. .#... #.... ####. #...# #...# .###.",
    "7": "##### ....# ...#. ..#.. .#... .#... .#...",
    "8": ".###. #...# #...# .###. #...# #...# .###.",
    "9": ".###. #...# #...# .#### ....# ...#. .##..",
    "A": ".###. #...# #...# ##### #...# #...# #...#",
    "B": "####. #...# #...# ####. #...# #...# ####.",
    "C": ".###. #...# #.... #.... #.... #...# .###.",
    "D": "###.. #..#. #...# #...# #...# #..#. ###..",
    "E": "##### #.... #.... ####. #.... #.... #####",
    "F": "##### #.... #.... ####. #.... #.... #....",
    "G": ".###. #...# #.... #.### #...# #...# .####",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "J": "..### ...#. ...#. ...#. ...#. #..#. .##..",
    "K": "#...# #..#. #.#.. ##... #.#.. #..#. #...#",
    "M": "#...# ##.## #.#.# #.#.# #...# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...# #...# #...#",
    "P": "####. #...# #...# ####. #.... #.... #....",
    "Q": ".###. #...# #...# #...# #.#.# #..#. .##.#",
    "R": "####. #...# #...# ####. #.#.. #..#. #...#",
    "S": ".#### #.... #.... .###. ....# ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "V": "#...# #...# #...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #...# #.#.# #.#.# ##.## #...#",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    "Y": "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..",
    "Z": "##### ....# ...#. ..#.. .#... #.... #####",
}
"""Each character as seven rows of five dots. The nought has a stroke, so that it is not read as a D."""


def large_letters(code: str, *, larger: bool) -> str:
    """A code in large letters, a group of it on each line.

    A dot is half a character high, or where `larger` one character high and two wide.
    """
    groups = [_dots(group) for group in code.split("-")]
    if larger:
        drawn = ["\n".join("".join("██" if dot else "  " for dot in row).rstrip() for row in rows) for rows in groups]
    else:
        drawn = [_in_halves(rows) for rows in groups]
    return "\n\n".join(drawn)


def qr_code(text: str) -> Content:
    """A QR code in half blocks, dark on light whatever the colours of the screen."""
    rows = [[bool(dark) for dark in row] for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    return Content.styled("\n".join(_rows_in_halves(rows)), "#000000 on #ffffff")


def _dots(group: str) -> list[list[bool]]:
    """The seven rows of a group of characters, a column of no dots between each two."""
    rows = [".".join(parts) for parts in zip(*(GLYPHS[character].split() for character in group), strict=True)]
    return [[dot == "#" for dot in row] for row in rows]


def _in_halves(rows: Sequence[Sequence[bool]]) -> str:
    return "\n".join(line.rstrip() for line in _rows_in_halves(rows))


def _rows_in_halves(rows: Sequence[Sequence[bool]]) -> Iterable[str]:
    even = [*rows, *([[False] * len(rows[0])] if len(rows) % 2 else [])]
    for upper, lower in zip(even[::2], even[1::2], strict=True):
        yield "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
