"""How a join code looks on screen: large letters, and a QR code."""

from collections.abc import Iterable

import pyfiglet
import segno
from textual.content import Content

FONT, WIDE_FONT, WIDE = "mono9", "ansi_regular", 100
"""Letters of which none looks like another, and the columns from which the larger ones fit."""


def large_letters(code: str, font: str) -> str:
    """A code in large letters, a group on each line."""
    figures = (pyfiglet.figlet_format(group, font=font, width=200).splitlines() for group in code.split("-"))
    return "\n\n".join("\n".join(line.rstrip() for line in figure if line.strip()) for figure in figures)


def qr_code(text: str) -> Content:
    """A QR code in half blocks, dark on light whatever the colours of the screen."""
    rows = [[bool(dark) for dark in row] for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    blocks = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    lines = ("".join(blocks[pair] for pair in zip(*two, strict=True)) for two in _pairs(rows))
    return Content.styled("\n".join(lines), "#000000 on #ffffff")


def _pairs(rows: list[list[bool]]) -> Iterable[tuple[list[bool], list[bool]]]:
    return zip(rows[::2], rows[1::2], strict=True)
