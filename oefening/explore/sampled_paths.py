"""Whole courses through a graph, one by one: what came when, what was answered, and what became of the goals."""

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from oefening.engine.events import InjectDelivered
from oefening.explore.backward_induction import Outcome
from oefening.explore.state_graph import Branch, StateGraph
from oefening.explore.witness_paths import AnswerPath, PathAnswer
from oefening.script.units import Minutes


@frozen
class SampledPath:
    """One course: the minute at which each inject (by index) came, the answers, and the outcome of each goal.

    The goals are those of the cone of the graph, in its order.
    """

    came: tuple[tuple[Minutes, int], ...]
    answers: AnswerPath
    outcomes: tuple[Outcome, ...]


@frozen
class _Way:
    question: int | None
    branch: Branch
    at: int
    weight: int


def sample_paths(graph: StateGraph, number: int, draw: Callable[[int], int]) -> tuple[SampledPath, ...]:
    """So many courses, each way taken as often as its weight says; `draw` gives a random number below its argument."""
    walking = _PathSampler(graph, draw)
    return tuple(walking.walk() for _course in range(number))


class _PathSampler:
    def __init__(self, graph: StateGraph, draw: Callable[[int], int]) -> None:
        self._graph, self._draw = graph, draw
        self._rows = [list(node.rows) for node in graph.nodes]
        self._ways: list[dict[int, list[_Way]]] = [{} for _node in graph.nodes]
        for number, node in enumerate(graph.nodes):
            for group in node.groups:
                for branch in group.branches:
                    weights = branch.weights or (1,) * len(branch.places)
                    for at, (place, weight) in enumerate(zip(branch.places, weights, strict=True)):
                        self._ways[number].setdefault(place, []).append(_Way(group.question, branch, at, weight))
        compiled = graph.analysis.compiled
        goals = [compiled.script.goals[goal] for goal in graph.cone.goals]
        targets = [compiled.indicators[goal.indicator] for goal in goals]
        self._places = [graph.cone.targets.index(target) for target in targets]
        self._among = [targets[:place].count(target) for place, target in enumerate(targets)]

    def walk(self) -> SampledPath:
        graph, came, answers = self._graph, list[tuple[Minutes, int]](), list[PathAnswer]()
        costs = [(0, Fraction(0))] * len(self._places)

        def go(branch: Branch, row: tuple[int, ...]) -> None:
            for minute, event in branch.events:
                if isinstance(event, InjectDelivered):
                    came.append((minute, graph.analysis.compiled.injects[event.inject]))
            for goal, (place, among) in enumerate(zip(self._places, self._among, strict=True)):
                table = branch.tables[place]
                assert table is not None  # noqa: S101 - a goal's own indicator always matters
                cost = table.costs[row[place]]
                minutes, lost = costs[goal]
                costs[goal] = (minutes + (cost.minutes[among] if cost.minutes else 0), lost + cost.lost)

        go(graph.opening, graph.begin)
        number, place = graph.opening.to, graph.opening.next_places[0]
        while ways := self._ways[number].get(place):
            way = self._picked(ways)
            if way.question is not None and way.branch.candidate is not None:
                answers.append(
                    PathAnswer(graph.nodes[number].control_state.clock, way.question, way.branch.candidate.id)
                )
            go(way.branch, self._rows[number][place])
            number, place = way.branch.to, way.branch.next_places[way.at]
        row = self._rows[number][place]
        outcomes = []
        for goal, (at, among) in enumerate(zip(self._places, self._among, strict=True)):
            book = graph.books[at]
            outcomes.append((book.final_ranks(book.indicator_state(row[at]))[among], *costs[goal]))
        return SampledPath(tuple(came), tuple(answers), tuple(outcomes))

    def _picked(self, ways: list[_Way]) -> _Way:
        if len(ways) == 1:
            return ways[0]
        left = self._draw(sum(way.weight for way in ways))
        for way in ways:
            left -= way.weight
            if left < 0:
                return way
        return ways[-1]
