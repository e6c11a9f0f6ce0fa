"""One indicator or fact by itself: how it runs from minute to minute, and what that does to the goals on it.

Between two decisions nothing ties one indicator to another, so each runs in a lane of its own, and a state of the
whole world is a row of lane states. A lane state is known by a number; the same state has the same number, and every
stretch of time from it is worked out once.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade, Piece, crossings_of, grade_of, shortfall_of_piece
from oefening.engine.dynamics import Action, Bounds, Levels, Operation, after_operation, trajectory, upcoming
from oefening.explore.snapshot import Snapshot
from oefening.script.model import ContinuityGoal
from oefening.script.units import Minutes

RANKS = tuple(Grade)
"""The grades, the best first; a rank is a place in this row."""

GONE = 0
"""The number of a lane state that nothing depends on any more."""

NOT_BELOW = Minutes(-1)


@frozen
class IndicatorState:
    """The state of one target at one minute.

    `pending` are operations still to land, `below_since` when the outage now going on began for each goal on the
    indicator (NOT_BELOW where there is none that can matter), `ranks` the worst grade that past outages earned it.
    """

    levels: Levels
    pending: tuple[Operation, ...]
    below_since: tuple[Minutes, ...]
    ranks: tuple[int, ...]


@frozen
class Cost:
    """What a stretch of time cost: lost service below the level at the begin of the story (level units times minutes),
    and for each goal the minutes below its minimum."""

    lost: Fraction
    minutes: tuple[int, ...]


@frozen
class Watched:
    """A goal as a lane sees it: its minimum in level units, and its recovery times."""

    minimum: int
    goal: ContinuityGoal

    def rank(self, length: int) -> int:
        """The rank that an outage of so many minutes earns."""
        return RANKS.index(grade_of(length, self.goal.rto, self.goal.mtpd))


class IndicatorStateTable:
    """All lane states of one target that were met, by number."""

    def __init__(
        self, compiled: CompiledScript, target: int, goals: Sequence[ContinuityGoal], horizon: Minutes
    ) -> None:
        count = len(compiled.script.indicators)
        self.is_fact = target >= count
        place = self._place = target - count if self.is_fact else target
        self._all_bounds = compiled.bounds
        begin = compiled.begin
        self._bounds = (
            Bounds((), ())
            if self.is_fact
            else Bounds((compiled.bounds.lowest[place],), (compiled.bounds.highest[place],))
        )
        levels = (
            Levels((), (), (begin.facts[place],))
            if self.is_fact
            else Levels((begin.levels[place],), (begin.slopes[place],), ())
        )
        self._normal = 0 if self.is_fact else begin.levels[place]
        self._watched = tuple(Watched(compiled.scaled(goal.mbco), goal) for goal in goals)
        self._horizon = horizon
        self.states: list[IndicatorState | None] = [None]
        self._numbers: dict[IndicatorState, int] = {}
        self.begin = self.number(IndicatorState(levels, (), (NOT_BELOW,) * len(goals), (0,) * len(goals)))

    def from_snapshot(self, snapshot: Snapshot) -> int:
        """The number of the lane state in which an exercise stands."""
        lived = snapshot.world.levels
        levels = (
            Levels((), (), (lived.facts[self._place],))
            if self.is_fact
            else Levels((lived.levels[self._place],), (lived.slopes[self._place],), ())
        )
        pending = [
            Operation(operation.at, "", operation.action, 0, operation.amount)
            for operation in upcoming(snapshot.world.schedule, snapshot.clock)
            if operation.target == self._place and (operation.action is Action.FACT) is self.is_fact
        ]
        goals = [
            self._watched_through(watched, self._lived(snapshot), NOT_BELOW, 0, snapshot.clock)
            for watched in self._watched
        ]
        landed_already = levels.facts == (True,)
        return self.number(
            IndicatorState(
                levels,
                () if landed_already else _in_order(pending),
                tuple(since for since, _rank, _minutes in goals),
                tuple(rank for _since, rank, _minutes in goals),
            )
        )

    def cost_until(self, snapshot: Snapshot) -> Cost:
        """What the time before an exercise came to stand so has cost."""
        lived = self._lived(snapshot)
        minutes = (self._watched_through(each, lived, NOT_BELOW, 0, snapshot.clock)[2] for each in self._watched)
        return Cost(sum((shortfall_of_piece(piece, self._normal) for piece in lived), Fraction(0)), tuple(minutes))

    def _lived(self, snapshot: Snapshot) -> list[Piece]:
        return [
            Piece(begin, end, levels, self._place, self._all_bounds)
            for (begin, levels), (end, _next) in pairwise(snapshot.course)
        ]

    def number(self, indicator_state: IndicatorState) -> int:
        """The number of a lane state."""
        found = self._numbers.get(indicator_state)
        if found is None:
            found = self._numbers[indicator_state] = len(self.states)
            self.states.append(indicator_state)
        return found

    def indicator_state(self, number: int) -> IndicatorState:
        """The lane state with a number."""
        indicator_state = self.states[number]
        assert indicator_state is not None  # noqa: S101 - nobody asks after a lane that is gone
        return indicator_state

    def with_operations(
        self, indicator_state: IndicatorState, clock: Minutes, operations: Sequence[Operation]
    ) -> IndicatorState:
        """The lane once operations were added; those of this very minute land at once."""
        levels, pending = indicator_state.levels, list(indicator_state.pending)
        for operation in operations:
            if operation.at == clock:
                levels = after_operation(self._bounds, levels, operation)
            else:
                pending.append(operation)
        if levels.facts == (True,):
            pending = []
        return evolve(indicator_state, levels=levels, pending=_in_order(pending))

    def passed(self, indicator_state: IndicatorState, clock: Minutes, to: Minutes) -> tuple[IndicatorState, Cost]:
        """The lane at a later minute, and what the time until then cost."""
        course = list(trajectory(self._bounds, indicator_state.levels, clock, indicator_state.pending, to))
        pending = tuple(operation for operation in indicator_state.pending if operation.at > to)
        levels = course[-1][1]
        if not self._watched:
            return IndicatorState(levels, pending, (), ()), Cost(Fraction(0), ())
        pieces = [Piece(begin, end, passing, 0, self._bounds) for (begin, passing), (end, _next) in pairwise(course)]
        lost = sum((shortfall_of_piece(piece, self._normal) for piece in pieces), Fraction(0))
        goals = [
            self._watched_through(watched, pieces, since, rank, to)
            for watched, since, rank in zip(
                self._watched, indicator_state.below_since, indicator_state.ranks, strict=True
            )
        ]
        since, ranks, minutes = zip(*goals, strict=True)
        return IndicatorState(levels, pending, since, ranks), Cost(lost, minutes)

    def _watched_through(
        self, watched: Watched, pieces: Sequence[Piece], since: Minutes, rank: int, to: Minutes
    ) -> tuple[Minutes, int, int]:
        """Since when the goal is missed at the end of the stretches, the worst rank until then, the minutes missed."""
        minutes = 0
        turns = [transition for piece in pieces for transition in crossings_of(piece, watched.minimum)]
        for (begin, below), (end, _after) in pairwise([*turns, (to, False)]):
            if below:
                since = begin if since == NOT_BELOW else since
                minutes += end - begin
            elif since != NOT_BELOW:
                rank = max(rank, watched.rank(begin - since))
                since = NOT_BELOW
        if since != NOT_BELOW and watched.rank(self._horizon - since) <= rank:
            since = NOT_BELOW
        return since, rank, minutes

    def final_ranks(self, indicator_state: IndicatorState) -> tuple[int, ...]:
        """The rank of each goal at the horizon; an outage still going on counts as it stands."""
        return tuple(
            max(rank, watched.rank(self._horizon - since)) if since != NOT_BELOW else rank
            for watched, since, rank in zip(
                self._watched, indicator_state.below_since, indicator_state.ranks, strict=True
            )
        )


def _in_order(operations: list[Operation]) -> tuple[Operation, ...]:
    """Pending operations in a form in which equal futures look equal: slopes of one minute add up, and come first.

    A slope moves no level at its own minute, so that its place among the changes of that minute is free.
    """
    slopes: dict[Minutes, int] = {}
    others = []
    for operation in operations:
        if operation.action is Action.SLOPE:
            slopes[operation.at] = slopes.get(operation.at, 0) + operation.amount
        else:
            others.append(operation)
    together = [Operation(at, "", Action.SLOPE, 0, amount) for at, amount in slopes.items() if amount]
    return tuple(sorted([*together, *others], key=lambda operation: operation.at))
