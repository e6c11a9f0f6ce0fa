"""The answers to one decision point held against each other, for one goal, in every state in which it is asked."""

from functools import cached_property

from attrs import define, frozen

from oefening.explore.backward_induction import GoalValues, StateValue
from oefening.explore.state_graph import StateGraph

SAME = 1e-9
"""Means that differ by less are equal: they are sums of rounded fractions."""


@define(eq=False, slots=False)
class Comparison:
    """What every answer to a point leads to; `contexts` are the different ways in which they can compare."""

    contexts: tuple[dict[str, StateValue], ...]

    @cached_property
    def differs(self) -> bool:
        """Whether it makes any difference, in any state, what is answered."""
        return any(
            state_value.best != first.best
            or state_value.worst != first.worst
            or _better(state_value, first)
            or _better(first, state_value)
            for context in self.contexts
            for first in [next(iter(context.values()))]
            for state_value in context.values()
        )

    def ever_better(self, candidate: str, other: str) -> bool:
        """Whether there is a state in which both can be answered and the one is in any respect better."""
        return any(_better(c[candidate], c[other]) for c in self.contexts if candidate in c and other in c)

    @cached_property
    def ranks_after(self) -> dict[str, int]:
        """The ranks that each answer leaves possible, a bit for each."""
        found: dict[str, int] = {}
        for context in self.contexts:
            for candidate, state_value in context.items():
                found[candidate] = found.get(candidate, 0) | state_value.ranks
        return found


def _better(one: StateValue, other: StateValue) -> bool:
    """Whether one is in any respect better: at best, at worst, or by chance."""
    if one is other:
        return False
    return (
        one.best < other.best
        or one.worst < other.worst
        or _expected(one) < _expected(other) - SAME
        or one.mean.minutes < other.mean.minutes - SAME
        or one.mean.lost < other.mean.lost - SAME * max(1.0, other.mean.lost)
    )


def _expected(state_value: StateValue) -> float:
    return sum(rank * share for rank, share in enumerate(state_value.mean.grades))


@frozen
class _Key:
    candidates: tuple[str, ...]
    worths: tuple[int, ...]


def compare_answers(values: GoalValues, index: int) -> Comparison:
    """Holds the answers to a decision point, by the index of its inject, against each other."""
    contexts: dict[_Key, dict[str, StateValue]] = {}
    for node in values.graph.nodes:
        for group in node.groups:
            if group.question != index:
                continue
            candidates = tuple(branch.candidate.id if branch.candidate else "" for branch in group.branches)
            columns = [values.through(node, branch) for branch in group.branches]
            for worths in zip(*columns, strict=True):
                key = _Key(candidates, tuple(map(id, worths)))
                if key not in contexts:
                    contexts[key] = dict(zip(candidates, worths, strict=True))
    return Comparison(tuple(contexts.values()))


def always_asked(graph: StateGraph, index: int) -> bool:
    """Whether every course comes by the question of an inject."""
    asked: list[list[bool]] = [[] for _node in graph.nodes]
    for number in reversed(graph.order):
        node = graph.nodes[number]
        row = [bool(node.groups)] * len(node.rows)
        for group in node.groups:
            for branch in group.branches if group.question != index else ():
                for place, after in zip(branch.places, branch.next_places, strict=True):
                    row[place] = row[place] and asked[branch.to][after]
        asked[number] = row
    return asked[graph.opening.to][graph.opening.next_places[0]]
