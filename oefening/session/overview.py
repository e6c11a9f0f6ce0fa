"""What the exercise leader sees of one world, and the hot debrief: pure functions of plan, state and ledger."""

from collections.abc import Iterator

from oefening.debrief.rating import Rating, WorldRating, rate
from oefening.debrief.sparkline import blocks
from oefening.debrief.telling import answer_words, choice_texts, explanation_of, name_of
from oefening.engine.continuity import Grade
from oefening.engine.course import samples
from oefening.engine.due import due_minute
from oefening.engine.events import Event, Performance
from oefening.engine.plan import Plan
from oefening.engine.state import InjectState, InjectStatus, State
from oefening.language import _, enumerate_words, one_line, plain
from oefening.script.conditions import words as condition_words
from oefening.script.model import DecisionKind, Inject
from oefening.script.units import format_duration, format_moment
from oefening.session.leader_views import (
    CallView,
    ClosingView,
    ImprovementView,
    InjectView,
    KeyDecisionView,
    LeaderView,
    OpenAnswerView,
    OptionView,
    OutcomeView,
    PhaseView,
    TeamRow,
    UndoView,
)
from oefening.session.ledger import Ledger
from oefening.session.levels import goal_view
from oefening.session.looks import clock_view, contacts, expectation_views, own_decisions, point_views, shown_levels
from oefening.session.views import ContactView

CURVE_WIDTH = 40
"""Blocks in the curve of a goal in the hot debrief."""


def leader_view(plan: Plan, state: State, ledger: Ledger, world: int) -> LeaderView:
    """Everything about one world."""
    injects = tuple(_inject_view(plan, state, ledger, world, inject) for inject in plan.script.injects)
    coming = [view for view in injects if view.state == InjectStatus.WAITING.value and view.minute is not None]
    following = min(coming, key=lambda view: view.minute or 0, default=None)
    course = ledger.recorder.courses[world]
    undo = ledger.undoable[world][-1:]
    return LeaderView(
        clock=clock_view(plan, state),
        world=plain(state.worlds[world].name),
        worlds=tuple(one_line(other.name) for other in state.worlds),
        guarded=bool(state.pin),
        next_minute=following.minute if following else None,
        next_subject=following.subject if following else "",
        injects=injects,
        teams=tuple(_team_rows(plan, state, ledger, world)),
        levels=shown_levels(plan, state, ledger, world, lambda _visible: True),
        goals=tuple(goal_view(plan, state, course, world, goal) for goal in plan.script.goals),
        feed=tuple(entry for entry in ledger.feed if entry.line.world in (None, world)),
        calls=tuple(_calls(plan, ledger, world)),
        answers=tuple(_open_answers(plan, state, ledger, world)),
        phases=tuple(
            PhaseView(phase.id, one_line(phase.name), ledger.time(phase.begin))
            for phase in plan.script.phases
            if phase.begin > state.clock
        ),
        contacts=contacts(plan, answers=True),
        undo=UndoView(*undo[0]) if undo else None,
    )


def _inject_view(plan: Plan, state: State, ledger: Ledger, world: int, inject: Inject) -> InjectView:
    found = state.worlds[world].injects[plan.injects[inject.id]]
    settled = found.status in (InjectStatus.DELIVERED, InjectStatus.SKIPPED)
    minute = found.minute if settled else due_minute(plan, state.worlds[world], inject)
    return InjectView(
        id=inject.id,
        subject=one_line(inject.subject or inject.id),
        text=plain(inject.text).strip(),
        state=found.status.value,
        minute=minute,
        when=format_moment(minute) if minute is not None else "",
        why=_why(plan, inject, found),
        channel=inject.channel,
        sender=one_line(name_of(plan, inject.sender)) if inject.sender else "",
        teams=enumerate_words([one_line(name_of(plan, team)) for team in inject.teams], _("en")),
        question=plain(inject.point.question) if inject.point else "",
        guidance=plain(inject.guidance or "").strip(),
        can_return=found.status is InjectStatus.HELD or found.dropped,
        expectations=expectation_views(plan, state, ledger, world, inject),
    )


def _why(plan: Plan, inject: Inject, found: InjectState) -> str:
    """What an inject waits for, or why it did not come."""
    match found.status:
        case InjectStatus.SKIPPED if found.dropped:
            return _("overgeslagen door de oefenleider")
        case InjectStatus.SKIPPED if inject.condition is not None:
            return _("niet aan de orde: {condition} gold niet").format(condition=condition_words(inject.condition))
        case InjectStatus.SKIPPED:
            return _("niet aan de orde: wat eraan voorafgaat kwam niet")
        case InjectStatus.DELIVERED:
            return ""
    waits = []
    if inject.as_soon_as is not None:
        waits.append(_("zodra {condition}").format(condition=condition_words(inject.as_soon_as)))
    if inject.after is not None:
        predecessor = plan.inject(inject.after.inject) if inject.after.inject else None
        predecessor = predecessor or plan.inject_of_point(inject.after.point or "")
        what = _("het besluit bij ‘{name}’") if inject.after.point else _("‘{name}’")
        waited = _("{time} na {what}").format(
            time=format_duration(inject.after.wait),
            what=what.format(name=one_line(predecessor.subject or predecessor.id)),
        )
        waits.append(waited)
    if inject.condition is not None:
        waits.append(_("alleen als {condition}").format(condition=condition_words(inject.condition)))
    return "; ".join(waits)


