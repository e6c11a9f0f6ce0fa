"""Example courses in a graph: the answers that lead to a state, and the course that a goal fares best or worst by."""

from collections.abc import Callable

from attrs import frozen

from oefening.engine.events import InjectDelivered
from oefening.explore.graph import Branch, Graph
from oefening.explore.values import Outcome, Values, Worth
from oefening.script.units import Minutes


@frozen
class Answered:
    """One answer in a course: when, at which point (the index of its inject) and which case; empty where none."""

    minute: Minutes
    question: int
    case: str


Course = tuple[Answered, ...]


def answers_to_state(graph: Graph, number: int, place: int) -> Course:
    """The answers of one course that comes by a state."""
    found: list[Answered] = []
    ways_in = _ways_in(graph)
    while (number, place) != (graph.opening.to, graph.opening.next_places[0]):
        source, question, branch = next(way for way in ways_in.get(number, []) if place in way[2].next_places)
        if question is not None and branch.case is not None:
            found.append(Answered(graph.nodes[source].juncture.clock, question, branch.case.id))
        place = branch.places[branch.next_places.index(place)]
        number = source
    return tuple(reversed(found))


def _ways_in(graph: Graph) -> dict[int, list[tuple[int, int | None, Branch]]]:
    found: dict[int, list[tuple[int, int | None, Branch]]] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            for branch in group.branches:
                found.setdefault(branch.to, []).append((number, group.question, branch))
    return found


def extreme_course(values: Values, wanted: Callable[[Worth], Outcome]) -> Course:
    """The answers of a course that comes to the best outcome (`wanted` gives it) or to the worst."""
    graph = values.graph
    number, place = graph.opening.to, graph.opening.next_places[0]
    found: list[Answered] = []
    while graph.nodes[number].groups:
        node = graph.nodes[number]
        target = wanted(values.worth[number][place])
        question, branch, at = next(
            (group.question, branch, branch.places.index(place))
            for group in node.groups
            for branch in group.branches
            if place in branch.places and wanted(values.through(node, branch)[branch.places.index(place)]) == target
        )
        if question is not None and branch.case is not None:
            found.append(Answered(node.juncture.clock, question, branch.case.id))
        number, place = branch.to, branch.next_places[at]
    return tuple(found)


def delivered(graph: Graph) -> frozenset[str]:
    """The injects that come in some course of the graph."""
    ways = [graph.opening, *(branch for node in graph.nodes for group in node.groups for branch in group.branches)]
    return frozenset(event.inject for way in ways for _at, event in way.events if isinstance(event, InjectDelivered))


def answers_seen(graph: Graph) -> frozenset[tuple[int, str]]:
    """The answers (index of the inject, case) that can be given in some course of the graph."""
    return frozenset(
        (group.question, branch.case.id)
        for node in graph.nodes
        for group in node.groups
        for branch in group.branches
        if group.question is not None and branch.case is not None
    )


def wrong_texts(graph: Graph) -> dict[int, Course]:
    """The injects (by index) that come in some course while what their text assumes is not so, each with one."""
    found: dict[int, Course] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            if group.wrong is not None and group.wrong not in found:
                found[group.wrong] = answers_to_state(graph, number, group.branches[0].places[0])
    return found
