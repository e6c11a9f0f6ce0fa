"""The leader's feed: everything that happens, newest first, filtered by kind and searched by text."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from oefening.text.translation import _
from oefening.tui.format import join_lines
from oefening.tui.leader_format import FEED_FILTERS, feed_line
from oefening.tui.widgets.stable_text import StableText
from oefening.views.leader import FeedEntry

FEED_LENGTH = 200
"""The number of feed entries on the screen; the report has them all."""


class FeedPane(Vertical):
    """A search field above the entries that match it and the filter."""

    def __init__(self) -> None:
        super().__init__(id="feed", classes="pane")
        self._entries: Sequence[FeedEntry] = ()
        self._filter_index = 0

    def compose(self) -> ComposeResult:
        """The search field and the entries."""
        yield Input(placeholder=_("Zoek in het logboek"), id="feed-search")
        with VerticalScroll(id="feed-scroll", can_focus=True):
            yield StableText(id="feed-text")

    def show_entries(self, entries: Sequence[FeedEntry]) -> None:
        """Shows those of these entries that match."""
        self._entries = entries
        self._show()

    def show_next_filter(self) -> None:
        """Steps to the next filter."""
        self._filter_index = (self._filter_index + 1) % len(FEED_FILTERS)
        self._show()

    def focus_search(self) -> None:
        """Puts the focus in the search field."""
        self.query_one("#feed-search").focus()

    @on(Input.Submitted, "#feed-search")
    def focus_entries(self) -> None:
        """Puts the focus on the entries that were found."""
        self.query_one("#feed-scroll").focus()

    @on(Input.Changed, "#feed-search")
    def _show(self) -> None:
        name, kinds = FEED_FILTERS[self._filter_index]
        wanted = self.query_one("#feed-search", Input).value.strip().lower()
        found = [e for e in self._entries if e.timeline_entry.kind in kinds and wanted in _searched_text(e)]
        self.border_title = Content(_("Logboek: {name}, F voor een ander filter").format(name=name)).markup
        lines = [feed_line(entry) for entry in reversed(found[-FEED_LENGTH:])]
        if len(found) > FEED_LENGTH:
            words = _("… en {n} eerdere regels; ze staan in het verslag.").format(n=len(found) - FEED_LENGTH)
            lines.append(Content.styled(words, "$text-muted"))
        empty = Content.styled(_("Hier is nog niets gebeurd."), "$text-muted")
        self.query_one("#feed-text", StableText).set_text(join_lines(lines) if lines else empty)


def _searched_text(entry: FeedEntry) -> str:
    return f"{entry.timeline_entry.text} {entry.timeline_entry.details}".lower()
