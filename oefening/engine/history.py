"""The exact curves of the levels through an exercise that was played, computed from its events.

A curve is what really was at each minute. When a team changes a decision the schedule of the world is rewritten, but
the minutes that have passed are not: that is why curves are recorded event by event, and not computed at the end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from oefening.engine.apply_event import ReplayStep, replay
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve
from oefening.engine.dynamics import Levels, level_after, trajectory, upcoming
from oefening.engine.events import Event, ExerciseStarted, TimePassed
from oefening.engine.state import INITIAL_STATE, State
from oefening.script.units import Minutes


@frozen
class ExerciseHistory:
    """An exercise that was played: its last state, and a curve for every world.

    `play_end` is the minute at which play stopped; from there to `horizon`, where the curves end, the world runs on by
    itself (`naloop` in scripts).
    """

    state: State
    curves: tuple[Curve, ...]
    play_end: Minutes
    horizon: Minutes


class CurveRecorder:
    """Builds the curves of all worlds, event by event."""

    def __init__(self, compiled: CompiledScript) -> None:
        self._compiled = compiled
        self.curves: list[list[tuple[Minutes, Levels]]] = []

    def copy(self) -> "CurveRecorder":
        """A recorder with the same curves so far, which goes on independently."""
        other = CurveRecorder(self._compiled)
        other.curves = [list(curve) for curve in self.curves]
        return other

    def record(self, step: ReplayStep) -> None:
        """Adds what an event did to the levels."""
        if isinstance(step.event, TimePassed):
            self.run_until(step.before, step.event.to)
        if isinstance(step.event, ExerciseStarted):
            self.curves = [[] for _world in step.after.worlds]
        for curve, world in zip(self.curves, step.after.worlds, strict=True):
            _add(curve, step.after.clock, world.levels)

    def run_until(self, state: State, to: Minutes) -> None:
        """Adds what the worlds do by themselves from a state until a minute."""
        for curve, world in zip(self.curves, state.worlds, strict=True):
            schedule = upcoming(world.schedule, state.clock)
            for minute, levels in trajectory(self._compiled.bounds, world.levels, state.clock, schedule, to):
                _add(curve, minute, levels)


def history_of(compiled: CompiledScript, events: Iterable[Event]) -> ExerciseHistory:
    """The history of an exercise, with its aftermath once it has ended."""
    state, recorder = INITIAL_STATE, CurveRecorder(compiled)
    for step in replay(compiled, events):
        recorder.record(step)
        state = step.after
    horizon = Minutes(state.clock + ((compiled.script.aftermath or 0) if state.ended else 0))
    recorder.run_until(state, horizon)
    return ExerciseHistory(state, tuple(map(tuple, recorder.curves)), state.clock, horizon)


def _add(curve: list[tuple[Minutes, Levels]], minute: Minutes, levels: Levels) -> None:
    # Several things can happen at one minute; the curve has the levels once all of them have.
    if curve and curve[-1][0] == minute:
        curve.pop()
    curve.append((minute, levels))


def level_at(compiled: CompiledScript, curve: Curve, indicator: int, minute: int) -> Fraction:
    """The indicator's level at a minute of a curve, in its own unit."""
    position = max(bisect_right(curve, minute, key=lambda point: point[0]) - 1, 0)
    since, levels = curve[position]
    return compiled.amount(level_after(compiled.bounds, levels, indicator, minute - since))


def samples(
    compiled: CompiledScript, curve: Sequence[tuple[Minutes, Levels]], indicator: int, number: int
) -> list[Fraction]:
    """The indicator's level at `number` minutes, evenly spread from the start of a curve to its end."""
    begin, end = curve[0][0], curve[-1][0]
    minutes = (begin + (end - begin) * step // max(number - 1, 1) for step in range(number))
    return [level_at(compiled, curve, indicator, minute) for minute in minutes]
