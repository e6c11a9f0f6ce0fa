"""What would have become of an exercise that was played had one decision been another, with all else the same.

Everything that people did in the exercise they do again at the same minute; what happens by itself follows anew from
the rules. Where the other course leaves what was lived (a decision on a question that now never comes, a question
that was never asked), the result says so. This is the model's consequence, not the world's truth.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from fractions import Fraction
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

PUT = (DecisionMade, DecisionAdjudicated, AdjudicationWithdrawn, DecisionLocked, DecisionUnlocked)
STEERED = (InjectDelivered, InjectSkipped, InjectHeld, InjectReleased)
IMPROVISED = (AdHocInjectSent, EffectsAdded, OwnDecisionAdjudicated)
"""What was thought up on the spot, perhaps because of what had been decided."""


PLAYER_ACTIONS = (*PUT, *STEERED, *IMPROVISED, EffectsWithdrawn, OwnDecisionMade)
"""What people do that the world's course can depend on."""


@frozen
class PlayerAction:
    """Something that a person did in one world, and when. What happens by itself is no deed."""

    minute: Minutes
    event: Event


@frozen
class RecordedPlay:
    """One world of an exercise, as deeds that can be done again: `end` is when play stopped, `horizon` the aftermath's.

    The deeds are in order of time; those of one minute in the order in which they were done.
    """

    compiled: CompiledScript
    opening: ExerciseStarted
    actions: tuple[PlayerAction, ...]
    end: Minutes
    horizon: Minutes
    world: World
    """As it was when play stopped."""


@frozen
class Caveats:
    """Why a counterfactual may be less certain than the rest: ids of points, and whether something was improvised.

    `dropped` are decisions that could not be made any more, `unanswered` questions that came only in this course and
    that nobody answered, `improvised` is whether the leader or the response cell added something after the decision.
    """

    dropped: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    improvised: bool = False


@frozen
class Replay:
    """A course of play that was worked out from deeds: how it ran, and the world at its end."""

    curve: Curve
    world: World
    caveats: Caveats

    def outcome(self, compiled: CompiledScript, goal: ContinuityGoal) -> Outcome:
        """What became of a goal."""
        return outcome_of(compiled, self.curve, goal)


@frozen
class Alternative:
    """One answer to a question, and the course that it leads to with all else the same; `given` where it was given.

    `minute` is when the answer is given in that course.
    """

    candidate: CandidateAnswer
    given: bool
    minute: Minutes
    replay: Replay


def outcome_of(compiled: CompiledScript, curve: Curve, goal: ContinuityGoal) -> Outcome:
    """What became of a goal on a course, in the terms in which exploring compares."""
    index = compiled.indicators[goal.indicator]
    missed = outages(compiled, curve, index, compiled.scaled(goal.mbco))
    longest = max((outage.length for outage in missed), default=0)
    lost = shortfall(compiled, curve, index, compiled.begin.levels[index])
    return RANKS.index(grade_of(longest, goal.rto, goal.mtpd)), sum(outage.length for outage in missed), lost


def recorded_play(compiled: CompiledScript, events: Sequence[Event], world: int) -> RecordedPlay:
    """One world of an exercise that began, as deeds.

    Raises:
        ValueError: it never began.
    """
    state, actions, opening = INITIAL_STATE, list[PlayerAction](), None
    for step in replay(compiled, events):
        event, state = step.event, step.after
        if isinstance(event, ExerciseStarted):
            opening = evolve(event, worlds=event.worlds[world : world + 1])
        # An inject can be delivered by the leader or fall due by itself; the log does not say which. It fell due by
        # itself exactly where the rules say so, and then the replay's own rules will bring it again or not.
        elif isinstance(event, PLAYER_ACTIONS) and event.world == world and first_due(compiled, step.before) != event:
            actions.append(PlayerAction(step.before.clock, evolve(event, world=0)))
    if opening is None:
        raise ValueError(compiled.script.id)
    horizon = Minutes(state.clock + ((compiled.script.aftermath or 0) if state.ended else 0))
    return RecordedPlay(compiled, opening, tuple(actions), state.clock, horizon, state.worlds[world])


def replayed(play: RecordedPlay, actions: Sequence[PlayerAction]) -> Replay:
    """The course that these deeds lead to."""
    return _Replaying(play).run(actions)


