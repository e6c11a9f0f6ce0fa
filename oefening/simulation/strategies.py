"""How simulated teams decide: at random, in haste, carefully, or as well or as badly as exploration finds possible.

Careful teams give the answer after which, in a sample of paths through the script, the worst goal ends best. The best
and the worst teams follow the best and the worst path of that sample, by the weighted grades of all goals.
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
    """A way of deciding. The values are what people type, and are stored in the start event."""

    RANDOM = "willekeurig"
    HASTY = "haastig"
    CAREFUL = "voorzichtig"
    BEST = "best"
    WORST = "slechtst"


@frozen
class Score:
    """What is expected after an answer, less is better: the weighted sum over all goals, and the worst goal alone.

    In ranks of the grade; minutes below the MBCO count so little that they only break ties.
    """

    weighted_sum: float
    worst_goal: float


@frozen
class StrategyChoices:
    """A strategy with what it needs to know about a script. Keys are decision points, by the index of their inject."""

    strategy: Strategy = Strategy.RANDOM
    scores: dict[int, dict[CandidateAnswer, Score]] = Factory(dict)
    path_answers: dict[int, CandidateAnswer] = Factory(dict)
    """The answers of the path to follow, where the strategy follows one."""

    def preferred(self, index: int, possible: Callable[[Answer], bool]) -> CandidateAnswer | None:
        """The answer to give; NO_ANSWER to let the deadline pass, None where the strategy leaves it to chance.

        An answer on the path that is not possible now leaves it to chance too.
        """
        followed = self.path_answers.get(index)
        if followed is not None:
            return followed if followed.answer is None or possible(followed.answer) else None
        scored = self.scores.get(index, {})
        known = [candidate for candidate in scored if candidate.answer is not None and possible(candidate.answer)]
        return min(
            known, key=lambda candidate: (scored[candidate].worst_goal, scored[candidate].weighted_sum), default=None
        )

    def decision_minute(self, opened: Minutes, last: Minutes, random: Random) -> int:
        """The minute at which the team decides: after the point was opened, at the `last` minute in time or before."""
        first = min(opened + 1, last)
        match self.strategy:
            case Strategy.RANDOM:
                return random.randint(first, last)
            case Strategy.HASTY:
                return first
            case Strategy.CAREFUL:
                return random.randint(last - (last - first) // 5, last)
            case Strategy.BEST | Strategy.WORST:
                return first + (last - first) // 2


SAMPLED_PATHS = 500
"""Paths in the sample that careful, best and worst teams go by."""

TIE_BREAK = 1e-6
"""What a minute below the MBCO weighs against a rank."""


def choices_for(compiled: CompiledScript, strategy: Strategy) -> StrategyChoices:
    """The choices of a strategy in a script; takes a few seconds where the script has to be explored for it.

    The sample has a fixed seed, so that the same script always gives the same choices.
    """
    if strategy in (Strategy.RANDOM, Strategy.HASTY):
        return StrategyChoices(strategy)
    analysis, draw = ScriptAnalysis(compiled), Random(1).randrange  # noqa: S311 - no secret
    everything = analysis.cone(
        range(len(compiled.script.goals)), range(len(compiled.script.injects)), analysis.candidates
    )
    graph = explore_cone(analysis, everything, sample=Sample(SAMPLED_PATHS, draw))
    if strategy is Strategy.CAREFUL:
        goals = [GoalExploration(goal, graph, GoalValues(graph, goal)) for goal in everything.goals]
        return StrategyChoices(strategy, {index: _scores(analysis, goals, index) for index in analysis.candidates})
    extreme = (max if strategy is Strategy.WORST else min)(
        sample_paths(graph, SAMPLED_PATHS, draw), key=lambda path: _weighted_outcome(compiled, path)
    )
    candidates = {
        (index, candidate.id): candidate
        for index, known in analysis.candidates.items()
        for candidate in (*known, NO_ANSWER)
    }
    return StrategyChoices(
        strategy,
        path_answers={
            answered.question: candidates[answered.question, answered.candidate] for answered in extreme.answers
        },
    )


def _weighted_outcome(compiled: CompiledScript, path: SampledPath) -> float:
    return sum(
        goal.weight * (rank + TIE_BREAK * minutes)
        for goal, (rank, minutes, _lost) in zip(compiled.script.goals, path.outcomes, strict=True)
    )


def _scores(analysis: ScriptAnalysis, explored: list[GoalExploration], index: int) -> dict[CandidateAnswer, Score]:
    goals = analysis.compiled.script.goals
    expected = [(goals[goal.goal].weight, goal.expected(index)) for goal in explored]
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
