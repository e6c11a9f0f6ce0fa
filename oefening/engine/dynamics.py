"""How levels move in time: exact, piecewise linear, clamped to their bounds as they go.

A level is an integer in units of 1/denominator (see `compiled_script`); a slope is such units per minute. Between two
operations a level runs straight, so the level at any minute is one multiplication away and no minute in between needs
computing. A slope moves nothing at its own minute: it counts from that minute on, and shows one minute later.

A level is clamped, its slope is not: a stock that runs dry under -3 per hour still has the slope -3, so that a supply
of +2 per hour leaves it at zero and one of +4 makes it rise by 1.

Knows indicators by their index only, nothing of scripts, injects or decisions.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import TypeVar

from attrs import evolve, frozen

from oefening.script.units import Minutes

T = TypeVar("T")


class Action(Enum):
    """What an operation does to its target."""

    SHIFT = "shift"
    SET = "set"
    SLOPE = "slope"
    FACT = "fact"


@frozen
class Operation:
    """One change to the world at one minute; an effect is turned into one or more of these.

    `target` is the index of an indicator (of a fact, where the action is FACT); `amount` is in level units.
    `source` says what caused it, so that a decision can be taken back and a curve explained.
    """

    at: Minutes
    source: str
    action: Action
    target: int
    amount: int = 0


@frozen
class Bounds:
    """The lowest and highest level of every indicator."""

    lowest: tuple[int, ...]
    highest: tuple[int, ...]


@frozen
class Levels:
    """The level and the slope of every indicator, and every fact, at one minute."""

    levels: tuple[int, ...]
    slopes: tuple[int, ...]
    facts: tuple[bool, ...]


def level_after(bounds: Bounds, levels: Levels, indicator: int, minutes: int) -> int:
    """One indicator's level some minutes later, if no operation comes in between."""
    level = levels.levels[indicator] + levels.slopes[indicator] * minutes
    return min(max(level, bounds.lowest[indicator]), bounds.highest[indicator])


def after_drift(bounds: Bounds, levels: Levels, minutes: int) -> Levels:
    """The levels some minutes later, if no operation comes in between."""
    if not minutes:
        return levels
    indicators = range(len(levels.levels))
    return evolve(levels, levels=tuple(level_after(bounds, levels, i, minutes) for i in indicators))


def after_operation(bounds: Bounds, levels: Levels, operation: Operation) -> Levels:
    """The levels after an operation."""
    target, amount = operation.target, operation.amount
    match operation.action:
        case Action.FACT:
            return evolve(levels, facts=replaced(levels.facts, target, True))
        case Action.SLOPE:
            return evolve(levels, slopes=replaced(levels.slopes, target, levels.slopes[target] + amount))
        case Action.SHIFT:
            amount += levels.levels[target]
        case Action.SET:
            pass
    level = min(max(amount, bounds.lowest[target]), bounds.highest[target])
    return evolve(levels, levels=replaced(levels.levels, target, level))


def trajectory(
    bounds: Bounds, levels: Levels, start: Minutes, operations: Iterable[Operation], end: Minutes
) -> Iterator[tuple[Minutes, Levels]]:
    """Every minute from `start` to `end` at which operations take place, and `end`, with the levels from there on.

    `operations` are in order of time and none lies before `start`; those after `end` are ignored.
    """
    minute = start
    for operation in operations:
        if operation.at > end:
            break
        if operation.at > minute:
            yield minute, levels
            levels = after_drift(bounds, levels, operation.at - minute)
            minute = operation.at
        levels = after_operation(bounds, levels, operation)
    if end > minute:
        yield minute, levels
        levels = after_drift(bounds, levels, end - minute)
    yield end, levels


def levels_at(bounds: Bounds, levels: Levels, start: Minutes, operations: Iterable[Operation], end: Minutes) -> Levels:
    """The levels at `end`, after all operations up to and including that minute."""
    for _minute, later in trajectory(bounds, levels, start, operations, end):
        levels = later
    return levels


def upcoming(schedule: Sequence[Operation], clock: Minutes) -> Sequence[Operation]:
    """The part of a schedule (in order of time) that lies after the clock."""
    return schedule[bisect_right(schedule, clock, key=lambda operation: operation.at) :]


def inserted(schedule: tuple[Operation, ...], operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """The schedule with operations added: in order of time, within a minute in the order they were added."""
    return tuple(sorted((*schedule, *operations), key=lambda operation: operation.at))


def replaced(values: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    """The tuple with another value at `index`."""
    return (*values[:index], value, *values[index + 1 :])
