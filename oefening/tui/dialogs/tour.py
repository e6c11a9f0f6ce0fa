"""A tour of a screen in a few steps; `oefening.tui.tours` has the texts."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from oefening.text.translation import _


class Tour(ModalScreen[None]):
    """A few steps that tell what a screen is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space", "next", _("Verder")),
        Binding("left", "previous", _("Vorige")),
        Binding("escape", "dismiss(None)", _("Overslaan")),
    ]

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._steps, self._at = steps, 0

    def compose(self) -> ComposeResult:
        """One step at a time."""
        with Vertical(classes="dialog"):
            yield Label("", id="tour-title", markup=False, classes="dialog-title")
            yield Static("", id="tour-text", markup=False, classes="dialog-text")
            yield Static("", id="tour-hint", markup=False, classes="hint")

    def on_mount(self) -> None:
        """Begins at the first step."""
        self._show()

    def _show(self) -> None:
        title, text = self._steps[self._at]
        self.query_one("#tour-title", Label).update(title)
        self.query_one("#tour-text", Static).update(text)
        hint = _("Stap {at} van {all} · Enter: verder · Esc: overslaan")
        self.query_one("#tour-hint", Static).update(hint.format(at=self._at + 1, all=len(self._steps)))

    def action_next(self) -> None:
        """The next step; after the last one the screen itself."""
        if self._at + 1 == len(self._steps):
            self.dismiss(None)
            return
        self._at += 1
        self._show()

    def action_previous(self) -> None:
        """One step back."""
        self._at = max(self._at - 1, 0)
        self._show()
