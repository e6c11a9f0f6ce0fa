"""A curve as one row of block characters, for where there is no room for a chart."""

from collections.abc import Sequence
from fractions import Fraction

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(levels: Sequence[Fraction], lowest: Fraction, highest: Fraction) -> str:
    """A block character for each level, from low to high between the bounds; `highest` must exceed `lowest`."""
    return "".join(_block((level - lowest) / (highest - lowest)) for level in levels)


def _block(share: Fraction) -> str:
    # A share of 1 would fall just past the last block.
    return _BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)]
