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

    def run(self) -> Values:
        for number in reversed(self.graph.order):
            node = self.graph.nodes[number]
            if not node.groups:
                self.worth[number] = self._ends(list(node.rows))
                continue
            row: list[Worth | None] = [None] * len(node.rows)
            lanes = [states[self.place] for states in node.rows]
            for group in node.groups:
                ways = [self._through(branch, lanes) for branch in group.branches]
                for place, options in zip(group.branches[0].places, zip(*ways, strict=True), strict=True):
                    row[place] = joined(options)
            self.worth[number] = [worth for worth in row if worth is not None]
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
        table = branch.tables[self.place]
        assert table is not None  # noqa: S101 - a goal's own indicator always matters
        cost = table.costs[lane]
        worth = self.worth[branch.to][next_place]
        minutes, lost = cost.minutes[self.among] if cost.minutes else 0, cost.lost
        if not minutes and not lost:
            return worth
        return Worth(
            (worth.best[0], worth.best[1] + minutes, worth.best[2] + lost),
            (worth.worst[0], worth.worst[1] + minutes, worth.worst[2] + lost),
            Mean(worth.mean.grades, worth.mean.minutes + minutes, worth.mean.lost + float(lost)),
            worth.ranks,
        )


def joined(options: Sequence[Worth]) -> Worth:
    """The worth of a state from which these ways lead on, each as likely as the other."""
    if len(options) == 1:
        return options[0]
    number, ranks = len(options), 0
    for option in options:
        ranks |= option.ranks
    grades = tuple(sum(shares) / number for shares in zip(*(o.mean.grades for o in options), strict=True))
    mean = Mean(grades, sum(o.mean.minutes for o in options) / number, sum(o.mean.lost for o in options) / number)
    return Worth(min(o.best for o in options), max(o.worst for o in options), mean, ranks)
