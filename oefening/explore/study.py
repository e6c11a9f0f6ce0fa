"""A whole script, explored: every goal by itself, exactly where that can be finished, else by a sample of courses.

Each goal is explored in its own cone, so that what does not touch it is not multiplied in. What several goals together
depend on is only ever sampled.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from attrs import Factory, frozen

from oefening.engine.plan import make_plan
from oefening.explore.branches import IdleBranch, branches, with_branch
from oefening.explore.compare import Comparison, compare
from oefening.explore.frame import Cone, Frame
from oefening.explore.graph import Graph
from oefening.explore.heat import Expected, expected_after, shares
from oefening.explore.paths import Course, answers_seen, delivered, wrong_texts
from oefening.explore.search import Sample, explore
from oefening.explore.values import Values
from oefening.explore.walks import Walk, walks
from oefening.script.model import Inject

GoOn = Callable[[], bool]

COURSES = 2_000
"""Courses in a sample."""

WALKS = 500
"""Courses followed from begin to end, for the pace of play."""


@frozen(eq=False, slots=False)
class GoalStudy:
    """What exploring shows of one goal, by its index."""

    goal: int
    graph: Graph
    values: Values
    _compared: dict[int, Comparison] = Factory(dict)

    def comparison(self, index: int) -> Comparison:
        """The answers to a decision point, by the index of its inject, held against each other for this goal."""
        if index not in self._compared:
            self._compared[index] = compare(self.values, index)
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
class Study:
    """What exploring shows of a script.

    `came` and `answered` are the injects that come, and the answers that can be given, in some course; `settled` the
    injects of which it is certain whether they are among them, `settled_points` the same for answers. `walks` are
    whole courses at random, also where every course was explored: they show the pace of play.
    """

    frame: Frame
    goals: tuple[GoalStudy, ...]
    came: frozenset[str]
    answered: frozenset[tuple[int, str]]
    settled: frozenset[int]
    settled_points: frozenset[int]
    wrong_texts: dict[int, Course]
    sampled: int
    walks: tuple[Walk, ...]
    idle_branches: tuple[IdleBranch, ...]

    @property
    def exact(self) -> bool:
        """Whether every course was explored, for every goal and every inject."""
        return all(goal.exact for goal in self.goals) and len(self.settled) == len(self.frame.plan.script.injects)


def study(frame: Frame, next_go_on: Callable[[int], GoOn], draw: Callable[[int], int]) -> Study:
    """Explores a script.

    `next_go_on` is told how many questions are ahead and gives, for the next of them, what says whether to go on;
    `draw` gives a random number below the one it is given.
    """
    return _Study(frame, next_go_on, draw).run()


class _Study:
    def __init__(self, frame: Frame, next_go_on: Callable[[int], GoOn], draw: Callable[[int], int]) -> None:
        self.frame, self.next_go_on, self.draw = frame, next_go_on, draw
        self.graphs: dict[Cone, Graph] = {}
        self.came: set[str] = set()
        self.answered: set[tuple[int, str]] = set()
        self.settled: set[int] = set()
        self.settled_points: set[int] = set()
        self.wrong_texts: dict[int, Course] = {}

    def run(self) -> Study:
        script = self.frame.plan.script
        cones = [self.frame.cone(goals=[goal]) for goal in range(len(script.goals))]
        exact: dict[int, Graph] = {}
        for goal in sorted(range(len(cones)), key=lambda goal: len(cones[goal].points)):
            graph = self._explored(cones[goal], len(cones) - len(exact) + 1)
            if graph is not None:
                exact[goal] = graph
        for index in range(len(script.injects)):
            self._settle(index)
        texts = [self._explored(self.frame.cone(checks=[index]), 2) for index in self.frame.assuming]
        left = [goal for goal in range(len(cones)) if goal not in exact]
        everything_known = not left and None not in texts and len(self.settled) == len(script.injects)
        sample = self._sample()
        goals = []
        for goal in range(len(cones)):
            graph = exact.get(goal) or sample
            goals.append(GoalStudy(goal, graph, Values(graph, goal)))
        return Study(
            self.frame,
            tuple(goals),
            frozenset(self.came),
            frozenset(self.answered),
            frozenset(self.settled),
            frozenset(self.settled_points),
            self.wrong_texts,
            0 if everything_known else sample.sampled,
            walks(sample, WALKS, self.draw),
            tuple(self._idle_branches()),
        )

    def _explored(self, cone: Cone, ahead: int) -> Graph | None:
        """The graph of a cone; None where it could not be finished."""
        if cone not in self.graphs:
            graph = explore(self.frame, cone, self.next_go_on(ahead))
            if not graph.finished:
                return None
            self.graphs[cone] = graph
            self._note(graph)
            self.settled |= cone.injects
            self.settled_points |= cone.points
        return self.graphs[cone]

    def _idle_branches(self) -> Iterator[IdleBranch]:
        """The parts of an `of` that never hold, each by exploring the script with that part for its whole condition."""
        plan = self.frame.plan
        for branch in branches(plan.script):
            graph = explore(
                Frame(make_plan(with_branch(plan.script, branch)), self.frame.moments),
                self.frame.cone(injects=[branch.inject], points=[branch.inject] if branch.option is not None else []),
                self.next_go_on(2),
            )
            if graph.finished and not _ever(graph, plan.script.injects[branch.inject], branch):
                yield branch

    def _settle(self, index: int) -> None:
        """Makes certain whether an inject can come, and which answers to it can be given, where that can be done."""
        asks = [index] if index in self.frame.cases else []
        if index in self.settled and (not asks or index in self.settled_points):
            return
        left = len(self.frame.plan.script.injects) - len(self.settled) + 1
        self._explored(self.frame.cone(injects=[index], points=asks), left)

    def _note(self, graph: Graph) -> None:
        self.came |= delivered(graph)
        self.answered |= answers_seen(graph)
        self.wrong_texts = wrong_texts(graph) | self.wrong_texts

    def _sample(self) -> Graph:
        everything = range(len(self.frame.plan.script.injects))
        goals = range(len(self.frame.plan.script.goals))
        cone = self.frame.cone(goals=goals, injects=everything, points=self.frame.cases, checks=self.frame.assuming)
        graph = explore(self.frame, cone, sample=Sample(COURSES, self.draw))
        self._note(graph)
        return graph


def _ever(graph: Graph, inject: Inject, branch: IdleBranch) -> bool:
    if branch.option is None or inject.point is None:
        return inject.id in delivered(graph)
    wanted = inject.point.options[branch.option].id
    cases = {case.id for case in graph.frame.cases[branch.inject] if wanted in case.options}
    return any(index == branch.inject and case in cases for index, case in answers_seen(graph))