def _team_rows(plan: Plan, state: State, ledger: Ledger, world: int) -> Iterator[TeamRow]:
    points = list(point_views(plan, state, ledger, world))
    for team in plan.script.teams:
        own = tuple(point for point in points if point.team == team.id)
        answered = [point for point in own if point.versions]
        yield TeamRow(
            id=team.id,
            name=one_line(team.name),
            present=team.id in state.teams,
            points=own,
            last=f"{answered[-1].versions[-1].time}: {answered[-1].versions[-1].words}" if answered else "",
        )


def _calls(plan: Plan, ledger: Ledger, world: int) -> Iterator[CallView]:
    parties = {contact.id: contact for contact in contacts(plan, answers=True)}
    for sent in ledger.calls[world]:
        yield CallView(
            sent.number,
            ledger.time(sent.minute),
            sent.event.sender,
            one_line(name_of(plan, sent.event.sender)),
            parties.get(sent.event.recipient, ContactView(sent.event.recipient, sent.event.recipient, False)),
            plain(sent.event.text),
        )


def _open_answers(plan: Plan, state: State, ledger: Ledger, world: int) -> Iterator[OpenAnswerView]:
    """Free answers, then own decisions, that nobody judged yet."""
    for point in point_views(plan, state, ledger, world):
        if point.kind is not DecisionKind.OPEN or point.judged is not None or not point.versions:
            continue
        inject = plan.inject_of_point(point.id)
        put = state.worlds[world].points[plan.points[point.id]]
        assert inject.point is not None  # noqa: S101 - the plan lists points only
        assert put is not None  # noqa: S101 - it was answered
        texts = choice_texts(inject.point, put)
        options = tuple(
            OptionView(option.id, plain(texts[option.id]), plain(option.recognition or ""))
            for option in inject.point.options
        )
        last = point.versions[-1]
        yield OpenAnswerView(point.team_name, point.question, last.words, last.reasons, point.id, options)
    for own in own_decisions(plan, state, ledger, world):
        if not own.judged:
            yield OpenAnswerView(own.team_name, "", own.text, own.reasons, "", (), own.number)


def closing_view(plan: Plan, state: State, ledger: Ledger, events: list[Event], world: int) -> ClosingView:
    """The hot debrief of one world, from the exercise as it was lived."""
    rating = rate(plan, events)
    found = rating.worlds[world]
    return ClosingView(
        clock=clock_view(plan, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        outcomes=tuple(_outcomes(plan, found)),
        decisions=tuple(_key_decisions(plan, ledger, rating, world)),
        questions=tuple(_questions(plan, found)),
        improvements=tuple(
            ImprovementView(plain(noted.text), plain(noted.owner), plain(noted.due)) for noted in ledger.improvements
        ),
        feedback=len(ledger.feedback),
    )


def _outcomes(plan: Plan, found: WorldRating) -> Iterator[OutcomeView]:
    for goal in found.goals:
        record = plan.script.indicators[goal.indicator]
        levels = samples(plan, found.course, goal.indicator, CURVE_WIDTH)
        words = _("geen uitval")
        if goal.longest is not None:
            sentence = _("langste uitval {longest}; hersteltijd {rto}, maximaal {mtpd}")
            words = sentence.format(
                longest=format_duration(goal.longest.length),
                rto=format_duration(goal.goal.rto),
                mtpd=format_duration(goal.goal.mtpd),
            )
        yield OutcomeView(
            goal.goal.id,
            one_line(goal.goal.name),
            goal.grade,
            blocks(levels, record.minimum, record.maximum),
            tuple(level < goal.goal.mbco for level in levels),
            words + (_(" (nog open)") if goal.still_open else ""),
        )


def _key_decisions(plan: Plan, ledger: Ledger, rating: Rating, world: int) -> Iterator[KeyDecisionView]:
    for decision in rating.worlds[world].decisions:
        point, put = decision.inject.point, decision.state
        assert point is not None  # noqa: S101 - it was put
        last = put.versions[-1] if put.versions else None
        answer = _("Niet op tijd besloten.") if put.expired else _("Nog open.")
        yield KeyDecisionView(
            team_name=one_line(name_of(plan, decision.inject.deciding_team or "")),
            time=ledger.time(last.minute if last else put.deadline),
            question=plain(put.question),
            answer=plain(answer_words(point, put, last.answer)) if last else answer,
            reasons=plain(last.reasons) if last else "",
            explanation=plain(explanation_of(point, put)).strip(),
        )


def _questions(plan: Plan, found: WorldRating) -> Iterator[str]:
    """What to talk about, from what went wrong; always with the two questions every debrief asks."""
    yield _("Wat ging goed, en willen we in het echt ook zo doen?")
    for goal in found.goals:
        if goal.grade is not Grade.MET:
            sentence = _("‘{goal}’ werd {grade}. Op welk moment had een ander besluit geholpen, en wat wist u toen?")
            yield sentence.format(goal=one_line(goal.goal.name), grade=goal.grade.value)
    for decision in found.decisions:
        if decision.on_time is False:
            team = one_line(name_of(plan, decision.inject.deciding_team or ""))
            subject = one_line(decision.inject.subject or decision.inject.id)
            sentence = _("{team} besloot niet op tijd over ‘{subject}’. Wat hield het besluit tegen?")
            yield sentence.format(team=team, subject=subject)
    for rated in found.expectations:
        if rated.performance in (Performance.MAJOR_CHALLENGES, Performance.UNABLE):
            sentence = _("De waarnemer zag problemen bij: {expected} Wat is nodig om dit wel te kunnen?")
            yield sentence.format(expected=plain(rated.expectation.text))
    yield _("Wat moet morgen anders geregeld zijn, wie doet dat en wanneer?")
