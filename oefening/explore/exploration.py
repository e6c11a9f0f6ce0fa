"""A whole script, explored: each goal exactly where that can be finished in time, otherwise from a sample of paths.

Each goal is explored in its own cone, so that what does not influence it is not multiplied in. What concerns several
goals together, or whole paths, is only ever seen on a sample.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from attrs import Factory, frozen

from oefening.engine.compiled_script import compile_script
from oefening.explore.backward_induction import GoalValues
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.dominance import AnswerComparison, compare_answers
from oefening.explore.expected_effects import ExpectedOutcome, expected_after, path_shares
from oefening.explore.sampled_paths import SampledPath, sample_paths
from oefening.explore.search import Sample, explore_cone
from oefening.explore.state_graph import StateGraph
from oefening.explore.unreachable_parts import ConditionPart, condition_parts, script_with_part
from oefening.explore.witness_paths import AnswerPath, answers_seen, delivered_injects, wrong_texts
from oefening.script.model import Inject

KeepGoing = Callable[[], bool]

SAMPLE_SIZE = 2_000
"""Paths in the sample that stands in where not everything could be explored."""

WHOLE_PATHS = 500
"""Paths that are followed from start to end, to see how busy teams are."""


@frozen(eq=False, slots=False)
class GoalExploration:
    """What exploring shows about one goal, by its index."""

    goal: int
    graph: StateGraph
    values: GoalValues
    _comparisons: dict[int, AnswerComparison] = Factory(dict)

    def comparison(self, index: int) -> AnswerComparison:
        """The answers to a decision point, by the index of its inject, compared for this goal."""
        if index not in self._comparisons:
            self._comparisons[index] = compare_answers(self.values, index)
        return self._comparisons[index]

    def expected(self, index: int) -> dict[str, ExpectedOutcome]:
        """The expected outcome of this goal after each answer to a decision point, by the index of its inject."""
        return expected_after(self.values, index, self._path_shares)

    @cached_property
    def _path_shares(self) -> list[list[float]]:
        return path_shares(self.graph)

    @property
    def exact(self) -> bool:
        """Whether every path was explored."""
        return not self.graph.sample_size


@frozen(eq=False)
class Exploration:
    """What exploring shows about a script.

    `delivered_injects` and `possible_answers` are the injects that come, and the answers that can be given, on some
    path that was seen. For `certain_injects` and `certain_points` every path was explored, so that what was not seen is
    impossible. `sampled_paths` are random whole paths, which there are also where every path was explored: they show
    how busy teams are. `sample_size` is 0 where nothing rests on a sample.
    """

    analysis: ScriptAnalysis
    goals: tuple[GoalExploration, ...]
    delivered_injects: frozenset[str]
    possible_answers: frozenset[tuple[int, str]]
    certain_injects: frozenset[int]
    certain_points: frozenset[int]
    wrong_texts: dict[int, AnswerPath]
    sample_size: int
    sampled_paths: tuple[SampledPath, ...]
    unreachable_parts: tuple[ConditionPart, ...]

    @property
    def exact(self) -> bool:
        """Whether every path was explored, for every goal and every inject."""
        return all(goal.exact for goal in self.goals) and len(self.certain_injects) == len(
            self.analysis.compiled.script.injects
        )


def explore_script(
    analysis: ScriptAnalysis, next_budget: Callable[[int], KeepGoing], draw: Callable[[int], int]
) -> Exploration:
    """Explores a script.

    A script is explored as a series of questions, each in its own cone. `next_budget` is told how many are left and
    returns, for the next of them, a function that says whether to keep going. `draw` gives a random number below its
    argument.
    """
    return _Explorer(analysis, next_budget, draw).run()


class _Explorer:
    def __init__(
        self, analysis: ScriptAnalysis, next_budget: Callable[[int], KeepGoing], draw: Callable[[int], int]
    ) -> None:
        self.analysis, self.next_budget, self.draw = analysis, next_budget, draw
        self.graphs: dict[Cone, StateGraph] = {}
        self.delivered_injects: set[str] = set()
        self.possible_answers: set[tuple[int, str]] = set()
        self.certain_injects: set[int] = set()
        self.certain_points: set[int] = set()
        self.wrong_texts: dict[int, AnswerPath] = {}

    def run(self) -> Exploration:
        script = self.analysis.compiled.script
        cones = [self.analysis.cone(goals=[goal]) for goal in range(len(script.goals))]
        exact: dict[int, StateGraph] = {}
        # The smallest cones first: the time that they leave is divided over the larger ones.
        for goal in sorted(range(len(cones)), key=lambda goal: len(cones[goal].points)):
            graph = self._explored(cones[goal], len(cones) - len(exact) + 1)
            if graph is not None:
                exact[goal] = graph
        for index in range(len(script.injects)):
            self._ascertain(index)
        texts = [self._explored(self.analysis.cone(checks=[index]), 2) for index in self.analysis.assuming]
        left = [goal for goal in range(len(cones)) if goal not in exact]
        everything_known = not left and None not in texts and len(self.certain_injects) == len(script.injects)
        sample = self._sample()
        goals = []
        for goal in range(len(cones)):
            graph = exact.get(goal) or sample
            goals.append(GoalExploration(goal, graph, GoalValues(graph, goal)))
        return Exploration(
            self.analysis,
            tuple(goals),
            frozenset(self.delivered_injects),
            frozenset(self.possible_answers),
            frozenset(self.certain_injects),
            frozenset(self.certain_points),
            self.wrong_texts,
            0 if everything_known else sample.sample_size,
            sample_paths(sample, WHOLE_PATHS, self.draw),
            tuple(self._unreachable_parts()),
        )

    def _explored(self, cone: Cone, questions_left: int) -> StateGraph | None:
        """The graph of a cone; None where it could not be finished."""
        if cone not in self.graphs:
            graph = explore_cone(self.analysis, cone, self.next_budget(questions_left))
            if not graph.finished:
                return None
            self.graphs[cone] = graph
            self._record(graph)
            self.certain_injects |= cone.injects
            self.certain_points |= cone.points
        return self.graphs[cone]

    def _unreachable_parts(self) -> Iterator[ConditionPart]:
        """The parts of an `of` that are never true, each found by exploring a script with only that part."""
        compiled = self.analysis.compiled
        for part in condition_parts(compiled.script):
            # The cone of the whole condition: larger than needed for the part, and the play of the rest is the same.
            graph = explore_cone(
                ScriptAnalysis(compile_script(script_with_part(compiled.script, part)), self.analysis.moments),
                self.analysis.cone(injects=[part.inject], points=[part.inject] if part.option is not None else []),
                self.next_budget(2),
            )
            if graph.finished and not _is_reached(graph, compiled.script.injects[part.inject], part):
                yield part

    def _ascertain(self, index: int) -> None:
        """Tries to make certain whether an inject can come, and which answers to it can be given."""
        asks = [index] if index in self.analysis.candidates else []
        if index in self.certain_injects and (not asks or index in self.certain_points):
            return
        left = len(self.analysis.compiled.script.injects) - len(self.certain_injects) + 1
        self._explored(self.analysis.cone(injects=[index], points=asks), left)

    def _record(self, graph: StateGraph) -> None:
        self.delivered_injects |= delivered_injects(graph)
        self.possible_answers |= answers_seen(graph)
        self.wrong_texts = wrong_texts(graph) | self.wrong_texts

    def _sample(self) -> StateGraph:
        everything = range(len(self.analysis.compiled.script.injects))
        goals = range(len(self.analysis.compiled.script.goals))
        cone = self.analysis.cone(
            goals=goals, injects=everything, points=self.analysis.candidates, checks=self.analysis.assuming
        )
        graph = explore_cone(self.analysis, cone, sample=Sample(SAMPLE_SIZE, self.draw))
        self._record(graph)
        return graph


def _is_reached(graph: StateGraph, inject: Inject, part: ConditionPart) -> bool:
    if part.option is None or inject.point is None:
        return inject.id in delivered_injects(graph)
    wanted = inject.point.options[part.option].id
    candidates = {candidate.id for candidate in graph.analysis.candidates[part.inject] if wanted in candidate.options}
    return any(index == part.inject and candidate in candidates for index, candidate in answers_seen(graph))
