"""A guest of any seat that asks everything there is: what is not its own is refused, and nothing of others is shown."""

import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any, get_args

import pytest
from attrs import fields
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oefening.engine.answers import Choice, Distribution, Share
from oefening.engine.commands import (
    AddEffects,
    Adjudicate,
    AdjudicateUnasked,
    Command,
    Decide,
    DecideUnasked,
    End,
    GiveFeedback,
    HoldInject,
    JumpToPhase,
    LockDecision,
    NoteImprovement,
    NoteObservation,
    PassTime,
    Pause,
    RateExpectation,
    ReleaseInject,
    Resume,
    SendAdHocInject,
    SendInject,
    SendMessage,
    SetTempo,
    SkipInject,
    Start,
    UnlockDecision,
    WithdrawAdjudication,
    WithdrawEffects,
    WriteOnBoard,
)
from oefening.engine.events import BoardPart, ObservationNoted, Performance
from oefening.net.protocol import ClientRequest, Denied, RequestResult
from oefening.script.model import Channel, Effect
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.seat import Propose, Request, TakePen
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import RequestOrigin
from tests.support.examples import examples
from tests.support.loopback_host import BELEID, ZORG, a_room, leader_does, opened, refusal, seen, until
from tests.support.loopback_host import guest as a_guest
from tests.support.random_scripts import change
from tests.support.raw_client import NOW, a_raw_guest, among, happened

OBSERVER, HALL, ASSISTANT = SeatId(Role.OBSERVER), SeatId(Role.AUDIENCE), SeatId(Role.RESPONSE_CELL)
NOT_FROM_HERE = "Dat kan vanaf deze plek niet."

STEERING: list[Command] = [
    Start(("een",)),
    PassTime(Minutes(500)),
    JumpToPhase("dag2"),
    Pause(),
    Resume(),
    SetTempo(20),
    End(),
    NoteImprovement("x", "x", "x"),
]
"""What only the leader does, in no world in particular."""


def in_world(world: int) -> list[Command]:
    """Everything that can be asked about a world, by every team and party where it is one's own."""
    found: list[Command] = [
        SendInject(world, "tweede"),
        SkipInject(world, "tweede"),
        HoldInject(world, "tweede"),
        ReleaseInject(world, "tweede"),
        SendAdHocInject(world, ("beleid",), "x", Channel.RADIO, "x", "x"),
        AddEffects(world, (change(-1, "inzet"),), "x"),
        WithdrawEffects(world, 1),
        LockDecision(world, "eerste"),
        UnlockDecision(world, "eerste"),
        Adjudicate(world, "eerste", "open"),
        WithdrawAdjudication(world, "eerste"),
        AdjudicateUnasked(world, 1),
        NoteObservation(world, None, "x"),
        NoteObservation(world, "beleid", "x"),
        RateExpectation(world, "eerste", 0, Performance.PERFORMED),
        SendMessage(world, "waterbedrijf", "beleid", "x"),
        Decide(world, "eerste", Choice("open"), "x"),
        Decide(world, "ploegen", Distribution((Share("noord", 6), Share("zuid", 0))), "x"),
    ]
    for team in ("beleid", "zorg", "spook"):
        found += [SendMessage(world, team, "waterbedrijf", "x"), WriteOnBoard(world, team, BoardPart.PICTURE, "x")]
        found.append(DecideUnasked(world, team, "x"))
    return found


def everything() -> list[Command]:
    """Everything that can be asked, in both worlds and in one that is not there."""
    return [*STEERING, GiveFeedback(5, 5), *in_world(0), *in_world(1), SendMessage(7, "beleid", "zorg", "x")]


PARTYS = SendMessage(0, "waterbedrijf", "beleid", "x")
OBSERVERS: list[Request] = [
    GiveFeedback(5, 5),
    NoteObservation(0, None, "x"),
    NoteObservation(0, "beleid", "x"),
    RateExpectation(0, "eerste", 0, Performance.PERFORMED),
]


def own(team: str, decision: Decide) -> list[Request]:
    """What is a team's own to ask."""
    written = WriteOnBoard(0, team, BoardPart.PICTURE, "x")
    return [
        GiveFeedback(5, 5),
        decision,
        SendMessage(0, team, "waterbedrijf", "x"),
        written,
        DecideUnasked(0, team, "x"),
    ]


