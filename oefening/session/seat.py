"""A seat: what one person may see of an exercise, and what they may ask. Screens know nothing else.

A seat at the leader's own laptop and one across a network look the same from here.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from oefening.engine.commands import (
    Command,
    Decide,
    DecideUnasked,
    GiveFeedback,
    NoteObservation,
    RateExpectation,
    SendMessage,
    WriteOnBoard,
)
from oefening.engine.plan import Plan
from oefening.language import _

V_co = TypeVar("V_co", covariant=True)
W = TypeVar("W")


class Seat(Protocol[V_co]):
    """A place at an exercise, from which one sees views of one kind."""

    def look(self) -> V_co:
        """What there is to see now; the same value until something changed."""

    def ask(self, command: Command) -> str | None:
        """Asks something; None where it was granted and kept, else one Dutch sentence that says why not."""


class LocalSeat(Generic[W]):
    """A seat in the process that holds the exercise."""

    def __init__(
        self,
        see: Callable[[], W],
        version: Callable[[], object],
        submit: Callable[[Command], str | None],
        may: Callable[[Command], bool],
    ) -> None:
        self._see = see
        self._version = version
        self._submit = submit
        self._may = may
        self._seen: tuple[object, W] | None = None

    def look(self) -> W:
        """What there is to see now; the same value until something changed."""
        version = self._version()
        if self._seen is None or self._seen[0] != version:
            self._seen = (version, self._see())
        return self._seen[1]

    def ask(self, command: Command) -> str | None:
        """Asks something that this seat may ask."""
        if not self._may(command):
            return _("Dat kan vanaf deze plaats niet.")
        return self._submit(command)


def team_may(plan: Plan, world: int, team: str) -> Callable[[Command], bool]:
    """What a team may ask: its own decisions, messages in its own name, its own board, and feedback."""

    def may(command: Command) -> bool:
        match command:
            case Decide(asked, point):
                return asked == world and point in plan.points and plan.inject_of_point(point).deciding_team == team
            case DecideUnasked(asked, who) | SendMessage(asked, who) | WriteOnBoard(asked, who):
                return (asked, who) == (world, team)
            case GiveFeedback():
                return True
            case _:
                return False

    return may


def observer_may(world: int) -> Callable[[Command], bool]:
    """What an observer may ask: to note and to rate, and feedback."""

    def may(command: Command) -> bool:
        match command:
            case NoteObservation(asked) | RateExpectation(asked):
                return asked == world
            case GiveFeedback():
                return True
            case _:
                return False

    return may
