"""Who may do what: the product's whole authorisation rule, in one place. Pure.

Every command from a seat, on this laptop or on another, passes `may_submit` before the engine sees it. The engine
itself asks only whether a command makes sense, never whose it is. Who may see what is decided in `build_participant`.
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

NOT_ALLOWED = Refusal(_("Dat kan vanaf deze plek niet."))
"""The one refusal for every command that a seat may not submit: it tells nothing about what other seats may do."""


def may_submit(compiled: CompiledScript, seat_id: SeatId, command: Command) -> bool:
    """Whether a seat may submit a command. A command that no case names is not allowed."""
    match seat_id.role:
        case Role.LEADER:
            return True
        case Role.TEAM:
            return _team_may(compiled, seat_id, command)
        case Role.RESPONSE_CELL:
            return _response_cell_may(compiled, seat_id, command) or _observer_may(seat_id, command)
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


def _response_cell_may(compiled: CompiledScript, seat_id: SeatId, command: Command) -> bool:
    """To speak for the outside world, and to adjudicate free answers and own decisions."""
    match command:
        case SendMessage(world, sender):
            return world == seat_id.world and sender in {party.id for party in compiled.script.parties}
        case Adjudicate(world) | AdjudicateUnasked(world) | WithdrawAdjudication(world):
            return world == seat_id.world
        case _:
            return False


def _observer_may(seat_id: SeatId, command: Command) -> bool:
    """Observations, ratings of expected actions, and feedback."""
    match command:
        case NoteObservation(world) | RateExpectation(world):
            return world == seat_id.world
        case GiveFeedback():
            return True
        case _:
            return False
