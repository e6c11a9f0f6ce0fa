"""Answers a command with the events it leads to, or with a refusal that says why in one Dutch sentence.

Theory of operation. The engine is a discrete-event simulation without a process of its own: time passes only because
somebody asks for it (`PassTime`, `JumpToPhase`). A command leads to one event of its own (`command_rules.event_for`)
and then to whatever follows from it without anybody's doing: injects that fall due, deadlines that pass. All of it is
in the same answer, so between two commands nothing is ever overdue, and a log that ends after any whole answer is
complete. A log cut off in the middle of one is repaired by asking for the passing of time again.

Passing time never ticks. From the clock the next minute at which anything can fall due is computed (`next_stop`), the
clock moves there in one event, everything due at that minute happens in the order of the script, each thing seeing
what the one before it did, and so on until the minute asked for. That is why three days take as many steps as there
are things that happen in them, and why it makes no difference in how many pieces the same time is passed.

This module decides in what order things happen. What a command requires is in `command_rules`, what is due in
`triggers`, what an event changes in `apply_event`.
"""

from collections.abc import Iterator

from attrs import frozen

import oefening.engine.commands as cmd
from oefening.engine.apply_event import apply_event
from oefening.engine.command_rules import event_for
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import Event, TimePassed
from oefening.engine.requirements import RefusedError, require_running_until
from oefening.engine.state import State
from oefening.engine.triggers import first_due, next_stop
from oefening.script.units import Minutes


@frozen
class Refusal:
    """A command that was not granted, and why, as a Dutch sentence."""

    message: str


def handle_command(compiled: CompiledScript, state: State, command: cmd.Command) -> tuple[Event, ...] | Refusal:
    """The events that a command leads to; `state` itself does not change."""
    try:
        return tuple(_events(compiled, state, command))
    except RefusedError as error:
        return Refusal(error.message)


def _events(compiled: CompiledScript, state: State, command: cmd.Command) -> Iterator[Event]:
    if isinstance(command, cmd.PassTime):
        require_running_until(state, command.to)
        yield from events_until(compiled, state, command.to)
        return
    event = event_for(compiled, state, command)
    yield event
    state = apply_event(compiled, state, event)
    if isinstance(command, cmd.JumpToPhase):
        begin = next(phase.begin for phase in compiled.script.phases if phase.id == command.phase)
        yield from events_until(compiled, state, begin)
    elif not state.ended:
        # Worlds share nothing but the clock: what happened in one makes nothing due in another.
        yield from events_due(compiled, state, getattr(event, "world", None))


def events_until(compiled: CompiledScript, state: State, to: Minutes) -> Iterator[Event]:
    """What happens until the clock shows `to`, that minute included, if nobody does anything."""
    while True:
        for event in events_due(compiled, state):
            yield event
            state = apply_event(compiled, state, event)
        if state.clock >= to:
            return
        passed = TimePassed(next_stop(compiled, state, to) or to)
        yield passed
        state = apply_event(compiled, state, passed)


def events_due(compiled: CompiledScript, state: State, only_world: int | None = None) -> Iterator[Event]:
    """Everything due at the minute the clock shows, in order; `only_world` as in `first_due`."""
    # One at a time, each from the state that the one before it left: a delivered inject can make another's condition
    # true, or false.
    while (event := first_due(compiled, state, only_world)) is not None:
        yield event
        state = apply_event(compiled, state, event)
