"""The report on the screen: chapters on the left where there is room, text on the right."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, MarkdownViewer

from oefening.text.translation import _
from oefening.tui.dialogs.help import Help

ROOM_FOR_CHAPTERS = 110
"""The width in columns from which the chapters are shown."""


class ReportScreen(Screen[None]):
    """The report, as Markdown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", _("Terug")),
        Binding("i", "chapters", _("Inhoud"), tooltip=_("Toon of verberg de hoofdstukken.")),
        Binding("f1,question_mark", "help", _("Hulp"), key_display="?"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, and the keys."""
        yield MarkdownViewer(
            self._text, show_table_of_contents=self.app.size.width >= ROOM_FOR_CHAPTERS, open_links=False, id="report"
        )
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Puts the focus in the text, so that the arrows scroll it."""
        self.query_one(MarkdownViewer).document.focus()

    def action_chapters(self) -> None:
        """Shows or hides the chapters."""
        viewer = self.query_one(MarkdownViewer)
        viewer.show_table_of_contents = not viewer.show_table_of_contents

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(Help(self))
