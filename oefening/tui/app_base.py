"""The base of the leader's app and the guest's app: themes, drafts, the command palette, which tours were seen.

Knows screens only as screens of some seat; which ones there are is up to the apps.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import Any, ClassVar, Protocol

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from oefening.session.seat_id import SeatId
from oefening.text.translation import _
from oefening.tui.command_palette import ScreenCommands
from oefening.tui.drafts import Drafts
from oefening.tui.keys import described_bindings, key_name
from oefening.tui.screens.base import SeatScreen
from oefening.tui.themes import THEMES

FOLDER = Path(__file__).parent

STYLES: list[str | PurePath] = [FOLDER / "base.tcss", *sorted(FOLDER.glob("*/*.tcss"))]
"""Every style sheet, the shared one first: where two rules weigh the same, the one read last wins."""
# A screen could name its own sheet in its CSS_PATH. Textual would then read it when the screen is first shown, parse
# all sheets again at that moment, and let the order in which screens were visited decide between equal rules.

TICK = 0.25
"""Seconds between two refreshes of the screen."""


class SettingsStore(Protocol):
    """Settings that outlive the program, by name."""

    def get(self, name: str) -> str:
        """The value of a setting; empty where it was never set."""

    def put(self, name: str, value: str) -> None:
        """Stores a setting."""


class BaseApp(App[None]):
    """An app whose screens show what a seat sees."""

    CSS_PATH = STYLES
    TITLE = "oefening"
    COMMANDS: ClassVar[set[Any]] = {ScreenCommands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", _("Meer"), priority=True, tooltip=_("Zoek alles wat u hier kunt doen.")),
        Binding("ctrl+q", "quit", _("Stoppen"), priority=True, show=False),
        Binding("ctrl+c", "quit", _("Stoppen"), show=False, system=True),
    ]

    shares_laptop = False
    """Whether others sit down at this laptop too."""

    def __init__(self, settings: SettingsStore) -> None:
        super().__init__()
        self.settings = settings
        self.drafts = Drafts()

    def get_key_display(self, binding: Binding) -> str:
        """The name of a key as the footer shows it."""
        return key_name(binding)

    def on_load(self) -> None:
        """Applies the colour theme that was chosen last."""
        for theme in THEMES:
            self.register_theme(theme)
        chosen = self.settings.get("kleuren")
        self.theme = chosen if chosen in [theme.name for theme in THEMES] else THEMES[0].name

    def on_mount(self) -> None:
        """Starts the timer that keeps the screen up to date."""
        self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """Refreshes the topmost screen of a seat; a dialog on top of it shows nothing that changes."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, SeatScreen):
                screen.refresh_view()
                return

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """The command palette's commands: what the screen can do, what the app can do, and the colours."""
        for binding in described_bindings(screen):
            explanation = f"{binding.tooltip or ''} ({key_name(binding)})".strip()
            yield SystemCommand(binding.description, explanation, partial(screen.run_action, binding.action))
        if isinstance(screen, SeatScreen):
            yield SystemCommand(_("Rondleiding"), _("Dit scherm in een paar stappen."), screen.action_tour)
        yield from self.own_commands()
        for theme in THEMES:
            title = _("Kleuren: {name}").format(name=theme.name)
            yield SystemCommand(title, "", partial(self.choose_theme, theme.name))
        yield SystemCommand(_("Stoppen"), _("Alles blijft bewaard."), partial(screen.run_action, "app.quit"))

    def own_commands(self) -> Iterator[SystemCommand]:
        """The app's own commands for the palette, besides the screen's."""
        yield from ()

    @property
    def participants_summary(self) -> str:
        """Who takes part from other laptops, in one line; empty where the exercise is not open to them."""
        return ""

    def show_participants(self) -> None:
        """Opens the exercise to other laptops, and shows how they join. Only the leader's app can."""

    def hand_over(self) -> None:
        """Asks who sits down next at this laptop. Only the leader's app can."""

    def go_to(self, seat_id: SeatId) -> None:
        """Replaces the screen by that of another seat. Only the leader's app can."""

    def is_tour_new(self, name: str) -> bool:
        """Whether the tour of this name was never shown on this machine."""
        return name not in self.settings.get("rondleidingen").split()

    def mark_tour_seen(self, name: str) -> None:
        """Remembers that the tour of this name was shown."""
        seen = set(self.settings.get("rondleidingen").split()) | {name}
        self.settings.put("rondleidingen", " ".join(sorted(seen)))

    def choose_theme(self, name: str) -> None:
        """Applies a colour theme, and remembers it."""
        self.theme = name
        self.settings.put("kleuren", name)

    def action_command_palette(self) -> None:
        """Opens the command palette."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Zoek een opdracht…"), id="--command-palette"))
