"""Builds the views of teams, observers and the audience: functions of compiled script, state and read model. Pure.

Who may see what is decided here and nowhere else; who may do what is decided in `session/permissions.py`.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import condition_holds
from oefening.engine.events import BoardPart
from oefening.engine.state import InjectStatus, PointState, State
from oefening.script.model import DecisionKind, Inject
from oefening.script.units import format_story_day
from oefening.text.phrases import enumerate_words, one_line, plain
from oefening.text.translation import _
from oefening.views.build_indicators import level_view
from oefening.views.participant import (
    AudienceView,
    BoardView,
    ChoiceView,
    ClockView,
    ContactView,
    ExpectationView,
    LevelView,
    ObservationView,
    ObserverView,
    OwnDecisionView,
    PointView,
    TeamView,
    VersionView,
)
from oefening.views.read_model import ReadModel
from oefening.wording.answer_text import answer_text, choice_texts
from oefening.wording.names import name_of

NEWEST_PUBLIC = 6
"""Public messages on the screen for the audience."""


def clock_view(compiled: CompiledScript, state: State) -> ClockView:
    """The exercise clock, the same for everyone."""
    moment = compiled.script.start + timedelta(minutes=state.clock)
    return ClockView(
        title=one_line(compiled.script.title),
        minute=state.clock,
        time=f"{moment:%H:%M}",
        day=format_story_day(moment),
        tempo=state.tempo,
        running=state.running and state.started and not state.ended,
        started=state.started,
        ended=state.ended,
    )


def contact_views(
    compiled: CompiledScript, *, but: str = "", prepared_answers: bool = False
) -> tuple[ContactView, ...]:
    """Everyone who can be written to: the teams (`but` one), then the simulated parties."""
    teams = [ContactView(t.id, one_line(t.name), True) for t in compiled.script.teams if t.id != but]
    parties = [
        ContactView(p.id, one_line(p.name), False, tuple(map(plain, p.answers)) if prepared_answers else ())
        for p in compiled.script.parties
    ]
    return (*teams, *parties)


def team_view(compiled: CompiledScript, state: State, read_model: ReadModel, world: int, team_id: str) -> TeamView:
    """A team's view: its own messages, decision points and board, and the levels that it may see."""
    team = next(team for team in compiled.script.teams if team.id == team_id)
    written = read_model.boards[world, team_id]
    return TeamView(
        clock=clock_view(compiled, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        id=team.id,
        name=one_line(team.name),
        roles=tuple(map(plain, team.roles)),
        assignment=plain(team.assignment).strip(),
        summary=plain(compiled.script.summary).strip(),
        messages=tuple(read_model.inbox[world, team_id]),
        points=tuple(point_views(compiled, state, read_model, world, team_id)),
        own_decisions=tuple(
            own for own in own_decision_views(compiled, state, read_model, world) if own.team == team_id
        ),
        board=BoardView(tuple((part, written.get(part, "")) for part in BoardPart)),
        levels=level_views(compiled, state, read_model, world, lambda visible: team_id in visible),
        contacts=contact_views(compiled, but=team_id),
    )


def point_views(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int, team: str | None = None
) -> Iterable[PointView]:
    """The opened decision points of a team (of all teams where it is None), in the order in which they opened."""
    found = [
        (point_state.opened, inject, point_state)
        for inject, point_state in zip(compiled.script.injects, state.worlds[world].points, strict=True)
        if point_state is not None and team in (None, inject.deciding_team)
    ]
    for _opened, inject, point_state in sorted(found, key=lambda entry: entry[0]):
        yield _point_view(compiled, state, read_model, world, inject, point_state)


def _point_view(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int, inject: Inject, point_state: PointState
) -> PointView:
    point = inject.point
    assert point is not None  # noqa: S101 - it was opened
    texts = choice_texts(point, point_state)
    hidden = point.kind is DecisionKind.OPEN
    conditions = {option.id: option.available for option in point.options}

    def available(choice: str) -> bool:
        condition = conditions.get(choice)
        return condition is None or condition_holds(compiled, state.worlds[world], state.clock, condition)

    adjudicated_as = None
    if point_state.adjudicated is not None:
        adjudicated_as = plain(texts.get(point_state.adjudged_option or "", _("eigen gevolgen")))
    return PointView(
        id=inject.point_id,
        team=inject.deciding_team or "",
        team_name=one_line(name_of(compiled, inject.deciding_team or "")),
        subject=one_line(inject.subject or inject.id),
        question=plain(point_state.question),
        kind=point.kind,
        reasons=point.reasons,
        choices=() if hidden else tuple(ChoiceView(id_, plain(text), available(id_)) for id_, text in texts.items()),
        most=point.most,
        lowest=point.lowest,
        highest=point.highest,
        unit=plain(point.unit or ""),
        total=point.total,
        deadline=read_model.time(point_state.deadline),
        minutes_left=0 if point_state.expired or state.ended else max(point_state.deadline - state.clock, 0),
        locked=point_state.locked,
        expired=point_state.expired,
        adjudicated_as=adjudicated_as,
        versions=tuple(
            VersionView(
                version.minute,
                read_model.time(version.minute),
                version.answer,
                plain(answer_text(point, point_state, version.answer)),
                plain(version.reasons),
            )
            for version in point_state.versions
        ),
    )


def own_decision_views(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int
) -> list[OwnDecisionView]:
    """The own decisions of all teams."""
    recorded = zip(read_model.own_decisions[world], state.worlds[world].own_decisions, strict=True)
    return [
        OwnDecisionView(
            number,
            made.team,
            one_line(name_of(compiled, made.team)),
            own.minute,
            read_model.time(own.minute),
            plain(made.text),
            plain(made.reasons),
            own.adjudicated,
        )
        for number, (made, own) in enumerate(recorded, 1)
    ]


def level_views(
    compiled: CompiledScript,
    state: State,
    read_model: ReadModel,
    world: int,
    is_shown: Callable[[tuple[str, ...]], bool],
) -> tuple[LevelView, ...]:
    """The levels of the indicators for whose `visible_to` the predicate `is_shown` holds."""
    return tuple(
        read_model.level(
            world, index, partial(level_view, compiled, state, read_model.recorder.curves[world], world, index)
        )
        for index, indicator in enumerate(compiled.script.indicators)
        if is_shown(indicator.visible_to)
    )


def expectation_views(
    compiled: CompiledScript, state: State, read_model: ReadModel, world: int, inject: Inject
) -> tuple[ExpectationView, ...]:
    """The expected actions of an inject, each with its last rating."""
    inject_state = state.worlds[world].injects[compiled.injects[inject.id]]
    minute, delivered = inject_state.minute, inject_state.status is InjectStatus.DELIVERED
    names = enumerate_words([one_line(name_of(compiled, team)) for team in inject.teams], _("en"))
    views = []
    for number, expectation in enumerate(inject.expectations):
        rated = read_model.ratings.get((world, inject.id, number))
        views.append(
            ExpectationView(
                inject.id,
                number,
                plain(expectation.text),
                one_line(inject.subject or inject.id),
                names,
                read_model.time(minute) if delivered else "",
                delivered,
                rated.performance if rated else None,
                plain(rated.note) if rated else "",
            )
        )
    return tuple(views)


def observer_view(compiled: CompiledScript, state: State, read_model: ReadModel, world: int) -> ObserverView:
    """An observer's view: expected actions of the newest inject first, those of injects still to come last."""
    expectations = [
        (state.worlds[world].injects[index].minute, view)
        for index, inject in enumerate(compiled.script.injects)
        for view in expectation_views(compiled, state, read_model, world, inject)
    ]
    expectations.sort(key=lambda entry: (not entry[1].delivered, -entry[0] if entry[1].delivered else 0))
    return ObserverView(
        clock=clock_view(compiled, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        teams=tuple(contact for contact in contact_views(compiled) if contact.is_team),
        expectations=tuple(view for _minute, view in expectations),
        observations=tuple(
            ObservationView(
                read_model.time(minute),
                one_line(name_of(compiled, event.team)) if event.team else _("Iedereen"),
                plain(event.text),
            )
            for minute, event in reversed(read_model.observations[world])
        ),
    )


def audience_view(compiled: CompiledScript, state: State, read_model: ReadModel, world: int) -> AudienceView:
    """The audience's view: public messages, and the levels that every team may see."""
    everyone = {team.id for team in compiled.script.teams}
    return AudienceView(
        clock=clock_view(compiled, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        messages=tuple(reversed(read_model.public_messages[world][-NEWEST_PUBLIC:])),
        levels=level_views(compiled, state, read_model, world, lambda visible: everyone <= set(visible)),
    )
