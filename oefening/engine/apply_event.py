"""Folds events into the state: what each kind of fact changes. Decides nothing and refuses nothing."""

from collections.abc import Callable, Iterable

from attrs import evolve

from oefening.engine.answers import consequences
from oefening.engine.compiled_script import CompiledScript, operations
from oefening.engine.dynamics import Operation, after_operation, inserted, levels_at, replaced, upcoming
from oefening.engine.events import (
    AdHocInjectSent,
    AdjudicationWithdrawn,
    BoardWritten,
    DeadlinePassed,
    DecisionAdjudicated,
    DecisionLocked,
    DecisionMade,
    DecisionUnlocked,
    EffectsAdded,
    EffectsWithdrawn,
    Event,
    ExerciseEnded,
    ExercisePaused,
    ExerciseResumed,
    ExerciseStarted,
    ExpectationRated,
    FeedbackGiven,
    ImprovementNoted,
    InjectDelivered,
    InjectHeld,
    InjectReleased,
    InjectSkipped,
    MessageSent,
    ObservationNoted,
    OwnDecisionAdjudicated,
    OwnDecisionMade,
    PhaseJumped,
    SkipReason,
    TempoSet,
    TimePassed,
)
from oefening.engine.state import AnswerVersion, InjectState, InjectStatus, OwnDecision, PointState, State, World
from oefening.script.model import Effect
from oefening.script.units import Minutes


def apply_event(compiled: CompiledScript, state: State, event: Event) -> State:
    """The state after the event."""
    match event:
        case ExerciseStarted():
            fresh = tuple(_fresh_world(compiled, name) for name in event.worlds)
            return State(running=True, tempo=event.tempo, started=True, worlds=fresh, teams=event.teams, pin=event.pin)
        case TimePassed(to):
            return evolve(
                state, clock=to, worlds=tuple(_aged(compiled, world, state.clock, to) for world in state.worlds)
            )
        case ExercisePaused():
            return evolve(state, running=False)
        case ExerciseResumed():
            return evolve(state, running=True)
        case TempoSet(tempo):
            return evolve(state, tempo=tempo)
        case ExerciseEnded():
            return evolve(state, ended=True, running=False)
        case PhaseJumped() | MessageSent() | BoardWritten() | ObservationNoted() | ExpectationRated():
            return state
        case ImprovementNoted() | FeedbackGiven():
            return state
        case _:
            world = _world_after(compiled, state.worlds[event.world], state.clock, event)
            return evolve(state, worlds=replaced(state.worlds, event.world, world))


def fold(compiled: CompiledScript, events: Iterable[Event]) -> State:
    """The state after all these events, from the beginning."""
    state = State()
    for event in events:
        state = apply_event(compiled, state, event)
    return state


WorldEvent = (
    InjectDelivered
    | InjectSkipped
    | InjectHeld
    | InjectReleased
    | AdHocInjectSent
    | EffectsAdded
    | EffectsWithdrawn
    | DecisionMade
    | DecisionLocked
    | DecisionUnlocked
    | DecisionAdjudicated
    | AdjudicationWithdrawn
    | DeadlinePassed
    | OwnDecisionMade
    | OwnDecisionAdjudicated
)


