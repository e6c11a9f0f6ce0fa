"""The report of an exercise as values: everything that any format of it says, worked out, in words and numbers.

Data only: gathered from a rating and an analysis elsewhere, laid out and written elsewhere. Levels are in the
indicator's unit, moments are minutes of the exercise clock.
"""

from datetime import datetime
from fractions import Fraction

from attrs import frozen

from oefening.engine.continuity import Grade, Outage
from oefening.engine.events import Performance
from oefening.script.units import Minutes


@frozen
class Papers:
    """What the report says about the session itself; the hashes are SHA-256 in hexadecimal."""

    session_name: str
    script_hash: str
    events_hash: str
    engine_version: str
    played_at: datetime


@frozen
class CauseReport:
    """Something that moved a goal's indicator, numbered as in its curve; `kind` as in the timeline."""

    number: int
    minute: Minutes
    kind: str
    text: str
    effects: str


@frozen
class GoalReport:
    """What became of one goal, with the reasoning down to what moved it."""

    id: str
    name: str
    indicator: str
    unit: str
    mbco: Fraction
    rto: Minutes
    mtpd: Minutes
    weight: int
    grade: Grade
    outages: tuple[Outage, ...]
    minutes_below: Minutes
    lost_below_mbco: Fraction
    lost_below_normal: Fraction
    lowest: Fraction
    final: Fraction
    reasoning: tuple[str, ...]
    causes: tuple[CauseReport, ...]
    drawing: str
    curve_words: str
    sparkline: str

    @property
    def longest(self) -> Outage | None:
        """The longest outage, the first of them where several are as long."""
        return max(self.outages, key=lambda outage: outage.length, default=None)


@frozen
class VersionReport:
    """One answer that a team gave."""

    minute: Minutes
    answer: str
    reasons: str


@frozen
class Known:
    """What a team knew when it decided: what it had received, what had been said to it, the levels it could see."""

    injects: tuple[tuple[Minutes, str], ...]
    messages: tuple[tuple[Minutes, str], ...]
    levels: tuple[tuple[str, str], ...]


@frozen
class Change:
    """What another answer would have done to one goal, by its name; `minutes` below the minimum more or less."""

    goal: str
    weight: int
    before: Grade
    after: Grade
    minutes: int

    @property
    def better(self) -> bool:
        """Whether the goal would have fared better."""
        return (self.rank_gain, -self.minutes) > (0, 0)

    @property
    def rank_gain(self) -> int:
        """How many grades better."""
        return self.before.rank - self.after.rank


@frozen
class AlternativeReport:
    """An answer that was not given (empty: none), and what it would have changed with everything else the same."""

    answer: str
    changes: tuple[Change, ...]
    doubts: tuple[str, ...]


@frozen
class GivenAway:
    """What a decision gave away of a goal, by its name: the best grade within reach before it and after it."""

    goal: str
    weight: int
    best: Grade
    left: Grade
    best_answer: str


@frozen
class DecisionReport:
    """A decision point as it was put to a team, and what the team made of it.

    `alternatives` is None where what else could have been cannot be known. `weight` says how much hung on it.
    """

    id: str
    team: str
    question: str
    opened: Minutes
    deadline: Minutes
    expired: bool
    reasons_wanted: bool
    versions: tuple[VersionReport, ...]
    judged: str
    explanation: str
    known: Known
    alternatives: tuple[AlternativeReport, ...] | None
    left_out: int
    given_away: tuple[GivenAway, ...]
    weight: int

    @property
    def answer(self) -> str:
        """The answer that counted; empty where there was none."""
        return self.versions[-1].answer if self.versions else ""


@frozen
class TeamReport:
    """How a team worked."""

    name: str
    roles: tuple[str, ...]
    asked: int
    decided: int
    late: int
    reasons_asked: int
    reasons_given: int
    own_decisions: tuple[tuple[Minutes, str, str], ...]
    shared: int
    questions: int
    board: tuple[tuple[str, str], ...]


@frozen
class ExpectationReport:
    """An expected action, what an observer made of it, and the learning goal that it serves."""

    text: str
    learning_goal: str
    performance: Performance | None
    note: str


@frozen
class WorldReport:
    """Everything about one world."""

    name: str
    goals: tuple[GoalReport, ...]
    decisions: tuple[DecisionReport, ...]
    teams: tuple[TeamReport, ...]
    expectations: tuple[ExpectationReport, ...]
    observations: tuple[tuple[Minutes, str, str], ...]


@frozen
class TimelineRow:
    """One thing that happened; `world` is empty where there is only one."""

    minute: Minutes
    kind: str
    text: str
    route: str
    more: str
    world: str


@frozen
class Improvement:
    """Something to do better; `noted` where people agreed on it, else the program draws it from the evidence."""

    text: str
    owner: str
    due: str
    goal: str
    why: str
    noted: bool


@frozen
class Feedback:
    """What people thought of the exercise: mean marks out of `best`, and remarks."""

    number: int
    usefulness: Fraction
    realism: Fraction
    best: int
    remarks: tuple[str, ...]


@frozen
class Report:
    """The whole report. `analysed` says whether what else could have been was worked out, for every world."""

    title: str
    summary: str
    script_id: str
    start: datetime
    played: Minutes
    aftermath: Minutes
    ended: bool
    simulation: int | None
    papers: Papers
    learning_goals: tuple[str, ...]
    worlds: tuple[WorldReport, ...]
    timeline: tuple[TimelineRow, ...]
    strengths: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    feedback: Feedback | None
    sources: tuple[str, ...]
    analysed: bool
    anonymous: bool
