"""Answers a command with events, or with a refusal that says in one Dutch sentence why not.

What an asking leads to by itself (injects that fall due, deadlines that pass) follows in the same answer, so that
after it nothing is overdue.
"""

from collections.abc import Iterator

from attrs import frozen

from oefening.engine.apply_event import apply_event
from oefening.engine.command_rules import RefusedError, event_for
from oefening.engine.commands import Command, JumpToPhase, PassTime
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import Event, TimePassed
from oefening.engine.state import State
from oefening.engine.triggers import first_due, next_stop
from oefening.script.units import Minutes
from oefening.text.translation import _


@frozen
class Refusal:
    """A command that was not granted, and why."""

    message: str


def decide(compiled: CompiledScript, state: State, command: Command) -> tuple[Event, ...] | Refusal:
    """The events that the command leads to; the state itself does not change."""
    try:
        return tuple(_events(compiled, state, command))
    except RefusedError as objection:
        return Refusal(objection.message)


def _events(compiled: CompiledScript, state: State, command: Command) -> Iterator[Event]:
    if isinstance(command, PassTime):
        yield from passing(compiled, state, _checked(state, command.to))
        return
    fact = event_for(compiled, state, command)
    yield fact
    state = apply_event(compiled, state, fact)
    if isinstance(command, JumpToPhase):
        begin = next(phase.begin for phase in compiled.script.phases if phase.id == command.phase)
        yield from passing(compiled, state, begin)
    elif not state.ended:
        # Worlds share nothing: what happened in one makes nothing due in another.
        yield from settling(compiled, state, getattr(fact, "world", None))


def _checked(state: State, to: Minutes) -> Minutes:
    if not state.started:
        raise RefusedError(_("De oefening is nog niet begonnen."))
    if state.ended:
        raise RefusedError(_("De oefening is afgelopen."))
    if to < state.clock:
        raise RefusedError(_("De oefenklok gaat niet terug."))
    return to


def passing(compiled: CompiledScript, state: State, to: Minutes) -> Iterator[Event]:
    """Time going by until `to`, stopping wherever something falls due."""
    while True:
        for event in settling(compiled, state):
            yield event
            state = apply_event(compiled, state, event)
        if state.clock >= to:
            return
        passed = TimePassed(next_stop(compiled, state, to) or to)
        yield passed
        state = apply_event(compiled, state, passed)


def settling(compiled: CompiledScript, state: State, only: int | None = None) -> Iterator[Event]:
    """Everything due at this minute, in order; `only` as in `first_due`."""
    while (event := first_due(compiled, state, only)) is not None:
        yield event
        state = apply_event(compiled, state, event)
