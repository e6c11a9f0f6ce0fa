"""The program on the screen: which screen is up, the exercise behind it, colours, and the commands of the palette."""

import asyncio
import gc
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen
from textual import work

from oefening.engine.commands import Start
from oefening.language import _, reason_of
from oefening.net.host import Host, HostError, open_host, was_open
from oefening.session.desk import Desk, DeskError, ScriptEntry
from oefening.session.places import Kind, Place
from oefening.session.room import Room
from oefening.tui.assistant import AssistantScreen
from oefening.tui.base import LookingScreen
from oefening.tui.closing import ClosingScreen
from oefening.tui.dialogs import Ask, Confirm
from oefening.tui.guests import GuestsScreen, guests_words
from oefening.tui.handover import HandOver, Places
from oefening.tui.leader import LeaderScreen
from oefening.tui.observer import ObserverScreen
from oefening.tui.projection import ProjectionScreen
from oefening.tui.reading import ReadingScreen
from oefening.tui.setup import SetupScreen
from oefening.tui.stage import TICK, Stage
from oefening.tui.start import StartScreen
from oefening.tui.team import TeamScreen


@frozen
class Opening:
    """What the program opens with: a script to set up, a session to go on with, or neither.

    `to_guests`: others join from their own laptops.
    """

    script: ScriptEntry | None = None
    session: Path | None = None
    to_guests: bool = False


class OefeningApp(Stage):
    """The leader's program, and that of everyone who sits down at the leader's laptop."""

    shares_laptop = True

    def __init__(self, desk: Desk, opening: Opening | None = None, room: Room | None = None) -> None:
        super().__init__(desk)
        self.desk = desk
        self.room = room
        self.report: Path | None = None
        self.last_session: Path | None = None
        self.joins_another = False
        self.host: Host | None = None
        self._opening = opening or Opening()
        self._trouble: str | None = None

    def on_mount(self) -> None:
        """Opens with what was asked for."""
        self.push_screen(StartScreen(self.desk))
        if self.room is not None:
            self._enter(self.room)
        elif self._opening.script is not None:
            self.push_screen(SetupScreen(self.desk, self._opening.script))
        elif self._opening.session is not None:
            self.resume(self._opening.session)

    def tick(self) -> None:
        """Moves the exercise clock, and has the screen show what happened."""
        if self.room is None:
            return
        if self.host is not None:
            # What came in before now counts before now.
            self.host.server.settle()
        trouble = self.room.tick()
        if trouble is not None and trouble != self._trouble:
            self.notify(trouble, severity="error", timeout=20, markup=False)
        self._trouble = trouble
        super().tick()

    def join_another(self) -> None:
        """Stops, to take part in an exercise on another laptop instead."""
        self.joins_another = True
        self.exit()

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

    async def on_unmount(self) -> None:
        """Lets go of the guests and of the session."""
        await self._close_host()
        if self.room is not None:
            self.room.close()

    @property
    def guests(self) -> str:
        """How those stand who take part from other laptops."""
        return guests_words(self.host) if self.host is not None else ""

    def show_guests(self) -> None:
        """Shows who takes part from other laptops; opens the exercise to them once that is confirmed."""
        if self.host is not None:
            self.push_screen(GuestsScreen(self.host))
            return
        question = _("De oefening openstellen? Teams doen dan met een code mee, op hun eigen laptop of in een browser.")

        def open_up(yes: bool | None) -> None:
            if yes:
                self._open_host(show=True)

        self.push_screen(Confirm(question, _("Ja, openstellen")), open_up)

    @work(exclusive=True, group="host")
    async def _open_host(self, *, show: bool) -> None:
        """Opens the exercise to other laptops, and shows how they join to who may see the leader's screen."""
        room = self.room
        if room is None or self.host is not None:
            return
        try:
            self.host = await open_host(room, partial(self.notify, severity="error", markup=False, timeout=20))
        except HostError as error:
            self.notify(error.sentence, severity="error", markup=False, timeout=20)
            return
        if show:
            await self._leader_looks()
            self.push_screen(GuestsScreen(self.host))
        await self.host.serve_pages()
        await self.host.announce()

    async def _leader_looks(self) -> None:
        """Waits until the leader's own screen lies open, its first tour over."""
        while not isinstance(self.screen, LeaderScreen) or self.is_new(LeaderScreen.NAME):
            await asyncio.sleep(TICK)

    async def _close_host(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            await host.close()

    def _enter(self, room: Room) -> None:
        self.room, self.last_session = room, room.path
        # What happened so far stays; a full garbage collection that goes through all of it keeps a key waiting.
        gc.collect()
        gc.freeze()
        leader = Place(Kind.LEADER)
        locked = room.guarded and not room.fresh
        self.push_screen(HandOver(leader) if locked else self._screen_for(room, leader))
        if self._opening.to_guests or (was_open(room) and not room.ended):
            self._open_host(show=not locked)

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
                return LeaderScreen(room.leader(place.world), place.world)
            case Kind.TEAM:
                return TeamScreen(room.team(place.world, place.team), place.world)
            case Kind.ASSISTANT:
                return AssistantScreen(room.assistant(place.world), place.world)
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

    @work(exclusive=True, group="leaving")
    async def leave_room(self) -> None:
        """Closes the exercise and goes back to the start; everything is kept."""
        await self._close_host()
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