def _world_after(compiled: CompiledScript, world: World, clock: Minutes, event: WorldEvent) -> World:
    match event:
        case InjectDelivered():
            return _delivered(compiled, world, clock, event)
        case InjectSkipped(_, inject_id, reason):
            skipped = InjectState(InjectStatus.SKIPPED, clock, reason is SkipReason.LEADER)
            return _with_inject(compiled, world, inject_id, skipped)
        case InjectHeld(_, inject_id):
            return _with_inject(compiled, world, inject_id, InjectState(InjectStatus.HELD))
        case InjectReleased(_, inject_id):
            return _with_inject(compiled, world, inject_id, InjectState())
        case AdHocInjectSent(effects=effects):
            number = world.ad_hoc_injects + 1
            done = _affected(compiled, world, clock, effects, f"ad-hoc:{number}")
            return evolve(done, ad_hoc_injects=number)
        case EffectsAdded(effects=effects):
            number = world.ad_hoc_effects + 1
            done = _affected(compiled, world, clock, effects, f"oefenleider:{number}")
            return evolve(done, ad_hoc_effects=number)
        case EffectsWithdrawn(_, number):
            done = _withdrawn(compiled, world, clock, f"oefenleider:{number}")
            return evolve(done, withdrawn_effects=(*world.withdrawn_effects, number))
        case DecisionMade():
            return _decided(compiled, world, clock, event)
        case DecisionLocked(_, point_id):
            return _with_point(compiled, world, point_id, lambda state: evolve(state, locked=True))
        case DecisionUnlocked(_, point_id):
            return _with_point(compiled, world, point_id, lambda state: evolve(state, locked=False))
        case DecisionAdjudicated():
            return _adjudicated(compiled, world, clock, event)
        case AdjudicationWithdrawn(_, point_id):
            done = _with_point(
                compiled, world, point_id, lambda state: evolve(state, adjudicated=None, adjudged_option=None)
            )
            return _withdrawn(compiled, done, clock, f"besluit:{point_id}")
        case DeadlinePassed(_, point_id):
            point = compiled.inject_of_point(point_id).point
            expired = _with_point(compiled, world, point_id, lambda state: evolve(state, expired=True))
            effects = point.no_decision.effects if point and point.no_decision else ()
            return _affected(compiled, expired, clock, effects, f"geen-besluit:{point_id}")
        case OwnDecisionMade():
            return evolve(world, own_decisions=(*world.own_decisions, OwnDecision(clock)))
        case OwnDecisionAdjudicated(number=number, effects=effects):
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


def _aged(compiled: CompiledScript, world: World, clock: Minutes, to: Minutes) -> World:
    schedule = upcoming(world.schedule, clock)
    return evolve(world, levels=levels_at(compiled.bounds, world.levels, clock, schedule, to))


def _scheduled(compiled: CompiledScript, world: World, clock: Minutes, added: Iterable[Operation]) -> World:
    """The world with operations added; those of this very minute land at once."""
    added = tuple(added)
    levels = world.levels
    for operation in added:
        if operation.at == clock:
            levels = after_operation(compiled.bounds, levels, operation)
    return evolve(world, levels=levels, schedule=inserted(world.schedule, added))


def _affected(compiled: CompiledScript, world: World, clock: Minutes, effects: Iterable[Effect], source: str) -> World:
    return _scheduled(compiled, world, clock, operations(compiled, effects, clock, source))


def _withdrawn(compiled: CompiledScript, world: World, clock: Minutes, source: str) -> World:
    """The world as it would be now had the source's operations never been."""
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
    assert point is not None  # noqa: S101 - a fact about a point that was never put cannot be
    return evolve(world, points=replaced(world.points, index, change(point)))


def _delivered(compiled: CompiledScript, world: World, clock: Minutes, event: InjectDelivered) -> World:
    index = compiled.injects[event.inject]
    inject = compiled.script.injects[index]
    injects = replaced(world.injects, index, InjectState(InjectStatus.DELIVERED, clock))
    points = world.points
    if inject.point is not None:
        deadline = Minutes(clock + inject.point.deadline)
        points = replaced(points, index, PointState(clock, deadline, event.question, event.choices))
    done = evolve(world, injects=injects, points=points)
    return _affected(compiled, done, clock, inject.effects, f"inject:{inject.id}")


def _decided(compiled: CompiledScript, world: World, clock: Minutes, event: DecisionMade) -> World:
    index = compiled.points[event.point]
    state, point = world.points[index], compiled.script.injects[index].point
    assert state is not None  # noqa: S101 - decide saw to it
    assert point is not None  # noqa: S101
    versions = (*state.versions, AnswerVersion(clock, event.answer, event.reasons))
    done = _with_point(compiled, world, event.point, lambda state: evolve(state, versions=versions))
    if state.versions and state.versions[-1].answer == event.answer:
        return done
    source = f"besluit:{event.point}"
    done = _withdrawn(compiled, done, clock, source)
    for effects, times in consequences(point, event.answer):
        done = _scheduled(compiled, done, clock, operations(compiled, effects, clock, source, times))
    return done


def _adjudicated(compiled: CompiledScript, world: World, clock: Minutes, event: DecisionAdjudicated) -> World:
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
