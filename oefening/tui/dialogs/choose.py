"""Asks for one out of several."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from oefening.text.translation import _
from oefening.tui.dialogs.dialog import Dialog


class Choose(Dialog[str | None]):
    """Asks for one out of several; the result is its id."""

    def __init__(self, title: str, options: Sequence[tuple[str, str | Content]]) -> None:
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        """The title above a list."""
        with Vertical(classes="dialog"):
            yield Label(self._title, markup=False, classes="dialog-title")
            prompts = [Option(Content(text) if isinstance(text, str) else text, id=id_) for id_, text in self._options]
            yield OptionList(*prompts, markup=False)
            yield Static(_("Pijltjes en Enter: kiezen · Esc: terug"), classes="hint")

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
