"""What each state of a graph is worth for one goal: the best, the worst and the mean that can still come of it.

Worked out backwards from the end. A smaller outcome is better: first the grade, then the minutes below the minimum,
then the lost service. The mean is that of teams which choose among all answers, and not answering, at random.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from oefening.explore.indicator_states import RANKS
from oefening.explore.state_graph import Branch, ControlNode, StateGraph

Outcome = tuple[int, int, Fraction]
"""The rank of the grade (0 is the best), minutes below the minimum, lost service in level units times minutes."""


@frozen
class Mean:
    """What chance brings: the share of courses for every grade, mean minutes below the minimum, mean lost service."""

    grades: tuple[float, ...]
    minutes: float
    lost: float


@frozen
class StateValue:
    """What can still come of a state, from there on; `ranks` has a bit for every grade that can."""

    best: Outcome
    worst: Outcome
    mean: Mean
    ranks: int


class GoalValues:
    """What every state of a graph is worth for one goal of its cone, by the goal's index in the script.

    `state_value` has for every node a row, in the order of its states; `whole` is that of the exercise from its
    very begin.
    """

    def __init__(self, graph: StateGraph, goal: int) -> None:
        self.graph, self.goal = graph, goal
        compiled, cone = graph.analysis.compiled, graph.cone
        target = compiled.indicators[compiled.script.goals[goal].indicator]
        same = [g for g in cone.goals if compiled.indicators[compiled.script.goals[g].indicator] == target]
        self._place = cone.targets.index(target)
        self._among = same.index(goal)
        self._earlier_known: dict[tuple[int, int, int], StateValue] = {}
        self._joined_known: dict[tuple[tuple[int, int], ...], StateValue] = {}
        self.state_value: list[list[StateValue]] = [[] for _node in graph.nodes]
        for number in reversed(graph.order):
            self.state_value[number] = self._worth_of(graph.nodes[number])
        first = graph.begin[self._place]
        self.whole = self._earlier(graph.opening, first, graph.opening.next_places[0])

    def through(self, node: ControlNode, branch: Branch) -> list[StateValue]:
        """The worth of each state that goes a branch's way, in the order of its places."""
        indicator_states = self._indicator_states(node)
        return [
            self._earlier(branch, indicator_states[place], next_place)
            for place, next_place in zip(branch.places, branch.next_places, strict=True)
        ]

    def _indicator_states(self, node: ControlNode) -> list[int]:
        return [states[self._place] for states in node.rows]

    def _worth_of(self, node: ControlNode) -> list[StateValue]:
        if not node.groups:
            return self._ends(node)
        ways: list[list[tuple[StateValue, int]]] = [[] for _state in node.rows]
        for branch in (branch for group in node.groups for branch in group.branches):
            weights = branch.weights or (1,) * len(branch.places)
            for place, state_value, weight in zip(branch.places, self.through(node, branch), weights, strict=True):
                ways[place].append((state_value, weight))
        return [self._joined(options) for options in ways]

    def _ends(self, node: ControlNode) -> list[StateValue]:
        book = self.graph.books[self._place]
        known: dict[int, StateValue] = {}
        for indicator_state in set(self._indicator_states(node)):
            rank = book.final_ranks(book.indicator_state(indicator_state))[self._among]
            grades = tuple(float(place == rank) for place in range(len(RANKS)))
            outcome = (rank, 0, Fraction(0))
            known[indicator_state] = StateValue(outcome, outcome, Mean(grades, 0.0, 0.0), 1 << rank)
        return [known[indicator_state] for indicator_state in self._indicator_states(node)]

    def _earlier(self, branch: Branch, indicator_state: int, next_place: int) -> StateValue:
        table, state_value = branch.tables[self._place], self.state_value[branch.to][next_place]
        key = (id(table), indicator_state, id(state_value))
        found = self._earlier_known.get(key)
        if found is None:
            assert table is not None  # noqa: S101 - a goal's own indicator always matters
            cost = table.costs[indicator_state]
            minutes = cost.minutes[self._among] if cost.minutes else 0
            found = self._earlier_known[key] = costlier(state_value, minutes, cost.lost)
        return found

    def _joined(self, options: list[tuple[StateValue, int]]) -> StateValue:
        if len(options) == 1:
            return options[0][0]
        key = tuple((id(state_value), weight) for state_value, weight in options)
        found = self._joined_known.get(key)
        if found is None:
            found = self._joined_known[key] = joined(options)
        return found


def costlier(state_value: StateValue, minutes: int, lost: Fraction) -> StateValue:
    """The worth of a state from which time passes, at this cost, before the one with that worth."""
    if not minutes and not lost:
        return state_value
    best, worst, mean = state_value.best, state_value.worst, state_value.mean
    return StateValue(
        (best[0], best[1] + minutes, best[2] + lost),
        (worst[0], worst[1] + minutes, worst[2] + lost),
        Mean(mean.grades, mean.minutes + minutes, mean.lost + float(lost)),
        state_value.ranks,
    )


def joined(options: Sequence[tuple[StateValue, int]]) -> StateValue:
    """The worth of a state from which these ways lead on; the second of each pair says how often each is gone."""
    total, ranks = sum(weight for _worth, weight in options), 0
    for state_value, _weight in options:
        ranks |= state_value.ranks
    means = [(state_value.mean, weight / total) for state_value, weight in options]
    grades = tuple(sum(mean.grades[place] * share for mean, share in means) for place in range(len(RANKS)))
    mean = Mean(
        grades, sum(mean.minutes * share for mean, share in means), sum(mean.lost * share for mean, share in means)
    )
    return StateValue(
        min(state_value.best for state_value, _weight in options),
        max(state_value.worst for state_value, _weight in options),
        mean,
        ranks,
    )
