"""How to join one seat: its code and address, small beside the list of participants or large for the whole room."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer

from oefening.net.host import Host
from oefening.session.seat_id import SeatId
from oefening.text.translation import _
from oefening.tui.widgets.join_code import HIGH, WIDE, large_letters, qr_code
from oefening.tui.widgets.stable_text import StableText


class JoinCardScreen(Screen[None]):
    """One seat's code, address and QR code, to be read from the back of the room."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,m", "app.pop_screen", _("Terug"))]

    def __init__(self, host: Host, seat_id: SeatId) -> None:
        super().__init__()
        self._host, self._seat_id = host, seat_id

    def compose(self) -> ComposeResult:
        """The code in large letters, and the QR code beside it."""
        with Horizontal(id="join-card"):
            with VerticalScroll(id="join-card-code", can_focus=False):
                yield StableText(id="join-card-letters")
            yield StableText(id="join-card-qr")
        yield Footer(compact=True, show_command_palette=False)

    def on_resize(self) -> None:
        """Shows the code in the largest letters that fit."""
        host, seat_id = self._host, self._seat_id
        code = host.code_for(seat_id).text
        larger = self.size.width >= WIDE and self.size.height >= HIGH
        self.query_one("#join-card-letters", StableText).set_text(Content(large_letters(code, larger=larger)))
        words = [
            qr_code(f"{host.browser_url}#{code}"),
            Content.styled(seat_id.name, "bold"),
            Content(_how_to_join(host)),
        ]
        self.query_one("#join-card-qr", StableText).set_text(Content("\n").join(words))


def join_card(host: Host, seat_id: SeatId) -> Content:
    """A seat's code, with the QR code of the page for browsers where there is one."""
    code = host.code_for(seat_id).text
    parts = [Content.styled(seat_id.name, "bold"), Content.styled(code, "bold reverse")]
    if host.serves_browsers:
        parts += [
            qr_code(f"{host.browser_url}#{code}"),
            Content.styled(_("Scan om mee te doen in een browser."), "$text-muted"),
        ]
    return Content("\n").join(parts)


def _how_to_join(host: Host) -> str:
    words = _("oefening team {address}").format(address=host.address.text)
    return words + (f"\n{host.browser_url}" if host.serves_browsers else "")
