"""The exact course of indicators through an exercise as it was lived, and what can be measured on it. Pure.

A course is what really was at each minute: when a team changed a decision, the course keeps how things stood before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from oefening.engine.apply_event import apply_event
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve
from oefening.engine.dynamics import Levels, level_after, trajectory, upcoming
from oefening.engine.events import Event, ExerciseStarted, TimePassed
from oefening.engine.state import State
from oefening.script.units import Minutes


@frozen
class ExerciseHistory:
    """An exercise as it was lived: its last state, a course for every world, and where the courses end.

    `play_end` is the minute at which play stopped; from there to `horizon` the world ran on by itself (naloop).
    """

    state: State
    curves: tuple[Curve, ...]
    play_end: Minutes
    horizon: Minutes


class CurveRecorder:
    """Builds the courses of all worlds, event by event."""

    def __init__(self, compiled: CompiledScript) -> None:
        self._compiled = compiled
        self.curves: list[list[tuple[Minutes, Levels]]] = []

    def copy(self) -> "CurveRecorder":
        """Another that goes on from here by itself."""
        other = CurveRecorder(self._compiled)
        other.curves = [list(curve) for curve in self.curves]
        return other

    def take(self, before: State, event: Event, after: State) -> None:
        """Adds what an event meant for the levels, given the state before and after it."""
        if isinstance(event, TimePassed):
            self.run_on(before, event.to)
        if isinstance(event, ExerciseStarted):
            self.curves = [[] for _world in after.worlds]
        for curve, world in zip(self.curves, after.worlds, strict=True):
            _add(curve, after.clock, world.levels)

    def run_on(self, state: State, to: Minutes) -> None:
        """Lets the worlds live on by themselves until a minute."""
        for curve, world in zip(self.curves, state.worlds, strict=True):
            schedule = upcoming(world.schedule, state.clock)
            for minute, levels in trajectory(self._compiled.bounds, world.levels, state.clock, schedule, to):
                _add(curve, minute, levels)


def history_of(compiled: CompiledScript, events: Iterable[Event]) -> ExerciseHistory:
    """The exercise as it was lived, with its aftermath once it has ended."""
    state, recorder = State(), CurveRecorder(compiled)
    for event in events:
        before, state = state, apply_event(compiled, state, event)
        recorder.take(before, event, state)
    horizon = Minutes(state.clock + ((compiled.script.aftermath or 0) if state.ended else 0))
    recorder.run_on(state, horizon)
    return ExerciseHistory(state, tuple(map(tuple, recorder.curves)), state.clock, horizon)


def _add(curve: list[tuple[Minutes, Levels]], minute: Minutes, levels: Levels) -> None:
    if curve and curve[-1][0] == minute:
        curve.pop()
    curve.append((minute, levels))


def level_on(compiled: CompiledScript, curve: Curve, indicator: int, minute: int) -> Fraction:
    """The indicator's level at a minute of its course, in its unit."""
    place = max(bisect_right(curve, minute, key=lambda corner: corner[0]) - 1, 0)
    since, levels = curve[place]
    return compiled.amount(level_after(compiled.bounds, levels, indicator, minute - since))


def samples(
    compiled: CompiledScript, curve: Sequence[tuple[Minutes, Levels]], indicator: int, number: int
) -> list[Fraction]:
    """The indicator's level at `number` moments, evenly spread from the begin of its course to the end."""
    begin, end = curve[0][0], curve[-1][0]
    moments = (begin + (end - begin) * step // max(number - 1, 1) for step in range(number))
    return [level_on(compiled, curve, indicator, minute) for minute in moments]
