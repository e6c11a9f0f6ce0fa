"""The exact course of indicators through an exercise as it was lived, and what can be measured on it. Pure.

A course is what really was at each minute: when a team changed a decision, the course keeps how things stood before.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from oefening.engine.events import Event, ExerciseStarted, TimePassed
from oefening.engine.evolve import evolved
from oefening.engine.levels import Bounds, Levels, level_after, trajectory, upcoming
from oefening.engine.plan import Plan
from oefening.engine.state import State
from oefening.script.units import Minutes

Course = Sequence[tuple[Minutes, Levels]]
"""The minutes from which the levels of a world run straight, in order, with the levels there."""


@frozen
class Lived:
    """An exercise as it was lived: its last state, a course for every world, and where the courses end.

    `play_end` is the minute at which play stopped; from there to `horizon` the world ran on by itself (naloop).
    """

    state: State
    courses: tuple[Course, ...]
    play_end: Minutes
    horizon: Minutes


class CourseRecorder:
    """Builds the courses of all worlds, event by event."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.courses: list[list[tuple[Minutes, Levels]]] = []

    def take(self, before: State, event: Event, after: State) -> None:
        """Adds what an event meant for the levels, given the state before and after it."""
        if isinstance(event, TimePassed):
            self.run_on(before, event.to)
        if isinstance(event, ExerciseStarted):
            self.courses = [[] for _world in after.worlds]
        for course, world in zip(self.courses, after.worlds, strict=True):
            _add(course, after.clock, world.levels)

    def run_on(self, state: State, to: Minutes) -> None:
        """Lets the worlds live on by themselves until a minute."""
        for course, world in zip(self.courses, state.worlds, strict=True):
            schedule = upcoming(world.schedule, state.clock)
            for minute, levels in trajectory(self._plan.bounds, world.levels, state.clock, schedule, to):
                _add(course, minute, levels)


def live_through(plan: Plan, events: Iterable[Event]) -> Lived:
    """The exercise as it was lived, with its aftermath once it has ended."""
    state, recorder = State(), CourseRecorder(plan)
    for event in events:
        before, state = state, evolved(plan, state, event)
        recorder.take(before, event, state)
    horizon = Minutes(state.clock + ((plan.script.aftermath or 0) if state.ended else 0))
    recorder.run_on(state, horizon)
    return Lived(state, tuple(map(tuple, recorder.courses)), state.clock, horizon)


def _add(course: list[tuple[Minutes, Levels]], minute: Minutes, levels: Levels) -> None:
    if course and course[-1][0] == minute:
        course.pop()
    course.append((minute, levels))


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


def pieces(plan: Plan, course: Course, indicator: int) -> Iterator[Piece]:
    """The straight stretches of one indicator's course."""
    for (begin, levels), (end, _levels) in pairwise(course):
        yield Piece(begin, end, levels, indicator, plan.bounds)


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


def outages(plan: Plan, course: Course, indicator: int, minimum: int) -> tuple[Outage, ...]:
    """Every run of whole minutes at which the indicator stood below a minimum (in level units)."""
    found: list[Outage] = []
    begin: Minutes | None = None
    for minute, below in _changes(plan, course, indicator, minimum):
        if below and begin is None:
            begin = minute
        elif not below and begin is not None:
            found.append(Outage(begin, minute, open=False))
            begin = None
    if begin is not None:
        found.append(Outage(begin, course[-1][0], open=True))
    return tuple(found)


def _changes(plan: Plan, course: Course, indicator: int, minimum: int) -> Iterator[tuple[Minutes, bool]]:
    for piece in pieces(plan, course, indicator):
        first = piece.level(piece.begin) < minimum
        yield piece.begin, first
        minutes = range(piece.begin, piece.end)
        turn = bisect_left(minutes, True, key=lambda minute: (piece.level(minute) < minimum) is not first)
        if turn < len(minutes):
            yield Minutes(minutes[turn]), not first
    if course:
        last, levels = course[-1]
        yield last, levels.levels[indicator] < minimum


def shortfall(plan: Plan, course: Course, indicator: int, reference: int) -> Fraction:
    """The area between a reference level and the curve where it lies below, in level units times minutes."""
    area = Fraction(0)
    for piece in pieces(plan, course, indicator):
        corners = piece.corners(reference)
        for begin, end in pairwise(corners):
            missing = (2 * reference - piece.level_at(begin) - piece.level_at(end)) / 2
            area += max(missing, Fraction(0)) * (end - begin)
    return area


def extremes(course: Course, plan: Plan, indicator: int) -> tuple[int, int]:
    """The lowest and the final level of an indicator, in level units."""
    ends = [piece.level(piece.end) for piece in pieces(plan, course, indicator)]
    starts = [levels.levels[indicator] for _minute, levels in course]
    return min(ends + starts), starts[-1]


def samples(plan: Plan, course: Sequence[tuple[Minutes, Levels]], indicator: int, number: int) -> list[Fraction]:
    """The indicator's level at `number` moments, evenly spread from the begin of its course to the end."""
    begin, end, place = course[0][0], course[-1][0], 0
    found = []
    for step in range(number):
        minute = begin + (end - begin) * step // max(number - 1, 1)
        while place + 1 < len(course) and course[place + 1][0] <= minute:
            place += 1
        since, levels = course[place]
        found.append(plan.amount(level_after(plan.bounds, levels, indicator, minute - since)))
    return found
