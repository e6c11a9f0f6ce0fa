"""What each state of a graph is worth for one goal: the best, the worst and the mean that can still come of it.

Worked out backwards from the end. A smaller outcome is better: first the grade, then the minutes below the minimum,
then the lost service. The mean is that of teams which choose among all answers, and not answering, at random.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from oefening.explore.graph import Branch, Graph, Node
from oefening.explore.lanes import RANKS

Outcome = tuple[int, int, Fraction]
"""The rank of the grade (0 is the best), minutes below the minimum, lost service in level units times minutes."""


@frozen
class Mean:
    """What chance brings: the share of courses for every grade, mean minutes below the minimum, mean lost service."""

    grades: tuple[float, ...]
    minutes: float
    lost: float


@frozen
class Worth:
    """What can still come of a state, from there on; `ranks` has a bit for every grade that can."""

    best: Outcome
    worst: Outcome
    mean: Mean
    ranks: int


class Values:
    """The worth of every state of a graph for one goal of its cone, by the goal's index in the script.

    `worth` has for every node a row, in the order of its states; `whole` is that of the exercise from its very begin.
    """

    def __init__(self, graph: Graph, goal: int) -> None:
        self.graph, self.goal = graph, goal
        plan, cone = graph.frame.plan, graph.cone
        target = plan.indicators[plan.script.goals[goal].indicator]
        same = [g for g in cone.goals if plan.indicators[plan.script.goals[g].indicator] == target]
        self._place = cone.targets.index(target)
        self._among = same.index(goal)
        self._earlier_known: dict[tuple[int, int, int], Worth] = {}
        self._joined_known: dict[tuple[tuple[int, int], ...], Worth] = {}
        self.worth: list[list[Worth]] = [[] for _node in graph.nodes]
        for number in reversed(graph.order):
            self.worth[number] = self._worth_of(graph.nodes[number])
        first = graph.begin[self._place]
        self.whole = self._earlier(graph.opening, first, graph.opening.next_places[0])

    def through(self, node: Node, branch: Branch) -> list[Worth]:
        """The worth of each state that goes a branch's way, in the order of its places."""
        lanes = self._lanes(node)
        return [
            self._earlier(branch, lanes[place], next_place)
            for place, next_place in zip(branch.places, branch.next_places, strict=True)
        ]

    def _lanes(self, node: Node) -> list[int]:
        return [states[self._place] for states in node.rows]

    def _worth_of(self, node: Node) -> list[Worth]:
        if not node.groups:
            return self._ends(node)
        ways: list[list[tuple[Worth, int]]] = [[] for _state in node.rows]
        for branch in (branch for group in node.groups for branch in group.branches):
            weights = branch.weights or (1,) * len(branch.places)
            for place, worth, weight in zip(branch.places, self.through(node, branch), weights, strict=True):
                ways[place].append((worth, weight))
        return [self._joined(options) for options in ways]

    def _ends(self, node: Node) -> list[Worth]:
        book = self.graph.books[self._place]
        known: dict[int, Worth] = {}
        for lane in set(self._lanes(node)):
            rank = book.final_ranks(book.lane(lane))[self._among]
            grades = tuple(float(place == rank) for place in range(len(RANKS)))
            outcome = (rank, 0, Fraction(0))
            known[lane] = Worth(outcome, outcome, Mean(grades, 0.0, 0.0), 1 << rank)
        return [known[lane] for lane in self._lanes(node)]

    def _earlier(self, branch: Branch, lane: int, next_place: int) -> Worth:
        table, worth = branch.tables[self._place], self.worth[branch.to][next_place]
        key = (id(table), lane, id(worth))
        found = self._earlier_known.get(key)
        if found is None:
            assert table is not None  # noqa: S101 - a goal's own indicator always matters
            cost = table.costs[lane]
            minutes = cost.minutes[self._among] if cost.minutes else 0
            found = self._earlier_known[key] = costlier(worth, minutes, cost.lost)
        return found

    def _joined(self, options: list[tuple[Worth, int]]) -> Worth:
        if len(options) == 1:
            return options[0][0]
        key = tuple((id(worth), weight) for worth, weight in options)
        found = self._joined_known.get(key)
        if found is None:
            found = self._joined_known[key] = joined(options)
        return found


def costlier(worth: Worth, minutes: int, lost: Fraction) -> Worth:
    """The worth of a state from which time passes, at this cost, before the one with that worth."""
    if not minutes and not lost:
        return worth
    best, worst, mean = worth.best, worth.worst, worth.mean
    return Worth(
        (best[0], best[1] + minutes, best[2] + lost),
        (worst[0], worst[1] + minutes, worst[2] + lost),
        Mean(mean.grades, mean.minutes + minutes, mean.lost + float(lost)),
        worth.ranks,
    )


def joined(options: Sequence[tuple[Worth, int]]) -> Worth:
    """The worth of a state from which these ways lead on; the second of each pair says how often each is gone."""
    total, ranks = sum(weight for _worth, weight in options), 0
    for worth, _weight in options:
        ranks |= worth.ranks
    means = [(worth.mean, weight / total) for worth, weight in options]
    grades = tuple(sum(mean.grades[place] * share for mean, share in means) for place in range(len(RANKS)))
    mean = Mean(
        grades, sum(mean.minutes * share for mean, share in means), sum(mean.lost * share for mean, share in means)
    )
    return Worth(
        min(worth.best for worth, _weight in options), max(worth.worst for worth, _weight in options), mean, ranks
    )
