"""The state graph that a search produces: states, joined by the edges that lead from one to the next.

A state is a control state with a row of numbers, one per target; a node is a control state with all its rows. Values
only: how they are found is for `search`, what they are worth for `backward_induction`.
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
"""The numbers of a state's indicator states (see `indicator_states`), in the order of the targets of the cone."""


@frozen
class TimeStep:
    """Operations are added at a minute, then time passes until another."""

    clock: Minutes
    operations: tuple[Operation, ...]
    until: Minutes


class StateMapping(dict[int, int]):
    """From the number of every state of one target before some steps to its number after them, computed when asked for.

    `costs` has what the steps cost from each state that was asked for.
    """

    def __init__(self, table: IndicatorStateTable, steps: tuple[TimeStep, ...]) -> None:
        super().__init__()
        self._table, self._steps = table, steps
        self.costs: dict[int, Cost] = {}

    def __missing__(self, number: int) -> int:
        indicator_state = self._table.state(number)
        costs = []
        for step in self._steps:
            if step.operations:
                indicator_state = self._table.with_operations(indicator_state, step.clock, step.operations)
            if step.until > step.clock:
                indicator_state, cost = self._table.after_time(indicator_state, step.clock, step.until)
                costs.append(cost)
        self.costs[number] = Cost(
            sum((cost.lost for cost in costs), Fraction(0)),
            tuple(sum(minutes) for minutes in zip(*(cost.minutes for cost in costs), strict=True)),
        )
        self[number] = self._table.number_of(indicator_state)
        return self[number]


@frozen(eq=False)
class Edge:
    """Where one choice leads a group of states: what was answered, what happened then, and which node comes next.

    `positions` are the states of the group, by position among the rows of their node; `next_positions` is where each
    of them arrives in the next node. In a sample only the states are here from which some path goes this way, and
    `weights` says how many do.
    """

    candidate: CandidateAnswer | None
    events: tuple[tuple[Minutes, Event], ...]
    mappings: tuple[StateMapping | None, ...]
    next_node: int
    positions: Sequence[int]
    next_positions: list[int]
    weights: Sequence[int] | None = None


@frozen(eq=False)
class Group:
    """States of a node that its rules cannot tell apart; where there is a question, one edge for each answer.

    `question` is the index of the inject that asks it. `wrong_text` is the inject (by index) whose text, in these
    states, assumes what is not true.
    """

    question: int | None
    edges: tuple[Edge, ...]
    wrong_text: int | None = None


@define(eq=False)
class Node:
    """A control state with all its states, and what follows from them. `rows` gives the position of each state."""

    control_state: ControlState
    rows: dict[Row, int] = Factory(dict)
    groups: tuple[Group, ...] = ()
    path_counts: list[int] = Factory(list)
    """In a sample, how many of its paths pass through each state."""


@frozen(eq=False)
class StateGraph:
    """The state graph of a cone. `order` has the numbers of its nodes such that every edge leads to a later one.

    `finished` is False where the search was stopped; then nothing may be concluded from it. `sample_size` is the number
    of paths in a sample, 0 where every path was explored.
    """

    analysis: ScriptAnalysis
    cone: Cone
    nodes: tuple[Node, ...]
    order: tuple[int, ...]
    state_tables: tuple[IndicatorStateTable, ...]
    finished: bool
    first_edge: Edge
    """From the start of the exercise to the first state."""
    initial_row: Row
    """The numbers of the indicator states at that start."""
    sample_size: int = 0

    @property
    def states(self) -> int:
        """How many different states there are."""
        return sum(len(node.rows) for node in self.nodes)


def merge_steps(steps: Iterator[TimeStep]) -> Iterator[TimeStep]:
    """The same steps, with those that add no operations merged into the one before, so that equal steps look equal."""
    current: TimeStep | None = None
    for step in steps:
        if current is None:
            current = step
        elif step.operations and step.clock == current.clock == current.until:
            current = TimeStep(current.clock, current.operations + step.operations, step.until)
        elif step.operations:
            yield current
            current = step
        else:
            current = evolve(current, until=step.until)
    if current is not None:
        yield current
