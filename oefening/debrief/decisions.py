"""What each team decided in one world, what it knew then, and what another answer would have done. Pure."""

from collections.abc import Iterator, Sequence

from oefening.debrief.analysis import Analysis
from oefening.debrief.rating import DecisionRating, WorldRating
from oefening.debrief.report import (
    AlternativeReport,
    Change,
    DecisionReport,
    GivenAway,
    Known,
    VersionReport,
)
from oefening.debrief.telling import Step, answer_words, choice_texts, explanation_of, name_of
from oefening.engine.answers import Distribution
from oefening.engine.continuity import Grade
from oefening.engine.course import level_on
from oefening.engine.events import AdHocInjectSent, InjectDelivered, MessageSent
from oefening.engine.plan import Plan
from oefening.engine.state import World
from oefening.explore.cases import Case
from oefening.explore.counterfactual import Doubts, Swing
from oefening.language import _, enumerate_words
from oefening.script.model import DecisionKind, ReasonsRule
from oefening.script.units import Minutes, format_number

MOST_ALTERNATIVES = 4
"""Answers shown that were not given, those that would have changed most first."""

GRADES = tuple(Grade)


def report_decisions(
    plan: Plan, steps: Sequence[Step], world: WorldRating, analysis: Analysis | None
) -> Iterator[DecisionReport]:
    """Every decision of a world, in the order in which the questions were put."""
    heard = list(_heard(plan, steps))
    for decision in world.decisions:
        inject, state = decision.inject, decision.state
        point = inject.point
        assert point is not None  # noqa: S101 - a decision was asked
        decided = state.versions[-1].minute if state.versions else state.deadline
        alternatives = list(_alternatives(plan, world.world, decision, analysis)) if analysis else []
        yield DecisionReport(
            id=inject.point_id,
            team=name_of(plan, inject.deciding_team or ""),
            question=state.question,
            opened=state.opened,
            deadline=state.deadline,
            expired=state.expired,
            reasons_wanted=point.reasons is not ReasonsRule.NONE,
            versions=tuple(
                VersionReport(version.minute, answer_words(point, state, version.answer), version.reasons.strip())
                for version in state.versions
            ),
            judged=choice_texts(point, state).get(state.adjudged_option or "", ""),
            explanation=explanation_of(point, state),
            known=_known(plan, world, heard, inject.deciding_team or "", decided),
            alternatives=tuple(alternatives[:MOST_ALTERNATIVES]) if analysis and _can_be_known(decision) else None,
            left_out=max(len(alternatives) - MOST_ALTERNATIVES, 0),
            given_away=tuple(_given_away(plan, world.world, inject.point_id, analysis)) if analysis else (),
            weight=analysis.weight_of(plan, inject.point_id) if analysis else 0,
        )


def _can_be_known(decision: DecisionRating) -> bool:
    """Whether it can be said what another answer would have done: not of free text that came to no option."""
    kind = decision.inject.point.kind if decision.inject.point else None
    return kind is not DecisionKind.OPEN or decision.state.adjudged_option is not None


_Heard = tuple[Minutes, tuple[str, ...], bool, str]
"""Something that reached teams: when, which, whether it was an inject, and its words."""


def _heard(plan: Plan, steps: Sequence[Step]) -> Iterator[_Heard]:
    for step in steps:
        match step.event:
            case InjectDelivered(_, inject_id, subject):
                inject = plan.inject(inject_id)
                yield step.minute, inject.teams, True, subject or inject.id
            case AdHocInjectSent(_, teams, _sender, _channel, subject, text):
                yield step.minute, teams, True, subject or text
            case MessageSent(_, sender, recipient, text):
                words = _("{sender}: {text}").format(sender=name_of(plan, sender), text=text)
                yield step.minute, (recipient,), False, words
            case _:
                pass


