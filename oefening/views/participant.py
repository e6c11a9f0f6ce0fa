"""View classes for teams, observers and the audience: what one seat sees, as values.

A view holds nothing that its seat may not see, because the whole of it is sent to the laptop of that seat. Texts are
ready to be shown: formatted, and free of control characters that would steer a terminal. How they look is for screens.
"""

from attrs import frozen

from oefening.engine.answers import Answer
from oefening.engine.events import BoardPart, Performance
from oefening.script.model import Channel, DecisionKind, ReasonsRule
from oefening.script.units import Minutes


@frozen
class ClockView:
    """The exercise clock. `minute` counts from the start; `time` and `day` are the date and time in the story."""

    title: str
    minute: Minutes
    time: str
    day: str
    tempo: int
    running: bool
    started: bool
    ended: bool


@frozen
class AttachmentView:
    """A document beside a message, in Markdown."""

    name: str
    text: str


@frozen
class MessageView:
    """A message that a team received or sent. `number` is that of its event.

    `channel` is None for a message that a team or the response cell wrote; `point` is the decision point that came with
    an inject.
    """

    number: int
    minute: Minutes
    time: str
    channel: Channel | None
    sender: str
    recipients: str
    subject: str
    text: str
    attachments: tuple[AttachmentView, ...] = ()
    point: str | None = None
    outgoing: bool = False


@frozen
class ChoiceView:
    """An option of a choice, or a post of a distribution; `available` is whether its condition holds now."""

    id: str
    text: str
    available: bool = True


@frozen
class VersionView:
    """An answer that a team gave, as a value and as text."""

    minute: Minutes
    time: str
    answer: Answer
    text: str
    reasons: str


@frozen
class PointView:
    """A decision point that was opened to a team.

    `minutes_left` is in exercise minutes, 0 once the deadline has passed. `adjudicated_as` is what a free answer was
    adjudicated as, None while it was not.
    """

    id: str
    team: str
    team_name: str
    subject: str
    question: str
    kind: DecisionKind
    reasons: ReasonsRule
    choices: tuple[ChoiceView, ...]
    most: int | None
    lowest: int | None
    highest: int | None
    unit: str
    total: int | None
    deadline: str
    minutes_left: int
    locked: bool
    expired: bool
    adjudicated_as: str | None
    versions: tuple[VersionView, ...]

    @property
    def decided(self) -> bool:
        """Whether there is an answer."""
        return bool(self.versions)

    @property
    def changeable(self) -> bool:
        """Whether the team can give or change its answer."""
        return not (self.expired or self.locked or self.adjudicated_as is not None or self.minutes_left <= 0)


@frozen
class LevelView:
    """An indicator. `level` and `mbco` (the highest of its goals, empty without goals) are formatted with the unit.

    `blocks_below` tells for each block of the sparkline whether it is below the MBCO, `below_mbco` whether the level is
    now; `trend` is 1, 0 or -1.
    """

    id: str
    name: str
    level: str
    sparkline: str
    blocks_below: tuple[bool, ...]
    trend: int
    mbco: str
    below_mbco: bool


@frozen
class OwnDecisionView:
    """An own decision: something a team decided unasked."""

    number: int
    team: str
    team_name: str
    minute: Minutes
    time: str
    text: str
    reasons: str
    adjudicated: bool


@frozen
class BoardView:
    """A team's board: the text of each part."""

    texts: tuple[tuple[BoardPart, str], ...]

    def text(self, part: BoardPart) -> str:
        """The text of a part."""
        return dict(self.texts)[part]


@frozen
class ContactView:
    """Someone a team can write to, or in whose name the leader or response cell writes."""

    id: str
    name: str
    is_team: bool
    prepared_answers: tuple[str, ...] = ()


@frozen
class ProposalView:
    """A proposed answer: someone at a shared seat puts it before whoever has the pen."""

    proposer: str
    point: str
    text: str
    answer: Answer
    reasons: str


@frozen
class SharedSeatView:
    """The people who share a team's seat, each on a laptop of their own.

    `pen` is the name of whoever decides for the team, empty if nobody; `has_pen` is whether the viewer may decide.
    """

    members: tuple[str, ...]
    pen: str
    has_pen: bool
    proposals: tuple[ProposalView, ...] = ()


@frozen
class TeamView:
    """Everything a team may see. `shared_seat` is None where one laptop has the seat."""

    clock: ClockView
    world: str
    id: str
    name: str
    roles: tuple[str, ...]
    assignment: str
    summary: str
    messages: tuple[MessageView, ...]
    points: tuple[PointView, ...]
    own_decisions: tuple[OwnDecisionView, ...]
    board: BoardView
    levels: tuple[LevelView, ...]
    contacts: tuple[ContactView, ...]
    shared_seat: SharedSeatView | None = None


@frozen
class ExpectationView:
    """An expected action that an observer looks for. `delivered` is whether its inject has been delivered."""

    inject: str
    number: int
    text: str
    subject: str
    teams: str
    time: str
    delivered: bool
    performance: Performance | None
    note: str


@frozen
class ObservationView:
    """An observation. `about` is the name of a team, or everyone."""

    time: str
    about: str
    text: str


@frozen
class ObserverView:
    """What an observer sees in one world: expected actions and observations."""

    clock: ClockView
    world: str
    teams: tuple[ContactView, ...]
    expectations: tuple[ExpectationView, ...]
    observations: tuple[ObservationView, ...]


@frozen
class AudienceView:
    """The situation as shown to the whole room: public messages, and levels that every team may see."""

    clock: ClockView
    world: str
    messages: tuple[MessageView, ...]
    levels: tuple[LevelView, ...]
