"""What the decisions of one world meant, found by running the engine again with other answers. Pure.

For every decision: what each other answer would have changed with everything else the same, and how much of the best
result within reach it gave away. These are consequences in the model of the script, not facts about the world.
"""

from collections.abc import Sequence

from attrs import frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import Event
from oefening.explore.counterfactual import Alternative, OutcomeChange, outcome_changes, recorded_play
from oefening.explore.regret import Regret, regrets

MAX_STATES = 1_500
"""The most states to explore for what was within reach from one decision, for one goal."""

MAX_TIPPING_POINTS = 2
"""The most tipping points drawn in one chart; more would be unreadable."""


@frozen
class TippingPoint:
    """A decision on which the grade of a goal (by index) depended, with the alternative that would have changed it."""

    goal: int
    point: str
    alternative: Alternative
    rank: int


@frozen
class DecisionImpact:
    """What mattered in one world. `complete` is whether everything within reach could be explored."""

    outcome_changes: tuple[OutcomeChange, ...]
    regrets: tuple[Regret, ...]
    complete: bool
    tipping_points: tuple[TippingPoint, ...]

    def impact_of(self, compiled: CompiledScript, point: str) -> int:
        """How much depended on a decision: over all goals, weight times the grades from best to worst answer."""
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
    """Works out what the decisions in one world meant; the exercise must have been started."""
    play = recorded_play(compiled, events, world)
    found = outcome_changes(play)
    given_away, whole = regrets(play, MAX_STATES)
    return DecisionImpact(found, given_away, whole, tuple(_tipping_points(compiled, found)))


def _tipping_points(compiled: CompiledScript, found: tuple[OutcomeChange, ...]) -> list[TippingPoint]:
    """For each goal the decisions on which its grade depended most, each with the answer that changes it most."""
    tippings = []
    for goal in range(len(compiled.script.goals)):
        tipping = [change for change in found if change.goal == goal and change.changes_grade]
        tipping.sort(key=lambda change: (-abs(change.outcome[0] - change.actual[0]), change.outcome))
        first_of: dict[str, OutcomeChange] = {}
        for change in tipping:
            first_of.setdefault(change.point, change)
        for change in list(first_of.values())[:MAX_TIPPING_POINTS]:
            tippings.append(TippingPoint(goal, change.point, change.alternative, change.outcome[0]))
    return tippings
