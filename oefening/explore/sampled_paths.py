"""Random paths through a state graph, from start to end: what came when, what was answered, how the goals came out.

A graph has merged all paths; what depends on the whole of one (how busy a team is, what came twice) is seen on samples.
"""

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from oefening.engine.events import InjectDelivered
from oefening.explore.backward_induction import Outcome
from oefening.explore.state_graph import Edge, StateGraph
from oefening.explore.witness_paths import AnswerPath, PathAnswer
from oefening.script.units import Minutes


@frozen
class SampledPath:
    """One path: the minute at which each inject (by index) was delivered, the answers, and the outcome of each goal.

    The goals are those of the cone of the graph, in its order.
    """

    deliveries: tuple[tuple[Minutes, int], ...]
    answers: AnswerPath
    outcomes: tuple[Outcome, ...]


@frozen
class _WeightedEdge:
    """An edge as it leaves one state: `index` is the place of that state among the positions of the edge."""

    question: int | None
    edge: Edge
    index: int
    weight: int


def sample_paths(graph: StateGraph, number: int, draw: Callable[[int], int]) -> tuple[SampledPath, ...]:
    """A number of random paths, with edges taken in proportion to their weights; `draw(n)` gives a number below n."""
    sampler = _PathSampler(graph, draw)
    return tuple(sampler.sample() for _path in range(number))


class _PathSampler:
    def __init__(self, graph: StateGraph, draw: Callable[[int], int]) -> None:
        self._graph, self._draw = graph, draw
        self._rows = [list(node.rows) for node in graph.nodes]
        self._options: list[dict[int, list[_WeightedEdge]]] = [{} for _node in graph.nodes]
        for number, node in enumerate(graph.nodes):
            for group in node.groups:
                for edge in group.edges:
                    weights = edge.weights or (1,) * len(edge.positions)
                    for index, (position, weight) in enumerate(zip(edge.positions, weights, strict=True)):
                        self._options[number].setdefault(position, []).append(
                            _WeightedEdge(group.question, edge, index, weight)
                        )
        compiled = graph.analysis.compiled
        goals = [compiled.script.goals[goal] for goal in graph.cone.goals]
        targets = [compiled.indicators[goal.indicator] for goal in goals]
        self._columns = [graph.cone.targets.index(target) for target in targets]
        self._goal_numbers = [targets[:position].count(target) for position, target in enumerate(targets)]

    def sample(self) -> SampledPath:
        graph, deliveries, answers = self._graph, list[tuple[Minutes, int]](), list[PathAnswer]()
        costs = [(0, Fraction(0))] * len(self._columns)

        def follow(edge: Edge, row: tuple[int, ...]) -> None:
            for minute, event in edge.events:
                if isinstance(event, InjectDelivered):
                    deliveries.append((minute, graph.analysis.compiled.injects[event.inject]))
            for goal, (column, goal_number) in enumerate(zip(self._columns, self._goal_numbers, strict=True)):
                mapping = edge.mappings[column]
                assert mapping is not None  # noqa: S101 - a goal's own indicator always matters
                cost = mapping.costs[row[column]]
                minutes, lost = costs[goal]
                costs[goal] = (minutes + (cost.minutes[goal_number] if cost.minutes else 0), lost + cost.lost)

        follow(graph.first_edge, graph.initial_row)
        number, position = graph.first_edge.next_node, graph.first_edge.next_positions[0]
        while options := self._options[number].get(position):
            option = self._pick(options)
            if option.question is not None and option.edge.candidate is not None:
                answers.append(
                    PathAnswer(graph.nodes[number].control_state.clock, option.question, option.edge.candidate.id)
                )
            follow(option.edge, self._rows[number][position])
            number, position = option.edge.next_node, option.edge.next_positions[option.index]
        row = self._rows[number][position]
        outcomes = []
        for goal, (column, goal_number) in enumerate(zip(self._columns, self._goal_numbers, strict=True)):
            table = graph.state_tables[column]
            outcomes.append((table.final_ranks(table.state(row[column]))[goal_number], *costs[goal]))
        return SampledPath(tuple(deliveries), tuple(answers), tuple(outcomes))

    def _pick(self, options: list[_WeightedEdge]) -> _WeightedEdge:
        if len(options) == 1:
            return options[0]
        left = self._draw(sum(option.weight for option in options))
        for option in options:
            left -= option.weight
            if left < 0:
                return option
        return options[-1]