def snapshot_before(play: RecordedPlay, point: str, minute: Minutes) -> Snapshot:
    """Where a play stood at a minute, before anything was decided there on a question or after."""
    earlier = takewhile(lambda action: action.minute <= minute and not is_about(action, point), play.actions)
    return _Replaying(play).until(tuple(earlier), minute)


def alternatives(play: RecordedPlay, point: str, actual: Replay) -> tuple[Alternative, ...]:
    """Every answer that could have been given to a question that was put, not answering last; the given one among them.

    A team that did answer gives the other answer at the minute of the answer that counted; one that did not, halfway
    the deadline. Without hidden options a free text has no alternatives. `actual` is the course of all the deeds.
    """
    index = play.compiled.points[point]
    definition = play.compiled.script.injects[index].point
    state = play.world.points[index]
    if definition is None or state is None or awaits_decision(state):
        return ()
    own = [action for action in play.actions if is_about(action, point)]
    place = play.actions.index(own[0]) if own else len(play.actions)
    before, after = (
        [d for d in part if not is_about(d, point)] for part in (play.actions[:place], play.actions[place:])
    )
    answered = [action for action in own if isinstance(action.event, DecisionMade)]
    at = answered[-1].minute if answered else Minutes(state.opened + definition.deadline // 2)
    judged = next((action.minute for action in reversed(own) if isinstance(action.event, DecisionAdjudicated)), at)
    improvised = any(isinstance(action.event, IMPROVISED) and action.minute >= at for action in (*before, *after))
    shared = _Replaying(play)
    shared.do([action for action in before if action.minute <= at])
    later = [action for action in before if action.minute > at] + after
    found = []
    for candidate in (*candidate_answers(definition), NO_ANSWER):
        if _was_given(play, candidate, state.effective_answer, state.adjudged_option):
            found.append(Alternative(candidate, True, at, actual))
            continue
        replay = shared.forked().run(_in_order([*player_actions(point, candidate, at, judged), *later]))
        if point not in replay.caveats.dropped:
            caveats = evolve(replay.caveats, improvised=improvised)
            found.append(Alternative(candidate, False, at, evolve(replay, caveats=caveats)))
    if not any(alternative.given for alternative in found):
        found.insert(0, Alternative(_own_case(state.effective_answer), True, at, actual))
    return tuple(found)


def can_be(compiled: CompiledScript, world: World, clock: Minutes, point: str, answer: Answer) -> bool:
    """Whether an answer to a question can be given in a world as it is now."""
    definition = compiled.inject_of_point(point).point
    assert definition is not None  # noqa: S101 - the plan lists points only
    conditions = {option.id: option.available for option in definition.options}

    def available(option: str) -> bool:
        condition = conditions[option]
        return condition is None or condition_holds(compiled, world, clock, condition)

    return objection(definition, answer, available) is None


def is_about(action: PlayerAction, point: str) -> bool:
    """Whether a deed concerns the answer to a question."""
    return isinstance(action.event, PUT) and action.event.point == point


def _was_given(play: RecordedPlay, candidate: CandidateAnswer, answer: Answer | None, adjudged: str | None) -> bool:
    return candidate.adjudged == adjudged if candidate.adjudged is not None else candidate.answer == answer


def _own_case(answer: Answer | None) -> CandidateAnswer:
    return CandidateAnswer("gegeven", answer)


def player_actions(point: str, candidate: CandidateAnswer, at: Minutes, judged: Minutes) -> Iterator[PlayerAction]:
    """What a team does to give an answer at a minute, and the response cell to judge a free one."""
    if candidate.answer is not None:
        yield PlayerAction(at, DecisionMade(0, point, candidate.answer, ""))
    if candidate.adjudged is not None:
        yield PlayerAction(max(at, judged), DecisionAdjudicated(0, point, candidate.adjudged, (), ""))


def _in_order(actions: list[PlayerAction]) -> tuple[PlayerAction, ...]:
    return tuple(sorted(actions, key=lambda action: action.minute))


class _Replaying:
    """A play under way, deed by deed."""

    def __init__(self, play: RecordedPlay) -> None:
        self._play, self._compiled = play, play.compiled
        self._state = INITIAL_STATE
        self._recorder = CurveRecorder(play.compiled)
        self._dropped: list[str] = []
        self._take(play.opening)

    def forked(self) -> "_Replaying":
        """A replay that goes on from here by itself."""
        decision_node = copy(self)
        decision_node._recorder = self._recorder.copy()
        decision_node._dropped = list(self._dropped)
        return decision_node

    def do(self, actions: Sequence[PlayerAction]) -> None:
        for action in actions:
            self._advance(action.minute)
            event = self._possible(action.event)
            if event is not None:
                self._take(event)

    def until(self, actions: Sequence[PlayerAction], minute: Minutes) -> Snapshot:
        self.do(actions)
        self._advance(minute)
        return Snapshot(minute, self._state.worlds[0], tuple(self._recorder.curves[0]))

    def run(self, actions: Sequence[PlayerAction]) -> Replay:
        self.until(actions, self._play.end)
        self._recorder.run_until(self._state, self._play.horizon)
        (world,) = self._state.worlds
        caveats = Caveats(tuple(dict.fromkeys(self._dropped)), tuple(self._unanswered(world)))
        return Replay(tuple(self._recorder.curves[0]), world, caveats)

    def _take(self, event: Event) -> None:
        before, self._state = self._state, apply_event(self._compiled, self._state, event)
        self._recorder.record(ReplayStep(before, event, self._state))

    def _advance(self, to: Minutes) -> None:
        for event in events_until(self._compiled, self._state, to):
            self._take(event)

    def _possible(self, event: Event) -> Event | None:
        """The event as it can still happen; None where it cannot."""
        (world,) = self._state.worlds
        if isinstance(event, STEERED):
            inject = world.injects[self._compiled.injects[event.inject]]
            comes = inject.status in (InjectStatus.WAITING, InjectStatus.HELD)
            return event if comes or (inject.dropped and isinstance(event, InjectReleased)) else None
        if not isinstance(event, PUT):
            return event
        state = world.points[self._compiled.points[event.point]]
        barred = isinstance(event, DecisionMade) and not can_be(
            self._compiled, world, self._state.clock, event.point, event.answer
        )
        if state is None or state.expired or barred:
            self._dropped.append(event.point)
            return None
        if isinstance(event, DecisionAdjudicated | DecisionLocked) and not state.versions:
            return None
        return event

    def _unanswered(self, world: World) -> Iterator[str]:
        then = self._play.world.points
        for inject, now, before in zip(self._compiled.script.injects, world.points, then, strict=True):
            if now is not None and not now.versions and (before is None or before.versions):
                yield inject.point_id


@frozen
class OutcomeChange:
    """What one other answer would have done to one goal, by its index: the outcome with it, and as it was."""

    goal: int
    point: str
    alternative: Alternative
    outcome: Outcome
    actual: Outcome

    @property
    def tips(self) -> bool:
        """Whether the goal's grade hung on this decision: with this answer it would have been another."""
        return self.outcome[0] != self.actual[0]

    @property
    def gain(self) -> tuple[int, int, Fraction]:
        """How much better the other answer would have been: ranks, minutes below the minimum, lost service."""
        (rank, minutes, lost), (better, fewer, less) = self.actual, self.outcome
        return rank - better, minutes - fewer, lost - less


def outcome_changes(play: RecordedPlay) -> tuple[OutcomeChange, ...]:
    """Every question that was put, every other answer to it, every goal: what that answer would have changed.

    Where it would have changed nothing there is no swing. Free texts that came to no option have none either.
    """
    goals = play.compiled.script.goals
    actual_course = replayed(play, play.actions)
    actual = [actual_course.outcome(play.compiled, goal) for goal in goals]
    found = []
    for inject, state in zip(play.compiled.script.injects, play.world.points, strict=True):
        if inject.point is None or state is None or _is_unknown(inject.point.kind, state.adjudged_option):
            continue
        for alternative in alternatives(play, inject.point_id, actual_course):
            for number, goal in enumerate(goals) if not alternative.given else ():
                outcome = alternative.replay.outcome(play.compiled, goal)
                if outcome != actual[number]:
                    found.append(OutcomeChange(number, inject.point_id, alternative, outcome, actual[number]))
    return tuple(found)


def _is_unknown(kind: DecisionKind, adjudged: str | None) -> bool:
    return kind is DecisionKind.OPEN and adjudged is None