ALLOWED: dict[SeatId, list[Request]] = {
    BELEID: own("beleid", Decide(0, "eerste", Choice("open"), "x")),
    ZORG: own("zorg", Decide(0, "ploegen", Distribution((Share("noord", 6), Share("zuid", 0))), "x")),
    OBSERVER: OBSERVERS,
    ASSISTANT: [
        *OBSERVERS,
        PARTYS,
        Adjudicate(0, "eerste", "open"),
        WithdrawAdjudication(0, "eerste"),
        AdjudicateUnasked(0, 1),
    ],
    HALL: [],
}

REFUSED_BY_THE_RULES: list[Request] = [
    Adjudicate(0, "eerste", "open"),
    WithdrawAdjudication(0, "eerste"),
    AdjudicateUnasked(0, 1),
]
"""What the response cell may ask, but not of what happened so far."""


@pytest.fixture
def exercise(tmp_path: Path) -> LiveExercise:
    """Two worlds, in which two questions are open."""
    return a_room(tmp_path, 21, ("een", "twee"))


def test_everything_that_can_be_asked_is_tried() -> None:
    assert {type(command) for command in everything()} == set(get_args(Command))
    assert len(everything()) < 100, "more than a burst takes long"
    for allowed in ALLOWED.values():
        assert all(request in everything() for request in allowed)


@pytest.mark.parametrize("seat_id", ALLOWED, ids=lambda seat_id: f"{seat_id.role}-{seat_id.team}")
async def test_what_is_not_its_own_is_refused_and_nothing_happens(seat_id: SeatId, exercise: LiveExercise) -> None:
    foreign = [command for command in everything() if command not in ALLOWED[seat_id]]
    before = len(happened(exercise))
    async with opened(exercise) as host, a_raw_guest(host, seat_id) as guest:
        refusals = await guest.refusals(*foreign)
        assert set(zip(foreign, refusals, strict=True)) == {(command, NOT_FROM_HERE) for command in foreign}
        assert len(happened(exercise)) == before


@pytest.mark.parametrize("seat_id", ALLOWED, ids=lambda seat_id: f"{seat_id.role}-{seat_id.team}")
async def test_what_is_its_own_is_for_the_rules_of_the_exercise_to_judge(
    seat_id: SeatId, exercise: LiveExercise
) -> None:
    async with opened(exercise) as host, a_raw_guest(host, seat_id) as guest:
        refusals = await guest.refusals(*ALLOWED[seat_id])
    assert NOT_FROM_HERE not in refusals
    for request, words in zip(ALLOWED[seat_id], refusals, strict=True):
        assert bool(words) is (request in REFUSED_BY_THE_RULES)


