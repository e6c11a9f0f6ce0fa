"""View classes for the exercise leader and the response cell, and for the hot debrief.

Values like those in `participant`, but with what no team may see: injects to come, hidden options, goals.
"""

from attrs import frozen

from oefening.engine.commands import Command
from oefening.engine.continuity import Grade
from oefening.script.model import Channel
from oefening.script.units import Minutes
from oefening.views.participant import ClockView, ContactView, ExpectationView, LevelView, PointView
from oefening.wording.timeline import TimelineEntry


@frozen
class GoalView:
    """A continuity goal as it stands: the grade the exercise would get if it ended now, and what threatens it."""

    id: str
    name: str
    grade: Grade
    level: str
    mbco: str
    at_risk: bool
    note: str


@frozen
class InjectView:
    """An inject as the leader sees it.

    `status` is a value of `InjectStatus`; `minute` and `time` are when it came or will come, as far as that is known;
    `reason` is what it waits for, or why it did not come.
    """

    id: str
    subject: str
    text: str
    status: str
    minute: Minutes | None
    time: str
    reason: str
    channel: Channel
    sender: str
    teams: str
    question: str
    guidance: str
    can_release: bool
    expectations: tuple[ExpectationView, ...]


@frozen
class TeamRow:
    """A team as the leader sees it; `last_answer` is its last answer with its time, empty without one."""

    id: str
    name: str
    taking_part: bool
    points: tuple[PointView, ...]
    last_answer: str


@frozen
class OptionView:
    """A hidden option of an open question, for whoever adjudicates the answer."""

    id: str
    text: str
    recognition: str


@frozen
class UnansweredMessageView:
    """A team's message to a simulated party that nobody has answered yet. `number` is that of its event."""

    number: int
    time: str
    team: str
    team_name: str
    party: ContactView
    text: str


@frozen
class OpenAnswerView:
    """A free answer or an own decision that waits for adjudication.

    For a free answer `point` is its decision point; for an own decision `own_decision` is its number and `options` is
    empty.
    """

    team_name: str
    question: str
    answer: str
    reasons: str
    point: str
    options: tuple[OptionView, ...] = ()
    own_decision: int = 0


@frozen
class PhaseView:
    """A phase that is still to come."""

    id: str
    name: str
    time: str


@frozen
class UndoView:
    """The leader's last action that can be undone: its text, and the command that undoes it."""

    text: str
    command: Command


@frozen
class FeedEntry:
    """An entry of the live feed, with the number of its event and the time in the story."""

    number: int
    time: str
    timeline_entry: TimelineEntry


@frozen
class LeaderView:
    """Everything about one world, for the leader and the response cell."""

    clock: ClockView
    world: str
    worlds: tuple[str, ...]
    has_pin: bool
    next_minute: Minutes | None
    next_subject: str
    injects: tuple[InjectView, ...]
    teams: tuple[TeamRow, ...]
    levels: tuple[LevelView, ...]
    goals: tuple[GoalView, ...]
    feed: tuple[FeedEntry, ...]
    unanswered: tuple[UnansweredMessageView, ...]
    open_answers: tuple[OpenAnswerView, ...]
    phases: tuple[PhaseView, ...]
    contacts: tuple[ContactView, ...]
    undo: UndoView | None


@frozen
class KeyDecisionView:
    """A decision to talk over in the hot debrief."""

    team_name: str
    time: str
    question: str
    answer: str
    reasons: str
    explanation: str


@frozen
class OutcomeView:
    """The outcome for a continuity goal (`goal` is its id), with its curve as block characters."""

    goal: str
    name: str
    grade: Grade
    sparkline: str
    blocks_below: tuple[bool, ...]
    text: str


@frozen
class ImprovementView:
    """An improvement that people agreed on."""

    text: str
    owner: str
    due: str


@frozen
class DebriefView:
    """The hot debrief of one world. `feedback_count` is the number of forms filled in."""

    clock: ClockView
    world: str
    outcomes: tuple[OutcomeView, ...]
    decisions: tuple[KeyDecisionView, ...]
    questions: tuple[str, ...]
    improvements: tuple[ImprovementView, ...]
    feedback_count: int
