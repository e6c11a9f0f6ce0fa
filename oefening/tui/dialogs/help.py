"""Every key of a screen with what it does, made from the screen's bindings."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from oefening.text.translation import _
from oefening.tui.keys import described_bindings, key_name


class Help(ModalScreen[None]):
    """Every key of a screen with what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter", "dismiss(None)", _("Terug")),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._about = screen

    def compose(self) -> ComposeResult:
        """Two columns: key and meaning."""
        with Vertical(classes="dialog tall"):
            yield Label(_("Toetsen op dit scherm"), classes="dialog-title")
            with VerticalScroll(can_focus=True):
                yield Static(self._rows(), markup=False)
            yield Static(_("Esc: terug · Ctrl+P: alle opdrachten, ook de kleuren en de rondleiding"), classes="hint")

    def _rows(self) -> Content:
        rows = []
        for binding in described_bindings(self._about):
            words = (binding.tooltip or binding.description).rstrip(".")
            rows.append(Content.assemble(Content.styled(f"{key_name(binding):>12}", "bold"), f"  {words}"))
        rows.append(Content(""))
        for key, words in (
            ("Tab", _("naar het volgende veld of de volgende lijst")),
            ("pijltjes", _("door een lijst of tekst")),
            ("Enter", _("openen of kiezen")),
            ("Esc", _("terug")),
        ):
            rows.append(Content.assemble(Content.styled(f"{key:>12}", "bold"), f"  {words}"))
        return Content("\n").join(rows)
