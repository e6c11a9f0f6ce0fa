"""How much of the best outcome still within reach a decision gave away, in an exercise that was played.

Regret, in the sense of decision theory. From the state of the play at the minute of a decision every answer is explored
to the end of play, for one goal at a time: the best outcome that could still have come of it if everything after it had
been decided best for that goal. What people improvised later is left out.
"""

from attrs import evolve, frozen

from oefening.engine.answers import Answer
from oefening.engine.apply_event import fold
from oefening.engine.state import State
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer
from oefening.explore.backward_induction import GoalValues, Outcome
from oefening.explore.counterfactual import (
    RecordedPlay,
    can_answer,
    is_about_point,
    player_actions,
    replay_actions,
    snapshot_before,
)
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.indicator_states import Cost
from oefening.explore.search import explore_cone
from oefening.explore.snapshot import Snapshot
from oefening.explore.state_graph import StateGraph
from oefening.script.units import Minutes


@frozen
class Regret:
    """The best outcome of a goal (by index) that was within reach before a decision, and the best after it.

    `best_answer` is the answer that would have kept it within reach.
    """

    goal: int
    point: str
    best_answer: CandidateAnswer
    best_before: Outcome
    best_after: Outcome

    @property
    def lost_grade(self) -> bool:
        """Whether the best grade still within reach was given away with this decision."""
        return self.best_before[0] < self.best_after[0]


def regrets(play: RecordedPlay, max_states: int) -> tuple[tuple[Regret, ...], bool]:
    """The regret of every decision of a play, for the goals that fell short, and whether all could be computed.

    For each goal the last decision comes first: where one takes more than `max_states`, so would those before it.
    """
    opened = [
        (inject.point_id, state.opened)
        for inject, state in zip(play.compiled.script.injects, play.world.points, strict=True)
        if state is not None
    ]
    latest_first = [point for point, _minute in sorted(opened, key=lambda pair: pair[1], reverse=True)]
    calculator, actual = _RegretCalculator(play, max_states), replay_actions(play, play.actions)
    found, complete = list[Regret](), True
    for goal, definition in enumerate(play.compiled.script.goals):
        fell_short = actual.outcome(play.compiled, definition)[0] > 0
        for point in latest_first if fell_short else ():
            if not calculator.concerns(point, goal):
                continue
            one = calculator.regret(point, goal)
            if one is None:
                complete = False
                break
            found.append(one)
    return tuple(found), complete


def regret(play: RecordedPlay, point: str, goal: int, max_states: int) -> Regret | None:
    """The regret of one decision for a goal; None where it does not concern the goal or would take too many states."""
    calculator = _RegretCalculator(play, max_states)
    return calculator.regret(point, goal) if calculator.concerns(point, goal) else None


class _RegretCalculator:
    """Computes regrets of one play; what several of them share is computed once."""

    def __init__(self, play: RecordedPlay, max_states: int) -> None:
        self._play, self._max_states = play, max_states
        self._analysis = ScriptAnalysis(play.compiled, ends_at=play.end)
        self._cones = [self._analysis.cone(goals=[goal]) for goal in range(len(play.compiled.script.goals))]
        self._snapshots: dict[str, Snapshot] = {}

    def concerns(self, point: str, goal: int) -> bool:
        """Whether a decision that was made, or whose deadline passed, can influence a goal."""
        index = self._play.compiled.points[point]
        state = self._play.world.points[index]
        decided = state is not None and (bool(state.versions) or state.expired)
        return decided and index in self._cones[goal].points

    def regret(self, point: str, goal: int) -> Regret | None:
        """The regret of a decision for a goal that it concerns; None where that would take too many states."""
        index = self._play.compiled.points[point]
        state = self._play.world.points[index]
        assert state is not None  # noqa: S101 - it concerns the goal, so it was opened
        before, candidates = self._before(point), self._analysis.candidates[index]
        given = _given(candidates, state.effective_answer, state.adjudged_option)
        reachable: dict[CandidateAnswer, Outcome] = {}
        cost_before: Cost | None = None
        for candidate in dict.fromkeys((*candidates, NO_ANSWER, given)):
            if candidate.answer is not None and not can_answer(
                self._play.compiled, before.world, before.clock, point, candidate.answer
            ):
                continue
            graph = self._after(before, point, candidate, goal)
            if not graph.finished:
                return None
            cost_before = cost_before or _cost_until(graph, before, goal)
            rank, minutes, lost = GoalValues(graph, goal).at_start.best
            reachable[candidate] = rank, minutes + cost_before.minutes[0], lost + cost_before.lost
        best_answer = min(reachable, key=lambda candidate: reachable[candidate])
        return Regret(goal, point, best_answer, reachable[best_answer], reachable[given])

    def _before(self, point: str) -> Snapshot:
        """The play when the decision was first made; halfway to the deadline where it never was."""
        if point not in self._snapshots:
            index = self._play.compiled.points[point]
            state, definition = self._play.world.points[index], self._play.compiled.script.injects[index].point
            assert state is not None  # noqa: S101 - asked of questions that were opened
            assert definition is not None  # noqa: S101 - `points` has injects with a decision point only
            own = next((action for action in self._play.actions if is_about_point(action, point)), None)
            minute = own.minute if own else Minutes(state.opened + definition.deadline // 2)
            self._snapshots[point] = snapshot_before(self._play, point, minute)
        return self._snapshots[point]

    def _after(self, before: Snapshot, point: str, candidate: CandidateAnswer, goal: int) -> StateGraph:
        """The state graph, for one goal, of everything that can come after an answer."""
        compiled = self._play.compiled
        state = State(clock=before.clock, started=True, worlds=(before.world,))
        actions = player_actions(point, candidate, before.clock, before.clock)
        state = fold(compiled, (action.event for action in actions), state)
        declined = frozenset([compiled.points[point]]) if candidate.answer is None else frozenset[int]()
        snapshot = evolve(before, world=state.worlds[0], declined=declined)
        return explore_cone(self._analysis, self._cones[goal], snapshot=snapshot, max_states=self._max_states)


def _given(candidates: tuple[CandidateAnswer, ...], answer: Answer | None, adjudged: str | None) -> CandidateAnswer:
    for candidate in (*candidates, NO_ANSWER):
        if candidate.adjudged == adjudged if candidate.adjudged is not None else candidate.answer == answer:
            return candidate
    return CandidateAnswer("gegeven", answer)


def _cost_until(graph: StateGraph, before: Snapshot, goal: int) -> Cost:
    """What the play up to the decision cost a goal."""
    compiled = graph.analysis.compiled
    column = graph.cone.targets.index(compiled.indicators[compiled.script.goals[goal].indicator])
    return graph.state_tables[column].cost_until(before)
