"""What a person at a seat sees: values that stand on their own, with every text ready to be read.

A view holds nothing that its seat may not see, so that it can be sent anywhere. Texts are in the words of the script or
of whoever wrote them, free of what would steer a terminal. How a view looks is for the screens.
"""

from attrs import frozen

from oefening.engine.answers import Answer
from oefening.engine.events import BoardPart, Performance
from oefening.script.model import Channel, DecisionKind, ReasonsRule
from oefening.script.units import Minutes


@frozen
class ClockView:
    """The exercise clock. `minute` counts from the start; `time` and `day` are those of the story."""

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
    """Something a team received or sent. `number` is its event's; `channel` is None between people directly.

    `point` is the decision point that came with it.
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
    """An option or a post: what the team reads, and whether the world allows it now."""

    id: str
    text: str
    available: bool = True


@frozen
class VersionView:
    """An answer a team gave, also in words."""

    minute: Minutes
    time: str
    answer: Answer
    text: str
    reasons: str


@frozen
class PointView:
    """A decision point that was put to a team. `minutes_left` is in exercise minutes, 0 where the deadline passed."""

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
        """Whether the team can answer, or change its answer."""
        return not (self.expired or self.locked or self.adjudicated_as is not None or self.minutes_left <= 0)


@frozen
class LevelView:
    """An indicator: its level in words, a sparkline of blocks, where it goes, and the minimum it should keep."""

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
    """Something a team decided unasked."""

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
    """A team's board."""

    texts: tuple[tuple[BoardPart, str], ...]

    def text(self, part: BoardPart) -> str:
        """What stands in a part."""
        return dict(self.texts)[part]


@frozen
class ContactView:
    """Someone a team can write to, or in whose name the leader writes."""

    id: str
    name: str
    is_team: bool
    prepared_answers: tuple[str, ...] = ()


@frozen
class ProposalView:
    """An answer that someone at a shared seat puts before whoever has the pen."""

    proposer: str
    point: str
    text: str
    answer: Answer
    reasons: str


@frozen
class SharedSeatView:
    """Those who share a team's seat, each on a laptop of their own. `pen` is the name of who decides for the team.

    `has_pen` is whether that is the one who looks.
    """

    members: tuple[str, ...]
    pen: str
    has_pen: bool
    proposals: tuple[ProposalView, ...] = ()


@frozen
class TeamView:
    """Everything a team may see. `shared_seat` is None where nobody shares the seat."""

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
    """An action an observer looks for. `delivered` from the moment its inject was delivered."""

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
    """Something that was seen."""

    time: str
    about: str
    text: str


@frozen
class ObserverView:
    """What an observer looks for and wrote down in one world."""

    clock: ClockView
    world: str
    teams: tuple[ContactView, ...]
    expectations: tuple[ExpectationView, ...]
    observations: tuple[ObservationView, ...]


@frozen
class AudienceView:
    """The situation for the whole room."""

    clock: ClockView
    world: str
    messages: tuple[MessageView, ...]
    levels: tuple[LevelView, ...]
