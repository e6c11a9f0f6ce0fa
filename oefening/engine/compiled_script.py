"""A script made ready to be played: names as indices, amounts as integers, effects as operations.

A pure function of the script, which never changes during an exercise. It knows nothing of state.

Amounts are integers over one denominator for the whole script. Floats would give other levels on other machines and
after other roundings, and then a replay would not be the exercise it replays; fractions would be exact but slow, and
grow with every addition. One common denominator makes all sums, comparisons and hash keys those of plain integers.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from attrs import frozen

from oefening.engine.dynamics import Action, Bounds, Levels, Operation
from oefening.script.model import Effect, Inject, Script
from oefening.script.schema import walk
from oefening.script.units import Minutes

BASE_DENOMINATOR = 6_000
"""A factor of every denominator: amounts to the hundredth, and drifts per hour (60 x 100), are exact in every script,
also those that a leader adds while the exercise runs."""


@frozen(eq=False)
class CompiledScript:
    """A script ready to be played. Levels and slopes are integers in units of 1/`denominator`."""

    script: Script
    denominator: int
    bounds: Bounds
    begin: Levels
    indicators: dict[str, int]
    facts: dict[str, int]
    injects: dict[str, int]
    points: dict[str, int]
    """The index of the inject that each decision point belongs to, by the id of the point."""

    def inject(self, inject_id: str) -> Inject:
        """The inject with an id."""
        return self.script.injects[self.injects[inject_id]]

    def inject_of_point(self, point_id: str) -> Inject:
        """The inject that asks for a decision."""
        return self.script.injects[self.points[point_id]]

    def amount(self, level: int) -> Fraction:
        """A level in the indicator's own unit."""
        return Fraction(level, self.denominator)

    def scaled(self, amount: Fraction) -> int:
        """An amount in level units; one that does not divide is rounded."""
        return round(amount * self.denominator)


def compile_script(script: Script) -> CompiledScript:
    """Compiles a script that was loaded without problems."""
    effects = [record for record in walk(script) if isinstance(record, Effect)]
    denominator = lcm(BASE_DENOMINATOR, *(value.denominator for value in _amounts(script, effects)))
    facts = sorted({effect.fact for effect in effects if effect.fact})

    def scaled(amounts: Iterable[Fraction]) -> tuple[int, ...]:
        return tuple(int(amount * denominator) for amount in amounts)

    indicators = script.indicators
    return CompiledScript(
        script=script,
        denominator=denominator,
        bounds=Bounds(scaled(i.minimum for i in indicators), scaled(i.maximum for i in indicators)),
        begin=Levels(scaled(i.start for i in indicators), scaled(i.drift for i in indicators), (False,) * len(facts)),
        indicators={indicator.id: index for index, indicator in enumerate(indicators)},
        facts={fact: index for index, fact in enumerate(facts)},
        injects={inject.id: index for index, inject in enumerate(script.injects)},
        points={inject.point_id: index for index, inject in enumerate(script.injects) if inject.point},
    )


def _amounts(script: Script, effects: list[Effect]) -> Iterable[Fraction]:
    for indicator in script.indicators:
        yield from (indicator.start, indicator.minimum, indicator.maximum, indicator.drift)
    # The minimum of a goal is compared with levels, so it must be exact too.
    for goal in script.goals:
        yield goal.mbco
    for effect in effects:
        yield from (amount for amount in (effect.change, effect.level, effect.drift) if amount is not None)
        # A change spread over time becomes a slope, which must be a whole number of level units per minute.
        if effect.change is not None and effect.spread:
            yield effect.change / effect.spread


def operations(
    compiled: CompiledScript, effects: Iterable[Effect], begin: Minutes, source: str, times: int = 1
) -> tuple[Operation, ...]:
    """The operations of effects that begin at a minute; `times` multiplies changes and drifts (per_eenheid)."""
    return tuple(operation for effect in effects for operation in _operations(compiled, effect, begin, source, times))


def _operations(
    compiled: CompiledScript, effect: Effect, begin: Minutes, source: str, times: int
) -> Iterable[Operation]:
    start = Minutes(begin + (effect.delay or 0))
    if effect.fact is not None:
        yield Operation(start, source, Action.FACT, compiled.facts[effect.fact])
        return
    assert effect.indicator is not None  # noqa: S101 - the checks saw to it
    target = compiled.indicators[effect.indicator]
    if effect.level is not None:
        yield Operation(start, source, Action.SET, target, compiled.scaled(effect.level))
    elif effect.drift is not None:
        yield from _slope(effect, start, source, target, compiled.scaled(effect.drift * times))
    elif effect.change is not None:
        yield from _change(effect, start, source, target, compiled.scaled(effect.change * times))


def _slope(effect: Effect, start: Minutes, source: str, target: int, rate: int) -> Iterable[Operation]:
    end = effect.until if effect.duration is None else start + effect.duration
    if end is not None and end <= start:
        return
    yield Operation(start, source, Action.SLOPE, target, rate)
    if end is not None:
        yield Operation(Minutes(end), source, Action.SLOPE, target, -rate)


def _change(effect: Effect, start: Minutes, source: str, target: int, total: int) -> Iterable[Operation]:
    if not effect.spread:
        yield Operation(start, source, Action.SHIFT, target, total)
        return
    # The effects of the script divide evenly (see `_amounts`). One that the leader adds may not: what is left over is
    # added at the end, so that the total is right to the unit.
    steps, rest = divmod(abs(total), effect.spread)
    rate, rest = (steps, rest) if total > 0 else (-steps, -rest)
    end = Minutes(start + effect.spread)
    yield Operation(start, source, Action.SLOPE, target, rate)
    yield Operation(end, source, Action.SLOPE, target, -rate)
    if rest:
        yield Operation(end, source, Action.SHIFT, target, rest)
