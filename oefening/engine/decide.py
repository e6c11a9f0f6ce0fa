"""Answers a command with events, or with a refusal that says in one Dutch sentence why not.

What an asking leads to by itself (injects that fall due, deadlines that pass) follows in the same answer, so that
after it nothing is overdue.
"""

from collections.abc import Iterator

from attrs import frozen

from oefening.engine.commands import Command, JumpToPhase, PassTime
from oefening.engine.due import first_due, next_stop
from oefening.engine.events import Event, TimePassed
from oefening.engine.evolve import evolved
from oefening.engine.plan import Plan
from oefening.engine.rules import ObjectionError, fact_of
from oefening.engine.state import State
from oefening.language import _
from oefening.script.units import Minutes


@frozen
class Refusal:
    """A command that was not granted, and why."""

    sentence: str


def decide(plan: Plan, state: State, command: Command) -> tuple[Event, ...] | Refusal:
    """The events that the command leads to; the state itself does not change."""
    try:
        return tuple(_events(plan, state, command))
    except ObjectionError as objection:
        return Refusal(objection.sentence)


def _events(plan: Plan, state: State, command: Command) -> Iterator[Event]:
    if isinstance(command, PassTime):
        yield from passing(plan, state, _checked(state, command.to))
        return
    fact = fact_of(plan, state, command)
    yield fact
    state = evolved(plan, state, fact)
    if isinstance(command, JumpToPhase):
        begin = next(phase.begin for phase in plan.script.phases if phase.id == command.phase)
        yield from passing(plan, state, begin)
    elif not state.ended:
        # Worlds share nothing: what happened in one makes nothing due in another.
        yield from settling(plan, state, getattr(fact, "world", None))


def _checked(state: State, to: Minutes) -> Minutes:
    if not state.started:
        raise ObjectionError(_("De oefening is nog niet begonnen."))
    if state.ended:
        raise ObjectionError(_("De oefening is afgelopen."))
    if to < state.clock:
        raise ObjectionError(_("De oefenklok gaat niet terug."))
    return to


def passing(plan: Plan, state: State, to: Minutes) -> Iterator[Event]:
    """Time going by until `to`, stopping wherever something falls due."""
    while True:
        for event in settling(plan, state):
            yield event
            state = evolved(plan, state, event)
        if state.clock >= to:
            return
        passed = TimePassed(next_stop(plan, state, to) or to)
        yield passed
        state = evolved(plan, state, passed)


def settling(plan: Plan, state: State, only: int | None = None) -> Iterator[Event]:
    """Everything due at this minute, in order; `only` as in `first_due`."""
    while (event := first_due(plan, state, only)) is not None:
        yield event
        state = evolved(plan, state, event)
