"""The bar that says how the connection to the leader's laptop is."""

from textual.content import Content

from oefening.session.seat import Link
from oefening.tui.format import link_status
from oefening.tui.widgets.stable_text import StableText


class LinkBar(StableText):
    """How a seat stands with the leader's laptop: whether there is a connection, and whether all is kept there."""

    def show_link(self, link: Link | None) -> None:
        """Shows how it stands now."""
        if link is None:
            return
        self.set_class(not link.connected, "lost")
        self.set_text(Content(link_status(link)))
