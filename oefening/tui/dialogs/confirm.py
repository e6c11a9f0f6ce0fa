"""Asks whether to go on with something that cannot be undone."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from oefening.text.translation import _
from oefening.tui.dialogs.dialog import Dialog


class Confirm(Dialog[bool | None]):
    """Asks whether to go on with something that cannot be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "dismiss(True)", _("Ja")),
        Binding("n", "dismiss(None)", _("Nee")),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question, self._yes = question, yes

    def compose(self) -> ComposeResult:
        """The question, and two buttons."""
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="dialog-text")
            with Horizontal(classes="buttons"):
                yield Button(Content(f"{self._yes} (j)"), variant="error", id="yes")
                yield Button(Content(_("Nee, terug (n)")), id="no")

    def on_mount(self) -> None:
        """The harmless answer stands ready."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(True if event.button.id == "yes" else None)
