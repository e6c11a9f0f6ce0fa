"""How much of the best result still within reach a decision gave away, in an exercise that was played.

At the minute of the decision every answer is explored to the end of that play, for one goal: the best that could still
have come of it if from there on everything had been decided best for that goal. What people improvised later is not
in it.
"""

from attrs import evolve, frozen

from oefening.engine.answers import Answer
from oefening.engine.evolve import evolved
from oefening.engine.state import State
from oefening.explore.cases import NO_CASE, Case
from oefening.explore.counterfactual import Played, can_be, deeds_of, is_about, standing_before
from oefening.explore.frame import Frame
from oefening.explore.search import explore
from oefening.explore.standing import Standing
from oefening.explore.values import Outcome, Values
from oefening.script.units import Minutes


@frozen
class Regret:
    """What was within reach of a goal, by its index, with the best answer to a question and with the one given."""

    goal: int
    point: str
    best_case: Case
    best: Outcome
    left: Outcome

    @property
    def lost_grade(self) -> bool:
        """Whether the best grade still within reach was given away: from here on it could not be had any more."""
        return self.best[0] < self.left[0]


def regret(play: Played, point: str, goal: int, most_states: int) -> Regret | None:
    """What a decision gave away for a goal; None where it does not touch the goal or it would take more states."""
    frame = Frame(play.plan, ends_at=play.end)
    index = play.plan.points[point]
    state = play.world.points[index]
    cone = frame.cone(goals=[goal])
    if state is None or index not in cone.points or (not state.versions and not state.expired):
        return None
    own = [deed for deed in play.deeds if is_about(deed, point)]
    definition = play.plan.script.injects[index].point
    assert definition is not None  # noqa: S101 - the plan lists points only
    minute = own[0].minute if own else Minutes(state.opened + definition.deadline // 2)
    before = standing_before(play, point, minute)
    given, reached = _given(frame.cases[index], state.effective_answer, state.adjudged_option), dict[Case, Outcome]()
    for case in dict.fromkeys((*frame.cases[index], NO_CASE, given)):
        if case.answer is not None and not can_be(play.plan, before.world, minute, point, case.answer):
            continue
        outcome = _best_after(frame, play, before, point, case, goal, most_states)
        if outcome is None:
            return None
        reached[case] = outcome
    best = min(reached, key=lambda case: reached[case])
    return Regret(goal, point, best, reached[best], reached[given])


def _given(cases: tuple[Case, ...], answer: Answer | None, adjudged: str | None) -> Case:
    for case in (*cases, NO_CASE):
        if case.adjudged == adjudged if case.adjudged is not None else case.answer == answer:
            return case
    return Case("gegeven", answer)


def _best_after(
    frame: Frame, play: Played, before: Standing, point: str, case: Case, goal: int, most_states: int
) -> Outcome | None:
    state = State(clock=before.clock, started=True, worlds=(before.world,))
    for deed in deeds_of(point, case, before.clock, before.clock):
        state = evolved(play.plan, state, deed.event)
    declined = frozenset([play.plan.points[point]]) if case.answer is None else frozenset[int]()
    standing = evolve(before, world=state.worlds[0], declined=declined)
    graph = explore(frame, frame.cone(goals=[goal]), standing=standing, most_states=most_states)
    if not graph.finished:
        return None
    values = Values(graph, goal)
    rank, minutes, lost = values.whole.best
    place = graph.cone.targets.index(play.plan.indicators[play.plan.script.goals[goal].indicator])
    cost = graph.books[place].cost_until(before)
    return rank, minutes + cost.minutes[0], lost + cost.lost
