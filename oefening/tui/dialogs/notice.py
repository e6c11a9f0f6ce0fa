"""Shows a text that may be long."""

from typing import ClassVar

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from oefening.text.translation import _
from oefening.tui.dialogs.dialog import Dialog


class Notice(Dialog[None]):
    """Shows a text that may be long."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "dismiss(None)", _("Terug"), show=False)]

    def __init__(self, title: str, *texts: RenderableType | Content) -> None:
        super().__init__()
        self._title, self._texts = title, texts

    def compose(self) -> ComposeResult:
        """The title, and the text in a window that scrolls."""
        with Vertical(classes="dialog tall"):
            yield Label(self._title, markup=False, classes="dialog-title")
            with VerticalScroll(can_focus=True):
                for text in self._texts:
                    yield Static(text, markup=False)
            yield Static(_("Esc: terug"), classes="hint")
