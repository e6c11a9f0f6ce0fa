"""A whole script, explored: every goal by itself, exactly where that can be finished, else by a sample of courses.

Each goal is explored in its own cone, so that what does not touch it is not multiplied in. What several goals together
depend on is only ever sampled.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from attrs import Factory, frozen

from oefening.engine.compiled_script import compile_script
from oefening.explore.backward_induction import GoalValues
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.dominance import Comparison, compare_answers
from oefening.explore.expected_effects import Expected, expected_after, shares
from oefening.explore.sampled_paths import SampledPath, sample_paths
from oefening.explore.search import Sample, explore_cone
from oefening.explore.state_graph import StateGraph
from oefening.explore.unreachable_parts import UnreachablePart, operands, with_operand
from oefening.explore.witness_paths import AnswerPath, answers_seen, delivered, wrong_texts
from oefening.script.model import Inject

GoOn = Callable[[], bool]

COURSES = 2_000
"""Courses in a sample."""

WALKS = 500
"""Courses followed from begin to end, for the pace of play."""


@frozen(eq=False, slots=False)
class GoalExploration:
    """What exploring shows of one goal, by its index."""

    goal: int
    graph: StateGraph
    values: GoalValues
    _compared: dict[int, Comparison] = Factory(dict)

    def comparison(self, index: int) -> Comparison:
        """The answers to a decision point, by the index of its inject, held against each other for this goal."""
        if index not in self._compared:
            self._compared[index] = compare_answers(self.values, index)
        return self._compared[index]

    def expected(self, index: int) -> dict[str, Expected]:
        """What is to be expected of this goal after each answer to a decision point, by the index of its inject."""
        return expected_after(self.values, index, self._passing)

    @cached_property
    def _passing(self) -> list[list[float]]:
        return shares(self.graph)

    @property
    def exact(self) -> bool:
        """Whether every course was explored."""
        return not self.graph.sampled


@frozen(eq=False)
class Exploration:
    """What exploring shows of a script.

    `came` and `answered` are the injects that come, and the answers that can be given, in some course; `settled` the
    injects of which it is certain whether they are among them, `settled_points` the same for answers. `sampled_paths`
    are whole paths at random, also where every path was explored: they show the pace of play.
    """

    analysis: ScriptAnalysis
    goals: tuple[GoalExploration, ...]
    came: frozenset[str]
    answered: frozenset[tuple[int, str]]
    settled: frozenset[int]
    settled_points: frozenset[int]
    wrong_texts: dict[int, AnswerPath]
    sampled: int
    sampled_paths: tuple[SampledPath, ...]
    idle_branches: tuple[UnreachablePart, ...]

    @property
    def exact(self) -> bool:
        """Whether every course was explored, for every goal and every inject."""
        return all(goal.exact for goal in self.goals) and len(self.settled) == len(
            self.analysis.compiled.script.injects
        )


def explore_script(
    analysis: ScriptAnalysis, next_go_on: Callable[[int], GoOn], draw: Callable[[int], int]
) -> Exploration:
    """Explores a script.

    `next_go_on` is told how many questions are ahead and gives, for the next of them, what says whether to go on;
    `draw` gives a random number below the one it is given.
    """
    return _Explorer(analysis, next_go_on, draw).run()


class _Explorer:
    def __init__(self, analysis: ScriptAnalysis, next_go_on: Callable[[int], GoOn], draw: Callable[[int], int]) -> None:
        self.analysis, self.next_go_on, self.draw = analysis, next_go_on, draw
        self.graphs: dict[Cone, StateGraph] = {}
        self.came: set[str] = set()
        self.answered: set[tuple[int, str]] = set()
        self.settled: set[int] = set()
        self.settled_points: set[int] = set()
        self.wrong_texts: dict[int, AnswerPath] = {}

    def run(self) -> Exploration:
        script = self.analysis.compiled.script
        cones = [self.analysis.cone(goals=[goal]) for goal in range(len(script.goals))]
        exact: dict[int, StateGraph] = {}
        for goal in sorted(range(len(cones)), key=lambda goal: len(cones[goal].points)):
            graph = self._explored(cones[goal], len(cones) - len(exact) + 1)
            if graph is not None:
                exact[goal] = graph
        for index in range(len(script.injects)):
            self._settle(index)
        texts = [self._explored(self.analysis.cone(checks=[index]), 2) for index in self.analysis.assuming]
        left = [goal for goal in range(len(cones)) if goal not in exact]
        everything_known = not left and None not in texts and len(self.settled) == len(script.injects)
        sample = self._sample()
        goals = []
        for goal in range(len(cones)):
            graph = exact.get(goal) or sample
            goals.append(GoalExploration(goal, graph, GoalValues(graph, goal)))
        return Exploration(
            self.analysis,
            tuple(goals),
            frozenset(self.came),
            frozenset(self.answered),
            frozenset(self.settled),
            frozenset(self.settled_points),
            self.wrong_texts,
            0 if everything_known else sample.sampled,
            sample_paths(sample, WALKS, self.draw),
            tuple(self._idle_branches()),
        )

    def _explored(self, cone: Cone, ahead: int) -> StateGraph | None:
        """The graph of a cone; None where it could not be finished."""
        if cone not in self.graphs:
            graph = explore_cone(self.analysis, cone, self.next_go_on(ahead))
            if not graph.finished:
                return None
            self.graphs[cone] = graph
            self._note(graph)
            self.settled |= cone.injects
            self.settled_points |= cone.points
        return self.graphs[cone]

    def _idle_branches(self) -> Iterator[UnreachablePart]:
        """The parts of an `of` that never hold, each by exploring the script with that part for its whole condition."""
        compiled = self.analysis.compiled
        for branch in operands(compiled.script):
            graph = explore_cone(
                ScriptAnalysis(compile_script(with_operand(compiled.script, branch)), self.analysis.moments),
                self.analysis.cone(
                    injects=[branch.inject], points=[branch.inject] if branch.option is not None else []
                ),
                self.next_go_on(2),
            )
            if graph.finished and not _ever(graph, compiled.script.injects[branch.inject], branch):
                yield branch

    def _settle(self, index: int) -> None:
        """Makes certain whether an inject can come, and which answers to it can be given, where that can be done."""
        asks = [index] if index in self.analysis.candidates else []
        if index in self.settled and (not asks or index in self.settled_points):
            return
        left = len(self.analysis.compiled.script.injects) - len(self.settled) + 1
        self._explored(self.analysis.cone(injects=[index], points=asks), left)

    def _note(self, graph: StateGraph) -> None:
        self.came |= delivered(graph)
        self.answered |= answers_seen(graph)
        self.wrong_texts = wrong_texts(graph) | self.wrong_texts

    def _sample(self) -> StateGraph:
        everything = range(len(self.analysis.compiled.script.injects))
        goals = range(len(self.analysis.compiled.script.goals))
        cone = self.analysis.cone(
            goals=goals, injects=everything, points=self.analysis.candidates, checks=self.analysis.assuming
        )
        graph = explore_cone(self.analysis, cone, sample=Sample(COURSES, self.draw))
        self._note(graph)
        return graph


def _ever(graph: StateGraph, inject: Inject, branch: UnreachablePart) -> bool:
    if branch.option is None or inject.point is None:
        return inject.id in delivered(graph)
    wanted = inject.point.options[branch.option].id
    candidates = {candidate.id for candidate in graph.analysis.candidates[branch.inject] if wanted in candidate.options}
    return any(index == branch.inject and candidate in candidates for index, candidate in answers_seen(graph))
