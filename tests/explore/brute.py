"""Every course of a script, one by one, played by the engine itself: what exploring is held against."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from oefening.engine.commands import Adjudicate, Command, Decide, PassTime, Start
from oefening.engine.continuity import grade_of, outages, shortfall
from oefening.engine.course import CourseRecorder
from oefening.engine.decide import Refusal, decide
from oefening.engine.due import awaits_decision, next_stop
from oefening.engine.events import Event, InjectDelivered
from oefening.engine.evolve import evolved
from oefening.engine.plan import Plan
from oefening.engine.state import State
from oefening.engine.truth import holds_in
from oefening.explore.frame import Frame
from oefening.explore.lanes import RANKS
from oefening.script.units import Minutes

MOST_COURSES = 250


class TooManyError(Exception):
    """More courses than a test should play."""


@frozen
class Course:
    """One course: what was answered, what came, what came with a wrong text, and what became of each goal.

    A goal is its rank, the minutes below its minimum and the lost service.
    """

    answers: tuple[tuple[str, str], ...]
    delivered: frozenset[str]
    wrong: frozenset[str]
    goals: tuple[tuple[int, int, Fraction], ...]
    share: Fraction


@frozen
class _Going:
    state: State
    events: tuple[Event, ...]
    answers: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, int], ...]
    share: Fraction
    wrong: frozenset[str] = frozenset()


def every_course(frame: Frame) -> list[Course]:
    """All courses of a script, with decisions at the frame's moments."""
    found = []
    waiting = [_done(frame.plan, _Going(State(), (), (), (), Fraction(1)), Start(("een",)))]
    while waiting:
        for after in _next(frame, waiting.pop()):
            if isinstance(after, Course):
                found.append(after)
            else:
                waiting.append(after)
        if len(found) + len(waiting) > MOST_COURSES:
            raise TooManyError
    return found


def _done(plan: Plan, going: _Going, command: Command) -> _Going:
    granted = decide(plan, going.state, command)
    assert not isinstance(granted, Refusal), granted.sentence
    state, wrong = going.state, set(going.wrong)
    for event in granted:
        state = evolved(plan, state, event)
        if isinstance(event, InjectDelivered):
            assumed = plan.inject(event.inject).assumes
            if assumed is not None and not holds_in(plan, state.worlds[0], state.clock, assumed):
                wrong.add(event.inject)
    return evolve(going, state=state, events=(*going.events, *granted), wrong=frozenset(wrong))


def _next(frame: Frame, going: _Going) -> Iterator["_Going | Course"]:
    """Plays on to the next decision and branches there; the finished course where none comes."""
    plan = frame.plan
    while True:
        moments = dict(_moments(frame, going))
        for point, moment in moments.items():
            if moment == going.state.clock:
                yield from _branches(frame, going, point)
                return
        if going.state.clock >= frame.end_of_play:
            yield _finished(frame, going)
            return
        soonest = min([frame.end_of_play, *moments.values()])
        stop = next_stop(plan, going.state, Minutes(soonest)) or soonest
        going = _done(plan, going, PassTime(Minutes(stop)))


def _moments(frame: Frame, going: _Going) -> Iterator[tuple[str, int]]:
    asked = dict(going.asked)
    for inject, point in zip(frame.plan.script.injects, going.state.worlds[0].points, strict=True):
        if point is not None and awaits_decision(point) and inject.point:
            offsets = frame.moments.offsets(inject.point.deadline)
            if asked.get(inject.point_id, 0) < len(offsets):
                yield inject.point_id, point.opened + offsets[asked.get(inject.point_id, 0)]


def _branches(frame: Frame, going: _Going, point: str) -> Iterator[_Going]:
    granted = []
    for case in frame.cases[frame.plan.points[point]]:
        assert case.answer is not None
        if isinstance(decide(frame.plan, going.state, Decide(0, point, case.answer, "daarom")), Refusal):
            continue
        after = _done(frame.plan, going, Decide(0, point, case.answer, "daarom"))
        if case.adjudged is not None:
            after = _done(frame.plan, after, Adjudicate(0, point, case.adjudged))
        granted.append((case.id, after, going.asked))
    asked = dict(going.asked)
    asked[point] = asked.get(point, 0) + 1
    granted.append(("", going, tuple(asked.items())))
    for name, after, asked_then in granted:
        answers = (*going.answers, (point, name))
        yield evolve(after, answers=answers, asked=asked_then, share=going.share / len(granted))


def _finished(frame: Frame, going: _Going) -> Course:
    plan = frame.plan
    recorder, state = CourseRecorder(plan), State()
    for event in going.events:
        before, state = state, evolved(plan, state, event)
        recorder.take(before, event, state)
    recorder.run_on(state, frame.horizon)
    course = recorder.courses[0]
    goals = []
    for goal in plan.script.goals:
        index = plan.indicators[goal.indicator]
        missed = outages(plan, course, index, plan.scaled(goal.mbco))
        longest = max((outage.length for outage in missed), default=0)
        rank = RANKS.index(grade_of(longest, goal.rto, goal.mtpd))
        lost = shortfall(plan, course, index, plan.begin.levels[index])
        goals.append((rank, sum(outage.length for outage in missed), lost))
    delivered = frozenset(event.inject for event in going.events if isinstance(event, InjectDelivered))
    return Course(going.answers, delivered, going.wrong, tuple(goals), going.share)
