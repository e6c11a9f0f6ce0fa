"""The app of the leader's laptop: the start screen, the exercise that runs, and whose screen is shown.

Owns the live exercise and, once it is open to participants, the host. Screens reach both only through a seat.
"""

import asyncio
import gc
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen
from textual import work

from oefening.engine.commands import Start
from oefening.net.host import Host, HostError, open_host, was_open
from oefening.reporting.session_report import ReportOptions, report_of, text_of, write_report
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.session.workspace import ScriptEntry, Workspace, WorkspaceError
from oefening.text.os_errors import reason_of
from oefening.text.translation import _
from oefening.tui.app_base import TICK, BaseApp
from oefening.tui.dialogs.ask import AskLine
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.screens.audience import AudienceScreen
from oefening.tui.screens.base import SeatScreen
from oefening.tui.screens.debrief import DebriefScreen
from oefening.tui.screens.handover import ChooseSeat, HandOver
from oefening.tui.screens.leader import LeaderScreen
from oefening.tui.screens.observer import ObserverScreen
from oefening.tui.screens.participants import ParticipantsScreen, participants_summary
from oefening.tui.screens.report import ReportScreen
from oefening.tui.screens.response_cell import ResponseCellScreen
from oefening.tui.screens.setup import SetupScreen
from oefening.tui.screens.start import StartScreen
from oefening.tui.screens.team import TeamScreen


@frozen
class StartOptions:
    """What the app starts with: a script to set up, a session to resume, or neither.

    `to_guests`: the exercise is opened to other laptops at once.
    """

    script: ScriptEntry | None = None
    session: Path | None = None
    to_guests: bool = False


