"""What each answer does to each goal on the whole: how far decisions steer.

An answer's expected outcome is the mean over all courses in which it can be given, each weighed by how likely teams
come there that choose at random, and go on so.
"""

from attrs import frozen

from oefening.explore.graph import Graph
from oefening.explore.values import Values


@frozen
class Expected:
    """What is to be expected after an answer: the mean rank of the final grade (0 is the best), and the mean minutes
    below the minimum from the answer on."""

    rank: float
    minutes: float


def shares(graph: Graph) -> list[list[float]]:
    """For every state the share of courses that comes by it, node by node."""
    found = [[0.0] * len(node.rows) for node in graph.nodes]
    found[graph.opening.to][graph.opening.next_places[0]] = 1.0
    for number in graph.order:
        for group in graph.nodes[number].groups:
            gone = [0] * len(found[number])
            for branch in group.branches:
                for place, weight in zip(branch.places, branch.weights or (1,) * len(branch.places), strict=True):
                    gone[place] += weight
            for branch in group.branches:
                weights = branch.weights or (1,) * len(branch.places)
                for place, after, weight in zip(branch.places, branch.next_places, weights, strict=True):
                    found[branch.to][after] += found[number][place] * weight / gone[place]
    return found


def expected_after(values: Values, index: int, passing: list[list[float]]) -> dict[str, Expected]:
    """What is to be expected of a goal after each answer to the question of an inject; `passing` are the shares."""
    sums: dict[str, list[float]] = {}
    for number, node in enumerate(values.graph.nodes):
        for branch in (b for group in node.groups if group.question == index for b in group.branches):
            total = sums.setdefault(branch.case.id if branch.case else "", [0.0, 0.0, 0.0])
            for place, worth in zip(branch.places, values.through(node, branch), strict=True):
                share = passing[number][place]
                total[0] += share
                total[1] += share * sum(rank * part for rank, part in enumerate(worth.mean.grades))
                total[2] += share * worth.mean.minutes
    return {case: Expected(rank / share, minutes / share) for case, (share, rank, minutes) in sums.items() if share}
