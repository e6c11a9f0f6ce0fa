"""What the screens of a seat share: keeping up with its view, submitting requests, panes, help and the tour.

A screen compares and shows views; it never computes what a seat may see.
"""

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from oefening.session.seat import Request, SeatClient
from oefening.text.translation import _
from oefening.tui.dialogs.help import Help
from oefening.tui.dialogs.tour import Tour
from oefening.tui.navigation import Navigation
from oefening.tui.tours import Step, for_guest
from oefening.tui.widgets.link_bar import LinkBar
from oefening.tui.widgets.pane_bar import PaneBar

V = TypeVar("V")


class SeatScreen(Screen[None], Generic[V]):
    """A screen that shows a seat's view and submits the requests of the person at it.

    Subclasses compose widgets and fill them in `show_view`, which is called with every new view.
    """

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", _("Hulp"), key_display="?"),
        Binding("f1", "help", _("Hulp"), show=False),
    ]
    TOUR: ClassVar[tuple[Step, ...]] = ()
    """Shown when this screen is opened for the first time on this machine."""
    NAME: ClassVar[str] = ""
    """The name under which the settings remember that the tour was shown. Stored: never change one."""

    def __init__(self, navigation: Navigation, seat: SeatClient[V]) -> None:
        super().__init__()
        self.navigation = navigation
        self.seat = seat
        self._shown_view: object = None
        self._ready = False

    @property
    def view(self) -> V:
        """What the seat sees now."""
        return self.seat.current_view()

    def on_mount(self) -> None:
        """Shows the view, and the tour to who opens this screen for the first time."""
        if self._ready:
            # Textual calls the on_mount of every class in turn, also this one, which a subclass called already.
            return
        self._ready = True
        if self.seat.link is not None:
            self.mount(LinkBar(), before=0)
        self.refresh_view()
        if self.TOUR and self.navigation.is_tour_new(self.NAME):
            self.action_tour()

    def on_screen_resume(self) -> None:
        """Catches up with what happened while another screen was on top."""
        self.refresh_view()

    def on_resize(self) -> None:
        """Shows the view again: some texts are cut or padded to the width."""
        # Only after the refresh do widgets know their new sizes.
        self.call_after_refresh(self.refresh_view, force=True)

    def refresh_view(self, *, force: bool = False) -> None:
        """Shows the view where it changed since it was last shown; `force`: in any case."""
        if not self._ready:
            return
        for bar in self.query(LinkBar):
            bar.show_link(self.seat.link)
        view = self.seat.current_view()
        # A seat gives the same object as long as nothing changed. This runs four times a second: comparing the values
        # would cost more than most ticks have to show.
        if force or view is not self._shown_view:
            self._shown_view = view
            self.show_view(view)

    def show_view(self, view: V) -> None:
        """Fills the widgets with what this view says."""
        raise NotImplementedError

    async def submit(self, request: Request, done: str = "") -> bool:
        """Submits a request and notifies of the result. Returns whether it was not refused.

        `done` is the notification for a request that was accepted and durably stored.
        """
        reply = await self.seat.submit(request)
        if reply.refusal:
            self.notify(reply.refusal, severity="warning", markup=False)
        elif not reply.durable:
            words = _("Nog niet bevestigd. Het staat hier bewaard en gaat vanzelf naar de oefenleider.")
            self.notify(words, severity="warning", markup=False)
        elif done:
            self.notify(done, markup=False)
        self.refresh_view()
        return not reply.refusal

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action is available: handing over only on a laptop that several people share."""
        return self.navigation.shares_laptop if action == "hand_over" else super().check_action(action, parameters)

    def action_help(self) -> None:
        """Shows the keys of this screen."""
        self.app.push_screen(Help(self))

    async def action_hand_over(self) -> None:
        """Gives the laptop to someone else."""
        self.navigation.hand_over()

    def action_tour(self) -> None:
        """Shows the tour of this screen."""
        self.navigation.mark_tour_seen(self.NAME)
        if self.TOUR:
            self.app.push_screen(Tour(self.TOUR if self.seat.link is None else for_guest(self.TOUR)))


class PaneScreen(SeatScreen[V]):
    """A seat's screen with panes: side by side where they fit, one at a time where not. The styles decide which."""

    PANES: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Id and name of each pane."""

    current_pane = 0

    def action_pane(self, number: int) -> None:
        """Makes this pane the current one, and moves the focus into it."""
        self.current_pane = number
        for index, (pane_id, _name) in enumerate(self.PANES):
            pane = self.query_one(f"#{pane_id}")
            pane.set_class(index == number, "current")
            if index == number and isinstance(pane.parent, Widget):
                # A container of several panes has to show itself when one of them is the only pane that is shown.
                for holder in self.query(".has-current"):
                    holder.remove_class("has-current")
                pane.parent.add_class("has-current")
        self._show_pane_names()
        pane = self.query_one(f"#{self.PANES[number][0]}")
        target = next(
            (widget for widget in pane.query("*") if widget.can_focus and not isinstance(widget, Input)), None
        )
        if pane.can_focus:
            pane.focus()
        elif target is not None:
            target.focus()

    def _show_pane_names(self) -> None:
        self.query_one(PaneBar).show_names(
            [self.pane_name(index) for index in range(len(self.PANES))], self.current_pane
        )

    def pane_name(self, number: int) -> str:
        """The name of a pane. Subclasses add how much waits there."""
        return self.PANES[number][1]
