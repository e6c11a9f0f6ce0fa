"""What each state of a graph is worth for one goal: the best, the worst and the mean that can still come of it.

Worked out backwards from the end. A smaller outcome is better: first the grade, then the minutes below the minimum,
then the lost service. The mean is that of teams which choose among all answers, and not answering, at random.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import define, frozen

from oefening.explore.lanes import RANKS
from oefening.explore.search import Branch, Graph

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


@define(eq=False)
class Values:
    """The worth of every state of a graph for one of its goals: for every node a row, in the order of its states.

    `whole` is that of the exercise from its very begin.
    """

    goal: int
    worth: list[list[Worth]]
    whole: Worth


def values_of(graph: Graph, goal: int) -> Values:
    """The values of a finished graph for one goal of its cone, by the goal's index in the script."""
    return _Backwards(graph, goal).run()


class _Backwards:
    def __init__(self, graph: Graph, goal: int) -> None:
        self.graph, self.goal = graph, goal
        plan, cone = graph.frame.plan, graph.cone
        self.target = plan.indicators[plan.script.goals[goal].indicator]
        self.place = cone.targets.index(self.target)
        same = [g for g in cone.goals if plan.indicators[plan.script.goals[g].indicator] == self.target]
        self.among = same.index(goal)
        self.worth: list[list[Worth]] = [[] for _node in graph.nodes]
        self._earlier_known: dict[tuple[int, int, int], Worth] = {}
        self._joined_known: dict[tuple[tuple[int, int], ...], Worth] = {}

    def run(self) -> Values:
        for number in reversed(self.graph.order):
            node = self.graph.nodes[number]
            if not node.groups:
                self.worth[number] = self._ends(list(node.rows))
                continue
            lanes = [states[self.place] for states in node.rows]
            ways: list[list[tuple[Worth, int]]] = [[] for _state in lanes]
            for branch in (branch for group in node.groups for branch in group.branches):
                weights = branch.weights or (1,) * len(branch.places)
                through = self._through(branch, lanes)
                for place, worth, weight in zip(branch.places, through, weights, strict=True):
                    ways[place].append((worth, weight))
            self.worth[number] = [self._joined(options) for options in ways]
        first = self.graph.opening
        whole = self._through(first, [self.graph.books[self.place].begin])[0]
        return Values(self.goal, self.worth, whole)

    def _ends(self, rows: Sequence[tuple[int, ...]]) -> list[Worth]:
        book = self.graph.books[self.place]
        known: dict[int, Worth] = {}
        found = []
        for states in rows:
            lane = states[self.place]
            if lane not in known:
                rank = book.final_ranks(book.lane(lane))[self.among]
                grades = tuple(float(place == rank) for place in range(len(RANKS)))
                outcome = (rank, 0, Fraction(0))
                known[lane] = Worth(outcome, outcome, Mean(grades, 0.0, 0.0), 1 << rank)
            found.append(known[lane])
        return found

    def _through(self, branch: Branch, lanes: Sequence[int]) -> list[Worth]:
        """The worth of each state of a branch's group, if that way is taken."""
        return [
            self._earlier(branch, lanes[place], next_place)
            for place, next_place in zip(branch.places, branch.next_places, strict=True)
        ]

    def _earlier(self, branch: Branch, lane: int, next_place: int) -> Worth:
        table, worth = branch.tables[self.place], self.worth[branch.to][next_place]
        key = (id(table), lane, id(worth))
        found = self._earlier_known.get(key)
        if found is None:
            assert table is not None  # noqa: S101 - a goal's own indicator always matters
            cost = table.costs[lane]
            found = costlier(worth, cost.minutes[self.among] if cost.minutes else 0, cost.lost)
            self._earlier_known[key] = found
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
