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
from oefening.engine.continuity import Course, grade_of, outages, shortfall
from oefening.engine.course import CourseRecorder
from oefening.engine.decide import passing
from oefening.engine.due import awaits_decision, first_due
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
from oefening.engine.evolve import evolved
from oefening.engine.plan import Plan
from oefening.engine.state import InjectStatus, State, World
from oefening.engine.truth import holds_in
from oefening.explore.cases import NO_CASE, Case, cases_of
from oefening.explore.lanes import RANKS
from oefening.explore.standing import Standing
from oefening.explore.values import Outcome
from oefening.script.model import ContinuityGoal, DecisionKind
from oefening.script.units import Minutes

PUT = (DecisionMade, DecisionAdjudicated, AdjudicationWithdrawn, DecisionLocked, DecisionUnlocked)
STEERED = (InjectDelivered, InjectSkipped, InjectHeld, InjectReleased)
IMPROVISED = (AdHocInjectSent, EffectsAdded, OwnDecisionAdjudicated)
"""What was thought up on the spot, perhaps because of what had been decided."""


DEEDS = (*PUT, *STEERED, *IMPROVISED, EffectsWithdrawn, OwnDecisionMade)
"""What people do that the world's course can depend on."""


@frozen
class Deed:
    """Something that a person did in one world, and when. What happens by itself is no deed."""

    minute: Minutes
    event: Event


@frozen
class Played:
    """One world of an exercise, as deeds that can be done again: `end` is when play stopped, `horizon` the aftermath's.

    The deeds are in order of time; those of one minute in the order in which they were done.
    """

    plan: Plan
    opening: ExerciseStarted
    deeds: tuple[Deed, ...]
    end: Minutes
    horizon: Minutes
    world: World
    """As it was when play stopped."""


@frozen
class Doubts:
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

    course: Course
    world: World
    doubts: Doubts

    def outcome(self, plan: Plan, goal: ContinuityGoal) -> Outcome:
        """What became of a goal."""
        return outcome_of(plan, self.course, goal)


@frozen
class Alternative:
    """One answer to a question, and the course that it leads to with all else the same; `given` where it was given.

    `minute` is when the answer is given in that course.
    """

    case: Case
    given: bool
    minute: Minutes
    replay: Replay


def outcome_of(plan: Plan, course: Course, goal: ContinuityGoal) -> Outcome:
    """What became of a goal on a course, in the terms in which exploring compares."""
    index = plan.indicators[goal.indicator]
    missed = outages(plan, course, index, plan.scaled(goal.mbco))
    longest = max((outage.length for outage in missed), default=0)
    lost = shortfall(plan, course, index, plan.begin.levels[index])
    return RANKS.index(grade_of(longest, goal.rto, goal.mtpd)), sum(outage.length for outage in missed), lost


def played(plan: Plan, events: Sequence[Event], world: int) -> Played:
    """One world of an exercise that began, as deeds.

    Raises:
        ValueError: it never began.
    """
    state, deeds, opening = State(), list[Deed](), None
    for event in events:
        if isinstance(event, ExerciseStarted):
            opening = evolve(event, worlds=event.worlds[world : world + 1])
        elif isinstance(event, DEEDS) and event.world == world and first_due(plan, state) != event:
            deeds.append(Deed(state.clock, evolve(event, world=0)))
        state = evolved(plan, state, event)
    if opening is None:
        raise ValueError(plan.script.id)
    horizon = Minutes(state.clock + ((plan.script.aftermath or 0) if state.ended else 0))
    return Played(plan, opening, tuple(deeds), state.clock, horizon, state.worlds[world])


def replayed(play: Played, deeds: Sequence[Deed]) -> Replay:
    """The course that these deeds lead to."""
    return _Replaying(play).run(deeds)


def standing_before(play: Played, point: str, minute: Minutes) -> Standing:
    """Where a play stood at a minute, before anything was decided there on a question or after."""
    earlier = takewhile(lambda deed: deed.minute <= minute and not is_about(deed, point), play.deeds)
    return _Replaying(play).until(tuple(earlier), minute)


