"""What mattered in one world of an exercise, and what else could have been: the engine run again. Pure.

For every decision what each other answer would have done with everything else the same, and how much it gave away of
the best that was still within reach. This is the model's consequence, not the world's truth.
"""

from collections.abc import Sequence

from attrs import frozen

from oefening.engine.events import Event
from oefening.engine.plan import Plan
from oefening.explore.counterfactual import Alternative, Swing, played, swings
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
class Analysis:
    """What mattered in one world. `whole` says whether everything within reach could be worked out."""

    swings: tuple[Swing, ...]
    regrets: tuple[Regret, ...]
    whole: bool
    tippings: tuple[Tipping, ...]

    def weight_of(self, plan: Plan, point: str) -> int:
        """How much hung on a decision: the grades between best and worst answer, times the weight, over all goals."""
        total = 0
        for number, goal in enumerate(plan.script.goals):
            own = [swing for swing in self.swings if swing.point == point and swing.goal == number]
            ranks = [swing.outcome[0] for swing in own] + [swing.actual[0] for swing in own]
            total += goal.weight * (max(ranks) - min(ranks)) if ranks else 0
        return total


def analyse(plan: Plan, events: Sequence[Event], world: int) -> Analysis:
    """Works out what mattered in one world of an exercise that began."""
    play = played(plan, events, world)
    found = swings(play)
    given_away, whole = regrets(play, MOST_STATES)
    return Analysis(found, given_away, whole, tuple(_tippings(plan, found)))


def _tippings(plan: Plan, found: tuple[Swing, ...]) -> list[Tipping]:
    """For each goal the decisions on which its grade hung most, with the answer that would have changed it most."""
    tippings = []
    for goal in range(len(plan.script.goals)):
        tipping = [swing for swing in found if swing.goal == goal and swing.tips]
        tipping.sort(key=lambda swing: (-abs(swing.outcome[0] - swing.actual[0]), swing.outcome))
        first_of: dict[str, Swing] = {}
        for swing in tipping:
            first_of.setdefault(swing.point, swing)
        for swing in list(first_of.values())[:MOST_TIPPING]:
            tippings.append(Tipping(goal, swing.point, swing.alternative, swing.outcome[0]))
    return tippings
