"""What the leader's program and a guest's share: colours, drafts, the palette, what was shown before."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.theme import Theme

from oefening.language import _
from oefening.session.places import Place
from oefening.tui.base import LookingScreen
from oefening.tui.drafts import Drafts
from oefening.tui.help import key_name, told_bindings

TICK = 0.25
"""Seconds between two looks at what happened."""

THEMES = (
    Theme("donker", primary="#56B4E9", secondary="#9AA7B5", accent="#CC79A7", success="#33C39B", warning="#F0B429",
          error="#FF7A59", background="#10161D", surface="#17202A", panel="#22303D", foreground="#E6EDF3", dark=True),
    Theme("licht", primary="#005A9C", secondary="#51606F", accent="#8F3B76", success="#00724F", warning="#8A5A00",
          error="#B3320B", background="#FAFAF7", surface="#F0F0EB", panel="#DFE3E6", foreground="#1B232B", dark=False),
    Theme("hoog contrast", primary="#FFFF00", secondary="#FFFFFF", accent="#00FFFF", success="#00FF7F",
          warning="#FFD700", error="#FF8C69", background="#000000", surface="#000000", panel="#000000",
          foreground="#FFFFFF", dark=True),
)  # fmt: skip
"""The three sets of colours; success and error differ in brightness too, for the colour-blind."""


class Memory(Protocol):
    """What is remembered between two times, by name."""

    def recall(self, name: str) -> str:
        """Something that was remembered; empty where nothing was."""

    def remember(self, name: str, value: str) -> None:
        """Keeps something for the next time."""


class Commands(Provider):
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
        assert isinstance(app, Stage)  # noqa: S101 - the only kind there is
        if isinstance(self.screen, LookingScreen):
            yield _("Rondleiding"), _("Dit scherm in een paar stappen."), self.screen.action_tour
        yield from app.own_commands()
        for theme in THEMES:
            yield _("Kleuren: {name}").format(name=theme.name), "", partial(app.choose_theme, theme.name)
        yield _("Stoppen"), _("Alles blijft bewaard."), partial(self.screen.run_action, "app.quit")


class Stage(App[None]):
    """A program with screens that look from a seat."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "oefening"
    COMMANDS: ClassVar[set[Any]] = {Commands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", _("Meer"), priority=True, tooltip=_("Zoek alles wat u hier kunt doen.")),
        Binding("ctrl+q", "quit", _("Stoppen"), priority=True, show=False),
        Binding("ctrl+c", "quit", _("Stoppen"), show=False, system=True),
    ]

    shares_laptop = False
    """Whether others sit down at this laptop too."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.memory = memory
        self.drafts = Drafts()

    def get_key_display(self, binding: Binding) -> str:
        """A key as people name it."""
        return key_name(binding)

    def on_load(self) -> None:
        """Puts on the colours that were chosen."""
        for theme in THEMES:
            self.register_theme(theme)
        chosen = self.memory.recall("kleuren")
        self.theme = chosen if chosen in [theme.name for theme in THEMES] else THEMES[0].name

    def on_mount(self) -> None:
        """Begins to look."""
        self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """Has the topmost screen that looks show what happened."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, LookingScreen):
                screen.look()
                return

    def own_commands(self) -> Iterator[tuple[str, str, Any]]:
        """What can be done here besides what the screen can: title, explanation, and what does it."""
        yield from ()

    @property
    def guests(self) -> str:
        """How those stand who take part from other laptops; empty where the exercise is not open to them."""
        return ""

    def show_guests(self) -> None:
        """Opens the exercise to other laptops, and shows how they join, where it is held here."""

    def hand_over(self) -> None:
        """Lets someone else sit down, where others sit down here."""

    def go_to(self, place: Place) -> None:
        """Puts someone's screen in place of the one that is up, where there are more."""

    def is_new(self, name: str) -> bool:
        """Whether a screen's tour was never shown on this machine."""
        return name not in self.memory.recall("rondleidingen").split()

    def remember(self, name: str) -> None:
        """Keeps that a screen's tour was shown."""
        seen = set(self.memory.recall("rondleidingen").split()) | {name}
        self.memory.remember("rondleidingen", " ".join(sorted(seen)))

    def choose_theme(self, name: str) -> None:
        """Puts on other colours, and keeps them for the next time."""
        self.theme = name
        self.memory.remember("kleuren", name)

    def action_command_palette(self) -> None:
        """Everything that can be done here."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Zoek een opdracht…"), id="--command-palette"))
