"""Whether a condition holds in a world, and at which minute it first will.

Levels run in straight pieces, so the minutes at which a comparison can change its truth are computed, not polled.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from oefening.engine.answers import answers_to
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.dynamics import Levels, after_drift, level_after, trajectory, upcoming
from oefening.engine.state import World
from oefening.script.conditions import (
    OPERATORS,
    Atom,
    Condition,
    DecisionComparison,
    FactHolds,
    LevelComparison,
    Name,
    TimeComparison,
    atoms,
    holds,
)
from oefening.script.units import Minutes


def holds_in(compiled: CompiledScript, world: World, clock: Minutes, condition: Condition) -> bool:
    """Whether the condition holds in the world as it is now."""
    return _holds(compiled, world, world.levels, clock, condition)


def _holds(compiled: CompiledScript, world: World, levels: Levels, minute: int, condition: Condition) -> bool:
    def atom_holds(atom: Atom) -> bool:
        match atom:
            case LevelComparison(indicator, operator, other):
                level = levels.levels[compiled.indicators[indicator.id]]
                return OPERATORS[operator](level, _other_level(compiled, levels, other))
            case DecisionComparison(point):
                state = world.points[compiled.points[point.id]]
                if state is None:
                    return answers_to(atom, None, expired=False)
                return answers_to(atom, state.effective_answer, state.expired)
            case TimeComparison(operator, moment):
                return OPERATORS[operator](minute, moment)
            case FactHolds(fact):
                return levels.facts[compiled.facts[fact.id]]

    return holds(condition, atom_holds)


def _other_level(compiled: CompiledScript, levels: Levels, other: Fraction | Name) -> Fraction | int:
    if isinstance(other, Name):
        return levels.levels[compiled.indicators[other.id]]
    return other * compiled.denominator


def first_minute(
    compiled: CompiledScript, world: World, clock: Minutes, condition: Condition, limit: Minutes
) -> Minutes | None:
    """The first minute after the clock, up to and including `limit`, at which the condition holds.

    Assumes that nothing but time passes: what was scheduled lands, nobody does anything.
    """
    schedule = upcoming(world.schedule, clock)
    start, levels = clock, world.levels
    for minute, after in trajectory(compiled.bounds, world.levels, clock, schedule, limit):
        for turn in _turning_minutes(compiled, condition, levels, start, minute):
            if _holds(compiled, world, after_drift(compiled.bounds, levels, turn - start), turn, condition):
                return turn
        if minute > clock and _holds(compiled, world, after, minute, condition):
            return minute
        start, levels = minute, after
    return None


def _turning_minutes(
    compiled: CompiledScript, condition: Condition, levels: Levels, start: Minutes, end: Minutes
) -> list[Minutes]:
    """Every minute strictly between two at which an atom may change its truth, in order; some change nothing."""
    turns: set[int] = set()
    for atom in atoms(condition):
        match atom:
            case LevelComparison(indicator, _operator, other):
                index = compiled.indicators[indicator.id]
                turns.update(start + offset for offset in _level_turns(compiled, levels, index, other))
            case TimeComparison(_operator, moment):
                turns.update((moment, moment + 1))
            case _:
                pass
    return sorted(Minutes(turn) for turn in turns if start < turn < end)


def _level_turns(compiled: CompiledScript, levels: Levels, index: int, other: Fraction | Name) -> Iterator[int]:
    if not isinstance(other, Name):
        yield from _around(other * compiled.denominator - levels.levels[index], levels.slopes[index])
        return
    pair = (index, compiled.indicators[other.id])
    clamps = {turn for i in pair for turn in _clamp_turns(compiled, levels, i)}
    yield from clamps
    for offset in (0, *clamps):
        first, second = (level_after(compiled.bounds, levels, i, offset) for i in pair)
        slopes = [_slope_from(compiled, levels, i, offset) for i in pair]
        yield from (offset + turn for turn in _around(Fraction(second - first), slopes[0] - slopes[1]))


def _clamp_turns(compiled: CompiledScript, levels: Levels, index: int) -> Iterator[int]:
    slope = levels.slopes[index]
    bound = compiled.bounds.highest[index] if slope > 0 else compiled.bounds.lowest[index]
    yield from _around(Fraction(bound - levels.levels[index]), slope)


def _slope_from(compiled: CompiledScript, levels: Levels, index: int, offset: int) -> int:
    slope, level = levels.slopes[index], level_after(compiled.bounds, levels, index, offset)
    stuck = level >= compiled.bounds.highest[index] if slope > 0 else level <= compiled.bounds.lowest[index]
    return 0 if stuck else slope


def _around(distance: Fraction, slope: int) -> Iterator[int]:
    """The whole minutes at and just past the moment at which a slope covers a distance."""
    if slope and distance / slope >= 0:
        crossing = distance / slope
        yield ceil(crossing)
        yield floor(crossing) + 1
