"""What happened: facts in the past tense, each a frozen value. The log stores these and nothing else.

An event holds everything that applying it needs and that the script does not say. Class names and fields are what
stands in the logs (`serialization.py`): once released neither changes; a new field has a default, a new kind of fact
is a new class. Do not subclass. `world` is the index of the world in which it happened.
"""

from enum import StrEnum

from attrs import frozen

from oefening.engine.answers import Answer
from oefening.script.model import Channel, Effect
from oefening.script.units import Minutes


class Performance(StrEnum):
    """How well a team did what was expected (HSEEP 2020 target capability ratings P/S/M/U)."""

    PERFORMED = "P"
    SOME_CHALLENGES = "S"
    MAJOR_CHALLENGES = "M"
    UNABLE = "U"


class SkipReason(StrEnum):
    """Why an inject was not delivered."""

    CONDITION = "voorwaarde"
    PREDECESSOR = "voorganger"
    LEADER = "oefenleider"


class BoardPart(StrEnum):
    """The columns of a team's board: the picture, what it means, and what follows.

    The values stand in logs and never change; how a column is called on screens and in reports is for
    `oefening.wording.names`.
    """

    PICTURE = "beeld"
    ASSESSMENT = "oordeel"
    DECISION = "besluit"


@frozen
class ExerciseStarted:
    """The exercise began: the clock shows 0 and runs.

    `teams` are those that take part; the leader answers for the others. `simulation` is the seed where simulated teams
    play, else None, and `style` how they choose, empty for at random. `pin` is a digest of the PIN that opens the
    leader's screen; empty where there is none.
    """

    worlds: tuple[str, ...]
    tempo: int
    simulation: int | None = None
    teams: tuple[str, ...] = ()
    pin: str = ""
    style: str = ""


@frozen
class TimePassed:
    """The clock reached a minute."""

    to: Minutes


@frozen
class PhaseJumped:
    """The leader jumped to a phase; TimePassed events follow until the clock is there."""

    phase: str


@frozen
class ExercisePaused:
    """The clock was stopped."""


@frozen
class ExerciseResumed:
    """The clock was started again."""


@frozen
class TempoSet:
    """Exercise minutes per real minute from here on."""

    tempo: int


@frozen
class ExerciseEnded:
    """The exercise is over: no more time passes and no more decisions count."""


@frozen
class InjectDelivered:
    """An inject was delivered; every text is as the teams read it, with the levels of that moment filled in.

    `question` and `choices` (the texts of options or posts, in the order of the script) are those of its decision
    point, where it has one.
    """

    world: int
    inject: str
    subject: str
    text: str
    question: str = ""
    choices: tuple[str, ...] = ()


@frozen
class InjectSkipped:
    """An inject was skipped; it is not delivered any more, unless the leader who dropped it releases it."""

    world: int
    inject: str
    reason: SkipReason


@frozen
class InjectHeld:
    """The leader holds an inject: it is not delivered, even if it falls due."""

    world: int
    inject: str


@frozen
class InjectReleased:
    """The leader released an inject that was held or dropped."""

    world: int
    inject: str


@frozen
class AdHocInjectSent:
    """The leader sent something that is not in the script; `sender` is free text."""

    world: int
    teams: tuple[str, ...]
    sender: str
    channel: Channel
    subject: str
    text: str
    effects: tuple[Effect, ...] = ()


@frozen
class EffectsAdded:
    """The leader changed the world; `note` says why. These are numbered from 1 in each world."""

    world: int
    effects: tuple[Effect, ...]
    note: str


@frozen
class EffectsWithdrawn:
    """The leader took back effects added, by their number; the levels become what they would be without them."""

    world: int
    number: int


@frozen
class DecisionMade:
    """A team answered a decision point, or changed its answer."""

    world: int
    point: str
    answer: Answer
    reasons: str


@frozen
class DecisionLocked:
    """The leader locked a decision: the team can no longer change it."""

    world: int
    point: str


@frozen
class DecisionUnlocked:
    """The leader lets the team change a decision again, until its deadline."""

    world: int
    point: str


@frozen
class DecisionAdjudicated:
    """A free answer was adjudicated: it comes down to an option, or has effects of its own, or both."""

    world: int
    point: str
    option: str | None
    effects: tuple[Effect, ...]
    note: str


@frozen
class AdjudicationWithdrawn:
    """The adjudication of a free answer was taken back, with its effects."""

    world: int
    point: str


@frozen
class DeadlinePassed:
    """A team did not decide in time."""

    world: int
    point: str


@frozen
class OwnDecisionMade:
    """A team decided something that nobody asked for (eigen besluit). These are numbered from 1 in each world."""

    world: int
    team: str
    text: str
    reasons: str


@frozen
class OwnDecisionAdjudicated:
    """A decision that nobody asked for was adjudicated."""

    world: int
    number: int
    effects: tuple[Effect, ...]
    note: str


@frozen
class MessageSent:
    """A message between teams and simulated parties; `sender` and `recipient` are their ids."""

    world: int
    sender: str
    recipient: str
    text: str


@frozen
class BoardWritten:
    """A team wrote on its board; `text` replaces the whole text of that part."""

    world: int
    team: str
    part: BoardPart
    text: str


@frozen
class ObservationNoted:
    """An observer or the leader noted something, about a team or (None) about all."""

    world: int
    team: str | None
    text: str


@frozen
class ExpectationRated:
    """An observer rated an expected action; `expectation` is its index among those of the inject."""

    world: int
    inject: str
    expectation: int
    performance: Performance
    note: str


@frozen
class ImprovementNoted:
    """An improvement was agreed on in the debrief: by whom and until when, in their own words.

    `goal` is the id of the continuity goal it serves, empty where none.
    """

    text: str
    owner: str
    due: str
    goal: str = ""


@frozen
class FeedbackGiven:
    """Anonymous feedback on the exercise: marks from 1 to 5 and a remark."""

    usefulness: int
    realism: int
    remark: str


Event = (
    ExerciseStarted
    | TimePassed
    | PhaseJumped
    | ExercisePaused
    | ExerciseResumed
    | TempoSet
    | ExerciseEnded
    | InjectDelivered
    | InjectSkipped
    | InjectHeld
    | InjectReleased
    | AdHocInjectSent
    | EffectsAdded
    | EffectsWithdrawn
    | DecisionMade
    | DecisionLocked
    | DecisionUnlocked
    | DecisionAdjudicated
    | AdjudicationWithdrawn
    | DeadlinePassed
    | OwnDecisionMade
    | OwnDecisionAdjudicated
    | MessageSent
    | BoardWritten
    | ObservationNoted
    | ExpectationRated
    | ImprovementNoted
    | FeedbackGiven
)
