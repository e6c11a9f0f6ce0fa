"""A seat: what one person may see of an exercise, and what they may submit. Screens know nothing else.

`SeatClient` is the interface that screens use. `LocalSeatClient` implements it on the leader's laptop,
`RemoteSeatClient` in the net package across a network; a screen cannot tell which it has, save that a remote one can
lose its connection.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from oefening.engine.commands import Command, Decide
from oefening.session.permissions import NOT_ALLOWED

V_co = TypeVar("V_co", covariant=True)
W = TypeVar("W")


@frozen
class TakePen:
    """Take the pen of a team's seat that several people share: whoever has it decides for the team."""


@frozen
class Propose:
    """Put a decision before whoever has the pen, without deciding."""

    decision: Decide


Request = Command | TakePen | Propose
"""What can be submitted from a seat: a command to the exercise, or something among those who share the seat.

`TakePen` and `Propose` are no commands: they decide nothing in the exercise, and leave no event in its log.
"""


@frozen
class Reply:
    """What came of a request: granted and stored, refused, or not known yet.

    `refusal` is one Dutch sentence, empty if it was not refused. If it is not `durable`, the request waits on this
    laptop for a connection and will be sent.
    """

    refusal: str = ""
    durable: bool = True


@frozen
class Link:
    """The connection to the leader's laptop. `waiting` counts the requests not known to be stored there.

    `since` is the time of day at which the connection was lost, empty while connected.
    """

    connected: bool
    waiting: int
    since: str = ""


class SeatClient(Protocol[V_co]):
    """One seat at an exercise, with views of one kind."""

    @property
    def link(self) -> Link | None:
        """The connection to the leader's laptop; None on that laptop itself."""

    def current_view(self) -> V_co:
        """What the seat sees now; the same object until something changed."""

    async def submit(self, request: Request) -> Reply:
        """Submits a request and waits a little for the reply; `Reply.durable` is false where none came yet."""


class LocalSeatClient(Generic[W]):
    """A seat in the process that holds the exercise."""

    def __init__(
        self,
        build_view: Callable[[], W],
        version: Callable[[], object],
        submit: Callable[[Command], str | None],
        may_submit: Callable[[Command], bool],
    ) -> None:
        self._build_view = build_view
        self._version = version
        self._submit = submit
        self._may_submit = may_submit
        self._cached: tuple[object, W] | None = None

    @property
    def link(self) -> None:
        """None: it needs no connection."""
        return None

    def current_view(self) -> W:
        """What the seat sees now; the same object until something changed."""
        # Screens ask for the view several times a second; building it takes longer than comparing a version.
        version = self._version()
        if self._cached is None or self._cached[0] != version:
            self._cached = (version, self._build_view())
        return self._cached[1]

    async def submit(self, request: Request) -> Reply:
        """Submits a command; there is nobody to share this seat with."""
        if isinstance(request, TakePen | Propose) or not self._may_submit(request):
            return Reply(NOT_ALLOWED.message)
        return Reply(self._submit(request) or "")
