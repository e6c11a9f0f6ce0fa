"""How an exercise that was played would have come out had one decision been another, with all else the same.

The log of an exercise has two kinds of facts: what people did, and what followed by itself. A counterfactual keeps the
first and computes the second anew: everything that people did they do again at the same minute, with one answer
exchanged, and injects, deadlines and levels follow from the rules. Where that is no longer what would have happened (a
decision on a question that now never comes, a question that nobody was there to answer), the result says so as caveats.
This is a consequence of the model, not a truth about the world.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import takewhile

from attrs import evolve, frozen

from oefening.engine.answers import Answer, objection
from oefening.engine.apply_event import ReplayStep, apply_event, replay
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import condition_holds
from oefening.engine.continuity import Curve, grade_of, outages, shortfall
from oefening.engine.events import (
    AdHocInjectSent,
    AdjudicationWithdrawn,
    DecisionAdjudicated,
    DecisionLocked,
    DecisionMade,
    DecisionUnlocked,
    EffectsAdded,
    EffectsWithdrawn,
    Event,
    ExerciseStarted,
    InjectDelivered,
    InjectHeld,
    InjectReleased,
    InjectSkipped,
    OwnDecisionAdjudicated,
    OwnDecisionMade,
)
from oefening.engine.handle_command import events_until
from oefening.engine.history import CurveRecorder
from oefening.engine.state import INITIAL_STATE, InjectStatus, World
from oefening.engine.triggers import awaits_decision, first_due
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer, candidate_answers
from oefening.explore.backward_induction import Outcome
from oefening.explore.indicator_states import RANKS
from oefening.explore.snapshot import Snapshot
from oefening.script.model import ContinuityGoal, DecisionKind
from oefening.script.units import Minutes

DECISION_EVENTS = (DecisionMade, DecisionAdjudicated, AdjudicationWithdrawn, DecisionLocked, DecisionUnlocked)
INJECT_EVENTS = (InjectDelivered, InjectSkipped, InjectHeld, InjectReleased)
IMPROVISED_EVENTS = (AdHocInjectSent, EffectsAdded, OwnDecisionAdjudicated)
"""What the leader thought up on the spot, perhaps because of what had been decided."""

PLAYER_EVENTS = (*DECISION_EVENTS, *INJECT_EVENTS, *IMPROVISED_EVENTS, EffectsWithdrawn, OwnDecisionMade)
"""What people do that can change how an exercise goes on; messages and notes cannot."""


@frozen
class PlayerAction:
    """Something that a person did in one world, and when."""

    minute: Minutes
    event: Event


@frozen
class RecordedPlay:
    """One world of an exercise, as actions that can be replayed: `end` is when play stopped, `horizon` the aftermath.

    The actions are in order of time, and those of one minute in the order in which they happened.
    """

    compiled: CompiledScript
    start: ExerciseStarted
    actions: tuple[PlayerAction, ...]
    end: Minutes
    horizon: Minutes
    world: World
    """As it was when play stopped."""


@frozen
class Caveats:
    """Why a counterfactual may be less certain than others.

    `dropped_decisions` are the points on which a decision could not be made any more, `unanswered_points` those that
    were opened only here, or answered only in the exercise. `improvised_later` is whether the leader or the response
    cell added something after the decision, which they might not have done after another.
    """

    dropped_decisions: tuple[str, ...] = ()
    unanswered_points: tuple[str, ...] = ()
    improvised_later: bool = False


@frozen
class ReplayedPlay:
    """The outcome of a replay: the curve of the levels, and the world at the end of play."""

    curve: Curve
    world: World
    caveats: Caveats

    def outcome(self, compiled: CompiledScript, goal: ContinuityGoal) -> Outcome:
        """How a goal came out."""
        return outcome_of(compiled, self.curve, goal)


@frozen
class Alternative:
    """One answer to a question, and the replay with that answer and all else the same.

    `given` is whether it is the answer that the team gave; `minute` is when it is given in the replay.
    """

    candidate: CandidateAnswer
    given: bool
    minute: Minutes
    replay: ReplayedPlay


def outcome_of(compiled: CompiledScript, curve: Curve, goal: ContinuityGoal) -> Outcome:
    """How a goal comes out on a curve, in the terms in which exploring compares."""
    index = compiled.indicators[goal.indicator]
    missed = outages(compiled, curve, index, compiled.scaled(goal.mbco))
    longest = max((outage.length for outage in missed), default=0)
    lost = shortfall(compiled, curve, index, compiled.begin.levels[index])
    return RANKS.index(grade_of(longest, goal.rto, goal.mtpd)), sum(outage.length for outage in missed), lost


def recorded_play(compiled: CompiledScript, events: Sequence[Event], world: int) -> RecordedPlay:
    """One world of an exercise, as actions that can be replayed.

    Raises:
        ValueError: the exercise never began.
    """
    state, actions, start = INITIAL_STATE, list[PlayerAction](), None
    for step in replay(compiled, events):
        event, state = step.event, step.after
        if isinstance(event, ExerciseStarted):
            start = evolve(event, worlds=event.worlds[world : world + 1])
        # An inject can be delivered by the leader or fall due by itself; the log does not say which. It fell due by
        # itself exactly where the rules say so, and then the replay's own rules will bring it again or not.
        elif isinstance(event, PLAYER_EVENTS) and event.world == world and first_due(compiled, step.before) != event:
            actions.append(PlayerAction(step.before.clock, evolve(event, world=0)))
    if start is None:
        raise ValueError(compiled.script.id)
    horizon = Minutes(state.clock + ((compiled.script.aftermath or 0) if state.ended else 0))
    return RecordedPlay(compiled, start, tuple(actions), state.clock, horizon, state.worlds[world])


def replay_actions(play: RecordedPlay, actions: Sequence[PlayerAction]) -> ReplayedPlay:
    """What these actions lead to."""
    return _ActionReplay(play).run(actions)


def snapshot_before(play: RecordedPlay, point: str, minute: Minutes) -> Snapshot:
    """The snapshot of a play at a minute, with what people did until the first decision on a question."""
    earlier = takewhile(lambda action: action.minute <= minute and not is_about_point(action, point), play.actions)
    return _ActionReplay(play).snapshot_at(tuple(earlier), minute)


def alternatives(play: RecordedPlay, point: str, actual: ReplayedPlay) -> tuple[Alternative, ...]:
    """Every answer that could have been given to a question that was asked, with the given one; not answering last.

    A team that did answer gives the other answer at the minute of the answer that counted; one that did not, halfway
    to the deadline. Without hidden options a free text has no alternatives. `actual` is the replay of all actions.
    """
    index = play.compiled.points[point]
    definition = play.compiled.script.injects[index].point
    state = play.world.points[index]
    if definition is None or state is None or awaits_decision(state):
        return ()
    own = [action for action in play.actions if is_about_point(action, point)]
    first = play.actions.index(own[0]) if own else len(play.actions)
    before, after = (
        [action for action in part if not is_about_point(action, point)]
        for part in (play.actions[:first], play.actions[first:])
    )
    answered = [action for action in own if isinstance(action.event, DecisionMade)]
    at = answered[-1].minute if answered else Minutes(state.opened + definition.deadline // 2)
    judged = next((action.minute for action in reversed(own) if isinstance(action.event, DecisionAdjudicated)), at)
    improvised_later = any(
        isinstance(action.event, IMPROVISED_EVENTS) and action.minute >= at for action in (*before, *after)
    )
    # What came before the decision is the same for every answer, so it is replayed once.
    shared = _ActionReplay(play)
    shared.perform([action for action in before if action.minute <= at])
    later = [action for action in before if action.minute > at] + after
    found = []
    for candidate in (*candidate_answers(definition), NO_ANSWER):
        if _was_given(candidate, state.effective_answer, state.adjudged_option):
            found.append(Alternative(candidate, True, at, actual))
            continue
        replayed = shared.fork().run(_in_order([*player_actions(point, candidate, at, judged), *later]))
        if point not in replayed.caveats.dropped_decisions:
            caveats = evolve(replayed.caveats, improvised_later=improvised_later)
            found.append(Alternative(candidate, False, at, evolve(replayed, caveats=caveats)))
    if not any(alternative.given for alternative in found):
        found.insert(0, Alternative(_given_answer(state.effective_answer), True, at, actual))
    return tuple(found)


def can_answer(compiled: CompiledScript, world: World, clock: Minutes, point: str, answer: Answer) -> bool:
    """Whether an answer to a question can be given in a world as it is now."""
    definition = compiled.inject_of_point(point).point
    assert definition is not None  # noqa: S101 - `points` has injects with a decision point only
    conditions = {option.id: option.available for option in definition.options}

    def available(option: str) -> bool:
        condition = conditions[option]
        return condition is None or condition_holds(compiled, world, clock, condition)

    return objection(definition, answer, available) is None


def is_about_point(action: PlayerAction, point: str) -> bool:
    """Whether an action concerns the answer to a question."""
    return isinstance(action.event, DECISION_EVENTS) and action.event.point == point


def _was_given(candidate: CandidateAnswer, answer: Answer | None, adjudged: str | None) -> bool:
    return candidate.adjudged == adjudged if candidate.adjudged is not None else candidate.answer == answer


def _given_answer(answer: Answer | None) -> CandidateAnswer:
    return CandidateAnswer("gegeven", answer)


def player_actions(point: str, candidate: CandidateAnswer, at: Minutes, judged: Minutes) -> Iterator[PlayerAction]:
    """The actions with which a team gives an answer, and the response cell adjudicates a free one."""
    if candidate.answer is not None:
        yield PlayerAction(at, DecisionMade(0, point, candidate.answer, ""))
    if candidate.adjudged is not None:
        yield PlayerAction(max(at, judged), DecisionAdjudicated(0, point, candidate.adjudged, (), ""))


def _in_order(actions: list[PlayerAction]) -> tuple[PlayerAction, ...]:
    return tuple(sorted(actions, key=lambda action: action.minute))


class _ActionReplay:
    """A replay under way, action by action."""

    def __init__(self, play: RecordedPlay) -> None:
        self._play, self._compiled = play, play.compiled
        self._state = INITIAL_STATE
        self._recorder = CurveRecorder(play.compiled)
        self._dropped: list[str] = []
        self._apply(play.start)

    def fork(self) -> "_ActionReplay":
        """A copy that goes on from here independently."""
        other = copy(self)
        other._recorder = self._recorder.copy()
        other._dropped = list(self._dropped)
        return other

    def perform(self, actions: Sequence[PlayerAction]) -> None:
        for action in actions:
            self._advance_to(action.minute)
            event = self._if_possible(action.event)
            if event is not None:
                self._apply(event)

    def snapshot_at(self, actions: Sequence[PlayerAction], minute: Minutes) -> Snapshot:
        self.perform(actions)
        self._advance_to(minute)
        return Snapshot(minute, self._state.worlds[0], tuple(self._recorder.curves[0]))

    def run(self, actions: Sequence[PlayerAction]) -> ReplayedPlay:
        self.snapshot_at(actions, self._play.end)
        self._recorder.run_until(self._state, self._play.horizon)
        (world,) = self._state.worlds
        caveats = Caveats(tuple(dict.fromkeys(self._dropped)), tuple(self._unanswered_points(world)))
        return ReplayedPlay(tuple(self._recorder.curves[0]), world, caveats)

    def _apply(self, event: Event) -> None:
        before, self._state = self._state, apply_event(self._compiled, self._state, event)
        self._recorder.record(ReplayStep(before, event, self._state))

    def _advance_to(self, to: Minutes) -> None:
        for event in events_until(self._compiled, self._state, to):
            self._apply(event)

    def _if_possible(self, event: Event) -> Event | None:
        """The event, or None where it can no longer happen in this replay."""
        (world,) = self._state.worlds
        if isinstance(event, INJECT_EVENTS):
            inject = world.injects[self._compiled.injects[event.inject]]
            comes = inject.status in (InjectStatus.WAITING, InjectStatus.HELD)
            return event if comes or (inject.dropped and isinstance(event, InjectReleased)) else None
        if not isinstance(event, DECISION_EVENTS):
            return event
        state = world.points[self._compiled.points[event.point]]
        barred = isinstance(event, DecisionMade) and not can_answer(
            self._compiled, world, self._state.clock, event.point, event.answer
        )
        if state is None or state.expired or barred:
            self._dropped.append(event.point)
            return None
        if isinstance(event, DecisionAdjudicated | DecisionLocked) and not state.versions:
            return None
        return event

    def _unanswered_points(self, world: World) -> Iterator[str]:
        then = self._play.world.points
        for inject, now, before in zip(self._compiled.script.injects, world.points, then, strict=True):
            if now is not None and not now.versions and (before is None or before.versions):
                yield inject.point_id


@frozen
class OutcomeChange:
    """What another answer would have changed for a goal (by index): the outcome with it, and the actual one."""

    goal: int
    point: str
    alternative: Alternative
    outcome: Outcome
    actual: Outcome

    @property
    def changes_grade(self) -> bool:
        """Whether the goal would have had another grade with this answer."""
        return self.outcome[0] != self.actual[0]


def outcome_changes(play: RecordedPlay) -> tuple[OutcomeChange, ...]:
    """For every question that was asked, every other answer to it and every goal: what that answer would have changed.

    Where it would have changed nothing there is no entry, and neither for free texts that came down to no option.
    """
    goals = play.compiled.script.goals
    actual_replay = replay_actions(play, play.actions)
    actual = [actual_replay.outcome(play.compiled, goal) for goal in goals]
    found = []
    for inject, state in zip(play.compiled.script.injects, play.world.points, strict=True):
        if inject.point is None or state is None or _is_unknown(inject.point.kind, state.adjudged_option):
            continue
        for alternative in alternatives(play, inject.point_id, actual_replay):
            for number, goal in enumerate(goals) if not alternative.given else ():
                outcome = alternative.replay.outcome(play.compiled, goal)
                if outcome != actual[number]:
                    found.append(OutcomeChange(number, inject.point_id, alternative, outcome, actual[number]))
    return tuple(found)


def _is_unknown(kind: DecisionKind, adjudged: str | None) -> bool:
    return kind is DecisionKind.OPEN and adjudged is None
