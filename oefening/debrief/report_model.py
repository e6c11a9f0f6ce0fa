"""The report of an exercise as values: everything that any format says, worked out and in words.

Data only: `build_report` fills it, `document` lays it out, `writers` write it. Levels are in the indicator's unit,
moments are minutes on the exercise clock. Every text is a `str` field, so that a filter can change all texts at once.
"""

from datetime import datetime
from fractions import Fraction

from attrs import frozen

from oefening.engine.continuity import Grade, Outage
from oefening.engine.events import Performance
from oefening.script.units import Minutes


@frozen
class Provenance:
    """What the report was made from, so that it can be checked; the hashes are SHA-256 in hexadecimal."""

    session_name: str
    script_hash: str
    events_hash: str
    engine_version: str
    played_at: datetime


@frozen
class CauseReport:
    """Something that moved a goal's indicator, numbered as in its curve; `kind` is as in the timeline."""

    number: int
    minute: Minutes
    kind: str
    text: str
    effects: str


@frozen
class GoalReport:
    """The outcome for one goal, with the reasoning behind its grade and what moved it.

    `drawing` is the curve as SVG, `curve_text` the same in words, `sparkline` in block characters.
    """

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
    curve_text: str
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
class KnownAtDecision:
    """What a team knew when it decided: injects and messages with their minutes, and the levels that it could see."""

    injects: tuple[tuple[Minutes, str], ...]
    messages: tuple[tuple[Minutes, str], ...]
    levels: tuple[tuple[str, str], ...]


@frozen
class GoalChange:
    """What another answer would have done to one goal (its name); `minutes` is the change in minutes below the MBCO."""

    goal: str
    weight: int
    before: Grade
    after: Grade
    minutes: int

    @property
    def better(self) -> bool:
        """Whether the outcome would have been better: a better grade, or as good a grade with less time below."""
        return (self.rank_gain, -self.minutes) > (0, 0)

    @property
    def rank_gain(self) -> int:
        """How many grades better; negative where it is worse."""
        return self.before.rank - self.after.rank


@frozen
class AlternativeReport:
    """An answer that was not given (empty: no answer), and what it would have changed with everything else the same.

    `caveats` say why that may not hold.
    """

    answer: str
    changes: tuple[GoalChange, ...]
    caveats: tuple[str, ...]


@frozen
class RegretReport:
    """What a decision gave away of a goal (its name): the best grade within reach before it, with the answer to give
    for it (empty: no answer), and the best within reach after it."""

    goal: str
    weight: int
    best_before: Grade
    best_after: Grade
    best_answer: str


@frozen
class DecisionReport:
    """A decision point and what the team decided.

    `alternatives` is None where it cannot be known what another answer would have done; `alternatives_left_out` counts
    those not listed. `impact` is how much depended on it, see `DecisionImpact.impact_of`.
    """

    id: str
    team: str
    question: str
    opened: Minutes
    deadline: Minutes
    expired: bool
    reasons_wanted: bool
    versions: tuple[VersionReport, ...]
    adjudicated_as: str
    explanation: str
    known: KnownAtDecision
    alternatives: tuple[AlternativeReport, ...] | None
    alternatives_left_out: int
    regrets: tuple[RegretReport, ...]
    impact: int

    @property
    def answer(self) -> str:
        """The answer that counted; empty where there was none."""
        return self.versions[-1].answer if self.versions else ""


@frozen
class TeamReport:
    """How a team worked: counts as in `TeamRating`, own decisions (minute, text, reasons), parts of its board."""

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
    """An expected action, its rating by an observer, and the learning goal that it serves."""

    text: str
    learning_goal: str
    performance: Performance | None
    note: str


@frozen
class WorldReport:
    """Everything about one world; observations as minute, subject and text."""

    name: str
    goals: tuple[GoalReport, ...]
    decisions: tuple[DecisionReport, ...]
    teams: tuple[TeamReport, ...]
    expectations: tuple[ExpectationReport, ...]
    observations: tuple[tuple[Minutes, str, str], ...]


@frozen
class TimelineRow:
    """One thing that happened; `world` is empty where there is only one or where it concerns all."""

    minute: Minutes
    kind: str
    text: str
    route: str
    details: str
    world: str


@frozen
class Improvement:
    """Something to do better: `agreed` among people, or else a proposal of the program with its `reason`."""

    text: str
    owner: str
    due: str
    goal: str
    reason: str
    agreed: bool


@frozen
class Feedback:
    """What participants thought of the exercise: mean marks out of `highest_mark`, and remarks."""

    count: int
    usefulness: Fraction
    realism: Fraction
    highest_mark: int
    remarks: tuple[str, ...]


@frozen
class Report:
    """The whole report. `analysed` is whether alternatives were worked out for every world.

    `played` and `aftermath` are durations; `simulation` is the seed of simulated teams, None for people.
    """

    title: str
    summary: str
    script_id: str
    start: datetime
    played: Minutes
    aftermath: Minutes
    ended: bool
    simulation: int | None
    provenance: Provenance
    learning_goals: tuple[str, ...]
    worlds: tuple[WorldReport, ...]
    timeline: tuple[TimelineRow, ...]
    strengths: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    feedback: Feedback | None
    sources: tuple[str, ...]
    analysed: bool
    anonymous: bool
