"""The program on the screen: which screen is up, the exercise behind it, colours, and the commands of the palette."""

import gc
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.theme import Theme

from oefening.engine.commands import Start
from oefening.language import _, reason_of
from oefening.session.desk import Desk, DeskError, ScriptEntry
from oefening.session.room import Room
from oefening.tui.base import LookingScreen
from oefening.tui.closing import ClosingScreen
from oefening.tui.dialogs import Ask, Confirm
from oefening.tui.drafts import Drafts
from oefening.tui.handover import HandOver, Places
from oefening.tui.help import key_name, told_bindings
from oefening.tui.leader import LeaderScreen
from oefening.tui.observer import ObserverScreen
from oefening.tui.places import Kind, Place
from oefening.tui.projection import ProjectionScreen
from oefening.tui.reading import ReadingScreen
from oefening.tui.setup import SetupScreen
from oefening.tui.start import StartScreen
from oefening.tui.team import TeamScreen

TICK = 0.25
"""Seconds between two looks at the clock."""

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


@frozen
class Opening:
    """What the program opens with: a script to set up, a session to go on with, or neither."""

    script: ScriptEntry | None = None
    session: Path | None = None


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
        assert isinstance(app, OefeningApp)  # noqa: S101 - the only app there is
        if isinstance(self.screen, LookingScreen):
            yield _("Rondleiding"), _("Dit scherm in een paar stappen."), self.screen.action_tour
        for theme in THEMES:
            yield _("Kleuren: {name}").format(name=theme.name), "", partial(app.choose_theme, theme.name)
        yield _("Stoppen"), _("Alles blijft bewaard."), partial(self.screen.run_action, "app.quit")


