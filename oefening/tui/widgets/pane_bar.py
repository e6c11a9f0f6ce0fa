"""The bar with the names of a screen's panes, where only one of them fits."""

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.widgets import Static


class PaneBar(Static):
    """The names of a screen's panes, where only one of them fits; a click goes to one."""

    _ends: tuple[int, ...] = ()

    async def on_click(self, event: Click) -> None:
        """Goes to the pane whose name was clicked."""
        number = next((index for index, end in enumerate(self._ends) if event.x < end), None)
        if number is not None:
            await self.run_action(f"screen.pane({number})")

    def show_names(self, names: Sequence[str], current: int) -> None:
        """Shows the names, with the current one marked."""
        parts, ends = [], [0]
        for number, name in enumerate(names):
            style = "bold reverse" if number == current else ""
            label = Content.styled(f" {number + 1} {name} ", style)
            parts.append(label)
            ends.append(ends[-1] + label.cell_length + 1)
        self._ends = tuple(ends[1:])
        self.update(Content(" ").join(parts))
