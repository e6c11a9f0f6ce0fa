"""Small windows that ask one thing: yes or no, a text, a choice, a PIN. What they asked comes back as their result."""

from collections.abc import Sequence
from typing import ClassVar

from rich.console import RenderableType
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from oefening.text.translation import _

CANCEL = Binding("escape", "dismiss(None)", _("Terug"))


class Confirm(ModalScreen[bool | None]):
    """Asks whether something that cannot be undone must happen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL,
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


class Notice(ModalScreen[None]):
    """Shows a text that may be long."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL, Binding("enter", "dismiss(None)", _("Terug"), show=False)]

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


class Choose(ModalScreen[str | None]):
    """Asks for one out of several; the result is its id."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

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


class Ask(ModalScreen[str | None]):
    """Asks for a line of text; `password` hides it."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

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


class Write(ModalScreen[str | None]):
    """Asks for a text of more lines."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL, Binding("ctrl+s", "done", _("Klaar"))]

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
