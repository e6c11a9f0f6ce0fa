"""Builds the leader's view of one world and the view of the hot debrief. Pure.

The response cell gets the leader's view too. Who may see what else is decided in `build_participant`.
"""

from collections.abc import Iterator

from oefening.debrief.rating import Rating, WorldRating, rate
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade
from oefening.engine.events import Event, Performance
from oefening.engine.history import samples
from oefening.engine.state import InjectState, InjectStatus, State
from oefening.engine.triggers import due_minute
from oefening.script.conditions import condition_text
from oefening.script.model import DecisionKind, Inject
from oefening.script.units import format_duration, format_moment
from oefening.text.phrases import enumerate_words, one_line, plain
from oefening.text.sparkline import sparkline
from oefening.text.translation import _
from oefening.views.build_indicators import goal_view
from oefening.views.build_participant import (
    clock_view,
    contact_views,
    expectation_views,
    level_views,
    own_decision_views,
    point_views,
)
from oefening.views.leader import (
    DebriefView,
    ImprovementView,
    InjectView,
    KeyDecisionView,
    LeaderView,
    OpenAnswerView,
    OptionView,
    OutcomeView,
    PhaseView,
    TeamRow,
    UnansweredMessageView,
    UndoView,
)
from oefening.views.participant import ContactView
from oefening.views.read_model import ReadModel
from oefening.wording.answer_text import answer_text, choice_texts, explanation_of
from oefening.wording.names import name_of

CURVE_WIDTH = 40
"""Block characters in the curve of a goal in the hot debrief."""


def leader_view(compiled: CompiledScript, state: State, read_model: ReadModel, world: int) -> LeaderView:
    """Everything about one world, for the leader and the response cell."""
    injects = tuple(_inject_view(compiled, state, read_model, world, inject) for inject in compiled.script.injects)
    coming = [view for view in injects if view.status == InjectStatus.WAITING.value and view.minute is not None]
    following = min(coming, key=lambda view: view.minute or 0, default=None)
    curve = read_model.recorder.curves[world]
    undo = read_model.undoable[world][-1:]
    return LeaderView(
        clock=clock_view(compiled, state),
        world=plain(state.worlds[world].name),
        worlds=tuple(one_line(other.name) for other in state.worlds),
        has_pin=bool(state.pin),
        next_minute=following.minute if following else None,
        next_subject=following.subject if following else "",
        injects=injects,
        teams=tuple(_team_rows(compiled, state, read_model, world)),
        levels=level_views(compiled, state, read_model, world, lambda _visible: True),
        goals=tuple(goal_view(compiled, state, curve, world, goal) for goal in compiled.script.goals),
        feed=tuple(entry for entry in read_model.feed if entry.timeline_entry.world in (None, world)),
        unanswered=tuple(_unanswered(compiled, read_model, world)),
        open_answers=tuple(_open_answers(compiled, state, read_model, world)),
        phases=tuple(
            PhaseView(phase.id, one_line(phase.name), read_model.time(phase.begin))
            for phase in compiled.script.phases
            if phase.begin > state.clock
        ),
        contacts=contact_views(compiled, prepared_answers=True),
        undo=UndoView(*undo[0]) if undo else None,
    )


def _inject_view(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int, inject: Inject
) -> InjectView:
    found = state.worlds[world].injects[compiled.injects[inject.id]]
    settled = found.status in (InjectStatus.DELIVERED, InjectStatus.SKIPPED)
    minute = found.minute if settled else due_minute(compiled, state.worlds[world], inject)
    return InjectView(
        id=inject.id,
        subject=one_line(inject.subject or inject.id),
        text=plain(inject.text).strip(),
        status=found.status.value,
        minute=minute,
        time=format_moment(minute) if minute is not None else "",
        reason=_reason(compiled, inject, found),
        channel=inject.channel,
        sender=one_line(name_of(compiled, inject.sender)) if inject.sender else "",
        teams=enumerate_words([one_line(name_of(compiled, team)) for team in inject.teams], _("en")),
        question=plain(inject.point.question) if inject.point else "",
        guidance=plain(inject.guidance or "").strip(),
        can_release=found.status is InjectStatus.HELD or found.dropped,
        expectations=expectation_views(compiled, state, read_model, world, inject),
    )


def _reason(compiled: CompiledScript, inject: Inject, found: InjectState) -> str:
    """What an inject waits for, or why it did not come."""
    match found.status:
        case InjectStatus.SKIPPED if found.dropped:
            return _("overgeslagen door de oefenleider")
        case InjectStatus.SKIPPED if inject.condition is not None:
            return _("niet aan de orde: {condition} gold niet").format(condition=condition_text(inject.condition))
        case InjectStatus.SKIPPED:
            return _("niet aan de orde: wat eraan voorafgaat kwam niet")
        case InjectStatus.DELIVERED:
            return ""
    waits = []
    if inject.as_soon_as is not None:
        waits.append(_("zodra {condition}").format(condition=condition_text(inject.as_soon_as)))
    if inject.after is not None:
        predecessor = compiled.inject(inject.after.inject) if inject.after.inject else None
        predecessor = predecessor or compiled.inject_of_point(inject.after.point or "")
        what = _("het besluit bij ‘{name}’") if inject.after.point else _("‘{name}’")
        waited = _("{time} na {what}").format(
            time=format_duration(inject.after.wait),
            what=what.format(name=one_line(predecessor.subject or predecessor.id)),
        )
        waits.append(waited)
    if inject.condition is not None:
        waits.append(_("alleen als {condition}").format(condition=condition_text(inject.condition)))
    return "; ".join(waits)


