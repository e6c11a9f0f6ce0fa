"""The bar that says how the connection to the leader's laptop is."""

from textual.content import Content

from oefening.session.seat import Link
from oefening.tui.format import link_status
from oefening.tui.widgets.stable_text import StableText


class LinkBar(StableText):
    """Whether there is a connection to the leader's laptop, and whether everything is stored there."""

    def show_link(self, link: Link | None) -> None:
        """Shows the state of the connection; nothing for a seat on the leader's own laptop."""
        if link is None:
            return
        self.set_class(not link.connected, "lost")
        self.set_text(Content(link_status(link)))
