"""What the screens of an exercise share: looking from a seat, the clock on top, panes, help and a first tour."""

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
    """A screen that shows what a seat sees, and asks what the person at it wants."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", _("Hulp"), key_display="?"),
        Binding("f1", "help", _("Hulp"), show=False),
    ]
    TOUR: ClassVar[tuple[Step, ...]] = ()
    NAME: ClassVar[str] = ""

    def __init__(self, navigation: Navigation, seat: SeatClient[V]) -> None:
        super().__init__()
        self.navigation = navigation
        self.seat = seat
        self._shown_view: object = None
        self._ready = False

    @property
    def view(self) -> V:
        """What there is to see now."""
        return self.seat.current_view()

    def on_mount(self) -> None:
        """Shows the first look, and the tour to who sees this screen for the first time."""
        if self._ready:
            return  # Textual calls this for every class in turn; a subclass called it already.
        self._ready = True
        if self.seat.link is not None:
            self.mount(LinkBar(), before=0)
        self.refresh_view()
        if self.TOUR and self.navigation.is_tour_new(self.NAME):
            self.action_tour()

    def on_screen_resume(self) -> None:
        """Shows what happened while another screen lay on top."""
        self.refresh_view()

    def on_resize(self) -> None:
        """Shows everything again, to the new size."""
        self.call_after_refresh(self.refresh_view, force=True)

    def refresh_view(self, *, force: bool = False) -> None:
        """Shows what changed since the last look."""
        if not self._ready:
            return
        for bar in self.query(LinkBar):
            bar.show_link(self.seat.link)
        view = self.seat.current_view()
        if force or view is not self._shown_view:
            self._shown_view = view
            self.show_view(view)

    def show_view(self, view: V) -> None:
        """Brings the widgets in line with a view."""
        raise NotImplementedError

    async def submit(self, request: Request, done: str = "") -> bool:
        """Asks something from the seat, and says what came of it. Whether it was not refused.

        `done` is what to say once it is granted and kept.
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
        """Whether something can be done here: handing over only where others sit down at this laptop."""
        return self.navigation.shares_laptop if action == "hand_over" else super().check_action(action, parameters)

    def action_help(self) -> None:
        """The keys of this screen, and what they do."""
        self.app.push_screen(Help(self))

    def action_tour(self) -> None:
        """A short tour of this screen."""
        self.navigation.mark_tour_seen(self.NAME)
        if self.TOUR:
            self.app.push_screen(Tour(self.TOUR if self.seat.link is None else for_guest(self.TOUR)))


class PaneScreen(SeatScreen[V]):
    """A looking screen whose panes stand side by side where they fit, and else one at a time."""

    PANES: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Id and name of each pane."""

    current_pane = 0

    def action_pane(self, number: int) -> None:
        """Goes to a pane."""
        self.current_pane = number
        for index, (pane_id, _name) in enumerate(self.PANES):
            pane = self.query_one(f"#{pane_id}")
            pane.set_class(index == number, "current")
            if index == number and isinstance(pane.parent, Widget):
                for holder in self.query(".has-current"):
                    holder.remove_class("has-current")
                pane.parent.add_class("has-current")
        self._name_panes()
        pane = self.query_one(f"#{self.PANES[number][0]}")
        target = next(
            (widget for widget in pane.query("*") if widget.can_focus and not isinstance(widget, Input)), None
        )
        if pane.can_focus:
            pane.focus()
        elif target is not None:
            target.focus()

    def _name_panes(self) -> None:
        self.query_one(PaneBar).show_names(
            [self.pane_name(index) for index in range(len(self.PANES))], self.current_pane
        )

    def pane_name(self, number: int) -> str:
        """The name of a pane, with what is new in it."""
        return self.PANES[number][1]
