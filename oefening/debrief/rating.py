"""The ratings: what became of the continuity goals, and how teams decided. Pure: a function of plan and events.

Every rating keeps what it rests on (the outages, the curve, the decisions), so that it can be opened down to that.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve, Grade, Outage, extremes, grade_of, outages, shortfall
from oefening.engine.events import Event, ExpectationRated, MessageSent, OwnDecisionMade, Performance
from oefening.engine.history import ExerciseHistory, history_of
from oefening.engine.state import InjectStatus, PointState, World
from oefening.script.model import ContinuityGoal, Expectation, Inject, ReasonsRule, Team
from oefening.script.units import Minutes


@frozen
class GoalRating:
    """What became of one goal in one world. Levels are in the indicator's unit.

    `lost_below_normal` and `lost_below_mbco` are areas in unit times hours: below the level at which the indicator
    began, and below the minimum of the goal.
    """

    goal: ContinuityGoal
    indicator: int
    grade: Grade
    outages: tuple[Outage, ...]
    lost_below_normal: Fraction
    lost_below_mbco: Fraction
    lowest: Fraction
    final: Fraction

    @property
    def longest(self) -> Outage | None:
        """The longest outage, the first of them where several are as long."""
        return max(self.outages, key=lambda outage: outage.length, default=None)

    @property
    def minutes_below(self) -> Minutes:
        """How many minutes the level was below the minimum, all outages together."""
        return Minutes(sum(outage.length for outage in self.outages))

    @property
    def still_open(self) -> bool:
        """Whether the goal was still missed when the world stopped."""
        return bool(self.outages) and self.outages[-1].open


@frozen
class DecisionRating:
    """What a team made of a decision point. `on_time` is None while the deadline had not passed without an answer."""

    inject: Inject
    state: PointState

    @property
    def on_time(self) -> bool | None:
        """Whether there was an answer before the deadline; None where the exercise ended before either."""
        if self.state.versions:
            return True
        return False if self.state.expired else None

    @property
    def reasoned(self) -> bool:
        """Whether the last answer came with reasons."""
        return bool(self.state.versions) and bool(self.state.versions[-1].reasons.strip())


@frozen
class TeamRating:
    """How a team worked: counts over the exercise."""

    team: Team
    asked: int
    decided: int
    late: int
    reasons_asked: int
    reasons_given: int
    own_decisions: int
    shared: int
    questions: int


@frozen
class ExpectationRating:
    """An expected action and the last rating an observer gave it; None where nobody did."""

    inject: Inject
    expectation: Expectation
    performance: Performance | None
    note: str


@frozen
class WorldRating:
    """Everything rated in one world; goals in the order of the script."""

    world: World
    curve: Curve
    goals: tuple[GoalRating, ...]
    decisions: tuple[DecisionRating, ...]
    teams: tuple[TeamRating, ...]
    expectations: tuple[ExpectationRating, ...]


@frozen
class Rating:
    """The whole debrief in values: one rating per world, over the exercise as it was lived."""

    lived: ExerciseHistory
    worlds: tuple[WorldRating, ...]


def rate(compiled: CompiledScript, events: Sequence[Event]) -> Rating:
    """Rates an exercise from its events; one that has not ended is rated as it stands."""
    lived = history_of(compiled, events)
    own: list[list[Event]] = [[] for _world in lived.state.worlds]
    for event in events:
        if (happened_in := getattr(event, "world", None)) is not None:
            own[happened_in].append(event)
    worlds = []
    for number, (world, curve) in enumerate(zip(lived.state.worlds, lived.curves, strict=True)):
        decisions = tuple(_decisions(compiled, world))
        worlds.append(
            WorldRating(
                world=world,
                curve=curve,
                goals=tuple(_rate_goal(compiled, curve, goal) for goal in compiled.script.goals),
                decisions=decisions,
                teams=tuple(_rate_team(compiled, team, decisions, own[number]) for team in compiled.script.teams),
                expectations=tuple(_rate_expectations(compiled, world, own[number])),
            )
        )
    return Rating(lived, tuple(worlds))


def _rate_goal(compiled: CompiledScript, curve: Curve, goal: ContinuityGoal) -> GoalRating:
    index = compiled.indicators[goal.indicator]
    mbco = compiled.scaled(goal.mbco)
    found = outages(compiled, curve, index, mbco)
    longest = max((outage.length for outage in found), default=0)
    lowest, final = extremes(curve, compiled, index)

    def unit_hours(reference: int) -> Fraction:
        return shortfall(compiled, curve, index, reference) / compiled.denominator / 60

    return GoalRating(
        goal=goal,
        indicator=index,
        grade=grade_of(longest, goal.rto, goal.mtpd),
        outages=found,
        lost_below_normal=unit_hours(compiled.begin.levels[index]),
        lost_below_mbco=unit_hours(mbco),
        lowest=compiled.amount(lowest),
        final=compiled.amount(final),
    )


def _decisions(compiled: CompiledScript, world: World) -> list[DecisionRating]:
    """In the order in which the points were put to the teams."""
    point_state = [
        DecisionRating(inject, state)
        for inject, state in zip(compiled.script.injects, world.points, strict=True)
        if state is not None
    ]
    return sorted(point_state, key=lambda decision: decision.state.opened)


def _rate_team(
    compiled: CompiledScript, team: Team, decisions: Sequence[DecisionRating], events: Sequence[Event]
) -> TeamRating:
    own = [decision for decision in decisions if decision.inject.deciding_team == team.id]
    explained = [d for d in own if d.inject.point and d.inject.point.reasons is not ReasonsRule.NONE and d.on_time]
    teams = {other.id for other in compiled.script.teams}
    sent = [e for e in events if isinstance(e, MessageSent) and e.sender == team.id]
    unasked = [e for e in events if isinstance(e, OwnDecisionMade) and e.team == team.id]
    return TeamRating(
        team=team,
        asked=len(own),
        decided=sum(decision.on_time is True for decision in own),
        late=sum(decision.on_time is False for decision in own),
        reasons_asked=len(explained),
        reasons_given=sum(decision.reasoned for decision in explained),
        own_decisions=len(unasked),
        shared=sum(message.recipient in teams for message in sent),
        questions=sum(message.recipient not in teams for message in sent),
    )


def _rate_expectations(compiled: CompiledScript, world: World, events: Sequence[Event]) -> list[ExpectationRating]:
    last = {(event.inject, event.expectation): event for event in events if isinstance(event, ExpectationRated)}
    rated = []
    for inject, state in zip(compiled.script.injects, world.injects, strict=True):
        for index, expectation in enumerate(inject.expectations):
            event = last.get((inject.id, index))
            if event is not None:
                rated.append(ExpectationRating(inject, expectation, event.performance, event.note))
            elif state.status is InjectStatus.DELIVERED:
                rated.append(ExpectationRating(inject, expectation, None, ""))
    return rated
