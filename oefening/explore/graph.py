"""What exploring comes to: states, joined by the ways that lead from one to the next.

A state is a juncture with a row of lane numbers; a node is a juncture with all its states. Values only: how they are
found is for the search, what they are worth for others.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import Factory, define, evolve, frozen

from oefening.engine.events import Event
from oefening.engine.levels import Operation
from oefening.explore.cases import Case
from oefening.explore.frame import Cone, Frame
from oefening.explore.junctures import Juncture
from oefening.explore.lanes import Cost, LaneBook
from oefening.script.units import Minutes

Row = tuple[int, ...]
"""The lane numbers of a state, in the order of the cone's targets."""


@frozen
class Step:
    """What happens to a target: operations come in at a minute, then time passes until another."""

    clock: Minutes
    operations: tuple[Operation, ...]
    to: Minutes


class LaneTable(dict[int, int]):
    """From every lane state at the begin of a stretch to the one at its end; worked out when first asked for."""

    def __init__(self, book: LaneBook, steps: tuple[Step, ...]) -> None:
        super().__init__()
        self._book, self._steps = book, steps
        self.costs: dict[int, Cost] = {}

    def __missing__(self, number: int) -> int:
        lane = self._book.lane(number)
        costs = []
        for step in self._steps:
            if step.operations:
                lane = self._book.with_operations(lane, step.clock, step.operations)
            if step.to > step.clock:
                lane, cost = self._book.passed(lane, step.clock, step.to)
                costs.append(cost)
        self.costs[number] = Cost(
            sum((cost.lost for cost in costs), Fraction(0)),
            tuple(sum(minutes) for minutes in zip(*(cost.minutes for cost in costs), strict=True)),
        )
        self[number] = self._book.number(lane)
        return self[number]


@frozen(eq=False)
class Branch:
    """One way on from a group of states of a juncture: what was answered, what happened, where it leads.

    `places` are the states of the group that go this way, by their place in the juncture; `next_places` where each
    comes out. In a sample `weights` says how many courses go that way from each.
    """

    case: Case | None
    events: tuple[tuple[Minutes, Event], ...]
    tables: tuple[LaneTable | None, ...]
    to: int
    places: Sequence[int]
    next_places: list[int]
    weights: Sequence[int] | None = None


@frozen(eq=False)
class Group:
    """States of a juncture that it cannot tell apart; with a question (an inject's index) one branch an answer.

    `wrong` is the inject whose text, in these states, assumes what is not so.
    """

    question: int | None
    branches: tuple[Branch, ...]
    wrong: int | None = None


@define(eq=False)
class Node:
    """A juncture with all its states and the ways on from them."""

    juncture: Juncture
    rows: dict[Row, int] = Factory(dict)
    groups: tuple[Group, ...] = ()
    courses: list[int] = Factory(list)
    """In a sample, how many of its courses come by each state."""


@frozen(eq=False)
class Graph:
    """What exploring a cone came to: its nodes, in an order in which every way leads onward.

    `finished` is False where it was broken off; then nothing may be concluded from it. `sampled` is the number of
    courses in a sample, 0 where every course was explored.
    """

    frame: Frame
    cone: Cone
    nodes: tuple[Node, ...]
    order: tuple[int, ...]
    books: tuple[LaneBook, ...]
    finished: bool
    opening: Branch
    """From the begin of the exercise to the first state."""
    begin: Row
    """The lane numbers at that begin."""
    sampled: int = 0

    @property
    def states(self) -> int:
        """How many different states there are."""
        return sum(len(node.rows) for node in self.nodes)


def shortened(steps: Iterator[Step]) -> Iterator[Step]:
    """The same steps, those in which nothing happens joined to the one before."""
    held: Step | None = None
    for step in steps:
        if held is None:
            held = step
        elif step.operations and held.to == held.clock and held.clock == step.clock:
            held = Step(held.clock, held.operations + step.operations, step.to)
        elif step.operations:
            yield held
            held = step
        else:
            held = evolve(held, to=step.to)
    if held is not None:
        yield held
