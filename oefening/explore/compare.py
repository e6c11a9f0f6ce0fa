"""The answers to one decision point held against each other, for one goal, in every state in which it is asked."""

from functools import cached_property

from attrs import define, frozen

from oefening.explore.graph import Graph
from oefening.explore.values import Values, Worth

SAME = 1e-9
"""Means that differ by less are equal: they are sums of rounded fractions."""


@define(eq=False, slots=False)
class Comparison:
    """What every answer to a point leads to; `contexts` are the different ways in which they can compare."""

    contexts: tuple[dict[str, Worth], ...]

    @cached_property
    def differs(self) -> bool:
        """Whether it makes any difference, in any state, what is answered."""
        return any(
            worth.best != first.best or worth.worst != first.worst or _better(worth, first) or _better(first, worth)
            for context in self.contexts
            for first in [next(iter(context.values()))]
            for worth in context.values()
        )

    def ever_better(self, case: str, other: str) -> bool:
        """Whether there is a state in which both can be answered and the one is in any respect better."""
        return any(_better(c[case], c[other]) for c in self.contexts if case in c and other in c)

    @cached_property
    def ranks_after(self) -> dict[str, int]:
        """The ranks that each answer leaves possible, a bit for each."""
        found: dict[str, int] = {}
        for context in self.contexts:
            for case, worth in context.items():
                found[case] = found.get(case, 0) | worth.ranks
        return found


def _better(one: Worth, other: Worth) -> bool:
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


def _expected(worth: Worth) -> float:
    return sum(rank * share for rank, share in enumerate(worth.mean.grades))


@frozen
class _Key:
    cases: tuple[str, ...]
    worths: tuple[int, ...]


def compare(values: Values, index: int) -> Comparison:
    """Holds the answers to a decision point, by the index of its inject, against each other."""
    contexts: dict[_Key, dict[str, Worth]] = {}
    for node in values.graph.nodes:
        for group in node.groups:
            if group.question != index:
                continue
            cases = tuple(branch.case.id if branch.case else "" for branch in group.branches)
            columns = [values.through(node, branch) for branch in group.branches]
            for worths in zip(*columns, strict=True):
                key = _Key(cases, tuple(map(id, worths)))
                if key not in contexts:
                    contexts[key] = dict(zip(cases, worths, strict=True))
    return Comparison(tuple(contexts.values()))


def always_asked(graph: Graph, index: int) -> bool:
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
