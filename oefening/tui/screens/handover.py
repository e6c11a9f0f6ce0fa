"""Handing the laptop over: who sits down next, and an empty screen in between, so that nobody reads another's."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Middle, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Label, OptionList, Static
from textual.widgets.option_list import Option

from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.text.translation import _
from oefening.tui.dialogs.dialog import Dialog
from oefening.tui.navigation import LeaderNavigation


class ChooseSeat(Dialog[SeatId | None]):
    """Asks who sits down."""

    def __init__(self, exercise: LiveExercise) -> None:
        super().__init__()
        self._seat_ids = [seat_id for seat_id in exercise.seat_ids if seat_id.role is not Role.RESPONSE_CELL]

    def compose(self) -> ComposeResult:
        """A list of the seats."""
        with Vertical(classes="dialog"):
            yield Label(_("Wie gaat er achter de laptop zitten?"), classes="dialog-title")
            prompts = [Option(Content(seat_id.name), id=str(number)) for number, seat_id in enumerate(self._seat_ids)]
            yield OptionList(*prompts, markup=False)
            yield Static(_("Pijltjes en Enter: kiezen · Esc: terug"), classes="hint")

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._seat_ids[event.option_index])


class HandOver(Screen[None]):
    """An empty screen that names the next person, who confirms to be there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "arrive", _("Verder")),
        Binding("t", "other", _("Iemand anders")),
    ]

    def __init__(self, navigation: LeaderNavigation, seat_id: SeatId) -> None:
        super().__init__()
        self._navigation, self._seat_id = navigation, seat_id

    def compose(self) -> ComposeResult:
        """The name, and one button."""
        name = self._seat_id.name or _("Oefenleider")
        with Middle(), Center(), Vertical(id="handover"):
            yield Static(_("Geef de laptop aan:"), classes="hint")
            yield Static(Content(name), id="handover-name")
            words = (
                _("Kijkt er niemand anders mee? Ga dan verder.")
                if self._seat_id.role is not Role.AUDIENCE
                else _("Zet dit scherm op de beamer.")
            )
            yield Static(words, classes="dialog-text")
            with Center():
                yield Button(Content(_("Verder (Enter)")), variant="primary")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Puts the focus on the button, so that Enter goes on."""
        self.query_one(Button).focus()

    @on(Button.Pressed)
    def action_arrive(self) -> None:
        """Shows the screen of the seat; for the leader's, the PIN is asked first."""
        if self._seat_id.role is Role.LEADER:
            self._navigation.go_to_leader(self._seat_id)
        else:
            self._navigation.go_to(self._seat_id)

    def action_other(self) -> None:
        """Chooses someone else after all."""
        self._navigation.hand_over()