@pytest.mark.parametrize("seat_id", [OBSERVER, HALL, ASSISTANT], ids=lambda seat_id: seat_id.role)
@pytest.mark.parametrize("request_", [TakePen(), Propose(Decide(0, "eerste", Choice("open"), "x"))], ids=str)
async def test_a_pen_is_a_teams(seat_id: SeatId, request_: Request, exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_raw_guest(host, seat_id) as guest:
        assert await guest.refusals(request_) == [NOT_FROM_HERE]


@pytest.mark.parametrize(
    "decision",
    [Decide(0, "ploegen", Choice("x")), Decide(1, "eerste", Choice("open")), Decide(0, "spook", Choice("open"))],
    ids=str,
)
async def test_what_is_not_a_teams_cannot_be_proposed_at_its_table(decision: Decide, exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_guest(host, BELEID) as other, a_raw_guest(host, BELEID) as guest:
        assert await guest.refusals(Propose(decision)) == [NOT_FROM_HERE]
        assert seen(other).shared_seat is None or not seen(other).shared_seat.proposals


# askings that are nothing


NOTHINGS: dict[str, Command] = {
    "a question that is not there": Decide(0, "spook", Choice("open"), "x"),
    "another's question": Decide(0, "eerste", Choice("open"), "x"),
    "a world that is not there": Decide(99, "eerste", Choice("open"), "x"),
    "a world below the first": Decide(-1, "eerste", Choice("open"), "x"),
    "a world of another planet": Decide(10**30, "ploegen", Choice("open"), "x"),
    "a mark that is none": GiveFeedback(10**40, -1),
    "nothing": SendMessage(0, "zorg", "beleid", " \n"),
    "a text that is too long": SendMessage(0, "zorg", "beleid", "x" * 200_000),
}


@pytest.mark.parametrize("command", NOTHINGS.values(), ids=NOTHINGS.keys())
def test_an_asking_that_is_nothing_is_refused_and_keeps_the_others_from_nothing(
    command: Command, exercise: LiveExercise
) -> None:
    before = len(happened(exercise))
    other = Decide(0, "eerste", Choice("open"), "nodig")
    asked = [(ZORG, command, RequestOrigin("z/1", NOW)), (BELEID, other, RequestOrigin("b/1", NOW))]
    refusals = exercise.submit_all(asked)
    assert refusals[0]
    assert not refusals[1]
    assert len(happened(exercise)) == before + 1


async def test_who_asks_for_what_is_not_there_keeps_the_other_guests_from_nothing(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_guest(host, BELEID) as other, a_raw_guest(host, ZORG) as guest:
        for number, command in enumerate(NOTHINGS.values(), 1):
            await guest.say(ClientRequest(number, NOW, command))
        assert not await refusal(other, Decide(0, "eerste", Choice("open"), "nodig"))
    async with opened(exercise) as host, a_raw_guest(host, ZORG) as guest:
        assert await guest.refusals(WriteOnBoard(0, "zorg", BoardPart.PICTURE, "verder"), first=500) == [""]


async def test_more_than_fits_on_paper_keeps_the_other_guests_from_nothing(exercise: LiveExercise) -> None:
    huge = 9 * 10**4299
    asking = Decide(0, "ploegen", Distribution((Share("noord", huge), Share("zuid", huge))), "x")
    async with opened(exercise) as host, a_guest(host, BELEID) as other, a_raw_guest(host, ZORG) as guest:
        await guest.say(ClientRequest(1, NOW, asking))
        assert not await refusal(other, Decide(0, "eerste", Choice("open"), "nodig"))
        answer = await guest.hear()
        while not isinstance(answer, RequestResult | Denied):
            answer = await guest.hear()
        assert isinstance(answer, Denied) or answer.refusal


@pytest.mark.parametrize("seat_id", [ZORG, OBSERVER, HALL], ids=lambda seat_id: seat_id.role)
def test_nobody_writes_a_late_answer_in_the_name_of_another_team(seat_id: SeatId, exercise: LiveExercise) -> None:
    leader_does(exercise, PassTime(Minutes(26)))
    before = len(happened(exercise))
    assert exercise.submit_all([(seat_id, Decide(0, "eerste", Choice("open"), "x"), RequestOrigin("z/1", NOW))]) == [
        NOT_FROM_HERE
    ]
    assert among(happened(exercise)[before:], ObservationNoted) == []


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_a_late_answer_of_any_moment_is_noted(
    year: int, exercise: LiveExercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "Europe/Amsterdam" if year == 9999 else "America/New_York")
        time.tzset()
    leader_does(exercise, PassTime(Minutes(26)))
    moment = datetime(year, 12, 31, 23, 59, tzinfo=UTC) if year == 9999 else datetime(year, 1, 1, tzinfo=UTC)
    refusals = exercise.submit_all([(BELEID, Decide(0, "eerste", Choice("open"), "x"), RequestOrigin("b/1", moment))])
    if hasattr(time, "tzset"):
        monkeypatch.undo()
        time.tzset()
    assert refusals[0]
    assert "Kwam te laat binnen" in among(happened(exercise), ObservationNoted)[-1].text


ids = st.sampled_from(
    ["eerste", "ploegen", "tweede", "alert", "beleid", "zorg", "waterbedrijf", "water", "inzet", "open", ""]
)
small = st.integers(-2, 3) | st.sampled_from([10**40, -(10**40)])


@pytest.fixture(scope="module")
def any_room(tmp_path_factory: pytest.TempPathFactory) -> LiveExercise:
    """A room in which anything may have been asked."""
    return a_room(tmp_path_factory.mktemp("kamer"), 21, ("een", "twee"))


numbers = count(1)


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(ALLOWED)), st.sampled_from(get_args(Command)), st.data())
def test_anything_asked_from_any_seat_is_granted_or_refused(
    any_room: LiveExercise, seat_id: SeatId, kind: Any, data: st.DataObject
) -> None:
    effects = st.builds(
        Effect,
        indicator=st.none() | ids,
        fact=st.none() | ids,
        **{name: st.none() | small for name in ("delay", "spread", "until", "duration")},
        **{name: st.none() | st.builds(Fraction, small, st.integers(1, 9)) for name in ("change", "level", "drift")},
    )
    likely: dict[str, st.SearchStrategy[Any]] = {
        **{name: ids | st.text() for name in ("point", "team", "inject", "sender", "recipient", "phase", "goal")},
        **dict.fromkeys(("world", "number", "usefulness", "realism", "expectation", "to", "tempo"), small),
        **{name: st.text() for name in ("text", "reasons", "remark", "note")},
        "effects": st.lists(effects, max_size=3).map(tuple),
        "option": st.none() | ids,
    }
    named = {field.name: likely[field.name] for field in fields(kind) if field.name in likely}
    command = data.draw(st.builds(kind, **named))
    before = len(happened(any_room))
    refusals = any_room.submit_all([(seat_id, command, RequestOrigin(f"x/{next(numbers)}", NOW))])
    assert (len(happened(any_room)) > before) is not bool(refusals[0])
    for seat in any_room.seat_ids[1:]:
        any_room.seat(seat).current_view()


# what is shown


SECRETS: dict[str, Command] = {
    "berichtje voor zorg": SendMessage(0, "waterbedrijf", "zorg", "berichtje voor zorg"),
    "bord van zorg": WriteOnBoard(0, "zorg", BoardPart.PICTURE, "bord van zorg"),
    "eigen van zorg": DecideUnasked(0, "zorg", "eigen van zorg"),
    "redenen van zorg": Decide(0, "ploegen", Distribution((Share("noord", 6), Share("zuid", 0))), "redenen van zorg"),
    "andere speelveld": SendMessage(1, "waterbedrijf", "beleid", "andere speelveld"),
    "gezien door waarnemer": NoteObservation(0, "beleid", "gezien door waarnemer"),
    "oordeel van waarnemer": RateExpectation(0, "eerste", 0, Performance.UNABLE, "oordeel van waarnemer"),
    "reden van de leider": AddEffects(0, (change(-1, "inzet"),), "reden van de leider"),
    "beter de volgende keer": NoteImprovement("beter de volgende keer", "x", "x"),
    "vond ik ervan": GiveFeedback(1, 1, "vond ik ervan"),
}
ONLY_LEADERS = ("Let op wie de leiding neemt", "woordvoerder is", "Hoe verdeelt u", "herkenning", "gevolgen")


async def test_nothing_of_another_is_in_anything_that_goes_to_a_team(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, AsyncExitStack() as stack:
        zorg = await stack.enter_async_context(a_guest(host, ZORG, "naam van zorg"))
        zorgs = await stack.enter_async_context(a_guest(host, ZORG, "tweede van zorg"))
        raw = await stack.enter_async_context(a_raw_guest(host, BELEID))
        both = await stack.enter_async_context(a_guest(host, BELEID, "Bob"))
        for command in SECRETS.values():
            leader_does(exercise, command)
        decision = Decide(0, "ploegen", Distribution((Share("noord", 6), Share("zuid", 0))), "voorstel van zorg")
        assert not await refusal(zorgs, Propose(decision))
        await until(lambda: seen(zorg).shared_seat.proposals)
        leader_does(exercise, SendMessage(0, "waterbedrijf", "beleid", "tot slot"))
        while not any("tot slot" in text for text in raw.frames):
            assert await raw.hear() is not None
        await raw.refusals(SendMessage(0, "beleid", "zorg", "hallo"), Decide(0, "ploegen", Choice("x")), TakePen())
        shown = "".join(raw.frames)
        await until(lambda: seen(both).messages[-1].text == "hallo")
    assert "Opent u waterpunten" in shown
    assert "Uitgeruste medewerkers" in shown
    hidden = (
        *SECRETS,
        *ONLY_LEADERS,
        "voorstel van zorg",
        "naam van zorg",
        "tweede van zorg",
        zorg._state_file.state.device_id,
    )
    assert [secret for secret in hidden if secret in shown] == []


async def test_a_team_that_does_not_see_a_level_is_not_sent_it(exercise: LiveExercise) -> None:
    async with opened(exercise) as host, a_raw_guest(host, ZORG) as raw:
        await raw.refusals(WriteOnBoard(0, "zorg", BoardPart.PICTURE, "x"))
        assert "Inwoners met drinkwater" in "".join(raw.frames)
        assert "Uitgeruste medewerkers" not in "".join(raw.frames)
        assert "inzet" not in "".join(raw.frames)
