"""Compares the answers to one decision point for one goal, in every state in which the question is asked.

Game theory's dominance: an answer is dominated when in no state it is better, in any respect, than some other answer.
"""

from functools import cached_property

from attrs import define, frozen

from oefening.explore.backward_induction import GoalValues, StateValue
from oefening.explore.state_graph import StateGraph

TOLERANCE = 1e-9
"""Means that differ by less are equal: they are sums of rounded numbers."""


@define(eq=False, slots=False)
class AnswerComparison:
    """The values of all answers to a point; one of `contexts` for each group of states with the same values."""

    contexts: tuple[dict[str, StateValue], ...]

    @cached_property
    def differs(self) -> bool:
        """Whether it makes a difference in any state which answer is given."""
        return any(
            state_value.best != first.best
            or state_value.worst != first.worst
            or _better_in_some_way(state_value, first)
            or _better_in_some_way(first, state_value)
            for context in self.contexts
            for first in [next(iter(context.values()))]
            for state_value in context.values()
        )

    def ever_better(self, candidate: str, other: str) -> bool:
        """Whether there is a state in which both answers can be given and the first is better in some respect."""
        return any(_better_in_some_way(c[candidate], c[other]) for c in self.contexts if candidate in c and other in c)

    @cached_property
    def ranks_after(self) -> dict[str, int]:
        """The ranks that are still possible after each answer, a bit for each."""
        found: dict[str, int] = {}
        for context in self.contexts:
            for candidate, state_value in context.items():
                found[candidate] = found.get(candidate, 0) | state_value.possible_ranks
        return found


def _better_in_some_way(one: StateValue, other: StateValue) -> bool:
    """Whether one is better in some respect: at best, at worst, or in the mean."""
    if one is other:
        return False
    return (
        one.best < other.best
        or one.worst < other.worst
        or _mean_rank(one) < _mean_rank(other) - TOLERANCE
        or one.mean.minutes < other.mean.minutes - TOLERANCE
        or one.mean.lost < other.mean.lost - TOLERANCE * max(1.0, other.mean.lost)
    )


def _mean_rank(state_value: StateValue) -> float:
    return sum(rank * share for rank, share in enumerate(state_value.mean.grades))


@frozen
class _Key:
    """Which answers could be given and, by identity, the values they have: one object each in `GoalValues`."""

    candidates: tuple[str, ...]
    values_after: tuple[int, ...]


def compare_answers(values: GoalValues, index: int) -> AnswerComparison:
    """Compares the answers to a decision point, by the index of its inject, in a graph of all paths (not a sample)."""
    contexts: dict[_Key, dict[str, StateValue]] = {}
    for node in values.graph.nodes:
        for group in node.groups:
            if group.question != index:
                continue
            candidates = tuple(edge.candidate.id if edge.candidate else "" for edge in group.edges)
            columns = [values.along(node, edge) for edge in group.edges]
            for values_after in zip(*columns, strict=True):
                key = _Key(candidates, tuple(map(id, values_after)))
                if key not in contexts:
                    contexts[key] = dict(zip(candidates, values_after, strict=True))
    return AnswerComparison(tuple(contexts.values()))


def always_asked(graph: StateGraph, index: int) -> bool:
    """Whether the question of an inject is asked on every path."""
    # Backwards: from a state it is always asked if it is asked there, or if there are edges and it is on all of them.
    asked: list[list[bool]] = [[] for _node in graph.nodes]
    for number in reversed(graph.order):
        node = graph.nodes[number]
        row = [bool(node.groups)] * len(node.rows)
        for group in node.groups:
            for edge in group.edges if group.question != index else ():
                for position, after in zip(edge.positions, edge.next_positions, strict=True):
                    row[position] = row[position] and asked[edge.next_node][after]
        asked[number] = row
    return asked[graph.first_edge.next_node][graph.first_edge.next_positions[0]]
