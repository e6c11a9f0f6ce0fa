"""What each seat sees of an exercise right now: pure functions of the plan, the state and the ledger.

Here, and only here, is decided who may see what.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from oefening.debrief.telling import answer_words, choice_texts, name_of
from oefening.engine.events import BoardPart
from oefening.engine.plan import Plan
from oefening.engine.state import InjectStatus, PointState, State
from oefening.engine.truth import holds_in
from oefening.language import _, enumerate_words, one_line, plain
from oefening.script.model import DecisionKind, Inject
from oefening.script.units import story_day
from oefening.session.ledger import Ledger
from oefening.session.levels import level_view
from oefening.session.views import (
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
    RoomView,
    TeamView,
    VersionView,
)

NEWEST_PUBLIC = 6
"""Public messages on the room's screen."""


def clock_view(plan: Plan, state: State) -> ClockView:
    """The exercise clock, the same for everyone."""
    moment = plan.script.start + timedelta(minutes=state.clock)
    return ClockView(
        title=one_line(plan.script.title),
        minute=state.clock,
        time=f"{moment:%H:%M}",
        day=story_day(moment),
        tempo=state.tempo,
        running=state.running and state.started and not state.ended,
        started=state.started,
        ended=state.ended,
    )


def contacts(plan: Plan, *, besides: str = "", answers: bool = False) -> tuple[ContactView, ...]:
    """Everyone who can be written to: the other teams, then the outside world."""
    teams = [ContactView(t.id, one_line(t.name), True) for t in plan.script.teams if t.id != besides]
    parties = [
        ContactView(p.id, one_line(p.name), False, tuple(map(plain, p.answers)) if answers else ())
        for p in plan.script.parties
    ]
    return (*teams, *parties)


