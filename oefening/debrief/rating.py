"""Rates an exercise: continuity goals, decisions, teams and expected actions. A function of script and events. Pure.

Every rating keeps what it rests on (outages, curve, decisions), so that a report can show the evidence for each grade.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve, Grade, Outage, grade_of, lowest_and_final, outages, shortfall
from oefening.engine.events import Event, ExpectationRated, MessageSent, OwnDecisionMade, Performance
from oefening.engine.history import ExerciseHistory, history_of
from oefening.engine.state import InjectStatus, PointState, World
from oefening.script.model import ContinuityGoal, Expectation, Inject, ReasonsRule, Team
from oefening.script.units import Minutes


@frozen
class GoalRating:
    """The outcome for one goal in one world. Levels are in the indicator's unit.

    `lost_below_normal` and `lost_below_mbco` are lost service, as areas in unit times hours: below the level at which
    the indicator started, and below the MBCO of the goal.
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
        """Minutes below the MBCO, all outages together."""
        return Minutes(sum(outage.length for outage in self.outages))

    @property
    def still_open(self) -> bool:
        """Whether the last outage had not ended when the world stopped."""
        return bool(self.outages) and self.outages[-1].open


@frozen
class DecisionRating:
    """How a team dealt with a decision point."""

    inject: Inject
    state: PointState

    @property
    def on_time(self) -> bool | None:
        """Whether there was an answer before the deadline; None where the exercise ended before both."""
        if self.state.versions:
            return True
        return False if self.state.expired else None

    @property
    def reasoned(self) -> bool:
        """Whether the last answer came with reasons."""
        return bool(self.state.versions) and bool(self.state.versions[-1].reasons.strip())


@frozen
class TeamRating:
    """How a team worked, in counts over the exercise.

    `shared` are messages to other teams, `questions` those to the outside world.
    """

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
    """An expected action with the last rating that an observer gave; `performance` is None where nobody did."""

    inject: Inject
    expectation: Expectation
    performance: Performance | None
    note: str


@frozen
class WorldRating:
    """Everything rated in one world; goals in the order of the script, decisions in that of their opening."""

    world: World
    curve: Curve
    goals: tuple[GoalRating, ...]
    decisions: tuple[DecisionRating, ...]
    teams: tuple[TeamRating, ...]
    expectations: tuple[ExpectationRating, ...]


@frozen
class Rating:
    """The ratings of all worlds, and the history of the exercise that they rest on."""

    history: ExerciseHistory
    worlds: tuple[WorldRating, ...]


def rate(compiled: CompiledScript, events: Sequence[Event]) -> Rating:
    """Rates an exercise from its events; one that has not ended is rated as it stands."""
    history = history_of(compiled, events)
    own: list[list[Event]] = [[] for _world in history.state.worlds]
    for event in events:
        if (happened_in := getattr(event, "world", None)) is not None:
            own[happened_in].append(event)
    worlds = []
    for number, (world, curve) in enumerate(zip(history.state.worlds, history.curves, strict=True)):
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
    return Rating(history, tuple(worlds))


def _rate_goal(compiled: CompiledScript, curve: Curve, goal: ContinuityGoal) -> GoalRating:
    index = compiled.indicators[goal.indicator]
    mbco = compiled.scaled(goal.mbco)
    found = outages(compiled, curve, index, mbco)
    longest = max((outage.length for outage in found), default=0)
    lowest, final = lowest_and_final(curve, compiled, index)

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
    """The decisions in the order in which their points were opened."""
    rated = [
        DecisionRating(inject, state)
        for inject, state in zip(compiled.script.injects, world.points, strict=True)
        if state is not None
    ]
    return sorted(rated, key=lambda decision: decision.state.opened)


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
