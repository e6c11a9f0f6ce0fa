"""What the command palette offers: the actions of the screen below it and the commands of the program."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any, Protocol, runtime_checkable

from textual.command import Hit, Hits, Provider
from textual.content import Content

from oefening.text.translation import _
from oefening.tui.onboarding import key_name, told_bindings
from oefening.tui.screens.base import SeatScreen
from oefening.tui.themes import THEMES


@runtime_checkable
class CommandSource(Protocol):
    """What the palette asks of the app: its class imports this module, so it cannot be named here."""

    def own_commands(self) -> Iterator[tuple[str, str, Any]]:
        """Title, explanation and action of each command of the program."""

    def choose_theme(self, name: str) -> None:
        """Puts on other colours."""


class ScreenCommands(Provider):
    """Everything that can be done on the screen below, in Dutch."""

    async def discover(self) -> Hits:
        """Every command."""
        async for hit in self.search(""):
            yield hit

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """The commands that match."""
        matcher, found = self.matcher(query), False
        for title, words, callback in self._commands():
            score = matcher.match(title) if query else 1.0
            if score > 0:
                found = True
                yield Hit(score, Content(title), callback, title, words)
        if not found:
            yield Hit(0.1, Content(_("Geen opdracht gevonden")), lambda: None, _("Geen opdracht gevonden"), "")

    def _commands(self) -> Iterator[tuple[str, str, Any]]:
        for binding in told_bindings(self.screen):
            action = partial(self.screen.run_action, binding.action)
            yield binding.description, f"{binding.tooltip or ''} ({key_name(binding)})".strip(), action
        app = self.app
        assert isinstance(app, CommandSource)  # noqa: S101 - the only kind there is
        if isinstance(self.screen, SeatScreen):
            yield _("Rondleiding"), _("Dit scherm in een paar stappen."), self.screen.action_tour
        yield from app.own_commands()
        for theme in THEMES:
            yield _("Kleuren: {name}").format(name=theme.name), "", partial(app.choose_theme, theme.name)
        yield _("Stoppen"), _("Alles blijft bewaard."), partial(self.screen.run_action, "app.quit")
