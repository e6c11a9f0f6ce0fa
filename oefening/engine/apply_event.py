"""What each event changes: the only way in which a state becomes another.

Decides nothing and refuses nothing: an event is a fact, and a log written years ago must give the same state today.
Whatever could turn out differently (which levels a text showed, which option a free answer came down to) therefore
stands in the event and is not worked out again here.

Theory of operation. Effects never change a level directly. They are turned into operations (`compiled_script`), which
are added to the schedule of a world, each under the source that caused it ("inject:brand", "besluit:noodsteunpunten").
Operations of the present minute change the levels at once; when the clock moves on, those that lie between are applied
on the way. The schedule keeps what has passed: taking something back (a team changes its answer, the leader withdraws
an effect) drops all operations of that source and computes the levels from the beginning of the exercise again.
Subtracting them from the present levels would be wrong wherever a bound was hit in between: a stock that stood at zero
did not go below it, so giving back what was "taken" would give too much.
"""

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, frozen

import oefening.engine.events as ev
from oefening.engine.answers import effects_of
from oefening.engine.compiled_script import CompiledScript, operations
from oefening.engine.dynamics import Operation, after_operation, inserted, levels_at, replaced, upcoming
from oefening.engine.events import Event
from oefening.engine.state import (
    INITIAL_STATE,
    AnswerVersion,
    InjectState,
    InjectStatus,
    OwnDecision,
    PointState,
    State,
    World,
)
from oefening.script.model import Effect
from oefening.script.units import Minutes


def apply_event(compiled: CompiledScript, state: State, event: Event) -> State:
    """The state after the event."""
    match event:
        case ev.ExerciseStarted():
            fresh = tuple(_fresh_world(compiled, name) for name in event.worlds)
            return State(running=True, tempo=event.tempo, started=True, worlds=fresh, teams=event.teams, pin=event.pin)
        case ev.TimePassed(to):
            return evolve(
                state, clock=to, worlds=tuple(_advanced(compiled, world, state.clock, to) for world in state.worlds)
            )
        case ev.ExercisePaused():
            return evolve(state, running=False)
        case ev.ExerciseResumed():
            return evolve(state, running=True)
        case ev.TempoSet(tempo):
            return evolve(state, tempo=tempo)
        case ev.ExerciseEnded():
            return evolve(state, ended=True, running=False)
        case ev.PhaseJumped() | ev.MessageSent() | ev.BoardWritten() | ev.ObservationNoted() | ev.ExpectationRated():
            return state
        case ev.ImprovementNoted() | ev.FeedbackGiven():
            return state
        case _:
            world = _world_after(compiled, state.worlds[event.world], state.clock, event)
            return evolve(state, worlds=replaced(state.worlds, event.world, world))


@frozen
class ReplayStep:
    """One event of a replay, with the state before and after it."""

    before: State
    event: Event
    after: State


def replay(compiled: CompiledScript, events: Iterable[Event], state: State = INITIAL_STATE) -> Iterator[ReplayStep]:
    """Applies events one after the other, from the beginning or from a later state."""
    for event in events:
        before, state = state, apply_event(compiled, state, event)
        yield ReplayStep(before, event, state)


def fold(compiled: CompiledScript, events: Iterable[Event], state: State = INITIAL_STATE) -> State:
    """The state after all these events, from the beginning or from a later state."""
    for step in replay(compiled, events, state):
        state = step.after
    return state


WorldEvent = (
    ev.InjectDelivered
    | ev.InjectSkipped
    | ev.InjectHeld
    | ev.InjectReleased
    | ev.AdHocInjectSent
    | ev.EffectsAdded
    | ev.EffectsWithdrawn
    | ev.DecisionMade
    | ev.DecisionLocked
    | ev.DecisionUnlocked
    | ev.DecisionAdjudicated
    | ev.AdjudicationWithdrawn
    | ev.DeadlinePassed
    | ev.OwnDecisionMade
    | ev.OwnDecisionAdjudicated
)


def _world_after(compiled: CompiledScript, world: World, clock: Minutes, event: WorldEvent) -> World:
    match event:
        case ev.InjectDelivered():
            return _delivered(compiled, world, clock, event)
        case ev.InjectSkipped(_, inject_id, reason):
            skipped = InjectState(InjectStatus.SKIPPED, clock, reason is ev.SkipReason.LEADER)
            return _with_inject(compiled, world, inject_id, skipped)
        case ev.InjectHeld(_, inject_id):
            return _with_inject(compiled, world, inject_id, InjectState(InjectStatus.HELD))
        case ev.InjectReleased(_, inject_id):
            return _with_inject(compiled, world, inject_id, InjectState())
        case ev.AdHocInjectSent(effects=effects):
            number = world.ad_hoc_injects + 1
            done = _affected(compiled, world, clock, effects, f"ad-hoc:{number}")
            return evolve(done, ad_hoc_injects=number)
        case ev.EffectsAdded(effects=effects):
            number = world.ad_hoc_effects + 1
            done = _affected(compiled, world, clock, effects, f"oefenleider:{number}")
            return evolve(done, ad_hoc_effects=number)
        case ev.EffectsWithdrawn(_, number):
            done = _withdrawn(compiled, world, clock, f"oefenleider:{number}")
            return evolve(done, withdrawn_effects=(*world.withdrawn_effects, number))
        case ev.DecisionMade():
            return _decided(compiled, world, clock, event)
        case ev.DecisionLocked(_, point_id):
            return _with_point(compiled, world, point_id, lambda state: evolve(state, locked=True))
        case ev.DecisionUnlocked(_, point_id):
            return _with_point(compiled, world, point_id, lambda state: evolve(state, locked=False))
        case ev.DecisionAdjudicated():
            return _adjudicated(compiled, world, clock, event)
        case ev.AdjudicationWithdrawn(_, point_id):
            done = _with_point(
                compiled, world, point_id, lambda state: evolve(state, adjudicated=None, adjudged_option=None)
            )
            return _withdrawn(compiled, done, clock, f"besluit:{point_id}")
        case ev.DeadlinePassed(_, point_id):
            point = compiled.inject_of_point(point_id).point
            expired = _with_point(compiled, world, point_id, lambda state: evolve(state, expired=True))
            effects = point.no_decision.effects if point and point.no_decision else ()
            return _affected(compiled, expired, clock, effects, f"geen-besluit:{point_id}")
        case ev.OwnDecisionMade():
            return evolve(world, own_decisions=(*world.own_decisions, OwnDecision(clock)))
        case ev.OwnDecisionAdjudicated(number=number, effects=effects):
            own = replaced(
                world.own_decisions,
                number - 1,
                evolve(world.own_decisions[number - 1], adjudicated=True),
            )
            done = evolve(world, own_decisions=own)
            return _affected(compiled, done, clock, effects, f"eigen-besluit:{number}")


