"""What a screen may ask of the app that it runs in. Apps import screens; screens import only these protocols.

A screen is given its app at construction, as one of these. Textual's own ways fit less well: `screen.app` is typed as
any app, so that every use of it would need a cast; a message returns nothing and is handled later, while a draft or
the state of a tour is needed at once. One way for everything is easier to follow than two.
"""

from pathlib import Path
from typing import Protocol

from oefening.engine.commands import Start
from oefening.net.address import Address
from oefening.net.client_state import ClientStateFile
from oefening.net.join_codes import Code
from oefening.session.seat_id import SeatId
from oefening.session.workspace import ScriptEntry
from oefening.tui.drafts import Drafts


class Navigation(Protocol):
    """What the screen of any seat may ask, in the leader's app and in a guest's."""

    @property
    def drafts(self) -> Drafts:
        """What people began to write and did not send yet."""

    @property
    def shares_laptop(self) -> bool:
        """Whether several people take turns at this laptop, so that it can be handed over."""

    @property
    def participants_summary(self) -> str:
        """Who takes part from other laptops, in one line; empty where the exercise is not open to them."""

    def show_participants(self) -> None:
        """Opens the exercise to other laptops, and shows how they join. Does nothing in a guest's app."""

    def go_to(self, seat_id: SeatId) -> None:
        """Replaces this screen by that of another seat. Does nothing in a guest's app, which has one seat."""

    def hand_over(self) -> None:
        """Asks who sits down next at this laptop. Does nothing in a guest's app."""

    def is_tour_new(self, name: str) -> bool:
        """Whether the tour of this name was never shown on this machine."""

    def mark_tour_seen(self, name: str) -> None:
        """Remembers that the tour of this name was shown."""


class LeaderNavigation(Navigation, Protocol):
    """What the screens of the leader's app may ask besides."""

    def begin(self, entry: ScriptEntry, start: Start) -> None:
        """Begins an exercise."""

    def resume(self, path: Path) -> None:
        """Goes on with the interrupted exercise in this session file."""

    def join_another(self) -> None:
        """Stops, to take part in an exercise that another laptop holds."""

    def go_to_leader(self, seat_id: SeatId) -> None:
        """Shows the leader's screen; where a PIN was set, only to who knows it."""

    def read_report(self) -> object:
        """Shows the report on the screen."""

    def write_report(self, *, then_leave: bool = False) -> object:
        """Writes the report beside the session; goes back to the start after that where it is to leave."""


class JoinNavigation(Protocol):
    """What the form for joining may ask of a guest's app."""

    async def join(self, address: Address, code: Code, name: str) -> str:
        """Takes a seat with a code. A Dutch sentence where that is not possible, empty where it is."""

    def resume(self, state_file: ClientStateFile) -> None:
        """Goes back to the seat that was left earlier."""