def alternatives(play: Played, point: str, actual: Replay) -> tuple[Alternative, ...]:
    """Every answer that could have been given to a question that was put, not answering last; the given one among them.

    A team that did answer gives the other answer at the minute of the answer that counted; one that did not, halfway
    the deadline. Without hidden options a free text has no alternatives. `actual` is the course of all the deeds.
    """
    index = play.plan.points[point]
    definition = play.plan.script.injects[index].point
    state = play.world.points[index]
    if definition is None or state is None or awaits_decision(state):
        return ()
    own = [deed for deed in play.deeds if is_about(deed, point)]
    place = play.deeds.index(own[0]) if own else len(play.deeds)
    before, after = ([d for d in part if not is_about(d, point)] for part in (play.deeds[:place], play.deeds[place:]))
    answered = [deed for deed in own if isinstance(deed.event, DecisionMade)]
    at = answered[-1].minute if answered else Minutes(state.opened + definition.deadline // 2)
    judged = next((deed.minute for deed in reversed(own) if isinstance(deed.event, DecisionAdjudicated)), at)
    improvised = any(isinstance(deed.event, IMPROVISED) and deed.minute >= at for deed in (*before, *after))
    shared = _Replaying(play)
    shared.do([deed for deed in before if deed.minute <= at])
    later = [deed for deed in before if deed.minute > at] + after
    found = []
    for case in (*cases_of(definition), NO_CASE):
        if _was_given(play, case, state.effective_answer, state.adjudged_option):
            found.append(Alternative(case, True, at, actual))
            continue
        replay = shared.forked().run(_in_order([*deeds_of(point, case, at, judged), *later]))
        if point not in replay.doubts.dropped:
            doubts = evolve(replay.doubts, improvised=improvised)
            found.append(Alternative(case, False, at, evolve(replay, doubts=doubts)))
    if not any(alternative.given for alternative in found):
        found.insert(0, Alternative(_own_case(state.effective_answer), True, at, actual))
    return tuple(found)


def can_be(plan: Plan, world: World, clock: Minutes, point: str, answer: Answer) -> bool:
    """Whether an answer to a question can be given in a world as it is now."""
    definition = plan.inject_of_point(point).point
    assert definition is not None  # noqa: S101 - the plan lists points only
    conditions = {option.id: option.available for option in definition.options}

    def available(option: str) -> bool:
        condition = conditions[option]
        return condition is None or holds_in(plan, world, clock, condition)

    return objection(definition, answer, available) is None


def is_about(deed: Deed, point: str) -> bool:
    """Whether a deed concerns the answer to a question."""
    return isinstance(deed.event, PUT) and deed.event.point == point


def _was_given(play: Played, case: Case, answer: Answer | None, adjudged: str | None) -> bool:
    return case.adjudged == adjudged if case.adjudged is not None else case.answer == answer


def _own_case(answer: Answer | None) -> Case:
    return Case("gegeven", answer)


def deeds_of(point: str, case: Case, at: Minutes, judged: Minutes) -> Iterator[Deed]:
    """What a team does to give an answer at a minute, and the response cell to judge a free one."""
    if case.answer is not None:
        yield Deed(at, DecisionMade(0, point, case.answer, ""))
    if case.adjudged is not None:
        yield Deed(max(at, judged), DecisionAdjudicated(0, point, case.adjudged, (), ""))


def _in_order(deeds: list[Deed]) -> tuple[Deed, ...]:
    return tuple(sorted(deeds, key=lambda deed: deed.minute))


class _Replaying:
    """A play under way, deed by deed."""

    def __init__(self, play: Played) -> None:
        self._play, self._plan = play, play.plan
        self._state = State()
        self._recorder = CourseRecorder(play.plan)
        self._dropped: list[str] = []
        self._take(play.opening)

    def forked(self) -> "_Replaying":
        """A replay that goes on from here by itself."""
        fork = copy(self)
        fork._recorder = self._recorder.copy()
        fork._dropped = list(self._dropped)
        return fork

    def do(self, deeds: Sequence[Deed]) -> None:
        for deed in deeds:
            self._advance(deed.minute)
            event = self._possible(deed.event)
            if event is not None:
                self._take(event)

    def until(self, deeds: Sequence[Deed], minute: Minutes) -> Standing:
        self.do(deeds)
        self._advance(minute)
        return Standing(minute, self._state.worlds[0], tuple(self._recorder.courses[0]))

    def run(self, deeds: Sequence[Deed]) -> Replay:
        self.until(deeds, self._play.end)
        self._recorder.run_on(self._state, self._play.horizon)
        (world,) = self._state.worlds
        doubts = Doubts(tuple(dict.fromkeys(self._dropped)), tuple(self._unanswered(world)))
        return Replay(tuple(self._recorder.courses[0]), world, doubts)

    def _take(self, event: Event) -> None:
        before = self._state
        self._state = evolved(self._plan, before, event)
        self._recorder.take(before, event, self._state)

    def _advance(self, to: Minutes) -> None:
        for event in passing(self._plan, self._state, to):
            self._take(event)

    def _possible(self, event: Event) -> Event | None:
        """The event as it can still happen; None where it cannot."""
        (world,) = self._state.worlds
        if isinstance(event, STEERED):
            inject = world.injects[self._plan.injects[event.inject]]
            comes = inject.status in (InjectStatus.WAITING, InjectStatus.HELD)
            return event if comes or (inject.dropped and isinstance(event, InjectReleased)) else None
        if not isinstance(event, PUT):
            return event
        state = world.points[self._plan.points[event.point]]
        barred = isinstance(event, DecisionMade) and not can_be(
            self._plan, world, self._state.clock, event.point, event.answer
        )
        if state is None or state.expired or barred:
            self._dropped.append(event.point)
            return None
        if isinstance(event, DecisionAdjudicated | DecisionLocked) and not state.versions:
            return None
        return event

    def _unanswered(self, world: World) -> Iterator[str]:
        then = self._play.world.points
        for inject, now, before in zip(self._plan.script.injects, world.points, then, strict=True):
            if now is not None and not now.versions and (before is None or before.versions):
                yield inject.point_id


@frozen
class Swing:
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


def swings(play: Played) -> tuple[Swing, ...]:
    """Every question that was put, every other answer to it, every goal: what that answer would have changed.

    Where it would have changed nothing there is no swing. Free texts that came to no option have none either.
    """
    goals = play.plan.script.goals
    actual_course = replayed(play, play.deeds)
    actual = [actual_course.outcome(play.plan, goal) for goal in goals]
    found = []
    for inject, state in zip(play.plan.script.injects, play.world.points, strict=True):
        if inject.point is None or state is None or _is_unknown(inject.point.kind, state.adjudged_option):
            continue
        for alternative in alternatives(play, inject.point_id, actual_course):
            for number, goal in enumerate(goals) if not alternative.given else ():
                outcome = alternative.replay.outcome(play.plan, goal)
                if outcome != actual[number]:
                    found.append(Swing(number, inject.point_id, alternative, outcome, actual[number]))
    return tuple(found)


def _is_unknown(kind: DecisionKind, adjudged: str | None) -> bool:
    return kind is DecisionKind.OPEN and adjudged is None