def _team_rows(compiled: CompiledScript, state: State, read_model: ReadModel, world: int) -> Iterator[TeamRow]:
    points = list(point_views(compiled, state, read_model, world))
    for team in compiled.script.teams:
        own = tuple(point for point in points if point.team == team.id)
        answered = [point for point in own if point.versions]
        yield TeamRow(
            id=team.id,
            name=one_line(team.name),
            taking_part=team.id in state.teams,
            points=own,
            last_answer=f"{answered[-1].versions[-1].time}: {answered[-1].versions[-1].text}" if answered else "",
        )


def _unanswered(compiled: CompiledScript, read_model: ReadModel, world: int) -> Iterator[UnansweredMessageView]:
    parties = {contact.id: contact for contact in contact_views(compiled, prepared_answers=True)}
    for sent in read_model.unanswered[world]:
        yield UnansweredMessageView(
            sent.number,
            read_model.time(sent.minute),
            sent.event.sender,
            one_line(name_of(compiled, sent.event.sender)),
            parties.get(sent.event.recipient, ContactView(sent.event.recipient, sent.event.recipient, False)),
            plain(sent.event.text),
        )


def _open_answers(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int
) -> Iterator[OpenAnswerView]:
    """Free answers, then own decisions, that nobody has adjudicated yet."""
    for point in point_views(compiled, state, read_model, world):
        if point.kind is not DecisionKind.OPEN or point.adjudicated_as is not None or not point.versions:
            continue
        inject = compiled.inject_of_point(point.id)
        point_state = state.worlds[world].points[compiled.points[point.id]]
        assert inject.point is not None  # noqa: S101 - the compiled script lists only injects with one
        assert point_state is not None  # noqa: S101 - it was answered
        texts = choice_texts(inject.point, point_state)
        options = tuple(
            OptionView(option.id, plain(texts[option.id]), plain(option.recognition or ""))
            for option in inject.point.options
        )
        last = point.versions[-1]
        yield OpenAnswerView(point.team_name, point.question, last.text, last.reasons, point.id, options)
    for own in own_decision_views(compiled, state, read_model, world):
        if not own.adjudicated:
            yield OpenAnswerView(own.team_name, "", own.text, own.reasons, "", (), own.number)


def debrief_view(
    compiled: CompiledScript, state: State, read_model: ReadModel, events: list[Event], world: int
) -> DebriefView:
    """The hot debrief of one world; rates the exercise from its events, as the report does."""
    rating = rate(compiled, events)
    found = rating.worlds[world]
    return DebriefView(
        clock=clock_view(compiled, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        outcomes=tuple(_outcomes(compiled, found)),
        decisions=tuple(_key_decisions(compiled, read_model, rating, world)),
        questions=tuple(_questions(compiled, found)),
        improvements=tuple(
            ImprovementView(plain(noted.text), plain(noted.owner), plain(noted.due))
            for noted in read_model.improvements
        ),
        feedback_count=len(read_model.feedback),
    )


def _outcomes(compiled: CompiledScript, found: WorldRating) -> Iterator[OutcomeView]:
    for goal in found.goals:
        record = compiled.script.indicators[goal.indicator]
        levels = samples(compiled, found.curve, goal.indicator, CURVE_WIDTH)
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
            sparkline(levels, record.minimum, record.maximum),
            tuple(level < goal.goal.mbco for level in levels),
            words + (_(" (nog open)") if goal.still_open else ""),
        )


def _key_decisions(
    compiled: CompiledScript, read_model: ReadModel, rating: Rating, world: int
) -> Iterator[KeyDecisionView]:
    for decision in rating.worlds[world].decisions:
        point, point_state = decision.inject.point, decision.state
        assert point is not None  # noqa: S101 - it was opened
        last = point_state.versions[-1] if point_state.versions else None
        answer = _("Niet op tijd besloten.") if point_state.expired else _("Nog open.")
        yield KeyDecisionView(
            team_name=one_line(name_of(compiled, decision.inject.deciding_team or "")),
            time=read_model.time(last.minute if last else point_state.deadline),
            question=plain(point_state.question),
            answer=plain(answer_text(point, point_state, last.answer)) if last else answer,
            reasons=plain(last.reasons) if last else "",
            explanation=plain(explanation_of(point, point_state)).strip(),
        )


def _questions(compiled: CompiledScript, found: WorldRating) -> Iterator[str]:
    """Questions to talk about: one for everything that went wrong, between the two that every debrief asks."""
    yield _("Wat ging goed, en willen we in het echt ook zo doen?")
    for goal in found.goals:
        if goal.grade is not Grade.MET:
            sentence = _("‘{goal}’ werd {grade}. Op welk moment had een ander besluit geholpen, en wat wist u toen?")
            yield sentence.format(goal=one_line(goal.goal.name), grade=goal.grade.value)
    for decision in found.decisions:
        if decision.on_time is False:
            team = one_line(name_of(compiled, decision.inject.deciding_team or ""))
            subject = one_line(decision.inject.subject or decision.inject.id)
            sentence = _("{team} besloot niet op tijd over ‘{subject}’. Wat hield het besluit tegen?")
            yield sentence.format(team=team, subject=subject)
    for rated in found.expectations:
        if rated.performance in (Performance.MAJOR_CHALLENGES, Performance.UNABLE):
            sentence = _("De waarnemer zag problemen bij: {expected} Wat is nodig om dit wel te kunnen?")
            yield sentence.format(expected=plain(rated.expectation.text))
    yield _("Wat moet morgen anders geregeld zijn, wie doet dat en wanneer?")
