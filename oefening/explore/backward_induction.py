"""How good each state of a graph is for one goal: the best, the worst and the mean outcome that can still follow.

Backward induction: the value of a final state is its grade; that of any other follows from the values of the states it
leads to, and the cost of the way there. Since nodes are visited in the reverse of their order, each is computed once.

A smaller outcome is better: first the grade, then the minutes below the minimum, then the lost service. Best and worst
assume that whoever decides wants just that, for this goal alone. The mean assumes that teams choose at random, each
answer and not answering as likely: it says how far a script steers, not what real teams will do.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from oefening.explore.indicator_states import RANKS
from oefening.explore.state_graph import Edge, Node, StateGraph

Outcome = tuple[int, int, Fraction]
"""The rank of the grade (0 is the best), minutes below the minimum, lost service in level units times minutes."""


@frozen
class Mean:
    """The mean of random choices: the share of paths for every grade, minutes below the minimum, lost service.

    Floats, unlike outcomes: shares of many paths have denominators too long to compute with.
    """

    grades: tuple[float, ...]
    minutes: float
    lost: float


@frozen
class StateValue:
    """The value of a state: what can still follow from it. `possible_ranks` has a bit for every grade that can."""

    best: Outcome
    worst: Outcome
    mean: Mean
    possible_ranks: int


class GoalValues:
    """The value of every state of a graph for one goal of its cone, by the goal's index in the script.

    `state_values` has for every node the values of its states, in their order; `at_start` is that of a whole exercise.
    """

    def __init__(self, graph: StateGraph, goal: int) -> None:
        self.graph, self.goal = graph, goal
        compiled, cone = graph.analysis.compiled, graph.cone
        target = compiled.indicators[compiled.script.goals[goal].indicator]
        same = [g for g in cone.goals if compiled.indicators[compiled.script.goals[g].indicator] == target]
        self._column = cone.targets.index(target)
        self._goal_number = same.index(goal)
        self._value_before_known: dict[tuple[int, int, int], StateValue] = {}
        # By identity: many states share a value, and hashing its fractions would cost more than combining them. All
        # values live as long as this object, so that no id is given out twice.
        self._combined_known: dict[tuple[tuple[int, int], ...], StateValue] = {}
        self.state_values: list[list[StateValue]] = [[] for _node in graph.nodes]
        for number in reversed(graph.order):
            self.state_values[number] = self._values_of(graph.nodes[number])
        first = graph.initial_row[self._column]
        self.at_start = self._value_before(graph.first_edge, first, graph.first_edge.next_positions[0])

    def along(self, node: Node, edge: Edge) -> list[StateValue]:
        """The value that each state of an edge has if it goes that way, in the order of the edge's positions."""
        indicator_states = self._indicator_states(node)
        return [
            self._value_before(edge, indicator_states[position], next_position)
            for position, next_position in zip(edge.positions, edge.next_positions, strict=True)
        ]

    def _indicator_states(self, node: Node) -> list[int]:
        return [states[self._column] for states in node.rows]

    def _values_of(self, node: Node) -> list[StateValue]:
        if not node.groups:
            return self._final_values(node)
        options_of: list[list[tuple[StateValue, int]]] = [[] for _state in node.rows]
        for edge in (edge for group in node.groups for edge in group.edges):
            weights = edge.weights or (1,) * len(edge.positions)
            for position, state_value, weight in zip(edge.positions, self.along(node, edge), weights, strict=True):
                options_of[position].append((state_value, weight))
        return [self._combined(options) for options in options_of]

    def _final_values(self, node: Node) -> list[StateValue]:
        table = self.graph.state_tables[self._column]
        known: dict[int, StateValue] = {}
        for indicator_state in set(self._indicator_states(node)):
            rank = table.final_ranks(table.state(indicator_state))[self._goal_number]
            grades = tuple(float(position == rank) for position in range(len(RANKS)))
            outcome = (rank, 0, Fraction(0))
            known[indicator_state] = StateValue(outcome, outcome, Mean(grades, 0.0, 0.0), 1 << rank)
        return [known[indicator_state] for indicator_state in self._indicator_states(node)]

    def _value_before(self, edge: Edge, indicator_state: int, next_position: int) -> StateValue:
        mapping, state_value = edge.mappings[self._column], self.state_values[edge.next_node][next_position]
        key = (id(mapping), indicator_state, id(state_value))
        found = self._value_before_known.get(key)
        if found is None:
            assert mapping is not None  # noqa: S101 - a goal's own indicator always matters
            cost = mapping.costs[indicator_state]
            minutes = cost.minutes[self._goal_number] if cost.minutes else 0
            found = self._value_before_known[key] = add_cost(state_value, minutes, cost.lost)
        return found

    def _combined(self, options: list[tuple[StateValue, int]]) -> StateValue:
        if len(options) == 1:
            return options[0][0]
        key = tuple((id(state_value), weight) for state_value, weight in options)
        found = self._combined_known.get(key)
        if found is None:
            found = self._combined_known[key] = combine(options)
        return found


def add_cost(state_value: StateValue, minutes: int, lost: Fraction) -> StateValue:
    """The value of a state from which some cost leads to a state with the given value.

    The cost is the same for all that follows, so it changes nothing in which of it is best or worst.
    """
    if not minutes and not lost:
        return state_value
    best, worst, mean = state_value.best, state_value.worst, state_value.mean
    return StateValue(
        (best[0], best[1] + minutes, best[2] + lost),
        (worst[0], worst[1] + minutes, worst[2] + lost),
        Mean(mean.grades, mean.minutes + minutes, mean.lost + float(lost)),
        state_value.possible_ranks,
    )


def combine(options: Sequence[tuple[StateValue, int]]) -> StateValue:
    """The value of a state with these options, each with its weight in the mean."""
    total, possible_ranks = sum(weight for _value, weight in options), 0
    for state_value, _weight in options:
        possible_ranks |= state_value.possible_ranks
    means = [(state_value.mean, weight / total) for state_value, weight in options]
    grades = tuple(sum(mean.grades[position] * share for mean, share in means) for position in range(len(RANKS)))
    mean = Mean(
        grades, sum(mean.minutes * share for mean, share in means), sum(mean.lost * share for mean, share in means)
    )
    return StateValue(
        min(state_value.best for state_value, _weight in options),
        max(state_value.worst for state_value, _weight in options),
        mean,
        possible_ranks,
    )
