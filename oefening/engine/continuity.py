"""What the curve of an indicator means for a continuity goal: outages, lost service and the grade (ISO 22301).

Measures curves; knows nothing of how an exercise came to them. Outages are whole minutes, as the clock of an exercise
has no smaller ones; lost service is the exact area, in fractions, as a curve crosses a minimum between two minutes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.dynamics import Bounds, Levels, level_after
from oefening.script.units import Minutes

Curve = Sequence[tuple[Minutes, Levels]]
"""Levels over time: the minutes from which all levels of a world run straight, in order, with the levels there."""


class Grade(StrEnum):
    """How a continuity goal came out, in words that everyone in the room can explain."""

    MET = "behaald"
    STRAINED = "onder druk"
    CRITICAL = "kritiek"
    FAILED = "niet behaald"

    @property
    def rank(self) -> int:
        """The place of the grade from best (0) to worst."""
        return tuple(Grade).index(self)


def grade_of(longest: int, rto: int, mtpd: int) -> Grade:
    """The grade for a longest outage, all in minutes.

    Back within the recovery time objective is met; within half of the margin from there to the maximum tolerable
    period of disruption is strained, within that period critical, beyond it failed (RTO, MTPD: ISO 22301:2019,
    8.2.2; the halfway mark is ours).
    """
    if longest <= rto:
        return Grade.MET
    if 2 * (longest - rto) <= mtpd - rto:
        return Grade.STRAINED
    return Grade.CRITICAL if longest <= mtpd else Grade.FAILED


@frozen
class Piece:
    """A piece of a curve in which one indicator runs straight (and stops at its bounds), in level units."""

    begin: Minutes
    end: Minutes
    levels: Levels
    indicator: int
    bounds: Bounds

    def level(self, minute: int) -> int:
        """The level at a minute of the piece."""
        return level_after(self.bounds, self.levels, self.indicator, minute - self.begin)

    def corners(self, *crossed: int) -> list[Fraction]:
        """The moments, as fractions of minutes, at which the piece begins, ends, or meets a bound or a given level."""
        level, slope = self.levels.levels[self.indicator], self.levels.slopes[self.indicator]
        marks = (self.bounds.lowest[self.indicator], self.bounds.highest[self.indicator], *crossed)
        moments = {Fraction(self.begin), Fraction(self.end)}
        if slope:
            moments.update(self.begin + Fraction(mark - level, slope) for mark in marks)
        return sorted(moment for moment in moments if self.begin <= moment <= self.end)

    def level_at(self, moment: Fraction) -> Fraction:
        """The level at any moment of the piece."""
        level = self.levels.levels[self.indicator] + self.levels.slopes[self.indicator] * (moment - self.begin)
        lowest, highest = self.bounds.lowest[self.indicator], self.bounds.highest[self.indicator]
        return min(max(Fraction(level), Fraction(lowest)), Fraction(highest))


def pieces(compiled: CompiledScript, curve: Curve, indicator: int) -> Iterator[Piece]:
    """The straight pieces of one indicator's curve; a piece goes on where only other indicators change."""
    if len(curve) < 2:
        return
    begin, run = curve[0]
    for minute, levels in curve[1:-1]:
        if not _continues(compiled.bounds, indicator, run, levels, minute - begin):
            yield Piece(begin, minute, run, indicator, compiled.bounds)
            begin, run = minute, levels
    yield Piece(begin, curve[-1][0], run, indicator, compiled.bounds)


def _continues(bounds: Bounds, indicator: int, run: Levels, levels: Levels, minutes: int) -> bool:
    """Whether `levels`, some minutes after `run`, merely continue it for this indicator."""
    slope = run.slopes[indicator]
    if levels.slopes[indicator] != slope:
        return False
    expected = level_after(bounds, run, indicator, minutes) if slope else run.levels[indicator]
    return levels.levels[indicator] == expected


@frozen
class Outage:
    """Consecutive minutes with the level below the minimum; `open` where the curve ends before the outage does."""

    begin: Minutes
    end: Minutes
    open: bool

    @property
    def length(self) -> Minutes:
        """In minutes."""
        return Minutes(self.end - self.begin)


def outages(compiled: CompiledScript, curve: Curve, indicator: int, minimum: int) -> tuple[Outage, ...]:
    """Every run of whole minutes with the indicator below a minimum (in level units)."""
    found: list[Outage] = []
    begin: Minutes | None = None
    for minute, below in _changes(compiled, curve, indicator, minimum):
        if below and begin is None:
            begin = minute
        elif not below and begin is not None:
            found.append(Outage(begin, minute, open=False))
            begin = None
    if begin is not None:
        found.append(Outage(begin, curve[-1][0], open=True))
    return tuple(found)


def _changes(compiled: CompiledScript, curve: Curve, indicator: int, minimum: int) -> Iterator[tuple[Minutes, bool]]:
    for piece in pieces(compiled, curve, indicator):
        yield from crossings_of(piece, minimum)
    if curve:
        last, levels = curve[-1]
        yield last, levels.levels[indicator] < minimum


def crossings_of(piece: Piece, minimum: int) -> Iterator[tuple[Minutes, bool]]:
    """Whether the level is below a minimum at the start of a piece, and the first minute at which that changes."""
    first = piece.level(piece.begin) < minimum
    yield piece.begin, first
    # Within a piece the level rises or falls only, so it crosses the minimum at most once and can be searched for.
    minutes = range(piece.begin, piece.end)
    turn = bisect_left(minutes, True, key=lambda minute: (piece.level(minute) < minimum) is not first)
    if turn < len(minutes):
        yield Minutes(minutes[turn]), not first


def shortfall(compiled: CompiledScript, curve: Curve, indicator: int, reference: int) -> Fraction:
    """The area between a reference level and the curve where it lies below, in level units times minutes."""
    return sum((shortfall_of_piece(piece, reference) for piece in pieces(compiled, curve, indicator)), Fraction(0))


def shortfall_of_piece(piece: Piece, reference: int) -> Fraction:
    """The shortfall of one piece."""
    if not piece.levels.slopes[piece.indicator]:
        short = max(reference - piece.levels.levels[piece.indicator], 0)
        return Fraction(short * (piece.end - piece.begin))
    # Between two corners the level runs straight on one side of the reference, so the mean of its ends is exact.
    area = Fraction(0)
    for begin, end in pairwise(piece.corners(reference)):
        mean = (piece.level_at(begin) + piece.level_at(end)) / 2
        area += max(reference - mean, Fraction(0)) * (end - begin)
    return area


def lowest_and_final(curve: Curve, compiled: CompiledScript, indicator: int) -> tuple[int, int]:
    """The lowest and the final level of an indicator, in level units."""
    ends = [piece.level(piece.end) for piece in pieces(compiled, curve, indicator)]
    starts = [levels.levels[indicator] for _minute, levels in curve]
    return min(ends + starts), starts[-1]