def _known(plan: Plan, world: WorldRating, heard: Sequence[_Heard], team: str, minute: Minutes) -> Known:
    reached = [item for item in heard if item[0] <= minute and team in item[1]]
    levels = [
        (record.name, f"{format_number(level_on(plan, world.course, index, minute))} {record.unit}")
        for index, record in enumerate(plan.script.indicators)
        if team in record.visible_to
    ]
    return Known(
        injects=tuple((at, words) for at, _teams, is_inject, words in reached if is_inject),
        messages=tuple((at, words) for at, _teams, is_inject, words in reached if not is_inject),
        levels=tuple(levels),
    )


def _alternatives(
    plan: Plan, world: World, decision: DecisionRating, analysis: Analysis
) -> Iterator[AlternativeReport]:
    """The answers that would have changed anything, those that would have changed most first."""
    point = decision.inject.point_id
    by_case: dict[Case, list[Swing]] = {}
    for swing in analysis.swings:
        if swing.point == point:
            by_case.setdefault(swing.alternative.case, []).append(swing)
    found = []
    for case, own in by_case.items():
        changes = tuple(change for change in (_change(plan, swing) for swing in own) if change is not None)
        if changes:
            doubts = tuple(_doubts(plan, own[0].alternative.replay.doubts))
            found.append(AlternativeReport(case_words(plan, world, point, case), changes, doubts))
    yield from sorted(found, key=_size, reverse=True)


def _size(alternative: AlternativeReport) -> tuple[int, int]:
    changes = alternative.changes
    return (
        sum(change.weight * abs(change.rank_gain) for change in changes),
        sum(change.weight * abs(change.minutes) for change in changes),
    )


def _change(plan: Plan, swing: Swing) -> Change | None:
    """What an answer would have done to a goal; None where the goal would have been missed just as long."""
    goal = plan.script.goals[swing.goal]
    change = Change(
        goal=goal.name,
        weight=goal.weight,
        before=GRADES[swing.actual[0]],
        after=GRADES[swing.outcome[0]],
        minutes=swing.outcome[1] - swing.actual[1],
    )
    return change if change.minutes or change.rank_gain else None


def _doubts(plan: Plan, doubts: Doubts) -> Iterator[str]:
    questions = {inject.point_id: inject.subject or inject.point_id for inject in plan.script.injects}
    if doubts.dropped:
        names = enumerate_words([f"‘{questions[point]}’" for point in doubts.dropped], _("en"))
        yield _("Dan was het besluit bij {names} niet zo gevraagd of niet zo mogelijk geweest.").format(names=names)
    if doubts.unanswered:
        names = enumerate_words([f"‘{questions[point]}’" for point in doubts.unanswered], _("en"))
        yield _("Dan was ook {names} gevraagd; hier is gerekend alsof daarop geen antwoord kwam.").format(names=names)
    if doubts.improvised:
        yield _("De oefenleider greep later in; of dat dan ook was gebeurd, is niet te zeggen.")


def _given_away(plan: Plan, world: World, point: str, analysis: Analysis) -> Iterator[GivenAway]:
    for regret in analysis.regrets:
        if regret.point == point and regret.lost_grade:
            goal = plan.script.goals[regret.goal]
            best = case_words(plan, world, point, regret.best_case)
            yield GivenAway(goal.name, goal.weight, GRADES[regret.best[0]], GRADES[regret.left[0]], best)


def case_words(plan: Plan, world: World, point_id: str, case: Case) -> str:
    """An answer that could have been given, in the words that the team read; empty for none."""
    point = plan.inject_of_point(point_id).point
    state = world.points[plan.points[point_id]]
    assert point is not None  # noqa: S101 - the plan lists points only
    assert state is not None  # noqa: S101 - asked only of questions that were put
    if case.answer is None:
        return ""
    if case.adjudged is not None:
        return choice_texts(point, state)[case.adjudged]
    match case.answer:
        case Distribution(shares):
            return answer_words(point, state, Distribution(tuple(share for share in shares if share.amount)))
        case answer:
            return answer_words(point, state, answer)
