"""The report on the decisions of one world: the answer, what the team knew, and what others would have done. Pure."""

from collections.abc import Iterator, Sequence

from oefening.debrief.decision_impact import DecisionImpact
from oefening.debrief.rating import DecisionRating, WorldRating
from oefening.debrief.report_model import (
    AlternativeReport,
    DecisionReport,
    GoalChange,
    KnownAtDecision,
    RegretReport,
    VersionReport,
)
from oefening.engine.answers import Distribution
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import AdHocInjectSent, InjectDelivered, MessageSent
from oefening.engine.history import level_at
from oefening.engine.state import World
from oefening.explore.answer_space import CandidateAnswer
from oefening.explore.counterfactual import Caveats, OutcomeChange
from oefening.explore.indicator_states import RANKS
from oefening.script.model import DecisionKind, ReasonsRule
from oefening.script.units import Minutes, format_number
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _
from oefening.wording.answer_text import answer_text, choice_texts, explanation_of
from oefening.wording.names import name_of
from oefening.wording.timeline import TimelineStep

MAX_ALTERNATIVES = 4
"""Alternatives shown with a decision, those that would have changed most."""


def report_decisions(
    compiled: CompiledScript, steps: Sequence[TimelineStep], world: WorldRating, analysis: DecisionImpact | None
) -> Iterator[DecisionReport]:
    """Every decision of a world, in the order in which the decision points were opened."""
    received = list(_received(compiled, steps))
    for decision in world.decisions:
        inject, state = decision.inject, decision.state
        point = inject.point
        assert point is not None  # noqa: S101 - a decision was asked
        decided = state.versions[-1].minute if state.versions else state.deadline
        alternatives = list(_alternatives(compiled, world.world, decision, analysis)) if analysis else []
        yield DecisionReport(
            id=inject.point_id,
            team=name_of(compiled, inject.deciding_team or ""),
            question=state.question,
            opened=state.opened,
            deadline=state.deadline,
            expired=state.expired,
            reasons_wanted=point.reasons is not ReasonsRule.NONE,
            versions=tuple(
                VersionReport(version.minute, answer_text(point, state, version.answer), version.reasons.strip())
                for version in state.versions
            ),
            adjudicated_as=choice_texts(point, state).get(state.adjudged_option or "", ""),
            explanation=explanation_of(point, state),
            known=_known(compiled, world, received, inject.deciding_team or "", decided),
            alternatives=tuple(alternatives[:MAX_ALTERNATIVES])
            if analysis and _has_known_alternatives(decision)
            else None,
            alternatives_left_out=max(len(alternatives) - MAX_ALTERNATIVES, 0),
            regrets=tuple(_regrets(compiled, world.world, inject.point_id, analysis)) if analysis else (),
            impact=analysis.impact_of(compiled, inject.point_id) if analysis else 0,
        )


def _has_known_alternatives(decision: DecisionRating) -> bool:
    """Whether it can be known what another answer would have done: not where a free answer became no option."""
    kind = decision.inject.point.kind if decision.inject.point else None
    return kind is not DecisionKind.OPEN or decision.state.adjudged_option is not None


_Received = tuple[Minutes, tuple[str, ...], bool, str]
"""Something that reached teams: the minute, the teams, whether it was an inject, and its text."""


def _received(compiled: CompiledScript, steps: Sequence[TimelineStep]) -> Iterator[_Received]:
    for step in steps:
        match step.event:
            case InjectDelivered(_, inject_id, subject):
                inject = compiled.inject(inject_id)
                yield step.minute, inject.teams, True, subject or inject.id
            case AdHocInjectSent(_, teams, _sender, _channel, subject, text):
                yield step.minute, teams, True, subject or text
            case MessageSent(_, sender, recipient, text):
                words = _("{sender}: {text}").format(sender=name_of(compiled, sender), text=text)
                yield step.minute, (recipient,), False, words
            case _:
                pass


