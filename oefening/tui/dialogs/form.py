"""The base of all forms: fields, their drafts, and sending what was filled in."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from attrs import frozen
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from oefening.text.translation import _
from oefening.tui.drafts import Drafts

T = TypeVar("T")

SubmitForm = Callable[[T], Awaitable[bool]]
"""Does what was filled in. Returns whether it was accepted: False leaves the form open."""


@frozen
class Missing:
    """What still has to be filled in, as one Dutch sentence."""

    message: str


class Form(ModalScreen[None], Generic[T]):
    """A window with fields: Ctrl+S sends it, Escape leaves it and stores what was written as a draft.

    `submit` does what was filled in; where it is refused the window stays open, with everything in it.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Terug")),
        Binding("ctrl+s", "send", _("Versturen")),
    ]

    def __init__(self, title: str, drafts: Drafts, about: tuple[object, ...], submit: SubmitForm[T]) -> None:
        super().__init__()
        self._title, self._drafts, self._about, self._submit = title, drafts, about, submit

    def compose(self) -> ComposeResult:
        """The title, the fields, and how to send."""
        with Vertical(classes="dialog tall"):
            yield Label(self._title, markup=False, classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield from self.fields()
            yield Button(Content(_("Klaar (Ctrl+S)")), variant="primary", id="send", compact=True)
            yield Static(_("Tab: volgend veld · Esc: terug, uw tekst blijft bewaard"), classes="hint")

    def on_mount(self) -> None:
        """Puts the focus in the first field without scrolling its label out of sight."""
        fields = self.query_one(VerticalScroll).query("*").results(Widget)
        next(field for field in fields if field.focusable).focus(scroll_visible=False)

    def fields(self) -> Sequence[Widget]:
        """The fields and their labels."""
        raise NotImplementedError

    def result(self) -> T | Missing:
        """What was filled in, or what is still missing."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """The text in a field now."""
        widget = self.query_one(f"#{name}")
        return widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""

    def draft_of(self, name: str) -> str:
        """The text that a field had when the form was last left."""
        return self._drafts.find((*self._about, name), "")

    def text_area(self, name: str) -> TextArea:
        """A field of several lines, with its draft."""
        return TextArea(self.draft_of(name), id=name, soft_wrap=True, tab_behavior="focus")

    def text_line(self, name: str, placeholder: str = "") -> Input:
        """A field of one line, with its draft."""
        return Input(self.draft_of(name), id=name, placeholder=placeholder)

    @on(Button.Pressed, "#send")
    async def action_send(self) -> None:
        """Submits what was filled in; closes where it was accepted."""
        result = self.result()
        if isinstance(result, Missing):
            self.notify(result.message, severity="warning", markup=False)
        elif await self._submit(result):
            self._drafts.forget(self._about)
            self.dismiss(None)

    def action_leave(self) -> None:
        """Closes without sending; stores what was written as drafts."""
        for widget in self.query("TextArea, Input").results(Widget):
            if widget.id:
                self._drafts.keep((*self._about, widget.id), self.text(widget.id))
        self.dismiss(None)


def field_label(text: str) -> Label:
    """The name of a field."""
    return Label(text, markup=False, classes="field")
