"""What the course of an indicator means for continuity goals: outages, lost service and the grade. Pure measuring.

Knows courses of levels and numbers of minutes, nothing of how an exercise came to them.
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
"""The minutes from which the levels of a world run straight, in order, with the levels there."""


class Grade(StrEnum):
    """What became of a continuity goal, in words that everyone in the room can explain."""

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
    """A stretch in which one indicator runs straight (and stops at its bounds), in level units."""

    begin: Minutes
    end: Minutes
    levels: Levels
    indicator: int
    bounds: Bounds

    def level(self, minute: int) -> int:
        """The level at a minute of the stretch."""
        return level_after(self.bounds, self.levels, self.indicator, minute - self.begin)

    def corners(self, *crossed: int) -> list[Fraction]:
        """The moments, as fractions of minutes, at which the stretch begins, ends, or meets a bound or a level."""
        level, slope = self.levels.levels[self.indicator], self.levels.slopes[self.indicator]
        marks = (self.bounds.lowest[self.indicator], self.bounds.highest[self.indicator], *crossed)
        moments = {Fraction(self.begin), Fraction(self.end)}
        if slope:
            moments.update(self.begin + Fraction(mark - level, slope) for mark in marks)
        return sorted(moment for moment in moments if self.begin <= moment <= self.end)

    def level_at(self, moment: Fraction) -> Fraction:
        """The level at any moment of the stretch."""
        level = self.levels.levels[self.indicator] + self.levels.slopes[self.indicator] * (moment - self.begin)
        lowest, highest = self.bounds.lowest[self.indicator], self.bounds.highest[self.indicator]
        return min(max(Fraction(level), Fraction(lowest)), Fraction(highest))


def pieces(compiled: CompiledScript, curve: Curve, indicator: int) -> Iterator[Piece]:
    """The straight stretches of one indicator's course; where another indicator turns, a stretch goes on."""
    if len(curve) < 2:
        return
    begin, run = curve[0]
    for minute, levels in curve[1:-1]:
        if not _runs_on(compiled.bounds, indicator, run, levels, minute - begin):
            yield Piece(begin, minute, run, indicator, compiled.bounds)
            begin, run = minute, levels
    yield Piece(begin, curve[-1][0], run, indicator, compiled.bounds)


def _runs_on(bounds: Bounds, indicator: int, run: Levels, levels: Levels, minutes: int) -> bool:
    """Whether these levels are, for an indicator, what comes of the earlier ones by themselves."""
    slope = run.slopes[indicator]
    if levels.slopes[indicator] != slope:
        return False
    expected = level_after(bounds, run, indicator, minutes) if slope else run.levels[indicator]
    return levels.levels[indicator] == expected


@frozen
class Outage:
    """Minutes in a row with the level below the minimum; `open` where it had not ended at the horizon."""

    begin: Minutes
    end: Minutes
    open: bool

    @property
    def length(self) -> Minutes:
        """In minutes."""
        return Minutes(self.end - self.begin)


def outages(compiled: CompiledScript, curve: Curve, indicator: int, minimum: int) -> tuple[Outage, ...]:
    """Every run of whole minutes at which the indicator stood below a minimum (in level units)."""
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
        yield from turns_below(piece, minimum)
    if curve:
        last, levels = curve[-1]
        yield last, levels.levels[indicator] < minimum


def turns_below(piece: Piece, minimum: int) -> Iterator[tuple[Minutes, bool]]:
    """Whether the level is below a minimum where the stretch begins, and the whole minute at which that changes."""
    first = piece.level(piece.begin) < minimum
    yield piece.begin, first
    minutes = range(piece.begin, piece.end)
    turn = bisect_left(minutes, True, key=lambda minute: (piece.level(minute) < minimum) is not first)
    if turn < len(minutes):
        yield Minutes(minutes[turn]), not first


def shortfall(compiled: CompiledScript, curve: Curve, indicator: int, reference: int) -> Fraction:
    """The area between a reference level and the curve where it lies below, in level units times minutes."""
    return sum((missing(piece, reference) for piece in pieces(compiled, curve, indicator)), Fraction(0))


def missing(piece: Piece, reference: int) -> Fraction:
    """The shortfall of one stretch."""
    if not piece.levels.slopes[piece.indicator]:
        short = max(reference - piece.levels.levels[piece.indicator], 0)
        return Fraction(short * (piece.end - piece.begin))
    area = Fraction(0)
    for begin, end in pairwise(piece.corners(reference)):
        mean = (piece.level_at(begin) + piece.level_at(end)) / 2
        area += max(reference - mean, Fraction(0)) * (end - begin)
    return area


def extremes(curve: Curve, compiled: CompiledScript, indicator: int) -> tuple[int, int]:
    """The lowest and the final level of an indicator, in level units."""
    ends = [piece.level(piece.end) for piece in pieces(compiled, curve, indicator)]
    starts = [levels.levels[indicator] for _minute, levels in curve]
    return min(ends + starts), starts[-1]
