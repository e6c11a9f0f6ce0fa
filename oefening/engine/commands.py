"""What a person or the clock asks of an exercise. A command can be refused; what it leads to are events.

`world` is the index of the world it is about. Names are ids of the script.
"""

from attrs import frozen

from oefening.engine.answers import Answer
from oefening.engine.events import BoardPart, Performance
from oefening.script.model import Channel, Effect
from oefening.script.units import Minutes


@frozen
class Start:
    """Begin the exercise in one world or in several that play the same script.

    `teams` are those that take part (all where none is named), `tempo` the script's where it is None.
    """

    worlds: tuple[str, ...]
    simulation: int | None = None
    teams: tuple[str, ...] = ()
    tempo: int | None = None
    pin: str = ""
    style: str = ""
    """How simulated teams go about deciding; empty for at random."""


@frozen
class PassTime:
    """Let the clock run to a minute; everything due on the way happens."""

    to: Minutes


@frozen
class JumpToPhase:
    """Let the clock run at once to the begin of a phase."""

    phase: str


@frozen
class Pause:
    """Stop the clock."""


@frozen
class Resume:
    """Let the clock run again."""


@frozen
class SetTempo:
    """Change how many exercise minutes pass in a real minute."""

    tempo: int


@frozen
class End:
    """End the exercise."""


@frozen
class SendInject:
    """Deliver an inject now, whatever its time and condition."""

    world: int
    inject: str


@frozen
class SkipInject:
    """Drop an inject that has not come yet."""

    world: int
    inject: str


@frozen
class HoldInject:
    """Keep back an inject that has not come yet."""

    world: int
    inject: str


@frozen
class ReleaseInject:
    """Let an inject that was held, or dropped by the leader, go its way; what was due meanwhile comes now."""

    world: int
    inject: str


@frozen
class SendAdHocInject:
    """Send something that is not in the script."""

    world: int
    teams: tuple[str, ...]
    sender: str
    channel: Channel
    subject: str
    text: str
    effects: tuple[Effect, ...] = ()


@frozen
class AddEffects:
    """Change the world as the leader sees fit."""

    world: int
    effects: tuple[Effect, ...]
    note: str


@frozen
class WithdrawEffects:
    """Take back a change of the world, by its number in its world."""

    world: int
    number: int


@frozen
class Decide:
    """Answer a decision point, or change the answer."""

    world: int
    point: str
    answer: Answer
    reasons: str = ""


@frozen
class LockDecision:
    """Fix a decision."""

    world: int
    point: str


@frozen
class UnlockDecision:
    """Let a fixed decision be changed again."""

    world: int
    point: str


@frozen
class Adjudicate:
    """Judge a free answer: it comes down to `option`, or has `effects` of its own."""

    world: int
    point: str
    option: str | None = None
    effects: tuple[Effect, ...] = ()
    note: str = ""


@frozen
class WithdrawAdjudication:
    """Take back the judgement of a free answer."""

    world: int
    point: str


@frozen
class DecideUnasked:
    """Decide something that nobody asked for (eigen besluit)."""

    world: int
    team: str
    text: str
    reasons: str = ""


@frozen
class AdjudicateUnasked:
    """Judge a decision made unasked, by its number in its world."""

    world: int
    number: int
    effects: tuple[Effect, ...] = ()
    note: str = ""


@frozen
class SendMessage:
    """Write to a team or to a party outside the room."""

    world: int
    sender: str
    recipient: str
    text: str


@frozen
class WriteOnBoard:
    """Write a part of the team's board anew."""

    world: int
    team: str
    part: BoardPart
    text: str


@frozen
class NoteObservation:
    """Write down what was seen, of a team or of all."""

    world: int
    team: str | None
    text: str


@frozen
class RateExpectation:
    """Rate an expected action: the inject's expectation with this number, from 0."""

    world: int
    inject: str
    expectation: int
    performance: Performance
    note: str = ""


@frozen
class NoteImprovement:
    """Agree on something to do better; `goal` is the id of the continuity goal it serves, empty where none."""

    text: str
    owner: str
    due: str
    goal: str = ""


@frozen
class GiveFeedback:
    """Say, without a name, what one thought of the exercise: marks from 1 to 5 and a remark."""

    usefulness: int
    realism: int
    remark: str = ""


Command = (
    Start
    | PassTime
    | JumpToPhase
    | Pause
    | Resume
    | SetTempo
    | End
    | SendInject
    | SkipInject
    | HoldInject
    | ReleaseInject
    | SendAdHocInject
    | AddEffects
    | WithdrawEffects
    | Decide
    | LockDecision
    | UnlockDecision
    | Adjudicate
    | WithdrawAdjudication
    | DecideUnasked
    | AdjudicateUnasked
    | SendMessage
    | WriteOnBoard
    | NoteObservation
    | RateExpectation
    | NoteImprovement
    | GiveFeedback
)
