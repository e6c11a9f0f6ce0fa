"""Who may do what: the whole rule, in one place. Pure.

Every command from a seat, at this laptop or at another, passes `may_submit` before the engine sees it.
"""

from oefening.engine.commands import (
    Adjudicate,
    AdjudicateUnasked,
    Command,
    Decide,
    DecideUnasked,
    GiveFeedback,
    NoteObservation,
    RateExpectation,
    SendMessage,
    WithdrawAdjudication,
    WriteOnBoard,
)
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.handle_command import Refusal
from oefening.session.seat_id import Role, SeatId
from oefening.text.translation import _

NOT_ALLOWED = Refusal(_("Dat kan vanaf deze plaats niet."))
"""The one refusal for whatever a seat may not ask: it tells nothing about what other seats may."""


def may_submit(compiled: CompiledScript, seat_id: SeatId, command: Command) -> bool:
    """Whether a command may be asked from a place: here, and only here, is decided who may do what."""
    match seat_id.role:
        case Role.LEADER:
            return True
        case Role.TEAM:
            return _team_may(compiled, seat_id, command)
        case Role.RESPONSE_CELL:
            return _assistant_may(compiled, seat_id, command) or _observer_may(seat_id, command)
        case Role.OBSERVER:
            return _observer_may(seat_id, command)
        case Role.AUDIENCE:
            return False


def _team_may(compiled: CompiledScript, seat_id: SeatId, command: Command) -> bool:
    """Its own decisions, messages in its own name, its own board, and feedback."""
    match command:
        case Decide(world, point):
            return world == seat_id.world and point in compiled.points and _decides(compiled, point) == seat_id.team
        case DecideUnasked(world, who) | SendMessage(world, who) | WriteOnBoard(world, who):
            return (world, who) == (seat_id.world, seat_id.team)
        case GiveFeedback():
            return True
        case _:
            return False


def _decides(compiled: CompiledScript, point: str) -> str | None:
    return compiled.inject_of_point(point).deciding_team


def _assistant_may(compiled: CompiledScript, seat_id: SeatId, command: Command) -> bool:
    """To speak for the outside world, and to judge free answers."""
    match command:
        case SendMessage(world, sender):
            return world == seat_id.world and sender in {party.id for party in compiled.script.parties}
        case Adjudicate(world) | AdjudicateUnasked(world) | WithdrawAdjudication(world):
            return world == seat_id.world
        case _:
            return False


def _observer_may(seat_id: SeatId, command: Command) -> bool:
    """To note and to rate, and feedback."""
    match command:
        case NoteObservation(world) | RateExpectation(world):
            return world == seat_id.world
        case GiveFeedback():
            return True
        case _:
            return False
