"""What exploring comes to: states, joined by the ways that lead from one to the next.

A state is a juncture with a row of lane numbers; a node is a juncture with all its states. Values only: how they are
found is for the search, what they are worth for others.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import Factory, define, evolve, frozen

from oefening.engine.dynamics import Operation
from oefening.engine.events import Event
from oefening.explore.answer_space import CandidateAnswer
from oefening.explore.control_state import ControlState
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.indicator_states import Cost, IndicatorStateTable
from oefening.script.units import Minutes

Row = tuple[int, ...]
"""The lane numbers of a state, in the order of the cone's targets."""


@frozen
class Step:
    """What happens to a target: operations come in at a minute, then time passes until another."""

    clock: Minutes
    operations: tuple[Operation, ...]
    to: Minutes


class StateMapping(dict[int, int]):
    """From every lane state at the begin of a stretch to the one at its end; worked out when first asked for."""

    def __init__(self, book: IndicatorStateTable, steps: tuple[Step, ...]) -> None:
        super().__init__()
        self._book, self._steps = book, steps
        self.costs: dict[int, Cost] = {}

    def __missing__(self, number: int) -> int:
        indicator_state = self._book.indicator_state(number)
        costs = []
        for step in self._steps:
            if step.operations:
                indicator_state = self._book.with_operations(indicator_state, step.clock, step.operations)
            if step.to > step.clock:
                indicator_state, cost = self._book.passed(indicator_state, step.clock, step.to)
                costs.append(cost)
        self.costs[number] = Cost(
            sum((cost.lost for cost in costs), Fraction(0)),
            tuple(sum(minutes) for minutes in zip(*(cost.minutes for cost in costs), strict=True)),
        )
        self[number] = self._book.number(indicator_state)
        return self[number]


@frozen(eq=False)
class Branch:
    """One way on from a group of states of a juncture: what was answered, what happened, where it leads.

    `places` are the states of the group that go this way, by their place in the juncture; `next_places` where each
    comes out. In a sample `weights` says how many courses go that way from each.
    """

    candidate: CandidateAnswer | None
    events: tuple[tuple[Minutes, Event], ...]
    tables: tuple[StateMapping | None, ...]
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
class ControlNode:
    """A juncture with all its states and the ways on from them."""

    control_state: ControlState
    rows: dict[Row, int] = Factory(dict)
    groups: tuple[Group, ...] = ()
    courses: list[int] = Factory(list)
    """In a sample, how many of its courses come by each state."""


@frozen(eq=False)
class StateGraph:
    """What exploring a cone came to: its nodes, in an order in which every way leads onward.

    `finished` is False where it was broken off; then nothing may be concluded from it. `sampled` is the number of
    courses in a sample, 0 where every course was explored.
    """

    analysis: ScriptAnalysis
    cone: Cone
    nodes: tuple[ControlNode, ...]
    order: tuple[int, ...]
    books: tuple[IndicatorStateTable, ...]
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
