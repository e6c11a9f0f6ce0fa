"""The screen for the whole room, on a projector: the clock, public messages, and the levels that everyone may see."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Digits, Footer

from oefening.text.translation import _
from oefening.tui import tours
from oefening.tui.format import channel_name, clock_state, join_lines, level_line, short_time, unwrap_paragraphs
from oefening.tui.screens.base import SeatScreen
from oefening.tui.widgets.stable_text import StableText
from oefening.views.participant import AudienceView, MessageView


class AudienceScreen(SeatScreen[AudienceView]):
    """Large and quiet, to be read from the back of the room."""

    NAME = "zaal"
    TOUR = tours.AUDIENCE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "hand_over", _("Overdragen"), tooltip=_("Geef de laptop aan een ander.")),
    ]

    def compose(self) -> ComposeResult:
        """Clock on top, news left, levels right."""
        yield Digits("00:00", id="audience-clock")
        yield StableText(id="audience-state")
        with Horizontal(id="audience-body"):
            with VerticalScroll(id="audience-news", can_focus=False):
                yield StableText(id="audience-messages")
            with VerticalScroll(id="audience-side", can_focus=False):
                yield StableText(id="audience-levels")
        yield Footer(compact=True, show_command_palette=False)

    def show_view(self, view: AudienceView) -> None:
        """Fills the clock, the messages and the levels."""
        self.query_one("#audience-clock", Digits).update(view.clock.time)
        world = f" · {view.world}" if view.world else ""
        words = Content.assemble(f"{view.clock.day} · {view.clock.title}{world} · ", clock_state(view.clock))
        self.query_one("#audience-state", StableText).set_text(words)
        empty = Content.styled(_("Nog geen nieuws."), "$text-muted")
        news = [_news(message) for message in view.messages]
        self.query_one("#audience-messages", StableText).set_text(join_lines(news) if news else empty)
        levels = [level_line(level, 30) for level in view.levels]
        self.query_one("#audience-side").set_class(not levels, "empty")
        self.query_one("#audience-levels", StableText).set_text(join_lines(levels))


def _news(message: MessageView) -> Content:
    head = f"{short_time(message.time)}  {channel_name(message.channel).upper()}  {message.sender}"
    title = f"\n{message.subject}" if message.subject else ""
    return Content.assemble(
        Content.styled(head, "$text-muted"), Content.styled(title, "bold"), f"\n{unwrap_paragraphs(message.text)}\n"
    )