def _fresh_world(compiled: CompiledScript, name: str) -> World:
    number = len(compiled.script.injects)
    return World(name, compiled.begin, (), (InjectState(),) * number, (None,) * number)


def _advanced(compiled: CompiledScript, world: World, clock: Minutes, to: Minutes) -> World:
    schedule = upcoming(world.schedule, clock)
    return evolve(world, levels=levels_at(compiled.bounds, world.levels, clock, schedule, to))


def _scheduled(compiled: CompiledScript, world: World, clock: Minutes, added: Iterable[Operation]) -> World:
    """Adds operations to the schedule of a world; those of the present minute change its levels at once."""
    added = tuple(added)
    levels = world.levels
    for operation in added:
        if operation.at == clock:
            levels = after_operation(compiled.bounds, levels, operation)
    return evolve(world, levels=levels, schedule=inserted(world.schedule, added))


def _affected(compiled: CompiledScript, world: World, clock: Minutes, effects: Iterable[Effect], source: str) -> World:
    return _scheduled(compiled, world, clock, operations(compiled, effects, clock, source))


def _withdrawn(compiled: CompiledScript, world: World, clock: Minutes, source: str) -> World:
    """Recomputes the world without the operations of one source; see the head of this module."""
    schedule = tuple(operation for operation in world.schedule if operation.source != source)
    if schedule == world.schedule:
        return world
    levels = levels_at(compiled.bounds, compiled.begin, Minutes(0), schedule, clock)
    return evolve(world, levels=levels, schedule=schedule)


def _with_inject(compiled: CompiledScript, world: World, inject_id: str, inject: InjectState) -> World:
    return evolve(world, injects=replaced(world.injects, compiled.injects[inject_id], inject))


def _with_point(
    compiled: CompiledScript, world: World, point_id: str, change: Callable[[PointState], PointState]
) -> World:
    index = compiled.points[point_id]
    point = world.points[index]
    assert point is not None  # noqa: S101 - no event is about a point that was not opened
    return evolve(world, points=replaced(world.points, index, change(point)))


def _delivered(compiled: CompiledScript, world: World, clock: Minutes, event: ev.InjectDelivered) -> World:
    index = compiled.injects[event.inject]
    inject = compiled.script.injects[index]
    injects = replaced(world.injects, index, InjectState(InjectStatus.DELIVERED, clock))
    points = world.points
    if inject.point is not None:
        deadline = Minutes(clock + inject.point.deadline)
        points = replaced(points, index, PointState(clock, deadline, event.question, event.choices))
    done = evolve(world, injects=injects, points=points)
    return _affected(compiled, done, clock, inject.effects, f"inject:{inject.id}")


def _decided(compiled: CompiledScript, world: World, clock: Minutes, event: ev.DecisionMade) -> World:
    index = compiled.points[event.point]
    state, point = world.points[index], compiled.script.injects[index].point
    assert state is not None  # noqa: S101 - `command_rules` saw to it
    assert point is not None  # noqa: S101
    versions = (*state.versions, AnswerVersion(clock, event.answer, event.reasons))
    done = _with_point(compiled, world, event.point, lambda state: evolve(state, versions=versions))
    if state.versions and state.versions[-1].answer == event.answer:
        # Only the reasons are new. Undoing and redoing the effects would start them anew at this minute.
        return done
    source = f"besluit:{event.point}"
    done = _withdrawn(compiled, done, clock, source)
    for effects, times in effects_of(point, event.answer):
        done = _scheduled(compiled, done, clock, operations(compiled, effects, clock, source, times))
    return done


def _adjudicated(compiled: CompiledScript, world: World, clock: Minutes, event: ev.DecisionAdjudicated) -> World:
    point = compiled.inject_of_point(event.point).point
    done = _with_point(
        compiled,
        world,
        event.point,
        lambda state: evolve(state, adjudicated=clock, adjudged_option=event.option),
    )
    effects = event.effects
    if point is not None and event.option is not None:
        effects += next(option.effects for option in point.options if option.id == event.option)
    return _affected(compiled, done, clock, effects, f"besluit:{event.point}")
