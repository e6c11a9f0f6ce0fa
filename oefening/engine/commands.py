"""What a person or the clock asks of an exercise. A command can be refused; what it leads to are events (`events.py`).

Many commands have the same fields as the event that they lead to. They stay separate classes: commands travel over the
network and may change with every version, events are stored and may not.

`world` is the index of a world; names are ids of the script.
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
    """How simulated teams choose; empty for at random."""


@frozen
class PassTime:
    """Let time pass until a minute; everything that falls due until then happens."""

    to: Minutes


@frozen
class JumpToPhase:
    """Let time pass at once until a phase begins."""

    phase: str


@frozen
class Pause:
    """Stop the clock."""


@frozen
class Resume:
    """Start the clock again."""


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
    """Drop an inject that was not delivered yet."""

    world: int
    inject: str


@frozen
class HoldInject:
    """Hold an inject that was not delivered yet, even if it falls due."""

    world: int
    inject: str


@frozen
class ReleaseInject:
    """Release an inject that was held, or dropped by the leader; where it fell due meanwhile it is delivered now."""

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
    """Take back effects that the leader added, by their number in the world (from 1)."""

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
    """Keep a team from changing its answer."""

    world: int
    point: str


@frozen
class UnlockDecision:
    """Let a team change its answer again."""

    world: int
    point: str


@frozen
class Adjudicate:
    """Adjudicate a free answer: it comes down to `option`, or has `effects` of its own, or both."""

    world: int
    point: str
    option: str | None = None
    effects: tuple[Effect, ...] = ()
    note: str = ""


@frozen
class WithdrawAdjudication:
    """Take back the adjudication of a free answer, with its effects."""

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
    """Adjudicate a decision that nobody asked for, by its number in the world (from 1)."""

    world: int
    number: int
    effects: tuple[Effect, ...] = ()
    note: str = ""


@frozen
class SendMessage:
    """Send a message between teams and simulated parties."""

    world: int
    sender: str
    recipient: str
    text: str


@frozen
class WriteOnBoard:
    """Replace the text of one part of a team's board."""

    world: int
    team: str
    part: BoardPart
    text: str


@frozen
class NoteObservation:
    """Note an observation about a team, or about all where `team` is None."""

    world: int
    team: str | None
    text: str


@frozen
class RateExpectation:
    """Rate an expected action, by its index among the inject's expectations."""

    world: int
    inject: str
    expectation: int
    performance: Performance
    note: str = ""


@frozen
class NoteImprovement:
    """Note an improvement; `goal` is the id of the continuity goal it serves, empty where none."""

    text: str
    owner: str
    due: str
    goal: str = ""


@frozen
class GiveFeedback:
    """Give anonymous feedback on the exercise: marks from 1 to 5 and a remark."""

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
