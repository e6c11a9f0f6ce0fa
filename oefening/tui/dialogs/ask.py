"""Asks for a text: one line, or several."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, Static, TextArea

from oefening.text.translation import _
from oefening.tui.dialogs.dialog import Dialog


class AskLine(Dialog[str | None]):
    """Asks for a line of text; `password` hides it."""

    def __init__(self, title: str, explanation: str = "", value: str = "", *, password: bool = False) -> None:
        super().__init__()
        self._title, self._explanation, self._value, self._password = title, explanation, value, password

    def compose(self) -> ComposeResult:
        """The title, what is asked, and the line."""
        with Vertical(classes="dialog"):
            yield Label(self._title, markup=False, classes="dialog-title")
            if self._explanation:
                yield Static(self._explanation, markup=False, classes="dialog-text")
            yield Input(self._value, password=self._password)
            yield Static(_("Enter: klaar · Esc: terug"), classes="hint")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class AskText(Dialog[str | None]):
    """Asks for a text of several lines."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "done", _("Klaar"))]

    def __init__(self, title: str, explanation: str = "", value: str = "") -> None:
        super().__init__()
        self._title, self._explanation, self._value = title, explanation, value

    def compose(self) -> ComposeResult:
        """The title, what is asked, and room to write."""
        with Vertical(classes="dialog tall"):
            yield Label(self._title, markup=False, classes="dialog-title")
            if self._explanation:
                yield Static(self._explanation, markup=False, classes="dialog-text")
            yield TextArea(self._value, soft_wrap=True, tab_behavior="focus")
            yield Static(_("Ctrl+S: klaar · Esc: terug"), classes="hint")

    def action_done(self) -> None:
        """Gives back the text."""
        self.dismiss(self.query_one(TextArea).text)
