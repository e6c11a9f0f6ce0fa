"""The states of one indicator or fact by itself: how it moves from minute to minute, and what that does to its goals.

Between two readings of a condition no indicator depends on another, so each can be followed alone, and the state of the
whole world is a row of such states. A state is known by a number in the table of its target: rows of small integers
are quick to hash and compare, equal states have equal numbers, and every stretch of time from a state is computed once.

The grade of a goal depends on its longest outage, so a state must hold enough of the past to grade it: the worst grade
earned so far, and since when the present outage goes on. Minutes and lost service add up and are compared only at the
end, so they are not in the state (that would make nearly every state different): they are the cost of the way there,
which `backward_induction` adds up.
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
"""The grades from best to worst; a rank is an index in this tuple."""

DEAD = 0
"""The number that stands for any state of a target that nothing depends on any more (a dead variable)."""

NOT_BELOW = Minutes(-1)
"""In `below_since`, where no outage goes on, or none that can still make the grade worse."""


@frozen
class IndicatorState:
    """The state of one target at one minute.

    `pending` are operations still to come. For each goal on the indicator, `below_since` is when the present outage
    began (or NOT_BELOW) and `ranks` the rank of the worst grade that past outages earned.
    """

    levels: Levels
    pending: tuple[Operation, ...]
    below_since: tuple[Minutes, ...]
    ranks: tuple[int, ...]


@frozen
class Cost:
    """What a stretch of time cost: lost service and, for each goal, minutes below its minimum.

    Lost service is the area below the level at the start of the exercise, in level units times minutes.
    """

    lost: Fraction
    minutes: tuple[int, ...]


@frozen
class GoalThresholds:
    """A goal with its minimum (MBCO) in level units."""

    minimum: int
    goal: ContinuityGoal

    def rank(self, length: int) -> int:
        """The rank that an outage of so many minutes earns."""
        return RANKS.index(grade_of(length, self.goal.rto, self.goal.mtpd))


class IndicatorStateTable:
    """All states of one target that were reached so far, by number; `initial` is the number of the one at the start."""

    def __init__(
        self, compiled: CompiledScript, target: int, goals: Sequence[ContinuityGoal], horizon: Minutes
    ) -> None:
        count = len(compiled.script.indicators)
        self.is_fact = target >= count
        position = self._position = target - count if self.is_fact else target
        self._all_bounds = compiled.bounds
        begin = compiled.begin
        self._bounds = (
            Bounds((), ())
            if self.is_fact
            else Bounds((compiled.bounds.lowest[position],), (compiled.bounds.highest[position],))
        )
        levels = (
            Levels((), (), (begin.facts[position],))
            if self.is_fact
            else Levels((begin.levels[position],), (begin.slopes[position],), ())
        )
        self._normal = 0 if self.is_fact else begin.levels[position]
        self._goals = tuple(GoalThresholds(compiled.scaled(goal.mbco), goal) for goal in goals)
        self._horizon = horizon
        self.states: list[IndicatorState | None] = [None]
        self._numbers: dict[IndicatorState, int] = {}
        self.initial = self.number_of(IndicatorState(levels, (), (NOT_BELOW,) * len(goals), (0,) * len(goals)))

    def from_snapshot(self, snapshot: Snapshot) -> int:
        """The number of the state of this target in an exercise that is under way."""
        played = snapshot.world.levels
        levels = (
            Levels((), (), (played.facts[self._position],))
            if self.is_fact
            else Levels((played.levels[self._position],), (played.slopes[self._position],), ())
        )
        pending = [
            Operation(operation.at, "", operation.action, 0, operation.amount)
            for operation in upcoming(snapshot.world.schedule, snapshot.clock)
            if operation.target == self._position and (operation.action is Action.FACT) is self.is_fact
        ]
        goals = [
            self._goal_after(goal, self._pieces_of(snapshot), NOT_BELOW, 0, snapshot.clock) for goal in self._goals
        ]
        landed_already = levels.facts == (True,)
        return self.number_of(
            IndicatorState(
                levels,
                () if landed_already else _normalised(pending),
                tuple(since for since, _rank, _minutes in goals),
                tuple(rank for _since, rank, _minutes in goals),
            )
        )

    def cost_until(self, snapshot: Snapshot) -> Cost:
        """What an exercise that is under way has cost until now."""
        played = self._pieces_of(snapshot)
        minutes = (self._goal_after(each, played, NOT_BELOW, 0, snapshot.clock)[2] for each in self._goals)
        return Cost(sum((shortfall_of_piece(piece, self._normal) for piece in played), Fraction(0)), tuple(minutes))

    def _pieces_of(self, snapshot: Snapshot) -> list[Piece]:
        return [
            Piece(begin, end, levels, self._position, self._all_bounds)
            for (begin, levels), (end, _next) in pairwise(snapshot.curve)
        ]

    def number_of(self, indicator_state: IndicatorState) -> int:
        """The number of a state; a new one where it was not reached before."""
        found = self._numbers.get(indicator_state)
        if found is None:
            found = self._numbers[indicator_state] = len(self.states)
            self.states.append(indicator_state)
        return found

    def state(self, number: int) -> IndicatorState:
        """The state with a number."""
        indicator_state = self.states[number]
        assert indicator_state is not None  # noqa: S101 - nobody asks for the state of a dead target
        return indicator_state

    def with_operations(
        self, indicator_state: IndicatorState, clock: Minutes, operations: Sequence[Operation]
    ) -> IndicatorState:
        """The state once operations were added; those of the present minute change the levels at once."""
        levels, pending = indicator_state.levels, list(indicator_state.pending)
        for operation in operations:
            if operation.at == clock:
                levels = after_operation(self._bounds, levels, operation)
            else:
                pending.append(operation)
        # A fact that holds stays so; later operations would only make equal states look different.
        if levels.facts == (True,):
            pending = []
        return evolve(indicator_state, levels=levels, pending=_normalised(pending))

    def after_time(self, indicator_state: IndicatorState, clock: Minutes, to: Minutes) -> tuple[IndicatorState, Cost]:
        """The state at a later minute, and what the time until then cost."""
        curve = list(trajectory(self._bounds, indicator_state.levels, clock, indicator_state.pending, to))
        pending = tuple(operation for operation in indicator_state.pending if operation.at > to)
        levels = curve[-1][1]
        if not self._goals:
            return IndicatorState(levels, pending, (), ()), Cost(Fraction(0), ())
        pieces = [
            Piece(begin, end, levels_from, 0, self._bounds) for (begin, levels_from), (end, _next) in pairwise(curve)
        ]
        lost = sum((shortfall_of_piece(piece, self._normal) for piece in pieces), Fraction(0))
        goals = [
            self._goal_after(goal, pieces, since, rank, to)
            for goal, since, rank in zip(self._goals, indicator_state.below_since, indicator_state.ranks, strict=True)
        ]
        since, ranks, minutes = zip(*goals, strict=True)
        return IndicatorState(levels, pending, since, ranks), Cost(lost, minutes)

    def _goal_after(
        self, goal: GoalThresholds, pieces: Sequence[Piece], since: Minutes, rank: int, to: Minutes
    ) -> tuple[Minutes, int, int]:
        """A goal after these pieces: since when it is below its minimum, its worst rank, and its minutes below."""
        minutes = 0
        turns = [crossing for piece in pieces for crossing in crossings_of(piece, goal.minimum)]
        for (begin, below), (end, _after) in pairwise([*turns, (to, False)]):
            if below:
                since = begin if since == NOT_BELOW else since
                minutes += end - begin
            elif since != NOT_BELOW:
                rank = max(rank, goal.rank(begin - since))
                since = NOT_BELOW
        # An outage that would earn no worse grade even if it lasted until the horizon need not be remembered.
        if since != NOT_BELOW and goal.rank(self._horizon - since) <= rank:
            since = NOT_BELOW
        return since, rank, minutes

    def final_ranks(self, indicator_state: IndicatorState) -> tuple[int, ...]:
        """The rank of each goal at the horizon; an outage still going on counts as it stands."""
        return tuple(
            max(rank, goal.rank(self._horizon - since)) if since != NOT_BELOW else rank
            for goal, since, rank in zip(self._goals, indicator_state.below_since, indicator_state.ranks, strict=True)
        )


def _normalised(operations: list[Operation]) -> tuple[Operation, ...]:
    """Pending operations in a form in which equal futures look equal: slopes of one minute add up, and come first.

    That is allowed because a slope moves no level at its own minute: its place among the changes of that minute makes
    no difference. The order of the other operations does (a level that is set and then shifted is not one that is
    shifted and then set), so they keep it.
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
