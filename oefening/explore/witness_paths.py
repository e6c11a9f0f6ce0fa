"""Paths that show something: one that leads to a state, and the ones on which a goal comes out best or worst.

A witness, in model checking: the claim that something can happen comes with a way in which it does.
"""

from collections.abc import Callable

from attrs import frozen

from oefening.engine.events import InjectDelivered
from oefening.explore.backward_induction import GoalValues, Outcome, StateValue
from oefening.explore.state_graph import Edge, StateGraph
from oefening.script.units import Minutes


@frozen
class PathAnswer:
    """One answer on a path: when, to which question (the index of its inject) and which; empty for not answering."""

    minute: Minutes
    question: int
    candidate: str


AnswerPath = tuple[PathAnswer, ...]


def answers_to_state(graph: StateGraph, number: int, position: int) -> AnswerPath:
    """The answers on some path through a state, found backwards from it."""
    found: list[PathAnswer] = []
    incoming = _incoming_edges(graph)
    while (number, position) != (graph.first_edge.next_node, graph.first_edge.next_positions[0]):
        source, question, edge = next(
            arrival for arrival in incoming.get(number, []) if position in arrival[2].next_positions
        )
        if question is not None and edge.candidate is not None:
            found.append(PathAnswer(graph.nodes[source].control_state.clock, question, edge.candidate.id))
        position = edge.positions[edge.next_positions.index(position)]
        number = source
    return tuple(reversed(found))


def _incoming_edges(graph: StateGraph) -> dict[int, list[tuple[int, int | None, Edge]]]:
    found: dict[int, list[tuple[int, int | None, Edge]]] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            for edge in group.edges:
                found.setdefault(edge.next_node, []).append((number, group.question, edge))
    return found


def extreme_path(values: GoalValues, wanted: Callable[[StateValue], Outcome]) -> AnswerPath:
    """The answers on a path with the best or the worst outcome, whichever of a state value `wanted` gives."""
    graph = values.graph
    number, position = graph.first_edge.next_node, graph.first_edge.next_positions[0]
    found: list[PathAnswer] = []
    while graph.nodes[number].groups:
        node = graph.nodes[number]
        target = wanted(values.state_values[number][position])
        question, edge, at = next(
            (group.question, edge, edge.positions.index(position))
            for group in node.groups
            for edge in group.edges
            if position in edge.positions and wanted(values.along(node, edge)[edge.positions.index(position)]) == target
        )
        if question is not None and edge.candidate is not None:
            found.append(PathAnswer(node.control_state.clock, question, edge.candidate.id))
        number, position = edge.next_node, edge.next_positions[at]
    return tuple(found)


def delivered_injects(graph: StateGraph) -> frozenset[str]:
    """The injects that come on some path."""
    edges = [graph.first_edge, *(edge for node in graph.nodes for group in node.groups for edge in group.edges)]
    return frozenset(
        event.inject for edge in edges for _minute, event in edge.events if isinstance(event, InjectDelivered)
    )


def answers_seen(graph: StateGraph) -> frozenset[tuple[int, str]]:
    """The answers (index of the inject, id of the answer) that can be given on some path."""
    return frozenset(
        (group.question, edge.candidate.id)
        for node in graph.nodes
        for group in node.groups
        for edge in group.edges
        if group.question is not None and edge.candidate is not None
    )


def wrong_texts(graph: StateGraph) -> dict[int, AnswerPath]:
    """The injects (by index) that come on some path while what their text assumes is not true, with such a path."""
    found: dict[int, AnswerPath] = {}
    for number in graph.order:
        for group in graph.nodes[number].groups:
            if group.wrong_text is not None and group.wrong_text not in found:
                found[group.wrong_text] = answers_to_state(graph, number, group.edges[0].positions[0])
    return found
