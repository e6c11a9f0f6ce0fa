"""A seat: what one person may see of an exercise, and what they may ask. Screens know nothing else.

A seat at the leader's own laptop and one across a network look the same from here: `current_view` shows what is
known now, `submit` waits a little for an answer, and says where there is none yet.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from oefening.engine.commands import (
    Command,
    Decide,
)
from oefening.session.permissions import NOT_ALLOWED

V_co = TypeVar("V_co", covariant=True)
W = TypeVar("W")


@frozen
class TakePen:
    """Ask for the pen of a team's seat that several people share: who has it decides for the team."""


@frozen
class Propose:
    """Put a decision before whoever has the pen."""

    decision: Decide


Request = Command | TakePen | Propose
"""What can be asked from a seat: something of the exercise, or something among those who share the seat."""


@frozen
class Reply:
    """What came of an asking: granted and kept, refused, or not known yet.

    `refusal` is one Dutch sentence, empty where it was not refused. Where it is not `durable` it waits here for a
    connection, and will be sent.
    """

    refusal: str = ""
    durable: bool = True


@frozen
class Link:
    """How a seat stands with the leader's laptop. `waiting` are the askings that are not known to be kept there.

    `since` is the time of day at which the connection was lost, empty while there is one.
    """

    connected: bool
    waiting: int
    since: str = ""


class SeatClient(Protocol[V_co]):
    """A place at an exercise, from which one sees views of one kind."""

    @property
    def link(self) -> Link | None:
        """How it stands with the leader's laptop; None where it is on that laptop."""

    def current_view(self) -> V_co:
        """What there is to see now; the same value until something changed."""

    async def submit(self, request: Request) -> Reply:
        """Asks something, and says what came of it."""


class LocalSeatClient(Generic[W]):
    """A seat in the process that holds the exercise."""

    def __init__(
        self,
        see: Callable[[], W],
        version: Callable[[], object],
        submit: Callable[[Command], str | None],
        may: Callable[[Command], bool],
    ) -> None:
        self._build_view = see
        self._version = version
        self._submit = submit
        self._may_submit = may
        self._cached: tuple[object, W] | None = None

    @property
    def link(self) -> None:
        """It needs no connection."""
        return None

    def current_view(self) -> W:
        """What there is to see now; the same value until something changed."""
        version = self._version()
        if self._cached is None or self._cached[0] != version:
            self._cached = (version, self._build_view())
        return self._cached[1]

    async def submit(self, request: Request) -> Reply:
        """Asks something that this seat may ask."""
        if isinstance(request, TakePen | Propose) or not self._may_submit(request):
            return Reply(NOT_ALLOWED.message)
        return Reply(self._submit(request) or "")
