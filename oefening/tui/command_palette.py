"""The command palette (Ctrl+P): searches the commands that the app offers for the screen below it."""

from collections.abc import AsyncIterator

from textual.command import Hit, Hits, Provider
from textual.content import Content

from oefening.text.translation import _


class ScreenCommands(Provider):
    """Searches `App.get_system_commands`, and says so in Dutch where nothing matches."""

    # Textual makes providers itself, so nothing of ours can be handed to one. `get_system_commands` is Textual's own
    # hook on every app: through it this module needs to know no app of ours.

    async def discover(self) -> Hits:
        """Every command, for an empty search field."""
        async for hit in self.search(""):
            yield hit

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """The commands that match."""
        matcher, found = self.matcher(query), False
        for title, explanation, callback, _discover in self.app.get_system_commands(self.screen):
            score = matcher.match(title) if query else 1.0
            if score > 0:
                found = True
                yield Hit(score, Content(title), callback, title, explanation)
        if not found:
            yield Hit(0.1, Content(_("Geen opdracht gevonden")), lambda: None, _("Geen opdracht gevonden"), "")
