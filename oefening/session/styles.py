"""How simulated teams go about deciding: at random, in haste, with care, or as well or badly as exploring knows how.

Careful teams give the answer after which, in a sample of courses, the goal that is worst off ends best. The best and
the worst teams follow the best and the worst course of that sample: the grades of all goals, by their weight.
"""

from collections.abc import Callable
from enum import StrEnum
from random import Random

from attrs import Factory, frozen

from oefening.engine.answers import Answer
from oefening.engine.plan import Plan
from oefening.explore.cases import NO_CASE, Case
from oefening.explore.frame import Frame
from oefening.explore.search import Sample, explore
from oefening.explore.study import GoalStudy
from oefening.explore.values import Values
from oefening.explore.walks import Walk, walks
from oefening.script.units import Minutes


class Style(StrEnum):
    """A way of deciding, in the words in which it is asked for."""

    RANDOM = "willekeurig"
    HASTY = "haastig"
    CAREFUL = "voorzichtig"
    BEST = "best"
    WORST = "slechtst"


@frozen
class Score:
    """What is to be expected after an answer, less is better: over all goals by weight, and of the goal worst off.

    In ranks of the grade; minutes below the minimum count so little that they only break a tie.
    """

    together: float
    worst_off: float


@frozen
class Manner:
    """A style, with what it needs to know: for each point (index of its inject) every answer it may give, scored."""

    style: Style = Style.RANDOM
    scores: dict[int, dict[Case, Score]] = Factory(dict)
    followed: dict[int, Case] = Factory(dict)
    """The answers of the course to follow, where the style follows one."""

    def preferred(self, index: int, possible: Callable[[Answer], bool]) -> Case | None:
        """The answer to give, of those that are possible; NO_CASE to let the deadline pass, None where it is open."""
        followed = self.followed.get(index)
        if followed is not None:
            return followed if followed.answer is None or possible(followed.answer) else None
        scored = self.scores.get(index, {})
        known = [case for case in scored if case.answer is not None and possible(case.answer)]
        return min(known, key=lambda case: (scored[case].worst_off, scored[case].together), default=None)

    def moment(self, opened: Minutes, last: Minutes, random: Random) -> int:
        """The minute at which the team decides, from the one after the question until the last that is in time."""
        first = min(opened + 1, last)
        match self.style:
            case Style.RANDOM:
                return random.randint(first, last)
            case Style.HASTY:
                return first
            case Style.CAREFUL:
                return random.randint(last - (last - first) // 5, last)
            case Style.BEST | Style.WORST:
                return first + (last - first) // 2


SAMPLED = 500
"""Courses in the sample that careful, best and worst teams go by."""

TIE_BREAK = 1e-6
"""What a minute below the minimum weighs against a rank."""


def manner_of(plan: Plan, style: Style) -> Manner:
    """The manner of a style in a script; takes a few seconds where the script has to be explored for it."""
    if style in (Style.RANDOM, Style.HASTY):
        return Manner(style)
    frame, draw = Frame(plan), Random(1).randrange  # noqa: S311 - no secret
    everything = frame.cone(range(len(plan.script.goals)), range(len(plan.script.injects)), frame.cases)
    graph = explore(frame, everything, sample=Sample(SAMPLED, draw))
    if style is Style.CAREFUL:
        goals = [GoalStudy(goal, graph, Values(graph, goal)) for goal in everything.goals]
        return Manner(style, {index: _scores(frame, goals, index) for index in frame.cases})
    extreme = (max if style is Style.WORST else min)(walks(graph, SAMPLED, draw), key=lambda walk: _weighed(plan, walk))
    cases = {(index, case.id): case for index, known in frame.cases.items() for case in (*known, NO_CASE)}
    return Manner(
        style, followed={answered.question: cases[answered.question, answered.case] for answered in extreme.answers}
    )


def _weighed(plan: Plan, walk: Walk) -> float:
    return sum(
        goal.weight * (rank + TIE_BREAK * minutes)
        for goal, (rank, minutes, _lost) in zip(plan.script.goals, walk.outcomes, strict=True)
    )


def _scores(frame: Frame, studied: list[GoalStudy], index: int) -> dict[Case, Score]:
    goals = frame.plan.script.goals
    expected = [(goals[goal.goal].weight, goal.expected(index)) for goal in studied]
    found = {}
    for case in frame.cases[index]:
        ranks = [
            (weight, column[case.id].rank + TIE_BREAK * column[case.id].minutes)
            for weight, column in expected
            if case.id in column
        ]
        if ranks:
            found[case] = Score(sum(weight * rank for weight, rank in ranks), max(rank for _weight, rank in ranks))
    return found
