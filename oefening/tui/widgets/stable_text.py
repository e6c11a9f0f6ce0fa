"""A text that is drawn again only where it differs from what it was."""

from typing import Any

from textual.content import Content
from textual.widgets import Static


class StableText(Static):
    """A text on a screen."""

    def __init__(self, **settings: Any) -> None:
        super().__init__("", markup=False, **settings)
        self._said = Content("")

    def set_text(self, text: Content) -> None:
        """Shows a text."""
        if not self._said.is_same(text):
            self._said = text
            self.update(text)