class OefeningApp(App[None]):
    """One program for everyone in the room."""

    CSS_PATH = "app.tcss"
    TITLE = "oefening"
    COMMANDS: ClassVar[set[Any]] = {Commands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", _("Meer"), priority=True, tooltip=_("Zoek alles wat u hier kunt doen.")),
        Binding("ctrl+q", "quit", _("Stoppen"), priority=True, show=False),
        Binding("ctrl+c", "quit", _("Stoppen"), show=False, system=True),
    ]

    def __init__(self, desk: Desk, opening: Opening | None = None, room: Room | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.room = room
        self.drafts = Drafts()
        self.report: Path | None = None
        self.last_session: Path | None = None
        self._opening = opening or Opening()
        self._trouble: str | None = None

    def get_key_display(self, binding: Binding) -> str:
        """A key as people name it."""
        return key_name(binding)

    def on_mount(self) -> None:
        """Opens with what was asked for."""
        for theme in THEMES:
            self.register_theme(theme)
        chosen = self.desk.recall("kleuren")
        self.theme = chosen if chosen in [theme.name for theme in THEMES] else THEMES[0].name
        self.push_screen(StartScreen(self.desk))
        if self.room is not None:
            self._enter(self.room)
        elif self._opening.script is not None:
            self.push_screen(SetupScreen(self.desk, self._opening.script))
        elif self._opening.session is not None:
            self.resume(self._opening.session)
        self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """Moves the exercise clock, and has the screen show what happened."""
        if self.room is None:
            return
        trouble = self.room.tick()
        if trouble is not None and trouble != self._trouble:
            self.notify(trouble, severity="error", timeout=20, markup=False)
        self._trouble = trouble
        for screen in reversed(self.screen_stack):
            if isinstance(screen, LookingScreen):
                screen.look()
                return

    def begin(self, entry: ScriptEntry, start: Start) -> None:
        """Begins an exercise, and goes to the leader's screen."""
        try:
            room = self.desk.begin(entry, start)
        except DeskError as error:
            self.notify(error.sentence, severity="error", markup=False, timeout=15)
            return
        self.pop_screen()
        self._enter(room)

    def resume(self, path: Path) -> None:
        """Goes on with an interrupted exercise; a PIN that was set is asked for."""
        try:
            room = self.desk.resume(path)
        except DeskError as error:
            self.notify(error.sentence, severity="error", markup=False, timeout=15)
            return
        self._enter(room)

    def on_unmount(self) -> None:
        """Lets go of the session."""
        if self.room is not None:
            self.room.close()

    def _enter(self, room: Room) -> None:
        self.room, self.last_session = room, room.path
        # What happened so far stays; a full garbage collection that goes through all of it keeps a key waiting.
        gc.collect()
        gc.freeze()
        leader = Place(Kind.LEADER)
        self.push_screen(HandOver(leader) if room.guarded and not room.fresh else self._screen_for(room, leader))

    def go_to(self, place: Place) -> None:
        """Puts someone's screen in place of the one that is up."""
        if self.room is None:
            return
        self.clear_notifications()
        self.switch_screen(self._screen_for(self.room, place))

    def _screen_for(self, room: Room, place: Place) -> LookingScreen[Any]:
        match place.kind:
            case Kind.LEADER if room.ended:
                return ClosingScreen(room.closing(place.world), place.world)
            case Kind.LEADER:
                return LeaderScreen(room, place.world)
            case Kind.TEAM:
                return TeamScreen(room.team(place.world, place.team), place.world)
            case Kind.OBSERVER:
                return ObserverScreen(room.observer(place.world), place.world)
            case Kind.ROOM:
                return ProjectionScreen(room.projection(place.world))

    def hand_over(self) -> None:
        """Asks who sits down now; their screen comes once they say that they are there."""
        if self.room is not None:
            self.push_screen(Places(self.room), self._wait_for)

    def _wait_for(self, place: Place | None) -> None:
        """Empties the screen, of what was just told too, until the one who sits down next is there."""
        if place is not None:
            self.clear_notifications()
            self.switch_screen(HandOver(place))

    def ask_pin(self, place: Place) -> None:
        """Lets the leader through who knows the PIN."""
        room = self.room
        if room is None:
            return
        if not room.guarded:
            self.go_to(place)
            return

        def check(pin: str | None) -> None:
            if pin is None:
                return
            if room.unlocks(pin):
                self.go_to(place)
            else:
                self.notify(_("Deze pincode klopt niet."), severity="warning")

        self.push_screen(Ask(_("Pincode van de oefenleider"), password=True), check)

    def is_new(self, name: str) -> bool:
        """Whether a screen's tour was never shown on this machine."""
        return name not in self.desk.recall("rondleidingen").split()

    def remember(self, name: str) -> None:
        """Keeps that a screen's tour was shown."""
        seen = set(self.desk.recall("rondleidingen").split()) | {name}
        self.desk.remember("rondleidingen", " ".join(sorted(seen)))

    def choose_theme(self, name: str) -> None:
        """Puts on other colours, and keeps them for the next time."""
        self.theme = name
        self.desk.remember("kleuren", name)

    @work(thread=True, exclusive=True, group="report")
    def write_report(self, *, then_leave: bool = False) -> None:
        """Writes the report beside the session, and says where; leaves the exercise then where that is wanted."""
        if self.room is None:
            return
        self.call_from_thread(self.notify, _("Het verslag wordt gemaakt …"), timeout=3)
        try:
            self.report = self.room.write_report()
        except OSError as error:
            sentence = _("Het verslag kan niet worden geschreven ({reason}).").format(reason=reason_of(error))
            self.call_from_thread(self.notify, sentence, severity="error", markup=False)
            return
        sentence = _("Verslag geschreven: {path}").format(path=self.report)
        self.call_from_thread(self.notify, sentence, markup=False, timeout=15)
        if then_leave:
            self.call_from_thread(self.leave_room)

    @work(thread=True, exclusive=True, group="report")
    def read_report(self) -> None:
        """Opens the report to read."""
        if self.room is not None:
            self.call_from_thread(self.notify, _("Het verslag wordt gemaakt …"), timeout=3)
            text = self.room.report_text()
            self.call_from_thread(self.push_screen, ReadingScreen(text))

    def leave_room(self) -> None:
        """Closes the exercise and goes back to the start; everything is kept."""
        if self.room is not None:
            self.room.close()
            self.room = None
        while len(self.screen_stack) > 2:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Stops, after a question where an exercise is going on."""
        if self.room is None or self.room.ended:
            self.exit()
            return
        if isinstance(self.screen, Confirm):
            return
        question = _("De oefening is nog bezig. Alles is bewaard; later gaat u verder op het beginscherm. Stoppen?")
        self.push_screen(Confirm(question, _("Ja, stoppen")), lambda yes: self.exit() if yes else None)

    def action_command_palette(self) -> None:
        """Everything that can be done here."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Zoek een opdracht…"), id="--command-palette"))
