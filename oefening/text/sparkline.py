"""A row of levels as block characters, where there is room for one line only."""

from collections.abc import Sequence
from fractions import Fraction

_BLOCKS = "▁▂▃▄▅▆▇█"


def block_of(share: Fraction) -> str:
    """The block that stands for a level, as a share of what is possible (0 to 1)."""
    return _BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)]


def blocks(levels: Sequence[Fraction], lowest: Fraction, highest: Fraction) -> str:
    """Levels as a row of blocks."""
    return "".join(block_of((level - lowest) / (highest - lowest)) for level in levels)
