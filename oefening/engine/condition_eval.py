"""Whether a condition holds in a world, and at which minute it first will.

The second question (`zodra`) could be answered by looking at every minute, but an exercise can jump three days and
exploring asks it thousands of times. Levels run in straight pieces, so the few minutes at which a comparison can become
true or false are computed instead, and the condition is evaluated only there. Too many candidate minutes do no harm, as
each is evaluated; one too few would be an inject that comes late.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from oefening.engine.answers import answer_satisfies
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


def condition_holds(compiled: CompiledScript, world: World, clock: Minutes, condition: Condition) -> bool:
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
                    return answer_satisfies(atom, None, expired=False)
                return answer_satisfies(atom, state.effective_answer, state.expired)
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

    Assumes that nobody does anything: only time passes, and the operations of the schedule take place.
    """
    schedule = upcoming(world.schedule, clock)
    start, levels = clock, world.levels
    for minute, after in trajectory(compiled.bounds, world.levels, clock, schedule, limit):
        for candidate in _candidate_minutes(compiled, condition, levels, start, minute):
            there = after_drift(compiled.bounds, levels, candidate - start)
            if _holds(compiled, world, there, candidate, condition):
                return candidate
        if minute > clock and _holds(compiled, world, after, minute, condition):
            return minute
        start, levels = minute, after
    return None


def _candidate_minutes(
    compiled: CompiledScript, condition: Condition, levels: Levels, start: Minutes, end: Minutes
) -> list[Minutes]:
    """Every minute strictly between two at which a comparison may become true or false, in order; a superset."""
    minutes: set[int] = set()
    for atom in atoms(condition):
        match atom:
            case LevelComparison(indicator, _operator, other):
                index = compiled.indicators[indicator.id]
                minutes.update(start + offset for offset in _level_crossings(compiled, levels, index, other))
            case TimeComparison(_operator, moment):
                minutes.update((moment, moment + 1))
            case _:
                pass
    return sorted(Minutes(minute) for minute in minutes if start < minute < end)


def _level_crossings(compiled: CompiledScript, levels: Levels, index: int, other: Fraction | Name) -> Iterator[int]:
    """Minutes from now around which a level crosses a number, or another level."""
    if not isinstance(other, Name):
        yield from _around(other * compiled.denominator - levels.levels[index], levels.slopes[index])
        return
    # Two levels that run straight cross at most once, until one of them reaches a bound and stops there. So look for
    # the crossing from now on, and again from each minute at which one stops.
    pair = (index, compiled.indicators[other.id])
    clamps = {minute for i in pair for minute in _clamp_minutes(compiled, levels, i)}
    yield from clamps
    for offset in (0, *clamps):
        first, second = (level_after(compiled.bounds, levels, i, offset) for i in pair)
        slopes = [_effective_slope(compiled, levels, i, offset) for i in pair]
        yield from (offset + minute for minute in _around(Fraction(second - first), slopes[0] - slopes[1]))


def _clamp_minutes(compiled: CompiledScript, levels: Levels, index: int) -> Iterator[int]:
    """Minutes from now around which a level reaches the bound that it moves to."""
    slope = levels.slopes[index]
    bound = compiled.bounds.highest[index] if slope > 0 else compiled.bounds.lowest[index]
    yield from _around(Fraction(bound - levels.levels[index]), slope)


def _effective_slope(compiled: CompiledScript, levels: Levels, index: int, offset: int) -> int:
    """The slope that shows after some minutes: 0 where the level stands at the bound that it moves to."""
    slope, level = levels.slopes[index], level_after(compiled.bounds, levels, index, offset)
    stuck = level >= compiled.bounds.highest[index] if slope > 0 else level <= compiled.bounds.lowest[index]
    return 0 if stuck else slope


def _around(distance: Fraction, slope: int) -> Iterator[int]:
    """The whole minutes at and just after the moment at which a slope has covered a distance.

    Two of them: where they meet on a whole minute, `<=` changes at that minute and `<` a minute later.
    """
    if slope and distance / slope >= 0:
        crossing = distance / slope
        yield ceil(crossing)
        yield floor(crossing) + 1
