"""The exact course of indicators through an exercise as it was lived, and what can be measured on it. Pure.

A course is what really was at each minute: when a team changed a decision, the course keeps how things stood before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from oefening.engine.continuity import Course
from oefening.engine.events import Event, ExerciseStarted, TimePassed
from oefening.engine.evolve import evolved
from oefening.engine.levels import Levels, level_after, trajectory, upcoming
from oefening.engine.plan import Plan
from oefening.engine.state import State
from oefening.script.units import Minutes


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

    def copy(self) -> "CourseRecorder":
        """Another that goes on from here by itself."""
        other = CourseRecorder(self._plan)
        other.courses = [list(course) for course in self.courses]
        return other

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


def level_on(plan: Plan, course: Course, indicator: int, minute: int) -> Fraction:
    """The indicator's level at a minute of its course, in its unit."""
    place = max(bisect_right(course, minute, key=lambda corner: corner[0]) - 1, 0)
    since, levels = course[place]
    return plan.amount(level_after(plan.bounds, levels, indicator, minute - since))


def samples(plan: Plan, course: Sequence[tuple[Minutes, Levels]], indicator: int, number: int) -> list[Fraction]:
    """The indicator's level at `number` moments, evenly spread from the begin of its course to the end."""
    begin, end = course[0][0], course[-1][0]
    moments = (begin + (end - begin) * step // max(number - 1, 1) for step in range(number))
    return [level_on(plan, course, indicator, minute) for minute in moments]
