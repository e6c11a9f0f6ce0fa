"""What happened: facts, in the past tense, each a frozen value. They are the only thing that is kept.

`world` is the index of the world in which it happened. An event says everything that its fold needs and that a
reader of the log cannot get from the script; it is never changed once released, only joined by new ones.
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
    """The clock stands at 0 and may run.

    `teams` are those that take part; the leader answers for the others. `simulation` is the seed where simulated teams
    play, else None, and `style` how they go about it, empty for at random. `pin` is a digest of what opens the leader's
    screen; empty where nothing guards it.
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
    """The leader set the clock going to the begin of a phase; TimePassed events follow until it is there."""

    phase: str


@frozen
class ExercisePaused:
    """The clock stands still."""


@frozen
class ExerciseResumed:
    """The clock runs."""


@frozen
class TempoSet:
    """Exercise minutes per real minute from here on."""

    tempo: int


@frozen
class ExerciseEnded:
    """The exercise is over: no more time passes and no more decisions count."""


@frozen
class InjectDelivered:
    """The teams got an inject; every text is as they read it, with the levels filled in.

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
    """An inject will not come any more."""

    world: int
    inject: str
    reason: SkipReason


@frozen
class InjectHeld:
    """The leader keeps an inject back."""

    world: int
    inject: str


@frozen
class InjectReleased:
    """The leader lets an inject go its way again."""

    world: int
    inject: str


@frozen
class AdHocInjectSent:
    """The leader sent something that is not in the script. `sender` is in the leader's words."""

    world: int
    teams: tuple[str, ...]
    sender: str
    channel: Channel
    subject: str
    text: str
    effects: tuple[Effect, ...] = ()


@frozen
class EffectsAdded:
    """The leader changed the world; `note` says why."""

    world: int
    effects: tuple[Effect, ...]
    note: str


@frozen
class EffectsWithdrawn:
    """The leader took back a change of the world, by its number: it is as though it had never been."""

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
    """The leader fixed a decision: the team can no longer change it."""

    world: int
    point: str


@frozen
class DecisionUnlocked:
    """The leader lets the team change a decision again, until its deadline."""

    world: int
    point: str


@frozen
class DecisionAdjudicated:
    """A free answer was judged: it comes down to an option, or has effects of its own."""

    world: int
    point: str
    option: str | None
    effects: tuple[Effect, ...]
    note: str


@frozen
class AdjudicationWithdrawn:
    """A judgement of a free answer was taken back, with its effects."""

    world: int
    point: str


@frozen
class DeadlinePassed:
    """A team did not decide in time."""

    world: int
    point: str


@frozen
class OwnDecisionMade:
    """A team decided unasked. Own decisions are numbered from 1 in each world."""

    world: int
    team: str
    text: str
    reasons: str


@frozen
class OwnDecisionAdjudicated:
    """A decision made unasked was judged."""

    world: int
    number: int
    effects: tuple[Effect, ...]
    note: str


@frozen
class MessageSent:
    """A message between teams and the outside world; sender and recipient are ids of teams or parties."""

    world: int
    sender: str
    recipient: str
    text: str


@frozen
class BoardWritten:
    """A team wrote on its board: a part's whole text from here on."""

    world: int
    team: str
    part: BoardPart
    text: str


@frozen
class ObservationNoted:
    """An observer or the leader wrote something down, about a team or about all."""

    world: int
    team: str | None
    text: str


@frozen
class ExpectationRated:
    """An observer rated an expected action: the inject's expectation with this number, from 0."""

    world: int
    inject: str
    expectation: int
    performance: Performance
    note: str


@frozen
class ImprovementNoted:
    """Something to do better, agreed in the debrief: by whom and until when, in their own words.

    `goal` is the id of the continuity goal it serves, empty where none.
    """

    text: str
    owner: str
    due: str
    goal: str = ""


@frozen
class FeedbackGiven:
    """What somebody thought of the exercise, without a name: marks from 1 to 5 and a remark."""

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
