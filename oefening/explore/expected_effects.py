"""What each answer does to each goal on the whole: how far decisions steer.

An answer's expected outcome is the mean over all courses in which it is given, by teams that choose at random.
"""

from collections.abc import Iterator

from attrs import frozen

from oefening.explore.backward_induction import GoalValues
from oefening.explore.state_graph import Group, StateGraph


@frozen
class Expected:
    """What is to be expected after an answer: the mean rank of the final grade (0 is the best), and the mean minutes
    below the minimum from the answer on."""

    rank: float
    minutes: float


def shares(graph: StateGraph) -> list[list[float]]:
    """For every state the share of courses that comes by it, node by node."""
    found = [[0.0] * len(node.rows) for node in graph.nodes]
    found[graph.opening.to][graph.opening.next_places[0]] = 1.0
    for number in graph.order:
        for group in graph.nodes[number].groups:
            for branch, parts in zip(group.branches, _parts(group, found[number]), strict=True):
                for after, part in zip(branch.next_places, parts, strict=True):
                    found[branch.to][after] += part
    return found


def _parts(group: Group, passing: list[float]) -> Iterator[list[float]]:
    """For each branch of a group the share of courses that goes its way from each of its places."""
    gone: dict[int, int] = {}
    weighed = [branch.weights or (1,) * len(branch.places) for branch in group.branches]
    for branch, weights in zip(group.branches, weighed, strict=True):
        for place, weight in zip(branch.places, weights, strict=True):
            gone[place] = gone.get(place, 0) + weight
    for branch, weights in zip(group.branches, weighed, strict=True):
        yield [passing[place] * weight / gone[place] for place, weight in zip(branch.places, weights, strict=True)]


def expected_after(values: GoalValues, index: int, passing: list[list[float]]) -> dict[str, Expected]:
    """What is to be expected of a goal after each answer to the question of an inject; `passing` are the shares."""
    sums: dict[str, list[float]] = {}
    for number, node in enumerate(values.graph.nodes):
        for group in node.groups:
            if group.question != index:
                continue
            for branch, parts in zip(group.branches, _parts(group, passing[number]), strict=True):
                total = sums.setdefault(branch.candidate.id if branch.candidate else "", [0.0, 0.0, 0.0])
                for part, state_value in zip(parts, values.through(node, branch), strict=True):
                    total[0] += part
                    total[1] += part * sum(rank * share for rank, share in enumerate(state_value.mean.grades))
                    total[2] += part * state_value.mean.minutes
    return {
        candidate: Expected(rank / share, minutes / share)
        for candidate, (share, rank, minutes) in sums.items()
        if share
    }
