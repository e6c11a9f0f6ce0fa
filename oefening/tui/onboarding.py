"""Help on the keys of a screen, made from its bindings, and the tour of a screen in a few steps."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from oefening.text.translation import _

_KEY_NAMES = {
    "space": "Spatie", "question_mark": "?", "plus": "+", "minus": "-", "escape": "Esc", "enter": "Enter",
    "tab": "Tab", "f1": "F1", "f5": "F5", "comma": ",", "full_stop": ".", "slash": "/",
}  # fmt: skip


def key_name(binding: Binding) -> str:
    """A key as people name it."""
    if binding.key_display:
        return binding.key_display
    first = binding.key.split(",")[0]
    if first.startswith("ctrl+"):
        return f"Ctrl+{first.removeprefix('ctrl+').upper()}"
    return _KEY_NAMES.get(first, first.upper())


def told_bindings(screen: Screen[Any]) -> list[Binding]:
    """The keys of a screen that are worth telling: one for each thing to do, the toolkit's own left out."""
    told: dict[str, Binding] = {}
    for _key, binding in screen._bindings:
        own = not binding.action.startswith(("app.focus", "screen.copy")) and not binding.system
        name = binding.action.partition("(")[0]
        if binding.description and own and screen.check_action(name, ()):
            told.setdefault(binding.action, binding)
    return list(told.values())


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
        for binding in told_bindings(self._about):
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
