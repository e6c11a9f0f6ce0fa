"""A list that can be filled again and again, and changes only what differs.

Screens fill it with every new view. Whoever reads it keeps the highlighted row and the scroll position, and nothing is
drawn again for nothing.
"""

from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Row = tuple[str, Content]
"""The id of a row, and its text."""


class StableList(OptionList):
    """Rows with ids; `empty` is the text where there are none."""

    def __init__(self, empty: str, **settings: Any) -> None:
        super().__init__(Option(Content.styled(empty, "$text-muted"), disabled=True), markup=False, **settings)
        self._empty = empty
        self._rows: list[Row] = []

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted row."""
        option = self.highlighted_option
        return option.id if option is not None else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replaces the rows by these; the highlighted row stays highlighted where it is still there."""
        before, self._rows = self._rows, list(rows)
        if [row[0] for row in before] == [row[0] for row in rows]:
            for index, (old, new) in enumerate(zip(before, rows, strict=True)):
                if not old[1].is_same(new[1]):
                    self.replace_option_prompt_at_index(index, new[1])
            return
        chosen, scroll = self.chosen, self.scroll_y
        options = [Option(prompt, id=id_) for id_, prompt in rows]
        self.set_options(options or [Option(Content.styled(self._empty, "$text-muted"), disabled=True)])
        ids = [id_ for id_, _prompt in rows]
        if chosen in ids:
            self.highlighted = ids.index(chosen)
            self.scroll_to(y=scroll, animate=False)
        elif rows:
            self.highlighted = 0
