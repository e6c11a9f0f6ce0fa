"""What happens by itself: injects that fall due and deadlines that pass, and the next minute at which one will.

Within a minute the operations of the schedule come first (they are applied when the clock moves), then what is due, in
the order of the script, until nothing is due any more. Only says what is due; what follows from it is for others.
"""

from collections.abc import Iterator

from attrs import evolve

from oefening.engine.compiled_script import CompiledScript, operations
from oefening.engine.condition_eval import condition_holds, first_minute
from oefening.engine.dynamics import after_operation
from oefening.engine.events import DeadlinePassed, Event, InjectDelivered, InjectSkipped, SkipReason
from oefening.engine.state import InjectStatus, PointState, State, World
from oefening.script.model import After, Inject
from oefening.script.placeholders import fill_placeholders
from oefening.script.units import MAX_MINUTES, Minutes, format_spoken_number


def first_due(compiled: CompiledScript, state: State, only_world: int | None = None) -> Event | None:
    """What is due first at the minute the clock shows, in the order of the script; None where nothing is.

    `only_world` limits the search to one world, for when nothing can have become due in the others.
    """
    for number, world in enumerate(state.worlds):
        if only_world not in (None, number):
            continue
        for index, inject in enumerate(compiled.script.injects):
            event = _due_inject(compiled, state.clock, number, world, index, inject)
            if event is not None:
                return event
            point = world.points[index]
            if point is not None and awaits_decision(point) and state.clock >= point.deadline:
                return DeadlinePassed(number, inject.point_id)
    return None


def _due_inject(
    compiled: CompiledScript, clock: Minutes, number: int, world: World, index: int, inject: Inject
) -> Event | None:
    if world.injects[index].status is not InjectStatus.WAITING:
        return None
    if inject.as_soon_as is not None:
        due = condition_holds(compiled, world, clock, inject.as_soon_as)
    elif inject.after is not None and _predecessor_skipped(compiled, world, inject.after):
        return InjectSkipped(number, inject.id, SkipReason.PREDECESSOR)
    else:
        minute = due_minute(compiled, world, inject)
        due = minute is not None and minute <= clock
    if not due:
        return None
    if inject.condition is not None and not condition_holds(compiled, world, clock, inject.condition):
        return InjectSkipped(number, inject.id, SkipReason.CONDITION)
    return delivery(compiled, clock, number, world, inject)


def delivery(compiled: CompiledScript, clock: Minutes, number: int, world: World, inject: Inject) -> InjectDelivered:
    """The delivery of an inject, with its texts as the teams read them.

    Levels in the texts are those after the inject's own immediate effects: "the supply is at {internet}%" is about the
    world that the message tells of.
    """
    levels = world.levels
    for operation in operations(compiled, inject.effects, clock, ""):
        if operation.at == clock:
            levels = after_operation(compiled.bounds, levels, operation)

    def level(indicator: str) -> str:
        return format_spoken_number(compiled.amount(levels.levels[compiled.indicators[indicator]]))

    def read(text: str) -> str:
        return fill_placeholders(text, level)

    event = InjectDelivered(number, inject.id, read(inject.subject or ""), read(inject.text))
    if inject.point is None:
        return event
    texts = [option.text for option in inject.point.options] + [post.text for post in inject.point.posts]
    return evolve(event, question=read(inject.point.question), choices=tuple(map(read, texts)))


def awaits_decision(point: PointState) -> bool:
    """Whether the team has not answered yet and still can."""
    return not point.versions and not point.expired


def due_minute(compiled: CompiledScript, world: World, inject: Inject) -> Minutes | None:
    """When an inject with `op` or `na` falls due; None where what it waits for has not happened yet."""
    if inject.after is None:
        return inject.at_minute
    if inject.after.inject is not None:
        state = world.injects[compiled.injects[inject.after.inject]]
        since = state.minute if state.status is InjectStatus.DELIVERED else None
    else:
        point = world.points[compiled.points[inject.after.point or ""]]
        since = _decided_or_expired_at(point) if point is not None else None
    return None if since is None else Minutes(since + inject.after.wait)


def _decided_or_expired_at(point: PointState) -> Minutes | None:
    return point.deadline if point.expired else point.decided_at


def _predecessor_skipped(compiled: CompiledScript, world: World, after: After) -> bool:
    index = compiled.injects[after.inject] if after.inject is not None else compiled.points[after.point or ""]
    return world.injects[index].status is InjectStatus.SKIPPED


def next_stop(compiled: CompiledScript, state: State, limit: Minutes) -> Minutes | None:
    """The first minute after the clock, up to `limit`, at which something falls due if nobody does anything."""
    # The minutes that the clock alone decides are cheap to find; each limits how far the next crossing is searched for.
    stops = [minute for minute in _known_stops(compiled, state) if state.clock < minute <= limit]
    nearest = min(stops, default=limit)
    for world in state.worlds:
        for inject, inject_state in zip(compiled.script.injects, world.injects, strict=True):
            if inject.as_soon_as is not None and inject_state.status is InjectStatus.WAITING:
                crossing = first_minute(compiled, world, state.clock, inject.as_soon_as, nearest)
                if crossing is not None:
                    nearest = crossing
                    stops.append(crossing)
    return min(stops, default=None)


def next_certain_stop(compiled: CompiledScript, state: State) -> Minutes | None:
    """The first minute after the clock at which something is certain to fall due: by the clock, not under a `zodra`."""
    return min(
        (minute for minute in _known_stops(compiled, state) if state.clock < minute <= MAX_MINUTES), default=None
    )


def _known_stops(compiled: CompiledScript, state: State) -> Iterator[Minutes]:
    for world in state.worlds:
        for index, inject in enumerate(compiled.script.injects):
            if world.injects[index].status is InjectStatus.WAITING:
                minute = due_minute(compiled, world, inject)
                if minute is not None and inject.as_soon_as is None:
                    yield minute
            point = world.points[index]
            if point is not None and awaits_decision(point):
                yield point.deadline
