"""What mattered in one world of an exercise, and what else could have been: the engine run again. Pure.

For every decision what each other answer would have done with everything else the same, and how much it gave away of
the best that was still within reach. This is the model's consequence, not the world's truth.
"""

from collections.abc import Sequence

from attrs import frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import Event
from oefening.explore.counterfactual import Alternative, OutcomeChange, outcome_changes, recorded_play
from oefening.explore.regret import Regret, regrets

MOST_STATES = 1_500
"""How many states may be looked at to find what was within reach from one decision, for one goal."""

MOST_TIPPING = 2
"""Tipping points drawn in one curve: more cannot be read."""


@frozen
class Tipping:
    """A decision on which the grade of a goal (by index) hung: the course that another answer would have given."""

    goal: int
    point: str
    alternative: Alternative
    rank: int


@frozen
class DecisionImpact:
    """What mattered in one world. `whole` says whether everything within reach could be worked out."""

    outcome_changes: tuple[OutcomeChange, ...]
    regrets: tuple[Regret, ...]
    whole: bool
    tippings: tuple[Tipping, ...]

    def weight_of(self, compiled: CompiledScript, point: str) -> int:
        """How much hung on a decision: the grades between best and worst answer, times the weight, over all goals."""
        total = 0
        for number, goal in enumerate(compiled.script.goals):
            own = [
                outcome_change
                for outcome_change in self.outcome_changes
                if outcome_change.point == point and outcome_change.goal == number
            ]
            ranks = [outcome_change.outcome[0] for outcome_change in own] + [
                outcome_change.actual[0] for outcome_change in own
            ]
            total += goal.weight * (max(ranks) - min(ranks)) if ranks else 0
        return total


def decision_impact(compiled: CompiledScript, events: Sequence[Event], world: int) -> DecisionImpact:
    """Works out what mattered in one world of an exercise that began."""
    play = recorded_play(compiled, events, world)
    found = outcome_changes(play)
    given_away, whole = regrets(play, MOST_STATES)
    return DecisionImpact(found, given_away, whole, tuple(_tippings(compiled, found)))


def _tippings(compiled: CompiledScript, found: tuple[OutcomeChange, ...]) -> list[Tipping]:
    """For each goal the decisions on which its grade hung most, with the answer that would have changed it most."""
    tippings = []
    for goal in range(len(compiled.script.goals)):
        tipping = [outcome_change for outcome_change in found if outcome_change.goal == goal and outcome_change.tips]
        tipping.sort(
            key=lambda outcome_change: (
                -abs(outcome_change.outcome[0] - outcome_change.actual[0]),
                outcome_change.outcome,
            )
        )
        first_of: dict[str, OutcomeChange] = {}
        for outcome_change in tipping:
            first_of.setdefault(outcome_change.point, outcome_change)
        for outcome_change in list(first_of.values())[:MOST_TIPPING]:
            tippings.append(Tipping(goal, outcome_change.point, outcome_change.alternative, outcome_change.outcome[0]))
    return tippings
