"""Who sits where sees what is theirs, and asks what is theirs to ask."""

from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from oefening.engine.answers import Choice
from oefening.engine.commands import (
    AddEffects,
    Command,
    Decide,
    DecideUnasked,
    End,
    GiveFeedback,
    LockDecision,
    NoteImprovement,
    NoteObservation,
    PassTime,
    Pause,
    RateExpectation,
    Resume,
    SendInject,
    SendMessage,
    SetTempo,
    Start,
    WriteOnBoard,
)
from oefening.engine.events import BoardPart, MessageSent, Performance
from oefening.script.units import Minutes
from oefening.session.exercise import LiveExercise
from oefening.session.pin import pin_digest, pin_matches
from oefening.session.script_files import load_script_file
from oefening.session.session import Session, new_session
from oefening.simulation.players import play
from tests.support import SMALL_SCRIPT
from tests.support.random_scripts import change
from tests.support.seats import asked
from tests.support.simulated_sessions import begun

BELEID, ZORG = "beleid", "zorg"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A small exercise in two worlds, half an hour on."""
    source, script = load_script_file(SMALL_SCRIPT)
    assert not isinstance(script, tuple)
    session = new_session(tmp_path / "klein.oefening", source, script, datetime.now(UTC))
    session.submit(Start(("noord", "zuid")))
    session.submit(PassTime(Minutes(30)))
    return session


@pytest.fixture
def exercise(session: Session, tmp_path: Path) -> LiveExercise:
    """The room it is played in."""
    return LiveExercise(session, tmp_path / "klein.oefening")


def words(value: object) -> str:
    """Every text in a view."""
    if attrs.has(type(value)):
        return " ".join(words(getattr(value, field.name)) for field in attrs.fields(type(value)))  # type: ignore[arg-type]
    if isinstance(value, (tuple, list)):
        return " ".join(map(words, value))
    return str(value)


NOT_A_TEAMS: list[Command] = [
    Pause(),
    Resume(),
    SetTempo(20),
    End(),
    PassTime(Minutes(500)),
    SendInject(0, "tweede"),
    AddEffects(0, (), ""),
    LockDecision(0, "eerste"),
    NoteObservation(0, None, "x"),
    RateExpectation(0, "eerste", 0, Performance.PERFORMED),
    Decide(0, "ploegen", Choice("x")),
    Decide(1, "eerste", Choice("open"), "x"),
    Decide(0, "spook", Choice("open"), "x"),
    DecideUnasked(0, ZORG, "x"),
    DecideUnasked(1, BELEID, "x"),
    SendMessage(0, ZORG, BELEID, "x"),
    SendMessage(0, "waterbedrijf", BELEID, "x"),
    WriteOnBoard(0, ZORG, BoardPart.PICTURE, "x"),
]


@pytest.mark.parametrize("command", NOT_A_TEAMS, ids=str)
def test_a_team_cannot_ask_what_is_anothers(command: Command, exercise: LiveExercise, session: Session) -> None:
    before = len(session.recorded_events)
    assert asked(exercise.team_seat(0, BELEID), command) == "Dat kan vanaf deze plek niet."
    assert len(session.recorded_events) == before


@pytest.mark.parametrize(
    "command", [Pause(), Decide(0, "eerste", Choice("open"), "x"), NoteObservation(1, None, "x")], ids=str
)
def test_an_observer_and_the_room_steer_nothing(command: Command, exercise: LiveExercise) -> None:
    assert asked(exercise.observer_seat(0), command)
    assert asked(exercise.audience_seat(0), command)


def test_everyone_may_give_feedback(exercise: LiveExercise) -> None:
    for seat in (exercise.team_seat(0, ZORG), exercise.observer_seat(0), exercise.leader_seat(0)):
        assert not asked(seat, GiveFeedback(4, 5))


def test_a_team_sees_nothing_of_another_team_world_or_the_leader(exercise: LiveExercise) -> None:
    secrets: dict[str, Command] = {
        "berichtje voor zorg": SendMessage(0, "waterbedrijf", ZORG, "berichtje voor zorg"),
        "bord van zorg": WriteOnBoard(0, ZORG, BoardPart.PICTURE, "bord van zorg"),
        "eigen van zorg": DecideUnasked(0, ZORG, "eigen van zorg"),
        "andere wereld": SendMessage(1, "waterbedrijf", BELEID, "andere wereld"),
        "gezien door waarnemer": NoteObservation(0, BELEID, "gezien door waarnemer"),
        "reden van de leider": AddEffects(0, (change(-1, "inzet"),), "reden van de leider"),
    }
    for command in secrets.values():
        assert not asked(exercise.leader_seat(0), command)
    shown = words(exercise.team_seat(0, BELEID).current_view())
    for secret in secrets:
        assert secret not in shown
    for only_leaders in ("Let op wie de leiding neemt", "woordvoerder is", "Hoe verdeelt u", "herkenning", "uitleg"):
        assert only_leaders not in shown
    assert "Uitgeruste medewerkers" in shown
    assert "Uitgeruste medewerkers" not in words(exercise.team_seat(0, ZORG).current_view())


def test_a_look_stays_the_same_until_something_happens(exercise: LiveExercise) -> None:
    seat = exercise.team_seat(0, BELEID)
    first = seat.current_view()
    assert seat.current_view() is first
    assert not asked(exercise.leader_seat(0), WriteOnBoard(0, BELEID, BoardPart.PICTURE, "nieuw"))
    assert seat.current_view() is not first
    assert seat.current_view().board.text(BoardPart.PICTURE) == "nieuw"


def test_a_call_waits_until_that_party_answers_that_team(exercise: LiveExercise) -> None:
    leader = exercise.leader_seat(0)
    for sender, recipient in ((BELEID, "waterbedrijf"), (ZORG, "waterbedrijf"), ("waterbedrijf", BELEID)):
        assert not asked(leader, SendMessage(0, sender, recipient, "x"))
    assert [call.team for call in leader.current_view().unanswered] == [ZORG]


def test_no_text_in_any_view_can_steer_a_terminal(exercise: LiveExercise) -> None:
    nasty = "\x1b[2J\x07\x9b31m\u202e"
    for command in (
        SendMessage(0, BELEID, "waterbedrijf", nasty),
        WriteOnBoard(0, BELEID, BoardPart.PICTURE, nasty),
        DecideUnasked(0, BELEID, nasty, nasty),
        NoteObservation(0, None, nasty),
        RateExpectation(0, "eerste", 0, Performance.PERFORMED, nasty),
        NoteImprovement(nasty, nasty, nasty),
    ):
        assert not asked(exercise.leader_seat(0), command)
    seats = (
        exercise.leader_seat(0),
        exercise.team_seat(0, BELEID),
        exercise.observer_seat(0),
        exercise.audience_seat(0),
        exercise.debrief_seat(0),
    )
    shown = "".join(words(seat.current_view()) for seat in seats)
    assert not [character for character in set(shown) if not character.isprintable() and character != "\n"]


def test_a_goal_that_will_be_missed_is_told_before_it_is(exercise: LiveExercise) -> None:
    water, staff = exercise.leader_seat(0).current_view().goals
    assert (water.at_risk, water.note) == (True, "onder basisniveau, 25 min; hersteltijd 20 min, maximaal 2 uur")
    assert (staff.at_risk, staff.note) == (True, "zakt over 7 uur 51 min onder basisniveau")


def test_a_room_that_was_reopened_shows_what_the_first_one_did(tmp_path: Path) -> None:
    with begun(tmp_path / "a.oefening") as session:
        exercise = LiveExercise(session, tmp_path / "a.oefening")
        play(session)
        teams = [team.id for team in session.compiled.script.teams]
        again = LiveExercise(session, tmp_path / "a.oefening")
        for team in teams:
            assert again.team_seat(0, team).current_view() == exercise.team_seat(0, team).current_view()
        assert again.leader_seat(0).current_view() == exercise.leader_seat(0).current_view()
        assert again.debrief_seat(0).current_view() == exercise.debrief_seat(0).current_view()
        sent = [event for event in session.events if isinstance(event, MessageSent)]
        shown = [
            message
            for team in teams
            for message in exercise.team_seat(0, team).current_view().messages
            if message.channel is None
        ]
        assert len(shown) == sum((e.sender in teams) + (e.recipient in teams) for e in sent)


@pytest.mark.parametrize(("pin", "typed", "fits"), [("2468", "2468", True), ("2468", "2469", False), ("", "x", True)])
def test_a_pin_opens_only_with_itself(pin: str, typed: str, fits: bool) -> None:
    digest = pin_digest(pin)
    assert pin_matches(typed, digest) is fits
    assert not pin or pin not in digest