def _known(
    compiled: CompiledScript, world: WorldRating, received: Sequence[_Received], team: str, minute: Minutes
) -> KnownAtDecision:
    reached = [item for item in received if item[0] <= minute and team in item[1]]
    levels = [
        (record.name, f"{format_number(level_at(compiled, world.curve, index, minute))} {record.unit}")
        for index, record in enumerate(compiled.script.indicators)
        if team in record.visible_to
    ]
    return KnownAtDecision(
        injects=tuple((at, words) for at, _teams, is_inject, words in reached if is_inject),
        messages=tuple((at, words) for at, _teams, is_inject, words in reached if not is_inject),
        levels=tuple(levels),
    )


def _alternatives(
    compiled: CompiledScript, world: World, decision: DecisionRating, analysis: DecisionImpact
) -> Iterator[AlternativeReport]:
    """The answers that would have changed anything, those that would have changed most first."""
    point = decision.inject.point_id
    by_case: dict[CandidateAnswer, list[OutcomeChange]] = {}
    for outcome_change in analysis.outcome_changes:
        if outcome_change.point == point:
            by_case.setdefault(outcome_change.alternative.candidate, []).append(outcome_change)
    found = []
    for candidate, own in by_case.items():
        changes = tuple(
            change for change in (_change(compiled, outcome_change) for outcome_change in own) if change is not None
        )
        if changes:
            caveats = tuple(_caveat_texts(compiled, own[0].alternative.replay.caveats))
            found.append(AlternativeReport(candidate_text(compiled, world, point, candidate), changes, caveats))
    yield from sorted(found, key=_size, reverse=True)


def _size(alternative: AlternativeReport) -> tuple[int, int]:
    changes = alternative.changes
    return (
        sum(change.weight * abs(change.rank_gain) for change in changes),
        sum(change.weight * abs(change.minutes) for change in changes),
    )


def _change(compiled: CompiledScript, outcome_change: OutcomeChange) -> GoalChange | None:
    """What an answer would have done to a goal; None where neither the grade nor the time below would differ."""
    goal = compiled.script.goals[outcome_change.goal]
    change = GoalChange(
        goal=goal.name,
        weight=goal.weight,
        before=RANKS[outcome_change.actual[0]],
        after=RANKS[outcome_change.outcome[0]],
        minutes=outcome_change.outcome[1] - outcome_change.actual[1],
    )
    return change if change.minutes or change.rank_gain else None


def _caveat_texts(compiled: CompiledScript, caveats: Caveats) -> Iterator[str]:
    questions = {inject.point_id: inject.subject or inject.point_id for inject in compiled.script.injects}
    if caveats.dropped_decisions:
        names = enumerate_words([f"‘{questions[point]}’" for point in caveats.dropped_decisions], _("en"))
        yield _("Dan was het besluit bij {names} niet zo gevraagd of niet zo mogelijk geweest.").format(names=names)
    if caveats.unanswered_points:
        names = enumerate_words([f"‘{questions[point]}’" for point in caveats.unanswered_points], _("en"))
        yield _("Dan was ook {names} gevraagd; hier is gerekend alsof daarop geen antwoord kwam.").format(names=names)
    if caveats.improvised_later:
        yield _("De oefenleider greep later in; of dat dan ook was gebeurd, is niet te zeggen.")


def _regrets(compiled: CompiledScript, world: World, point: str, analysis: DecisionImpact) -> Iterator[RegretReport]:
    for regret in analysis.regrets:
        if regret.point == point and regret.lost_grade:
            goal = compiled.script.goals[regret.goal]
            best = candidate_text(compiled, world, point, regret.best_answer)
            yield RegretReport(goal.name, goal.weight, RANKS[regret.best_before[0]], RANKS[regret.best_after[0]], best)


def candidate_text(compiled: CompiledScript, world: World, point_id: str, candidate: CandidateAnswer) -> str:
    """A candidate answer as text, in the words that the team read; empty for no answer."""
    point = compiled.inject_of_point(point_id).point
    state = world.points[compiled.points[point_id]]
    assert point is not None  # noqa: S101 - the compiled script lists only injects with one
    assert state is not None  # noqa: S101 - asked only of opened points
    if candidate.answer is None:
        return ""
    if candidate.adjudged is not None:
        return choice_texts(point, state)[candidate.adjudged]
    match candidate.answer:
        case Distribution(shares):
            return answer_text(point, state, Distribution(tuple(share for share in shares if share.amount)))
        case answer:
            return answer_text(point, state, answer)
