"""The app of a guest: joins an exercise that another laptop holds, and shows the screen of the guest's seat.

The same on a laptop of one's own and in a browser. Follows `net.client`; knows nothing of sockets.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from oefening.engine.commands import Decide, DecideUnasked, GiveFeedback, SendMessage
from oefening.net.address import PORT, Address, parse_address
from oefening.net.client import ClientConnection, RemoteSeatClient, denial_text
from oefening.net.client_state import ClientStateFile
from oefening.net.join_codes import Code
from oefening.net.protocol import Denied
from oefening.session.seat import Propose, Request
from oefening.session.seat_id import Role
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui.app_base import BaseApp, SettingsStore
from oefening.tui.dialogs.ask import AskLine
from oefening.tui.dialogs.confirm import Confirm
from oefening.tui.screens.audience import AudienceScreen
from oefening.tui.screens.base import SeatScreen
from oefening.tui.screens.join import Invitation, JoinScreen
from oefening.tui.screens.observer import ObserverScreen
from oefening.tui.screens.response_cell import ResponseCellScreen
from oefening.tui.screens.team import TeamScreen


class GuestApp(BaseApp):
    """One seat, on a laptop of one's own or in a browser.

    `state_file` is this guest's; `earlier` are those of guests on this laptop before, who can be resumed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "other_address", _("Ander adres"), show=False),
    ]

    def __init__(
        self,
        settings: SettingsStore,
        state_file: ClientStateFile,
        invitation: Invitation,
        earlier: Sequence[ClientStateFile] = (),
    ) -> None:
        super().__init__(settings)
        self._invitation, self._earlier, self._state_file = invitation, tuple(earlier), state_file
        self._connection: ClientConnection | None = None
        self._shown_seat: RemoteSeatClient | None = None
        self._showing = asyncio.Lock()

    @property
    def has_seat(self) -> bool:
        """Whether somebody took a seat: if not, nothing is lost when the app ends. Read by `browser.sessions`."""
        return self._state_file.state.ticket is not None

    def on_mount(self) -> None:
        """Shows the form for joining, or resumes the seat that this guest has."""
        self.push_screen(JoinScreen(self, self._invitation, self._earlier))
        if self._state_file.state.ticket is not None:
            self.resume(self._state_file)

    async def join(self, address: Address, code: Code, name: str) -> str:
        """Takes a seat with a code. A Dutch sentence where that is not possible, empty where it is."""
        connection = self._new_connection(self._state_file)
        trouble = await connection.join(address, code, name)
        if not trouble:
            self._connection = connection
        return trouble

    def resume(self, state_file: ClientStateFile) -> None:
        """Goes back to the seat that was left earlier."""
        self._state_file = state_file
        self._connection = self._new_connection(state_file)
        if self._invitation.address is not None:
            self._connection.add_address(self._invitation.address)
        self._connection.resume()
        self._join_screen.show_status(_("Verbinding maken met de oefening …"))

    def _new_connection(self, state_file: ClientStateFile) -> ClientConnection:
        return ClientConnection(state_file, search=not self._invitation.fixed)

    @property
    def _join_screen(self) -> JoinScreen:
        return next(screen for screen in self.screen_stack if isinstance(screen, JoinScreen))

    def tick(self) -> None:
        """Follows the connection: shows its seat, what was refused later, and why access ended."""
        connection = self._connection
        if connection is None:
            return
        if connection.denial is not None:
            self._back_to_form(denial_text(Denied(connection.denial)))
            return
        seat = connection.seat
        if seat is not None and seat.view is not None and seat is not self._shown_seat:
            self._show_seat(seat)
        while connection.late_refusals:
            self._restore_drafts(*connection.late_refusals.pop(0))
        super().tick()

    def _show_seat(self, seat: RemoteSeatClient) -> None:
        moved, self._shown_seat = self._shown_seat is not None, seat
        self._show(self._screen_for(seat))
        if moved:
            words = _("De oefenleider gaf u een andere plek: {place}.")
            self.notify(words.format(place=seat.seat_id.name), markup=False)

    def _screen_for(self, seat: RemoteSeatClient) -> SeatScreen[Any]:
        # What a remote seat shows depends on its role, which only the server knows: its views have no static type.
        untyped: Any = seat
        world = seat.seat_id.world
        match seat.seat_id.role:
            case Role.TEAM:
                return TeamScreen(self, untyped, world)
            case Role.OBSERVER:
                return ObserverScreen(self, untyped, world)
            case Role.AUDIENCE:
                return AudienceScreen(self, untyped)
            case Role.RESPONSE_CELL | Role.LEADER:
                return ResponseCellScreen(self, untyped, world)

    def _back_to_form(self, why: str) -> None:
        self._connection, self._shown_seat = None, None
        self._show(None)
        self._join_screen.show_status(why)

    @work(group="showing")
    async def _show(self, screen: SeatScreen[Any] | None) -> None:
        """Shows a screen on top of the form, or the form itself."""
        # Popping a screen waits for its end. Without the lock, a seat that changes meanwhile would pop screens that the
        # first call is still pushing.
        async with self._showing:
            while not isinstance(self.screen, JoinScreen):
                await self.pop_screen()
            if screen is not None:
                await self.push_screen(screen)

    def _restore_drafts(self, request: Request, refusal: str) -> None:
        """Reports that a request was refused after all, and restores what was written as a draft."""
        # The form said "not confirmed yet" and closed: without this, the text of somebody without connection is gone.
        self.notify(refusal, title=_("Niet aangenomen"), severity="warning", timeout=15, markup=False)
        for about, draft in _drafts_of(request):
            if not self.drafts.find(about, cast("Any", type(draft)())):
                self.drafts.keep(about, draft)

    def own_commands(self) -> Iterator[SystemCommand]:
        """The app's own commands for the palette, besides the screen's."""
        if not self._invitation.fixed:
            words = _("Zoek de oefenleider op een ander adres. (F6)")
            yield SystemCommand(_("Ander adres van de oefenleider"), words, self.action_other_address)

    def action_other_address(self) -> None:
        """Asks for the leader's new address, for networks on which it is not found by itself."""
        connection = self._connection
        if connection is None or self._invitation.fixed or isinstance(self.screen, AskLine):
            return

        def also_try(typed: str | None) -> None:
            address = parse_address(typed, PORT) if typed else None
            if address is not None:
                connection.add_address(address)
            elif typed:
                self.notify(_("Dit is geen adres. Het staat op het scherm van de oefenleider."), severity="warning")

        words = _("Leidt iemand de oefening verder op een andere laptop? Typ het adres dat daar op het scherm staat.")
        self.push_screen(AskLine(_("Ander adres van de oefenleider"), words), also_try)

    async def action_quit(self) -> None:
        """Stops; asks first while the exercise goes on or a request waits for confirmation."""
        connection = self._connection
        waiting = connection.link.waiting if connection is not None else 0
        if isinstance(self.screen, Confirm):
            return
        if connection is None or (self._is_over() and not waiting):
            self.exit()
            return
        words = counted(waiting, _("Er wacht nog 1 bericht van u"), _("Er wachten nog {n} berichten van u")) + ". "
        how = _("Op deze pagina") if self._invitation.fixed else _("Met ‘oefening team’")
        question = (words if waiting else "") + _("Stoppen? {how} gaat u later verder waar u was.").format(how=how)
        self.push_screen(Confirm(question, _("Ja, stoppen")), lambda yes: self.exit() if yes else None)

    def _is_over(self) -> bool:
        return self._shown_seat is not None and self._shown_seat.current_view().clock.ended

    async def on_unmount(self) -> None:
        """Disconnects. The state file is kept unless the exercise is over and nothing waits: it is the way back."""
        if self._connection is not None:
            await self._connection.close()
            if self._is_over() and not self._connection.link.waiting:
                self._state_file.delete()


def _drafts_of(request: Request) -> Iterator[tuple[tuple[object, ...], object]]:
    """What a request said, as the drafts of the form in which it was written: (draft key, draft)."""
    match request:
        case Propose(decision):
            yield from _drafts_of(decision)
        case Decide(world, point, answer, reasons):
            yield ("besluit", world, point), (answer, reasons)
        case DecideUnasked(world, team, text, reasons):
            yield ("eigen", world, team, "text"), text
            yield ("eigen", world, team, "reasons"), reasons
        case SendMessage(world, sender, _recipient, text):
            yield ("contact", world, sender, "text"), text
        case GiveFeedback(remark=remark):
            yield ("feedback", "remark"), remark
        case _:
            return
