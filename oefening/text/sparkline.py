"""A row of levels as block characters, where there is room for one line only."""

from collections.abc import Sequence
from fractions import Fraction

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(levels: Sequence[Fraction], lowest: Fraction, highest: Fraction) -> str:
    """Levels between a lowest and a highest one as a row of block characters, one for each."""
    return "".join(_block((level - lowest) / (highest - lowest)) for level in levels)


def _block(share: Fraction) -> str:
    # A share of 1 would fall just past the last block.
    return _BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)]
