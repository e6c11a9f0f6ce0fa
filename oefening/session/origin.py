"""Where an asking came from that was made on another laptop: what makes it one, and when it was made by that clock."""

from datetime import datetime

from attrs import frozen


@frozen
class Origin:
    """An asking from elsewhere. `ask` is unique to it, also when it is sent again.

    `claimed_at` (UTC) is when it was made by the clock over there: a claim, which nothing is judged by.
    """

    ask: str
    claimed_at: datetime

    @property
    def text(self) -> str:
        """How it stands in the log."""
        return f"{self.ask} {self.claimed_at.isoformat()}"


def origin_from(text: str) -> Origin | None:
    """The origin that stands in the log; None where the asking was made on the leader's own laptop."""
    ask, _space, moment = text.partition(" ")
    try:
        return Origin(ask, datetime.fromisoformat(moment)) if ask else None
    except ValueError:
        return None
