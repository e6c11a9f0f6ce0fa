"""Every path of a script, one by one, played by the engine itself: what exploring is compared with."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from oefening.engine.apply_event import apply_event, replay
from oefening.engine.commands import Adjudicate, Command, Decide, PassTime, Start
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import condition_holds
from oefening.engine.continuity import grade_of, outages, shortfall
from oefening.engine.events import Event, InjectDelivered
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.history import CurveRecorder
from oefening.engine.state import State
from oefening.engine.triggers import awaits_decision, next_stop
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.indicator_states import RANKS
from oefening.script.units import Minutes

MAX_PATHS = 250


class TooManyError(Exception):
    """More paths than a test should play."""


@frozen
class PlayedPath:
    """One path: what was answered, what came, what came with a wrong text, and how each goal came out.

    A goal is its rank, the minutes below its minimum and the lost service.
    """

    answers: tuple[tuple[str, str], ...]
    delivered: frozenset[str]
    wrong: frozenset[str]
    goals: tuple[tuple[int, int, Fraction], ...]
    share: Fraction


@frozen
class _PathSoFar:
    state: State
    events: tuple[Event, ...]
    answers: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, int], ...]
    share: Fraction
    wrong: frozenset[str] = frozenset()


def every_path(analysis: ScriptAnalysis) -> list[PlayedPath]:
    """All paths of a script, with decisions at the moments of the analysis."""
    found = []
    waiting = [_done(analysis.compiled, _PathSoFar(State(), (), (), (), Fraction(1)), Start(("een",)))]
    while waiting:
        for after in _next(analysis, waiting.pop()):
            if isinstance(after, PlayedPath):
                found.append(after)
            else:
                waiting.append(after)
        if len(found) + len(waiting) > MAX_PATHS:
            raise TooManyError
    return found


def _done(compiled: CompiledScript, so_far: _PathSoFar, command: Command) -> _PathSoFar:
    granted = handle_command(compiled, so_far.state, command)
    assert not isinstance(granted, Refusal), granted.message
    state, wrong = so_far.state, set(so_far.wrong)
    for event in granted:
        state = apply_event(compiled, state, event)
        if isinstance(event, InjectDelivered):
            assumed = compiled.inject(event.inject).assumes
            if assumed is not None and not condition_holds(compiled, state.worlds[0], state.clock, assumed):
                wrong.add(event.inject)
    return evolve(so_far, state=state, events=(*so_far.events, *granted), wrong=frozenset(wrong))


def _next(analysis: ScriptAnalysis, so_far: _PathSoFar) -> Iterator["_PathSoFar | PlayedPath"]:
    """Plays on to the next decision and branches there; the finished path where none comes."""
    compiled = analysis.compiled
    while True:
        moments = dict(_moments(analysis, so_far))
        for point, moment in moments.items():
            if moment == so_far.state.clock:
                yield from _branches(analysis, so_far, point)
                return
        if so_far.state.clock >= analysis.end_of_play:
            yield _finished(analysis, so_far)
            return
        soonest = min([analysis.end_of_play, *moments.values()])
        stop = next_stop(compiled, so_far.state, Minutes(soonest)) or soonest
        so_far = _done(compiled, so_far, PassTime(Minutes(stop)))


def _moments(analysis: ScriptAnalysis, so_far: _PathSoFar) -> Iterator[tuple[str, int]]:
    asked = dict(so_far.asked)
    for inject, point in zip(analysis.compiled.script.injects, so_far.state.worlds[0].points, strict=True):
        if point is not None and awaits_decision(point) and inject.point:
            offsets = analysis.moments.offsets(inject.point.deadline)
            if asked.get(inject.point_id, 0) < len(offsets):
                yield inject.point_id, point.opened + offsets[asked.get(inject.point_id, 0)]


def _branches(analysis: ScriptAnalysis, so_far: _PathSoFar, point: str) -> Iterator[_PathSoFar]:
    granted = []
    for candidate in analysis.candidates[analysis.compiled.points[point]]:
        assert candidate.answer is not None
        if isinstance(
            handle_command(analysis.compiled, so_far.state, Decide(0, point, candidate.answer, "daarom")), Refusal
        ):
            continue
        after = _done(analysis.compiled, so_far, Decide(0, point, candidate.answer, "daarom"))
        if candidate.adjudged is not None:
            after = _done(analysis.compiled, after, Adjudicate(0, point, candidate.adjudged))
        granted.append((candidate.id, after, so_far.asked))
    asked = dict(so_far.asked)
    asked[point] = asked.get(point, 0) + 1
    granted.append(("", so_far, tuple(asked.items())))
    for name, after, asked_then in granted:
        answers = (*so_far.answers, (point, name))
        yield evolve(after, answers=answers, asked=asked_then, share=so_far.share / len(granted))


def _finished(analysis: ScriptAnalysis, so_far: _PathSoFar) -> PlayedPath:
    compiled = analysis.compiled
    recorder = CurveRecorder(compiled)
    for step in replay(compiled, so_far.events):
        recorder.record(step)
    recorder.run_until(so_far.state, analysis.horizon)
    path = recorder.curves[0]
    goals = []
    for goal in compiled.script.goals:
        index = compiled.indicators[goal.indicator]
        missed = outages(compiled, path, index, compiled.scaled(goal.mbco))
        longest = max((outage.length for outage in missed), default=0)
        rank = RANKS.index(grade_of(longest, goal.rto, goal.mtpd))
        lost = shortfall(compiled, path, index, compiled.begin.levels[index])
        goals.append((rank, sum(outage.length for outage in missed), lost))
    delivered = frozenset(event.inject for event in so_far.events if isinstance(event, InjectDelivered))
    return PlayedPath(so_far.answers, delivered, so_far.wrong, tuple(goals), so_far.share)