class LeaderApp(BaseApp):
    """The app of the leader, and of everyone who takes a turn at the leader's laptop."""

    shares_laptop = True

    def __init__(
        self, workspace: Workspace, options: StartOptions | None = None, exercise: LiveExercise | None = None
    ) -> None:
        super().__init__(workspace.settings)
        self.workspace = workspace
        self.exercise = exercise
        self.report: Path | None = None
        self.last_session: Path | None = None
        self.joins_another = False
        self.host: Host | None = None
        self._options = options or StartOptions()
        self._last_problem: str | None = None

    def on_mount(self) -> None:
        """Shows the start screen, and above it what the start options ask for."""
        self.push_screen(StartScreen(self, self.workspace))
        if self.exercise is not None:
            self._open_exercise(self.exercise)
        elif self._options.script is not None:
            self.push_screen(SetupScreen(self, self.workspace, self._options.script))
        elif self._options.session is not None:
            self.resume(self._options.session)

    def tick(self) -> None:
        """Moves the exercise clock, and refreshes the screen."""
        if self.exercise is None:
            return
        if self.host is not None:
            # Requests that came in before this tick count before it: a decision just in time must not lose to a
            # deadline that the clock reaches in the same tick.
            self.host.server.flush_requests()
        problem = self.exercise.tick()
        if problem is not None and problem != self._last_problem:
            self.notify(problem, severity="error", timeout=20, markup=False)
        self._last_problem = problem
        super().tick()

    def join_another(self) -> None:
        """Exits; the command line then starts the guest's app."""
        self.joins_another = True
        self.exit()

    def begin(self, entry: ScriptEntry, start: Start) -> None:
        """Begins an exercise, and shows the leader's screen."""
        try:
            exercise = self.workspace.start(entry, start)
        except WorkspaceError as error:
            self.notify(error.message, severity="error", markup=False, timeout=15)
            return
        self.pop_screen()
        self._open_exercise(exercise)

    def resume(self, path: Path) -> None:
        """Resumes an interrupted exercise; asks for the PIN where one was set."""
        try:
            exercise = self.workspace.resume(path)
        except WorkspaceError as error:
            self.notify(error.message, severity="error", markup=False, timeout=15)
            return
        self._open_exercise(exercise)

    async def on_unmount(self) -> None:
        """Closes the host and the session."""
        await self._close_host()
        if self.exercise is not None:
            self.exercise.close()

    @property
    def participants_summary(self) -> str:
        """Who takes part from other laptops, in one line; empty where the exercise is not open to them."""
        return participants_summary(self.host) if self.host is not None else ""

    def show_participants(self) -> None:
        """Shows who takes part from other laptops; opens the exercise to them first, once confirmed."""
        if self.host is not None:
            self.push_screen(ParticipantsScreen(self.host))
            return
        question = _("De oefening openstellen? Teams doen dan met een code mee, op hun eigen laptop of in een browser.")

        def open_up(yes: bool | None) -> None:
            if yes:
                self._open_host(show=True)

        self.push_screen(Confirm(question, _("Ja, openstellen")), open_up)

    @work(exclusive=True, group="host")
    async def _open_host(self, *, show: bool) -> None:
        """Opens the exercise to other laptops; `show`: also the screen with the codes, once the leader is there."""
        exercise = self.exercise
        if exercise is None or self.host is not None:
            return
        try:
            self.host = await open_host(exercise, partial(self.notify, severity="error", markup=False, timeout=20))
        except HostError as error:
            self.notify(error.message, severity="error", markup=False, timeout=20)
            return
        if show:
            await self._wait_for_leader_screen()
            self.push_screen(ParticipantsScreen(self.host))
        await self.host.serve_pages()
        await self.host.announce()

    async def _wait_for_leader_screen(self) -> None:
        """Waits until the leader's screen is on top, its first tour over: only the leader may see the codes."""
        while not isinstance(self.screen, LeaderScreen) or self.is_tour_new(LeaderScreen.NAME):
            await asyncio.sleep(TICK)

    async def _close_host(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            await host.close()

    def _open_exercise(self, exercise: LiveExercise) -> None:
        self.exercise, self.last_session = exercise, exercise.path
        # A resumed exercise holds every event so far, for as long as it runs. Without freeze, each full garbage
        # collection walks through all of them, long enough to notice at the keyboard.
        gc.collect()
        gc.freeze()
        leader = SeatId(Role.LEADER)
        locked = exercise.has_pin and not exercise.is_new
        self.push_screen(HandOver(self, leader) if locked else self._screen_for(exercise, leader))
        if self._options.to_guests or (was_open(exercise) and not exercise.ended):
            self._open_host(show=not locked)

    def go_to(self, seat_id: SeatId) -> None:
        """Replaces the screen by that of a seat."""
        if self.exercise is None:
            return
        self.clear_notifications()
        self.switch_screen(self._screen_for(self.exercise, seat_id))

    def _screen_for(self, exercise: LiveExercise, seat_id: SeatId) -> SeatScreen[Any]:
        match seat_id.role:
            case Role.LEADER if exercise.ended:
                return DebriefScreen(self, exercise.debrief_seat(seat_id.world), seat_id.world, len(exercise.worlds))
            case Role.LEADER:
                return LeaderScreen(self, exercise.leader_seat(seat_id.world), seat_id.world)
            case Role.TEAM:
                return TeamScreen(self, exercise.team_seat(seat_id.world, seat_id.team), seat_id.world)
            case Role.RESPONSE_CELL:
                return ResponseCellScreen(self, exercise.response_cell_seat(seat_id.world), seat_id.world)
            case Role.OBSERVER:
                return ObserverScreen(self, exercise.observer_seat(seat_id.world), seat_id.world)
            case Role.AUDIENCE:
                return AudienceScreen(self, exercise.audience_seat(seat_id.world))

    def hand_over(self) -> None:
        """Asks who sits down next; then shows the screen that waits for them."""
        if self.exercise is not None:
            self.push_screen(ChooseSeat(self.exercise), self._show_handover)

    def _show_handover(self, seat_id: SeatId | None) -> None:
        """Shows the hand-over screen, and clears notifications, which may tell what one team should not see."""
        if seat_id is not None:
            self.clear_notifications()
            self.switch_screen(HandOver(self, seat_id))

    def go_to_leader(self, seat_id: SeatId) -> None:
        """Shows the leader's screen, to who knows the PIN where one was set."""
        exercise = self.exercise
        if exercise is None:
            return
        if not exercise.has_pin:
            self.go_to(seat_id)
            return

        def check(pin: str | None) -> None:
            if pin is None:
                return
            if exercise.pin_matches(pin):
                self.go_to(seat_id)
            else:
                self.notify(_("Deze pincode klopt niet."), severity="warning")

        self.push_screen(AskLine(_("Pincode van de oefenleider"), password=True), check)

    @work(thread=True, exclusive=True, group="report")
    def write_report(self, *, then_leave: bool = False) -> None:
        """Writes the report beside the session file and reports its path; `then_leave`: goes back to the start."""
        if self.exercise is None:
            return
        self.call_from_thread(self.notify, _("Het verslag wordt gemaakt …"), timeout=3)
        try:
            self.report = write_report(self.exercise.session, self.exercise.path, ReportOptions(("html", "pdf")))[0]
        except OSError as error:
            sentence = _("Het verslag kan niet worden geschreven ({reason}).").format(reason=reason_of(error))
            self.call_from_thread(self.notify, sentence, severity="error", markup=False)
            return
        sentence = _("Verslag geschreven: {path}").format(path=self.report)
        self.call_from_thread(self.notify, sentence, markup=False, timeout=15)
        if then_leave:
            self.call_from_thread(self.leave_exercise)

    @work(thread=True, exclusive=True, group="report")
    def read_report(self) -> None:
        """Shows the report on the screen."""
        if self.exercise is not None:
            self.call_from_thread(self.notify, _("Het verslag wordt gemaakt …"), timeout=3)
            text = text_of(report_of(self.exercise.session, self.exercise.path.name, ReportOptions()))
            self.call_from_thread(self.push_screen, ReportScreen(text))

    @work(exclusive=True, group="leaving")
    async def leave_exercise(self) -> None:
        """Closes the exercise and goes back to the start screen."""
        await self._close_host()
        if self.exercise is not None:
            self.exercise.close()
            self.exercise = None
        # The stack holds Textual's default screen and the start screen below everything else.
        while len(self.screen_stack) > 2:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Stops; asks first while an exercise runs."""
        if self.exercise is None or self.exercise.ended:
            self.exit()
            return
        if isinstance(self.screen, Confirm):
            return
        question = _("De oefening is nog bezig. Alles is bewaard; later gaat u verder op het beginscherm. Stoppen?")
        self.push_screen(Confirm(question, _("Ja, stoppen")), lambda yes: self.exit() if yes else None)
