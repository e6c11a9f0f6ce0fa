"""How simulated teams go about deciding: at random, in haste, with care, or as well or badly as exploring knows how.

Careful teams give the answer after which, in a sample of courses, the goal that is worst off ends best. The best and
the worst teams follow the best and the worst course of that sample: the grades of all goals, by their weight.
"""

from collections.abc import Callable
from enum import StrEnum
from random import Random

from attrs import Factory, frozen

from oefening.engine.answers import Answer
from oefening.engine.compiled_script import CompiledScript
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer
from oefening.explore.backward_induction import GoalValues
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.exploration import GoalExploration
from oefening.explore.sampled_paths import SampledPath, sample_paths
from oefening.explore.search import Sample, explore_cone
from oefening.script.units import Minutes


class Strategy(StrEnum):
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
class StrategyChoices:
    """A style, with what it needs to know: for each point (index of its inject) every answer it may give, scored."""

    style: Strategy = Strategy.RANDOM
    scores: dict[int, dict[CandidateAnswer, Score]] = Factory(dict)
    followed: dict[int, CandidateAnswer] = Factory(dict)
    """The answers of the course to follow, where the style follows one."""

    def preferred(self, index: int, possible: Callable[[Answer], bool]) -> CandidateAnswer | None:
        """The answer to give, of those that are possible; NO_CASE to let the deadline pass, None where it is open."""
        followed = self.followed.get(index)
        if followed is not None:
            return followed if followed.answer is None or possible(followed.answer) else None
        scored = self.scores.get(index, {})
        known = [candidate for candidate in scored if candidate.answer is not None and possible(candidate.answer)]
        return min(known, key=lambda candidate: (scored[candidate].worst_off, scored[candidate].together), default=None)

    def moment(self, opened: Minutes, last: Minutes, random: Random) -> int:
        """The minute at which the team decides, from the one after the question until the last that is in time."""
        first = min(opened + 1, last)
        match self.style:
            case Strategy.RANDOM:
                return random.randint(first, last)
            case Strategy.HASTY:
                return first
            case Strategy.CAREFUL:
                return random.randint(last - (last - first) // 5, last)
            case Strategy.BEST | Strategy.WORST:
                return first + (last - first) // 2


SAMPLED = 500
"""Courses in the sample that careful, best and worst teams go by."""

TIE_BREAK = 1e-6
"""What a minute below the minimum weighs against a rank."""


def choices_of(compiled: CompiledScript, style: Strategy) -> StrategyChoices:
    """The manner of a style in a script; takes a few seconds where the script has to be explored for it."""
    if style in (Strategy.RANDOM, Strategy.HASTY):
        return StrategyChoices(style)
    analysis, draw = ScriptAnalysis(compiled), Random(1).randrange  # noqa: S311 - no secret
    everything = analysis.cone(
        range(len(compiled.script.goals)), range(len(compiled.script.injects)), analysis.candidates
    )
    graph = explore_cone(analysis, everything, sample=Sample(SAMPLED, draw))
    if style is Strategy.CAREFUL:
        goals = [GoalExploration(goal, graph, GoalValues(graph, goal)) for goal in everything.goals]
        return StrategyChoices(style, {index: _scores(analysis, goals, index) for index in analysis.candidates})
    extreme = (max if style is Strategy.WORST else min)(
        sample_paths(graph, SAMPLED, draw), key=lambda walk: _weighed(compiled, walk)
    )
    candidates = {
        (index, candidate.id): candidate
        for index, known in analysis.candidates.items()
        for candidate in (*known, NO_ANSWER)
    }
    return StrategyChoices(
        style,
        followed={answered.question: candidates[answered.question, answered.candidate] for answered in extreme.answers},
    )


def _weighed(compiled: CompiledScript, walk: SampledPath) -> float:
    return sum(
        goal.weight * (rank + TIE_BREAK * minutes)
        for goal, (rank, minutes, _lost) in zip(compiled.script.goals, walk.outcomes, strict=True)
    )


def _scores(analysis: ScriptAnalysis, studied: list[GoalExploration], index: int) -> dict[CandidateAnswer, Score]:
    goals = analysis.compiled.script.goals
    expected = [(goals[goal.goal].weight, goal.expected(index)) for goal in studied]
    found = {}
    for candidate in analysis.candidates[index]:
        ranks = [
            (weight, column[candidate.id].rank + TIE_BREAK * column[candidate.id].minutes)
            for weight, column in expected
            if candidate.id in column
        ]
        if ranks:
            found[candidate] = Score(sum(weight * rank for weight, rank in ranks), max(rank for _weight, rank in ranks))
    return found
