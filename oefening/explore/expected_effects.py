"""The expected effect of each answer on a goal: how far decisions steer it.

An answer's expected outcome is the mean over all paths on which it is given, by teams that choose at random.
"""

from collections.abc import Iterator

from attrs import frozen

from oefening.explore.backward_induction import GoalValues
from oefening.explore.state_graph import Group, StateGraph


@frozen
class ExpectedOutcome:
    """After an answer: the mean rank of the final grade (0 is the best), and the mean minutes below the minimum."""

    rank: float
    minutes: float


def path_shares(graph: StateGraph) -> list[list[float]]:
    """For every state the share of paths that passes through it, node by node."""
    found = [[0.0] * len(node.rows) for node in graph.nodes]
    found[graph.first_edge.next_node][graph.first_edge.next_positions[0]] = 1.0
    for number in graph.order:
        for group in graph.nodes[number].groups:
            for edge, parts in zip(group.edges, _split(group, found[number]), strict=True):
                for after, part in zip(edge.next_positions, parts, strict=True):
                    found[edge.next_node][after] += part
    return found


def _split(group: Group, shares: list[float]) -> Iterator[list[float]]:
    """For each edge of a group the share of all paths that takes it, from each of its positions."""
    total_weight: dict[int, int] = {}
    weighed = [edge.weights or (1,) * len(edge.positions) for edge in group.edges]
    for edge, weights in zip(group.edges, weighed, strict=True):
        for position, weight in zip(edge.positions, weights, strict=True):
            total_weight[position] = total_weight.get(position, 0) + weight
    for edge, weights in zip(group.edges, weighed, strict=True):
        yield [
            shares[position] * weight / total_weight[position]
            for position, weight in zip(edge.positions, weights, strict=True)
        ]


def expected_after(values: GoalValues, index: int, shares: list[list[float]]) -> dict[str, ExpectedOutcome]:
    """The expected outcome of a goal after each answer to a question; `shares` as from `path_shares`."""
    sums: dict[str, list[float]] = {}
    for number, node in enumerate(values.graph.nodes):
        for group in node.groups:
            if group.question != index:
                continue
            for edge, parts in zip(group.edges, _split(group, shares[number]), strict=True):
                total = sums.setdefault(edge.candidate.id if edge.candidate else "", [0.0, 0.0, 0.0])
                for part, state_value in zip(parts, values.along(node, edge), strict=True):
                    total[0] += part
                    total[1] += part * sum(rank * share for rank, share in enumerate(state_value.mean.grades))
                    total[2] += part * state_value.mean.minutes
    return {
        candidate: ExpectedOutcome(rank / share, minutes / share)
        for candidate, (share, rank, minutes) in sums.items()
        if share
    }
