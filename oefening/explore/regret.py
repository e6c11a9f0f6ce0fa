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
from oefening.explore.counterfactual import Played, can_be, deeds_of, is_about, replayed, standing_before
from oefening.explore.frame import Frame
from oefening.explore.graph import Graph
from oefening.explore.lanes import Cost
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


def regrets(play: Played, most_states: int) -> tuple[tuple[Regret, ...], bool]:
    """What every decision of a play gave away of the goals that fell short, and whether all of it could be worked out.

    For each goal the last decision first: where one takes more states than `most_states`, so would those before it.
    """
    put = [
        (inject.point_id, state.opened)
        for inject, state in zip(play.plan.script.injects, play.world.points, strict=True)
        if state is not None
    ]
    latest_first = [point for point, _opened in sorted(put, key=lambda pair: pair[1], reverse=True)]
    found, whole = list[Regret](), True
    course = replayed(play, play.deeds)
    for goal, definition in enumerate(play.plan.script.goals):
        fell_short = course.outcome(play.plan, definition)[0] > 0
        for point in latest_first if fell_short else ():
            if not _touches(play, point, goal):
                continue
            one = regret(play, point, goal, most_states)
            if one is None:
                whole = False
                break
            found.append(one)
    return tuple(found), whole


def _touches(play: Played, point: str, goal: int) -> bool:
    """Whether a decision that was taken, or let lie, can matter to a goal."""
    index = play.plan.points[point]
    state = play.world.points[index]
    decided = state is not None and (bool(state.versions) or state.expired)
    return decided and index in Frame(play.plan, ends_at=play.end).cone(goals=[goal]).points


def regret(play: Played, point: str, goal: int, most_states: int) -> Regret | None:
    """What a decision gave away for a goal; None where it does not touch the goal or it would take more states."""
    frame = Frame(play.plan, ends_at=play.end)
    index = play.plan.points[point]
    state = play.world.points[index]
    if state is None or not _touches(play, point, goal):
        return None
    own = [deed for deed in play.deeds if is_about(deed, point)]
    definition = play.plan.script.injects[index].point
    assert definition is not None  # noqa: S101 - the plan lists points only
    minute = own[0].minute if own else Minutes(state.opened + definition.deadline // 2)
    before = standing_before(play, point, minute)
    given, reached = _given(frame.cases[index], state.effective_answer, state.adjudged_option), dict[Case, Outcome]()
    past: Cost | None = None
    for case in dict.fromkeys((*frame.cases[index], NO_CASE, given)):
        if case.answer is not None and not can_be(play.plan, before.world, minute, point, case.answer):
            continue
        graph = _after(frame, play, before, point, case, goal, most_states)
        if not graph.finished:
            return None
        past = past or _cost_until(graph, before, goal)
        rank, minutes, lost = Values(graph, goal).whole.best
        reached[case] = rank, minutes + past.minutes[0], lost + past.lost
    best = min(reached, key=lambda case: reached[case])
    return Regret(goal, point, best, reached[best], reached[given])


def _given(cases: tuple[Case, ...], answer: Answer | None, adjudged: str | None) -> Case:
    for case in (*cases, NO_CASE):
        if case.adjudged == adjudged if case.adjudged is not None else case.answer == answer:
            return case
    return Case("gegeven", answer)


def _after(frame: Frame, play: Played, before: Standing, point: str, case: Case, goal: int, most_states: int) -> Graph:
    """Everything that can come after an answer, as far as a goal goes."""
    state = State(clock=before.clock, started=True, worlds=(before.world,))
    for deed in deeds_of(point, case, before.clock, before.clock):
        state = evolved(play.plan, state, deed.event)
    declined = frozenset([play.plan.points[point]]) if case.answer is None else frozenset[int]()
    standing = evolve(before, world=state.worlds[0], declined=declined)
    return explore(frame, frame.cone(goals=[goal]), standing=standing, most_states=most_states)


def _cost_until(graph: Graph, before: Standing, goal: int) -> Cost:
    """What the course up to the decision cost a goal."""
    plan = graph.frame.plan
    place = graph.cone.targets.index(plan.indicators[plan.script.goals[goal].indicator])
    return graph.books[place].cost_until(before)
