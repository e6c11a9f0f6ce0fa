"""What the screens of an exercise share: looking from a seat, the clock on top, panes, help and a first tour."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Digits, Input, Static

from oefening.session.seat import Link, Request, SeatClient
from oefening.text.translation import _
from oefening.tui.format import clock_state, link_words
from oefening.tui.onboarding import Help, Tour
from oefening.tui.tours import Step, for_guest
from oefening.tui.widgets.stable_list import StableText
from oefening.views.participant import ClockView

if TYPE_CHECKING:
    from oefening.tui.app_base import BaseApp

V = TypeVar("V")


class ClockBar(Horizontal):
    """The exercise clock in large digits, with the day, the tempo and whatever else a screen says beside it."""

    def compose(self) -> ComposeResult:
        """The digits and two texts."""
        yield Digits("00:00", id="digits")
        yield StableText(id="clock-words")
        yield StableText(id="clock-side")

    def show(self, clock: ClockView, heading: str, side: Content) -> None:
        """Shows the clock as it stands now."""
        self.query_one("#digits", Digits).update(clock.time)
        words = Content.assemble(Content.styled(heading, "bold"), "\n", clock.day, "\n", clock_state(clock))
        self.query_one("#clock-words", StableText).say(words)
        self.query_one("#clock-side", StableText).say(side)


class LinkBar(StableText):
    """How a seat stands with the leader's laptop: whether there is a connection, and whether all is kept there."""

    def show(self, link: Link | None) -> None:
        """Shows how it stands now."""
        if link is None:
            return
        self.set_class(not link.connected, "lost")
        self.say(Content(link_words(link)))


class PaneBar(Static):
    """The names of a screen's panes, where only one of them fits; a click goes to one."""

    _ends: tuple[int, ...] = ()

    async def on_click(self, event: Click) -> None:
        """Goes to the pane under the mouse."""
        number = next((index for index, end in enumerate(self._ends) if event.x < end), None)
        if number is not None:
            await self.run_action(f"screen.pane({number})")

    def show(self, names: Sequence[str], current: int) -> None:
        """Shows the names, the current one marked."""
        parts, ends = [], [0]
        for number, name in enumerate(names):
            style = "bold reverse" if number == current else ""
            label = Content.styled(f" {number + 1} {name} ", style)
            parts.append(label)
            ends.append(ends[-1] + label.cell_length + 1)
        self._ends = tuple(ends[1:])
        self.update(Content(" ").join(parts))


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

    def __init__(self, seat: SeatClient[V]) -> None:
        super().__init__()
        self.seat = seat
        self._shown: object = None
        self._composed = False

    @property
    def room_app(self) -> "BaseApp":
        """The program, with what its screens share."""
        return cast("BaseApp", self.app)

    @property
    def view(self) -> V:
        """What there is to see now."""
        return self.seat.current_view()

    def on_mount(self) -> None:
        """Shows the first look, and the tour to who sees this screen for the first time."""
        if self._composed:
            return  # Textual calls this for every class in turn; a subclass called it already.
        self._composed = True
        if self.seat.link is not None:
            self.mount(LinkBar(), before=0)
        self.refresh_view()
        if self.TOUR and self.room_app.is_tour_new(self.NAME):
            self.action_tour()

    def on_screen_resume(self) -> None:
        """Shows what happened while another screen lay on top."""
        self.refresh_view()

    def on_resize(self) -> None:
        """Shows everything again, to the new size."""
        self.call_after_refresh(self.refresh_view, again=True)

    def refresh_view(self, *, again: bool = False) -> None:
        """Shows what changed since the last look."""
        if not self._composed:
            return
        for bar in self.query(LinkBar):
            bar.show(self.seat.link)
        view = self.seat.current_view()
        if again or view is not self._shown:
            self._shown = view
            self.show(view)

    def show(self, view: V) -> None:
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
        return self.room_app.shares_laptop if action == "hand_over" else super().check_action(action, parameters)

    def action_help(self) -> None:
        """The keys of this screen, and what they do."""
        self.app.push_screen(Help(self))

    def action_tour(self) -> None:
        """A short tour of this screen."""
        self.room_app.mark_tour_seen(self.NAME)
        if self.TOUR:
            self.app.push_screen(Tour(self.TOUR if self.seat.link is None else for_guest(self.TOUR)))


class PaneScreen(SeatScreen[V]):
    """A looking screen whose panes stand side by side where they fit, and else one at a time."""

    PANES: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Id and name of each pane."""

    current = 0

    def action_pane(self, number: int) -> None:
        """Goes to a pane."""
        self.current = number
        for index, (pane_id, _name) in enumerate(self.PANES):
            pane = self.query_one(f"#{pane_id}")
            pane.set_class(index == number, "current")
            if index == number and isinstance(pane.parent, Widget):
                for holder in self.query(".holds"):
                    holder.remove_class("holds")
                pane.parent.add_class("holds")
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
        self.query_one(PaneBar).show([self.pane_name(index) for index in range(len(self.PANES))], self.current)

    def pane_name(self, number: int) -> str:
        """The name of a pane, with what is new in it."""
        return self.PANES[number][1]
