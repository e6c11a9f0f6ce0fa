"""Example courses in a graph: the answers that lead to a state, and the course that a goal fares best or worst by."""

from collections.abc import Callable

from attrs import frozen

from oefening.engine.events import InjectDelivered
from oefening.explore.backward_induction import GoalValues, Outcome, StateValue
from oefening.explore.state_graph import Branch, StateGraph
from oefening.script.units import Minutes


@frozen
class PathAnswer:
    """One answer in a course: when, at which point (the index of its inject) and which case; empty where none."""

    minute: Minutes
    question: int
    candidate: str


AnswerPath = tuple[PathAnswer, ...]


def answers_to_state(graph: StateGraph, number: int, place: int) -> AnswerPath:
    """The answers of one course that comes by a state."""
    found: list[PathAnswer] = []
    ways_in = _ways_in(graph)
    while (number, place) != (graph.opening.to, graph.opening.next_places[0]):
        source, question, branch = next(way for way in ways_in.get(number, []) if place in way[2].next_places)
        if question is not None and branch.candidate is not None:
            found.append(PathAnswer(graph.nodes[source].control_state.clock, question, branch.candidate.id))
        place = branch.places[branch.next_places.index(place)]
        number = source
    return tuple(reversed(found))


def _ways_in(graph: StateGraph) -> dict[int, list[tuple[int, int | None, Branch]]]:
    found: dict[int, list[tuple[int, int | None, Branch]]] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            for branch in group.branches:
                found.setdefault(branch.to, []).append((number, group.question, branch))
    return found


def extreme_path(values: GoalValues, wanted: Callable[[StateValue], Outcome]) -> AnswerPath:
    """The answers of a course that comes to the best outcome (`wanted` gives it) or to the worst."""
    graph = values.graph
    number, place = graph.opening.to, graph.opening.next_places[0]
    found: list[PathAnswer] = []
    while graph.nodes[number].groups:
        node = graph.nodes[number]
        target = wanted(values.state_value[number][place])
        question, branch, at = next(
            (group.question, branch, branch.places.index(place))
            for group in node.groups
            for branch in group.branches
            if place in branch.places and wanted(values.through(node, branch)[branch.places.index(place)]) == target
        )
        if question is not None and branch.candidate is not None:
            found.append(PathAnswer(node.control_state.clock, question, branch.candidate.id))
        number, place = branch.to, branch.next_places[at]
    return tuple(found)


def delivered(graph: StateGraph) -> frozenset[str]:
    """The injects that come in some course of the graph."""
    ways = [graph.opening, *(branch for node in graph.nodes for group in node.groups for branch in group.branches)]
    return frozenset(event.inject for way in ways for _at, event in way.events if isinstance(event, InjectDelivered))


def answers_seen(graph: StateGraph) -> frozenset[tuple[int, str]]:
    """The answers (index of the inject, case) that can be given in some course of the graph."""
    return frozenset(
        (group.question, branch.candidate.id)
        for node in graph.nodes
        for group in node.groups
        for branch in group.branches
        if group.question is not None and branch.candidate is not None
    )


def wrong_texts(graph: StateGraph) -> dict[int, AnswerPath]:
    """The injects (by index) that come in some course while what their text assumes is not so, each with one."""
    found: dict[int, AnswerPath] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            if group.wrong is not None and group.wrong not in found:
                found[group.wrong] = answers_to_state(graph, number, group.branches[0].places[0])
    return found
