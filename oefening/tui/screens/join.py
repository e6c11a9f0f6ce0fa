"""The form for joining an exercise on another laptop: address, code and name."""

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Input, Label, OptionList, Static

from oefening.net.address import PORT, Address, code_from_link, parse_address
from oefening.net.client_state import ClientStateFile
from oefening.net.discovery import Found, find
from oefening.net.join_codes import Code, parse_code
from oefening.net.protocol import MAX_NAME_LENGTH
from oefening.text.translation import _
from oefening.tui.dialogs.help import Help
from oefening.tui.navigation import JoinNavigation
from oefening.tui.widgets.stable_list import StableList

SEARCH = 3.0
"""Seconds that the network is searched for open exercises."""


@frozen
class Invitation:
    """Values that fill in the form before anyone types.

    `fixed`: the exercise can be at this address only, as on a browser's page.
    """

    address: Address | None = None
    code: Code | None = None
    fixed: bool = False


class JoinScreen(Screen[None]):
    """A form of three fields, below a list of exercises that were found and of seats that can be resumed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "join", _("Meedoen"), tooltip=_("Doe mee met deze code.")),
        Binding("f5", "search", _("Opnieuw zoeken"), tooltip=_("Zoek opnieuw naar oefeningen op dit netwerk.")),
        Binding("f1", "help", _("Hulp"), key_display="F1"),
    ]

    def __init__(self, navigation: JoinNavigation, invitation: Invitation, earlier: Sequence[ClientStateFile]) -> None:
        super().__init__()
        self._navigation = navigation
        self._invitation, self._earlier = invitation, list(earlier)
        self._found: tuple[Found, ...] = ()

    def compose(self) -> ComposeResult:
        """The form."""
        known = self._invitation
        with VerticalScroll(id="join"):
            yield Label(_("Meedoen met een oefening"), classes="dialog-title")
            yield Static("", id="join-state", markup=False, classes="empty")
            if self._earlier or not known.fixed:
                yield StableList(_("Zoeken op dit netwerk …"), id="offers")
            if not known.fixed:
                yield Label(_("Adres (staat op het scherm van de oefenleider)"), classes="field")
                address = known.address.text if known.address else ""
                yield Input(address, id="address", placeholder=_("bijvoorbeeld: 192.168.1.20"))
            with Horizontal(classes="fields"):
                with Vertical():
                    yield Label(_("Code van uw team of rol"), classes="field")
                    yield Input(known.code.text if known.code else "", id="code", placeholder="K7F3-QM2P-9XYT")
                with Vertical():
                    yield Label(_("Uw naam (mag leeg blijven)"), classes="field")
                    yield Input("", id="name", placeholder=_("bijvoorbeeld: Samira"), max_length=MAX_NAME_LENGTH)
            yield Button(Content(_("Meedoen (Ctrl+S)")), variant="primary", id="go")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Puts the focus in the first empty field, and starts searching."""
        self._show_offers()
        lines = [line for line in self.query(Input) if not line.value]
        first = next(iter(lines), self.query_one("#go", Button))
        (self.query_one("#offers") if self._earlier else first).focus()
        if not self._invitation.fixed:
            self.action_search()

    @work(exclusive=True)
    async def action_search(self) -> None:
        """Searches the network for open exercises."""
        if self._invitation.fixed:
            return
        self._found = await find(SEARCH)
        address = self.query_one("#address", Input)
        if len(self._found) == 1 and self._found[0].addresses and not address.value:
            address.value = self._found[0].addresses[0].text
            if address.has_focus:
                self.query_one("#code").focus()
        self._show_offers(_("Geen oefening gevonden op dit netwerk. Vul het adres in, of zoek opnieuw met F5."))

    def _show_offers(self, empty: str = "") -> None:
        rows = []
        for number, state_file in enumerate(self._earlier):
            ticket = state_file.state.ticket
            if ticket is not None:
                words = _("Verder als {place} bij ‘{title}’").format(place=ticket.seat_id.name, title=ticket.title)
                rows.append((f"k{number}", Content(words)))
        for number, found in enumerate(self._found):
            if found.addresses:
                words = _("‘{title}’ op {address}").format(title=found.title, address=found.addresses[0].text)
                rows.append((f"f{number}", Content(words)))
        for listing in self.query("#offers").results(StableList):
            listing.set_rows(rows)
            if not rows and empty:
                self.show_status(empty)

    @on(OptionList.OptionSelected, "#offers")
    def _use_offer(self, event: OptionList.OptionSelected) -> None:
        id_ = event.option.id or ""
        if id_.startswith("k"):
            self._navigation.resume(self._earlier[int(id_[1:])])
            return
        self.query_one("#address", Input).value = self._found[int(id_[1:])].addresses[0].text
        self.query_one("#code").focus()

    def show_status(self, text: str) -> None:
        """Shows a sentence above the form: what is going on, or what went wrong."""
        state = self.query_one("#join-state", Static)
        state.update(text)
        state.set_class(not text, "empty")
        self.query_one("#join", VerticalScroll).scroll_home(animate=False)

    @on(Input.Submitted)
    def _go_to_next_field(self, event: Input.Submitted) -> None:
        empty = [line for line in self.query(Input) if not line.value and line.id != "name"]
        if empty and event.input.id != "name":
            empty[0].focus()
        elif event.input.id == "code" and not self.query_one("#name", Input).value:
            self.query_one("#name").focus()
        else:
            self.action_join()

    @on(Button.Pressed, "#go")
    @work(exclusive=True, group="join")
    async def action_join(self) -> None:
        """Takes a seat, or shows why that is not possible."""
        address, code = self._invitation.address, parse_code(self.query_one("#code", Input).value)
        if not self._invitation.fixed:
            typed = self.query_one("#address", Input).value
            address, code = parse_address(typed, PORT), code or code_from_link(typed)
        if address is None:
            self._show_mistake("address", _("Dit is geen adres. Het staat op het scherm van de oefenleider."))
        elif code is None:
            self._show_mistake("code", _("Een code heeft twaalf tekens, zoals K7F3-QM2P-9XYT. Kijk hem nog eens na."))
        else:
            self.show_status(_("Verbinding maken met {address} …").format(address=address.text))
            trouble = await self._navigation.join(address, code, self.query_one("#name", Input).value)
            if trouble:
                self._show_mistake("code", trouble)

    def _show_mistake(self, field: str, sentence: str) -> None:
        for line in self.query(f"#{field}"):
            line.focus(scroll_visible=False)
        self.show_status(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available: no searching where the exercise can be at one address only."""
        return not self._invitation.fixed if action == "search" else super().check_action(action, parameters)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(Help(self))
