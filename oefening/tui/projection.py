"""The screen for the whole room: the clock, what was public, and the levels everyone may see."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Digits, Footer

from oefening.language import _
from oefening.session.views import MessageView, RoomView
from oefening.tui import tours
from oefening.tui.base import LookingScreen
from oefening.tui.listing import Said
from oefening.tui.words import channel_word, clock_state, flowed, joined, level_line, short_time


class ProjectionScreen(LookingScreen[RoomView]):
    """Large and quiet: to be read from the back of the room."""

    NAME = "zaal"
    TOUR = tours.ROOM
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
    ]

    def compose(self) -> ComposeResult:
        """Clock on top, news left, levels right."""
        yield Digits("00:00", id="room-clock")
        yield Said(id="room-words")
        with Horizontal(id="room-body"):
            with VerticalScroll(id="room-news", can_focus=False):
                yield Said(id="room-messages")
            with VerticalScroll(id="room-side", can_focus=False):
                yield Said(id="room-levels")
        yield Footer(compact=True, show_command_palette=False)

    def show(self, view: RoomView) -> None:
        """Brings everything in line."""
        self.query_one("#room-clock", Digits).update(view.clock.time)
        world = f" · {view.world}" if view.world else ""
        words = Content.assemble(f"{view.clock.day} · {view.clock.title}{world} · ", clock_state(view.clock))
        self.query_one("#room-words", Said).say(words)
        empty = Content.styled(_("Nog geen nieuws."), "$text-muted")
        news = [_news(message) for message in view.messages]
        self.query_one("#room-messages", Said).say(joined(news) if news else empty)
        levels = [level_line(level, 30) for level in view.levels]
        self.query_one("#room-side").set_class(not levels, "empty")
        self.query_one("#room-levels", Said).say(joined(levels))

    def action_hand_over(self) -> None:
        """Gives the laptop to someone else."""
        self.room_app.hand_over()


def _news(message: MessageView) -> Content:
    head = f"{short_time(message.time)}  {channel_word(message.channel).upper()}  {message.sender}"
    title = f"\n{message.subject}" if message.subject else ""
    return Content.assemble(
        Content.styled(head, "$text-muted"), Content.styled(title, "bold"), f"\n{flowed(message.text)}\n"
    )
