"""The screen for the whole room: the clock, what was public, and the levels everyone may see."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Digits, Footer

from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.format import channel_word, clock_state, flowed, joined, level_line, short_time
from oefening.tui.screens.base import SeatScreen
from oefening.tui.widgets.stable_list import StableText
from oefening.views.participant import AudienceView, MessageView


class AudienceScreen(SeatScreen[AudienceView]):
    """Large and quiet: to be read from the back of the room."""

    NAME = "zaal"
    TOUR = tours.ROOM
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
    ]

    def compose(self) -> ComposeResult:
        """Clock on top, news left, levels right."""
        yield Digits("00:00", id="room-clock")
        yield StableText(id="room-words")
        with Horizontal(id="room-body"):
            with VerticalScroll(id="room-news", can_focus=False):
                yield StableText(id="room-messages")
            with VerticalScroll(id="room-side", can_focus=False):
                yield StableText(id="room-levels")
        yield Footer(compact=True, show_command_palette=False)

    def show(self, view: AudienceView) -> None:
        """Brings everything in line."""
        self.query_one("#room-clock", Digits).update(view.clock.time)
        world = f" · {view.world}" if view.world else ""
        words = Content.assemble(f"{view.clock.day} · {view.clock.title}{world} · ", clock_state(view.clock))
        self.query_one("#room-words", StableText).say(words)
        empty = Content.styled(_("Nog geen nieuws."), "$text-muted")
        news = [_news(message) for message in view.messages]
        self.query_one("#room-messages", StableText).say(joined(news) if news else empty)
        levels = [level_line(level, 30) for level in view.levels]
        self.query_one("#room-side").set_class(not levels, "empty")
        self.query_one("#room-levels", StableText).say(joined(levels))

    def action_hand_over(self) -> None:
        """Gives the laptop to someone else."""
        self.room_app.hand_over()


def _news(message: MessageView) -> Content:
    head = f"{short_time(message.time)}  {channel_word(message.channel).upper()}  {message.sender}"
    title = f"\n{message.subject}" if message.subject else ""
    return Content.assemble(
        Content.styled(head, "$text-muted"), Content.styled(title, "bold"), f"\n{flowed(message.text)}\n"
    )
