"""The bar with the exercise clock, on top of a screen."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Digits

from oefening.tui.format import clock_state
from oefening.tui.widgets.stable_text import StableText
from oefening.views.participant import ClockView


class ClockBar(Horizontal):
    """The exercise clock in large digits, the day and tempo beside it, and at the right a text of the screen's own."""

    def compose(self) -> ComposeResult:
        """The digits and two texts."""
        yield Digits("00:00", id="digits")
        yield StableText(id="clock-words")
        yield StableText(id="clock-side")

    def show_clock(self, clock: ClockView, heading: str, side: Content) -> None:
        """Shows the clock, with a heading above the day and `side` at the right."""
        self.query_one("#digits", Digits).update(clock.time)
        words = Content.assemble(Content.styled(heading, "bold"), "\n", clock.day, "\n", clock_state(clock))
        self.query_one("#clock-words", StableText).set_text(words)
        self.query_one("#clock-side", StableText).set_text(side)
