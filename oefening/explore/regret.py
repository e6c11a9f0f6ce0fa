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
    looking, course = _Looking(play, most_states), replayed(play, play.deeds)
    found, whole = list[Regret](), True
    for goal, definition in enumerate(play.plan.script.goals):
        fell_short = course.outcome(play.plan, definition)[0] > 0
        for point in latest_first if fell_short else ():
            if not looking.touches(point, goal):
                continue
            one = looking.regret(point, goal)
            if one is None:
                whole = False
                break
            found.append(one)
    return tuple(found), whole


def regret(play: Played, point: str, goal: int, most_states: int) -> Regret | None:
    """What a decision gave away for a goal; None where it does not touch the goal or it would take more states."""
    looking = _Looking(play, most_states)
    return looking.regret(point, goal) if looking.touches(point, goal) else None


class _Looking:
    """Looking back at the decisions of one play; what several questions share is worked out once."""

    def __init__(self, play: Played, most_states: int) -> None:
        self._play, self._most_states = play, most_states
        self._frame = Frame(play.plan, ends_at=play.end)
        self._cones = [self._frame.cone(goals=[goal]) for goal in range(len(play.plan.script.goals))]
        self._standings: dict[str, Standing] = {}

    def touches(self, point: str, goal: int) -> bool:
        """Whether a decision that was taken, or let lie, can matter to a goal."""
        index = self._play.plan.points[point]
        state = self._play.world.points[index]
        decided = state is not None and (bool(state.versions) or state.expired)
        return decided and index in self._cones[goal].points

    def regret(self, point: str, goal: int) -> Regret | None:
        """What a decision gave away for a goal that it touches; None where that would take more states."""
        index = self._play.plan.points[point]
        state = self._play.world.points[index]
        assert state is not None  # noqa: S101 - it touches the goal, so it was put
        before, cases = self._before(point), self._frame.cases[index]
        given, reached = _given(cases, state.effective_answer, state.adjudged_option), dict[Case, Outcome]()
        past: Cost | None = None
        for case in dict.fromkeys((*cases, NO_CASE, given)):
            if case.answer is not None and not can_be(self._play.plan, before.world, before.clock, point, case.answer):
                continue
            graph = self._after(before, point, case, goal)
            if not graph.finished:
                return None
            past = past or _cost_until(graph, before, goal)
            rank, minutes, lost = Values(graph, goal).whole.best
            reached[case] = rank, minutes + past.minutes[0], lost + past.lost
        best = min(reached, key=lambda case: reached[case])
        return Regret(goal, point, best, reached[best], reached[given])

    def _before(self, point: str) -> Standing:
        """Where the play stood when the decision was first taken; halfway the deadline where it never was."""
        if point not in self._standings:
            index = self._play.plan.points[point]
            state, definition = self._play.world.points[index], self._play.plan.script.injects[index].point
            assert state is not None  # noqa: S101 - asked of questions that were put
            assert definition is not None  # noqa: S101 - the plan lists points only
            own = next((deed for deed in self._play.deeds if is_about(deed, point)), None)
            minute = own.minute if own else Minutes(state.opened + definition.deadline // 2)
            self._standings[point] = standing_before(self._play, point, minute)
        return self._standings[point]

    def _after(self, before: Standing, point: str, case: Case, goal: int) -> Graph:
        """Everything that can come after an answer, as far as a goal goes."""
        plan = self._play.plan
        state = State(clock=before.clock, started=True, worlds=(before.world,))
        for deed in deeds_of(point, case, before.clock, before.clock):
            state = evolved(plan, state, deed.event)
        declined = frozenset([plan.points[point]]) if case.answer is None else frozenset[int]()
        standing = evolve(before, world=state.worlds[0], declined=declined)
        return explore(self._frame, self._cones[goal], standing=standing, most_states=self._most_states)


def _given(cases: tuple[Case, ...], answer: Answer | None, adjudged: str | None) -> Case:
    for case in (*cases, NO_CASE):
        if case.adjudged == adjudged if case.adjudged is not None else case.answer == answer:
            return case
    return Case("gegeven", answer)


def _cost_until(graph: Graph, before: Standing, goal: int) -> Cost:
    """What the course up to the decision cost a goal."""
    plan = graph.frame.plan
    place = graph.cone.targets.index(plan.indicators[plan.script.goals[goal].indicator])
    return graph.books[place].cost_until(before)