def team_view(plan: Plan, state: State, ledger: Ledger, world: int, team_id: str) -> TeamView:
    """What a team may see: its own messages, questions and board, and the levels shown to it."""
    team = next(team for team in plan.script.teams if team.id == team_id)
    written = ledger.boards[world, team_id]
    return TeamView(
        clock=clock_view(plan, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        id=team.id,
        name=one_line(team.name),
        roles=tuple(map(plain, team.roles)),
        assignment=plain(team.assignment).strip(),
        summary=plain(plan.script.summary).strip(),
        messages=tuple(ledger.inbox[world, team_id]),
        points=tuple(point_views(plan, state, ledger, world, team_id)),
        own_decisions=tuple(own for own in own_decisions(plan, state, ledger, world) if own.team == team_id),
        board=BoardView(tuple((part, written.get(part, "")) for part in BoardPart)),
        levels=shown_levels(plan, state, ledger, world, lambda visible: team_id in visible),
        contacts=contacts(plan, besides=team_id),
    )


def point_views(plan: Plan, state: State, ledger: Ledger, world: int, team: str | None = None) -> Iterable[PointView]:
    """The decision points that were put to a team (to every team where none is named), in the order they came."""
    found = [
        (point_state.opened, inject, point_state)
        for inject, point_state in zip(plan.script.injects, state.worlds[world].points, strict=True)
        if point_state is not None and team in (None, inject.deciding_team)
    ]
    for _opened, inject, point_state in sorted(found, key=lambda entry: entry[0]):
        yield _point_view(plan, state, ledger, world, inject, point_state)


def _point_view(plan: Plan, state: State, ledger: Ledger, world: int, inject: Inject, put: PointState) -> PointView:
    point = inject.point
    assert point is not None  # noqa: S101 - it was put
    texts = choice_texts(point, put)
    hidden = point.kind is DecisionKind.OPEN
    conditions = {option.id: option.available for option in point.options}

    def available(choice: str) -> bool:
        condition = conditions.get(choice)
        return condition is None or holds_in(plan, state.worlds[world], state.clock, condition)

    judged = None
    if put.adjudicated is not None:
        judged = plain(texts.get(put.adjudged_option or "", _("eigen gevolgen")))
    return PointView(
        id=inject.point_id,
        team=inject.deciding_team or "",
        team_name=one_line(name_of(plan, inject.deciding_team or "")),
        subject=one_line(inject.subject or inject.id),
        question=plain(put.question),
        kind=point.kind,
        reasons=point.reasons,
        choices=() if hidden else tuple(ChoiceView(id_, plain(text), available(id_)) for id_, text in texts.items()),
        most=point.most,
        lowest=point.lowest,
        highest=point.highest,
        unit=plain(point.unit or ""),
        total=point.total,
        deadline=ledger.time(put.deadline),
        left=0 if put.expired or state.ended else max(put.deadline - state.clock, 0),
        locked=put.locked,
        expired=put.expired,
        judged=judged,
        versions=tuple(
            VersionView(
                version.minute,
                ledger.time(version.minute),
                version.answer,
                plain(answer_words(point, put, version.answer)),
                plain(version.reasons),
            )
            for version in put.versions
        ),
    )


def own_decisions(plan: Plan, state: State, ledger: Ledger, world: int) -> list[OwnDecisionView]:
    """Everything that was decided unasked, by all teams."""
    kept = zip(ledger.own_decisions[world], state.worlds[world].own_decisions, strict=True)
    return [
        OwnDecisionView(
            number,
            made.team,
            one_line(name_of(plan, made.team)),
            own.minute,
            ledger.time(own.minute),
            plain(made.text),
            plain(made.reasons),
            own.adjudicated,
        )
        for number, (made, own) in enumerate(kept, 1)
    ]


def shown_levels(
    plan: Plan, state: State, ledger: Ledger, world: int, is_shown: Callable[[tuple[str, ...]], bool]
) -> tuple[LevelView, ...]:
    """The levels of the indicators whose list of teams passes."""
    return tuple(
        ledger.level(world, index, partial(level_view, plan, state, ledger.recorder.courses[world], world, index))
        for index, indicator in enumerate(plan.script.indicators)
        if is_shown(indicator.visible_to)
    )


def expectation_views(
    plan: Plan, state: State, ledger: Ledger, world: int, inject: Inject
) -> tuple[ExpectationView, ...]:
    """What is expected after an inject, with the last rating each got."""
    inject_state = state.worlds[world].injects[plan.injects[inject.id]]
    minute, current = inject_state.minute, inject_state.status is InjectStatus.DELIVERED
    names = enumerate_words([one_line(name_of(plan, team)) for team in inject.teams], _("en"))
    views = []
    for number, expectation in enumerate(inject.expectations):
        rated = ledger.ratings.get((world, inject.id, number))
        views.append(
            ExpectationView(
                inject.id,
                number,
                plain(expectation.text),
                one_line(inject.subject or inject.id),
                names,
                ledger.time(minute) if current else "",
                current,
                rated.performance if rated else None,
                plain(rated.note) if rated else "",
            )
        )
    return tuple(views)


def observer_view(plan: Plan, state: State, ledger: Ledger, world: int) -> ObserverView:
    """What an observer looks for: the newest first, what has not come yet last."""
    expectations = [
        (state.worlds[world].injects[index].minute, view)
        for index, inject in enumerate(plan.script.injects)
        for view in expectation_views(plan, state, ledger, world, inject)
    ]
    expectations.sort(key=lambda entry: (not entry[1].current, -entry[0] if entry[1].current else 0))
    return ObserverView(
        clock=clock_view(plan, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        teams=tuple(contact for contact in contacts(plan) if contact.is_team),
        expectations=tuple(view for _minute, view in expectations),
        observations=tuple(
            ObservationView(
                ledger.time(minute),
                one_line(name_of(plan, event.team)) if event.team else _("Iedereen"),
                plain(event.text),
            )
            for minute, event in reversed(ledger.observations[world])
        ),
    )


def room_view(plan: Plan, state: State, ledger: Ledger, world: int) -> RoomView:
    """What the whole room may see: what was public, and the levels that every team may see."""
    everyone = {team.id for team in plan.script.teams}
    return RoomView(
        clock=clock_view(plan, state),
        world=plain(state.worlds[world].name) if len(state.worlds) > 1 else "",
        messages=tuple(reversed(ledger.public[world][-NEWEST_PUBLIC:])),
        levels=shown_levels(plan, state, ledger, world, lambda visible: everyone <= set(visible)),
    )
