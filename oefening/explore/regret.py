"""How much of the best result still within reach a decision gave away, in an exercise that was played.

At the minute of the decision every answer is explored to the end of that play, for one goal: the best that could still
have come of it if from there on everything had been decided best for that goal. What people improvised later is not
in it.
"""

from attrs import evolve, frozen

from oefening.engine.answers import Answer
from oefening.engine.apply_event import fold
from oefening.engine.state import State
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer
from oefening.explore.backward_induction import GoalValues, Outcome
from oefening.explore.counterfactual import RecordedPlay, can_be, is_about, player_actions, replayed, snapshot_before
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.indicator_states import Cost
from oefening.explore.search import explore_cone
from oefening.explore.snapshot import Snapshot
from oefening.explore.state_graph import StateGraph
from oefening.script.units import Minutes


@frozen
class Regret:
    """What was within reach of a goal, by its index, with the best answer to a question and with the one given."""

    goal: int
    point: str
    best_case: CandidateAnswer
    best: Outcome
    left: Outcome

    @property
    def lost_grade(self) -> bool:
        """Whether the best grade still within reach was given away: from here on it could not be had any more."""
        return self.best[0] < self.left[0]


def regrets(play: RecordedPlay, most_states: int) -> tuple[tuple[Regret, ...], bool]:
    """What every decision of a play gave away of the goals that fell short, and whether all of it could be worked out.

    For each goal the last decision first: where one takes more states than `most_states`, so would those before it.
    """
    put = [
        (inject.point_id, state.opened)
        for inject, state in zip(play.compiled.script.injects, play.world.points, strict=True)
        if state is not None
    ]
    latest_first = [point for point, _opened in sorted(put, key=lambda pair: pair[1], reverse=True)]
    looking, curve = _Looking(play, most_states), replayed(play, play.actions)
    found, whole = list[Regret](), True
    for goal, definition in enumerate(play.compiled.script.goals):
        fell_short = curve.outcome(play.compiled, definition)[0] > 0
        for point in latest_first if fell_short else ():
            if not looking.touches(point, goal):
                continue
            one = looking.regret(point, goal)
            if one is None:
                whole = False
                break
            found.append(one)
    return tuple(found), whole


def regret(play: RecordedPlay, point: str, goal: int, most_states: int) -> Regret | None:
    """What a decision gave away for a goal; None where it does not touch the goal or it would take more states."""
    looking = _Looking(play, most_states)
    return looking.regret(point, goal) if looking.touches(point, goal) else None


class _Looking:
    """Looking back at the decisions of one play; what several questions share is worked out once."""

    def __init__(self, play: RecordedPlay, most_states: int) -> None:
        self._play, self._most_states = play, most_states
        self._analysis = ScriptAnalysis(play.compiled, ends_at=play.end)
        self._cones = [self._analysis.cone(goals=[goal]) for goal in range(len(play.compiled.script.goals))]
        self._standings: dict[str, Snapshot] = {}

    def touches(self, point: str, goal: int) -> bool:
        """Whether a decision that was taken, or let lie, can matter to a goal."""
        index = self._play.compiled.points[point]
        state = self._play.world.points[index]
        decided = state is not None and (bool(state.versions) or state.expired)
        return decided and index in self._cones[goal].points

    def regret(self, point: str, goal: int) -> Regret | None:
        """What a decision gave away for a goal that it touches; None where that would take more states."""
        index = self._play.compiled.points[point]
        state = self._play.world.points[index]
        assert state is not None  # noqa: S101 - it touches the goal, so it was put
        before, candidates = self._before(point), self._analysis.candidates[index]
        given, reached = (
            _given(candidates, state.effective_answer, state.adjudged_option),
            dict[CandidateAnswer, Outcome](),
        )
        past: Cost | None = None
        for candidate in dict.fromkeys((*candidates, NO_ANSWER, given)):
            if candidate.answer is not None and not can_be(
                self._play.compiled, before.world, before.clock, point, candidate.answer
            ):
                continue
            graph = self._after(before, point, candidate, goal)
            if not graph.finished:
                return None
            past = past or _cost_until(graph, before, goal)
            rank, minutes, lost = GoalValues(graph, goal).whole.best
            reached[candidate] = rank, minutes + past.minutes[0], lost + past.lost
        best = min(reached, key=lambda candidate: reached[candidate])
        return Regret(goal, point, best, reached[best], reached[given])

    def _before(self, point: str) -> Snapshot:
        """Where the play stood when the decision was first taken; halfway the deadline where it never was."""
        if point not in self._standings:
            index = self._play.compiled.points[point]
            state, definition = self._play.world.points[index], self._play.compiled.script.injects[index].point
            assert state is not None  # noqa: S101 - asked of questions that were put
            assert definition is not None  # noqa: S101 - the plan lists points only
            own = next((action for action in self._play.actions if is_about(action, point)), None)
            minute = own.minute if own else Minutes(state.opened + definition.deadline // 2)
            self._standings[point] = snapshot_before(self._play, point, minute)
        return self._standings[point]

    def _after(self, before: Snapshot, point: str, candidate: CandidateAnswer, goal: int) -> StateGraph:
        """Everything that can come after an answer, as far as a goal goes."""
        compiled = self._play.compiled
        state = State(clock=before.clock, started=True, worlds=(before.world,))
        actions = player_actions(point, candidate, before.clock, before.clock)
        state = fold(compiled, (action.event for action in actions), state)
        declined = frozenset([compiled.points[point]]) if candidate.answer is None else frozenset[int]()
        snapshot = evolve(before, world=state.worlds[0], declined=declined)
        return explore_cone(self._analysis, self._cones[goal], snapshot=snapshot, most_states=self._most_states)


def _given(candidates: tuple[CandidateAnswer, ...], answer: Answer | None, adjudged: str | None) -> CandidateAnswer:
    for candidate in (*candidates, NO_ANSWER):
        if candidate.adjudged == adjudged if candidate.adjudged is not None else candidate.answer == answer:
            return candidate
    return CandidateAnswer("gegeven", answer)


def _cost_until(graph: StateGraph, before: Snapshot, goal: int) -> Cost:
    """What the course up to the decision cost a goal."""
    compiled = graph.analysis.compiled
    place = graph.cone.targets.index(compiled.indicators[compiled.script.goals[goal].indicator])
    return graph.books[place].cost_until(before)
