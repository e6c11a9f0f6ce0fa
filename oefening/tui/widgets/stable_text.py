"""A text that is drawn again only where it changed."""

from typing import Any

from textual.content import Content
from textual.widgets import Static


class StableText(Static):
    """A text that screens set with every new view."""

    def __init__(self, **settings: Any) -> None:
        super().__init__("", markup=False, **settings)
        self._text = Content("")

    def set_text(self, text: Content) -> None:
        """Replaces the text."""
        if not self._text.is_same(text):
            self._text = text
            self.update(text)
