"""Builds the report of an exercise from its events: rates them, works out what mattered, and puts it in words. Pure."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from oefening.debrief.causes import causes
from oefening.debrief.decision_impact import DecisionImpact, decision_impact
from oefening.debrief.rating import Rating, TeamRating, WorldRating, rate
from oefening.debrief.recommendations import improvements_of, strengths_of
from oefening.debrief.report_decisions import report_decisions
from oefening.debrief.report_goals import report_goals
from oefening.debrief.report_model import (
    ExpectationReport,
    Feedback,
    GoalReport,
    Provenance,
    Report,
    TeamReport,
    TimelineRow,
    WorldReport,
)
from oefening.engine.command_rules import BEST_MARK
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import (
    BoardPart,
    BoardWritten,
    Event,
    ExerciseStarted,
    FeedbackGiven,
    ImprovementNoted,
    ObservationNoted,
    OwnDecisionMade,
)
from oefening.script.units import Minutes
from oefening.text.plain_text import plain_text_of
from oefening.text.translation import _
from oefening.wording.names import BOARD_PART_NAMES, name_of
from oefening.wording.timeline import EntryKind, TimelineStep, timeline_steps


def build_report(
    compiled: CompiledScript, events: Sequence[Event], provenance: Provenance, analysed: Collection[int]
) -> Report:
    """The report of an exercise that was started, also one that has not ended.

    What other answers would have led to is worked out for the worlds `analysed` only: each has to be explored for it.
    """
    steps = timeline_steps(compiled, events)
    rating = rate(compiled, events)
    own: list[list[TimelineStep]] = [[] for _world in rating.worlds]
    for step in steps:
        world_number = getattr(step.event, "world", None)
        if world_number is not None:
            own[world_number].append(step)
    worlds = []
    for number, world in enumerate(rating.worlds):
        analysis = decision_impact(compiled, events, number) if number in analysed else None
        goals = tuple(report_goals(compiled, rating, world, causes(compiled, own[number]), analysis))
        worlds.append(_world(compiled, own[number], rating.history.state.teams, world, analysis, goals))
    noted = [event for event in events if isinstance(event, ImprovementNoted)]
    start = next(event for event in events if isinstance(event, ExerciseStarted))
    return Report(
        title=compiled.script.title,
        summary=plain_text_of(compiled.script.summary),
        script_id=compiled.script.id,
        start=compiled.script.start,
        played=rating.history.play_end,
        aftermath=Minutes(rating.history.horizon - rating.history.play_end),
        ended=rating.history.state.ended,
        simulation=start.simulation,
        provenance=provenance,
        learning_goals=tuple(goal.text for goal in compiled.script.learning_goals),
        worlds=tuple(worlds),
        timeline=tuple(_timeline(steps, rating)),
        strengths=strengths_of(worlds),
        improvements=improvements_of(compiled, worlds, noted),
        feedback=_feedback([event for event in events if isinstance(event, FeedbackGiven)]),
        sources=compiled.script.sources,
        analysed=len(analysed) == len(worlds),
        anonymous=False,
    )


def _world(
    compiled: CompiledScript,
    steps: Sequence[TimelineStep],
    taking_part: Collection[str],
    world: WorldRating,
    analysis: DecisionImpact | None,
    goals: tuple[GoalReport, ...],
) -> WorldReport:
    learning = {goal.id: goal.text for goal in compiled.script.learning_goals}
    return WorldReport(
        name=world.world.name,
        goals=goals,
        decisions=tuple(report_decisions(compiled, steps, world, analysis)),
        teams=tuple(_team(steps, team) for team in world.teams if team.team.id in taking_part),
        expectations=tuple(
            ExpectationReport(
                item.expectation.text,
                learning.get(item.expectation.learning_goal or "", ""),
                item.performance,
                item.note,
            )
            for item in world.expectations
        ),
        observations=tuple(
            (step.minute, name_of(compiled, step.event.team) if step.event.team else _("Iedereen"), step.event.text)
            for step in steps
            if isinstance(step.event, ObservationNoted)
        ),
    )


def _team(steps: Sequence[TimelineStep], team: TeamRating) -> TeamReport:
    board = dict.fromkeys(BoardPart, "")
    own = []
    for step in steps:
        event = step.event
        if isinstance(event, BoardWritten) and event.team == team.team.id:
            board[event.part] = event.text.strip()
        elif isinstance(event, OwnDecisionMade) and event.team == team.team.id:
            own.append((step.minute, event.text, event.reasons))
    return TeamReport(
        name=team.team.name,
        roles=team.team.roles,
        asked=team.asked,
        decided=team.decided,
        late=team.late,
        reasons_asked=team.reasons_asked,
        reasons_given=team.reasons_given,
        own_decisions=tuple(own),
        shared=team.shared,
        questions=team.questions,
        board=tuple((BOARD_PART_NAMES[part], text) for part, text in board.items() if text),
    )


def _timeline(steps: Sequence[TimelineStep], rating: Rating) -> Iterator[TimelineRow]:
    names = [world.world.name for world in rating.worlds]
    for step in steps:
        line = step.entry
        if line is None:
            continue
        world = names[line.world] if line.world is not None and len(names) > 1 else ""
        more = plain_text_of(line.details) if line.kind is EntryKind.INJECT else line.details.strip()
        yield TimelineRow(step.minute, line.kind.value, line.text, line.route, more, world)


def _feedback(given: Sequence[FeedbackGiven]) -> Feedback | None:
    if not given:
        return None
    return Feedback(
        count=len(given),
        usefulness=Fraction(sum(form.usefulness for form in given), len(given)),
        realism=Fraction(sum(form.realism for form in given), len(given)),
        highest_mark=BEST_MARK,
        remarks=tuple(form.remark for form in given if form.remark),
    )
