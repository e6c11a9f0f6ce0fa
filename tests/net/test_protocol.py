"""What goes over the line comes back as it was sent; whatever else comes in is refused, and breaks nothing."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oefening.engine.answers import Choice
from oefening.engine.commands import Command, Decide, NoteObservation, SendMessage, Start
from oefening.net.protocol import (
    ClientMessage,
    ClientRequest,
    Denied,
    Join,
    ProtocolError,
    RequestResult,
    ServerMessage,
    ViewUpdate,
    Welcome,
    converter,
    decode_client_message,
    decode_server_message,
    encode_client_message,
    encode_server_message,
)
from oefening.net.view_diff import VIEW_TYPES, View, apply_diff, diff, is_empty
from oefening.session.exercise import LiveExercise
from oefening.session.script_files import load_script_file
from oefening.session.seat import Propose, Request, SeatClient, TakePen
from oefening.session.seat_id import Role
from oefening.session.session import new_session
from oefening.simulation.players import choices_for_session, next_command
from oefening.views.participant import TeamView
from tests.support import SMALL_SCRIPT

numbers = st.integers(-(10**15), 10**15)
st.register_type_strategy(int, numbers)
plain_json = st.recursive(
    st.none() | st.booleans() | numbers | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
same_json = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
moments = st.datetimes(timezones=st.just(UTC))

COMMANDS = get_args(Command)
requests = st.one_of([st.from_type(kind) for kind in (*COMMANDS, TakePen, Propose)])
from_guests = st.builds(ClientRequest, claimed_at=moments, request=requests) | st.from_type(Join)
from_servers = (
    st.from_type(Welcome)
    | st.builds(Denied, retry_after=st.floats(allow_nan=False))
    | st.from_type(RequestResult)
    | st.builds(ViewUpdate, st.dictionaries(st.text(), same_json, max_size=4))
)

A_DECISION = ClientRequest(1, datetime(2026, 11, 16, 8, 0, tzinfo=UTC), Decide(0, "eerste", Choice("open"), "nodig"))


def a_body(message: ClientMessage = A_DECISION, **other: object) -> Any:
    """A guest's message as JSON values, with other values for some fields of its request."""
    body = json.loads(encode_client_message(message))
    if isinstance(message, ClientRequest):
        body["request"] |= other
    return body


# whole messages


@given(from_guests)
def test_what_a_guest_says_comes_back_as_it_was_said(message: ClientMessage) -> None:
    assert decode_client_message(encode_client_message(message)) == message


@pytest.mark.parametrize("kind", [*COMMANDS, TakePen, Propose], ids=lambda kind: kind.__name__)
def test_every_kind_of_asking_goes_over_the_line(kind: type[Request]) -> None:
    @settings(max_examples=5)
    @given(st.builds(ClientRequest, claimed_at=moments, request=st.from_type(kind)))
    def goes_over(message: ClientRequest) -> None:
        assert decode_client_message(encode_client_message(message)) == message

    goes_over()


@given(from_servers)
def test_what_the_server_says_comes_back_as_it_was_said(message: ServerMessage) -> None:
    assert decode_server_message(encode_server_message(message)) == message


# anything else


def read(
    reader: Callable[[str], ClientMessage | ServerMessage], text: str, union: Any
) -> ClientMessage | ServerMessage | None:
    """The message a text is, of the kinds it may be; None where it is none."""
    try:
        message = reader(text)
    except ProtocolError:
        return None
    fits: bool = isinstance(message, union)
    assert fits
    return message


@given(st.text() | plain_json.map(json.dumps))
def test_any_text_is_a_message_or_none(text: str) -> None:
    read(decode_client_message, text, ClientMessage)
    read(decode_server_message, text, ServerMessage)


@given(
    st.sampled_from(["Join", "ClientRequest", "Welcome", "Denied", "ViewUpdate", "RequestResult", "spook"]), st.data()
)
def test_any_fields_under_any_kind_are_a_message_or_none(kind: str, data: st.DataObject) -> None:
    kinds = (Join, ClientRequest, Welcome, Denied, ViewUpdate, RequestResult)
    names = st.sampled_from([field.name for kind_ in kinds for field in attrs.fields(kind_)])
    body = data.draw(st.dictionaries(names, plain_json, max_size=6)) | {"soort": kind}
    read(decode_client_message, json.dumps(body), ClientMessage)
    read(decode_server_message, json.dumps(body), ServerMessage)


def mutated(body: Any, data: st.DataObject) -> Any:
    """A JSON value with something in it replaced, taken away, or added."""
    body = deepcopy(body)
    holder: Any = None
    key: Any = None
    found = body
    while (
        isinstance(found, dict | list) and found and data.draw(st.booleans() if holder is not None else st.just(True))
    ):
        holder, keys = found, list(found) if isinstance(found, dict) else range(len(found))
        key = data.draw(st.sampled_from(list(keys)))
        found = found[key]
    new = data.draw(plain_json | st.sampled_from([None, True, -1, 1e999, "", [], {}, "1e999", 10**400]))
    if holder is None:
        return new
    what = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if what == "remove":
        del holder[key]
    elif what == "add" and isinstance(holder, dict):
        holder[data.draw(st.text(max_size=5))] = new
    else:
        holder[key] = new
    return body


@given(from_guests, st.data())
def test_a_guests_message_that_was_damaged_is_a_message_or_none(message: ClientMessage, data: st.DataObject) -> None:
    read(decode_client_message, json.dumps(mutated(json.loads(encode_client_message(message)), data)), ClientMessage)


@given(from_servers, st.data())
def test_a_servers_message_that_was_damaged_is_a_message_or_none(message: ServerMessage, data: st.DataObject) -> None:
    read(decode_server_message, json.dumps(mutated(json.loads(encode_server_message(message)), data)), ServerMessage)


@given(from_guests, st.integers(0), st.integers(0), st.text(max_size=3))
def test_a_text_that_was_cut_or_written_over_is_a_message_or_none(
    message: ClientMessage, begin: int, end: int, new: str
) -> None:
    text = encode_client_message(message)
    begin, end = sorted((begin % (len(text) + 1), end % (len(text) + 1)))
    read(decode_client_message, text[:begin] + new + text[end:], ClientMessage)


HOSTILE = {
    "nothing": "",
    "deep": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "a number too large": '{"soort":"RequestResult","number":1e999,"refusal":""}',
    "no number": '{"soort":"RequestResult","number":NaN,"refusal":""}',
    "ten thousand digits": '{"soort":"RequestResult","number":' + "9" * 10_000 + ',"refusal":""}',
    "no kind": "{}",
    "a kind that is a list": '{"soort":[]}',
    "a kind that is nothing": '{"soort":null}',
    "a kind of the other side": '{"soort":"ClientRequest","number":1}',
    "a list of messages": '[{"soort":"RequestResult","number":1,"refusal":""}]',
    "two messages": '{"soort":"RequestResult","number":1,"refusal":""}' * 2,
    "zero bytes": "\0" * 100,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_message_is_refused(text: str) -> None:
    for reader in (decode_client_message, decode_server_message):
        with pytest.raises(ProtocolError):
            reader(text)


DAMAGED: dict[str, Any] = {
    "a field too many": a_body() | {"meer": 1},
    "a field too few": {"soort": "ClientRequest", "number": 1},
    "a field too many in the request": a_body(meer=1),
    "a field too many in the answer": a_body(answer={"soort": "Choice", "option": "open", "meer": 1}),
    "a request of no kind": a_body() | {"request": {"verzoek": "Spook"}},
    "a request that is a text": a_body() | {"request": "Pause"},
    "an answer of no kind": a_body(answer={"soort": "Spook"}),
    "a moment without a zone": a_body() | {"claimed_at": "2026-11-16T08:00:00"},
    "a moment before all time": a_body() | {"claimed_at": "0001-01-01T00:00:00+14:00"},
    "no moment": a_body() | {"claimed_at": 5},
    "nothing for a number": a_body() | {"number": None},
    "a list for a number": a_body() | {"number": [1]},
    "a place of no kind": json.loads(encode_client_message(Join(1, "0" * 32, "x"))) | {"seat_id": {"role": "spook"}},
}


@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_message_that_is_not_exactly_one_is_refused(body: Any) -> None:
    assert decode_client_message(json.dumps(a_body())) == A_DECISION
    with pytest.raises(ProtocolError):
        decode_client_message(json.dumps(body))


@pytest.mark.parametrize(
    "amount",
    ["1e100000", "1e-100000", "1/" + "7" * 4000, "9" * 4299],
    ids=["a large power", "a small power", "a long fraction", "a long number"],
)
def test_an_amount_that_takes_a_machine_long_to_write_out_is_refused(amount: str) -> None:
    effect = {"indicator": "water", "change": amount}
    body = a_body() | {"request": {"verzoek": "AddEffects", "world": 0, "effects": [effect], "note": ""}}
    with pytest.raises(ProtocolError):
        decode_client_message(json.dumps(body))


@pytest.mark.parametrize("field", ["name", "code", "ticket", "device_id"])
def test_half_a_character_never_gets_further_than_the_door(field: str) -> None:
    body = json.loads(encode_client_message(Join(1, "0" * 32, "x"))) | {field: "a\ud800b"}
    message = read(decode_client_message, json.dumps(body), ClientMessage)
    assert message is None or encode_client_message(message).encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "request_",
    [a_body(reasons="\udfff"), a_body(answer={"soort": "FreeText", "text": "\ud800"})],
    ids=["reasons", "free text"],
)
def test_half_a_character_in_an_answer_cannot_be_sent_on_to_others(request_: Any) -> None:
    message = read(decode_client_message, json.dumps(request_), ClientMessage)
    assert message is None or encode_client_message(message).encode()  # type: ignore[arg-type]


# changes


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, View]]:
    """Every view there is in a small exercise that plays itself, after each thing that somebody does."""
    source, script = load_script_file(SMALL_SCRIPT)
    assert not isinstance(script, tuple)
    path = tmp_path_factory.mktemp("verloop") / "klein.oefening"
    with new_session(path, source, script, datetime.now(UTC)) as session:
        session.submit(Start(("een",), simulation=5))
        exercise, choices = LiveExercise(session, path), choices_for_session(session)
        seats: dict[str, SeatClient[Any]] = {
            f"team {team}": exercise.team_seat(0, team) for team, _name in exercise.teams
        }
        seats |= {
            "observer": exercise.observer_seat(0),
            "room": exercise.audience_seat(0),
            "leader": exercise.response_cell_seat(0),
        }
        seen: list[dict[str, View]] = []
        while not session.state.ended:
            session.submit(next_command(session, choices))
            seen.append({name: seat.current_view() for name, seat in seats.items()})
    return seen


def over_the_line(change: dict[str, Any]) -> dict[str, Any]:
    """A change as it comes in at the other side."""
    message = decode_server_message(encode_server_message(ViewUpdate(change)))
    assert isinstance(message, ViewUpdate)
    return message.change


def test_each_view_follows_from_the_one_before(course: list[dict[str, View]]) -> None:
    assert len(course) > 10
    view: View | None
    for name in course[0]:
        view = None
        for moment in course:
            view = apply_diff(view, over_the_line(diff(view, moment[name])))
            assert view == moment[name]


@given(st.data())
def test_any_view_follows_from_any_other(course: list[dict[str, View]], data: st.DataObject) -> None:
    seen = st.sampled_from([view for moment in course for view in moment.values()])
    before, after = data.draw(seen), data.draw(seen)
    assert apply_diff(before, over_the_line(diff(before, after))) == after


team_views = st.from_type(TeamView)


@settings(max_examples=8)
@given(team_views, team_views, st.data())
def test_any_team_view_follows_from_any_other(one: TeamView, other: TeamView, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from([field.name for field in attrs.fields(TeamView)])))
    for after in (other, attrs.evolve(one, **{name: getattr(other, name) for name in names})):
        assert apply_diff(one, over_the_line(diff(one, after))) == after


def test_nothing_changed_is_nothing(course: list[dict[str, View]]) -> None:
    for moment in course:
        for view in moment.values():
            same = converter.structure(converter.unstructure(view), type(view))
            assert is_empty(diff(view, same))
            assert not is_empty(diff(None, view))


@given(st.data())
def test_a_damaged_change_gives_a_whole_view_or_is_refused(course: list[dict[str, View]], data: st.DataObject) -> None:
    moments_ = st.sampled_from(course)
    name = data.draw(st.sampled_from(list(course[0])))
    before, after = data.draw(moments_)[name], data.draw(moments_)[name]
    change = mutated(diff(data.draw(st.sampled_from([before, None])), after), data)
    if not isinstance(change, dict):
        return
    try:
        view = apply_diff(before, change)
    except ProtocolError:
        return
    assert type(view) in VIEW_TYPES.values()
    assert converter.structure(converter.unstructure(view), type(view)) == view


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"fields": {}},
        {"kind": "Spook", "fields": {}},
        {"kind": [], "fields": {}},
        {"fields": {"spook": 1}, "items": {}},
        {"fields": {"name": [1]}, "items": {"messages": [5, {}]}},
        {"fields": {}, "items": {"messages": [1, {"0": {}}]}},
        {"fields": {}, "items": {"messages": [10**12, {}]}},
        {"fields": {}, "items": {"messages": None}},
        {"fields": {}, "items": {"name": [0, {}]}},
    ],
    ids=str,
)
def test_what_is_no_change_of_a_view_is_refused(change: dict[str, Any], course: list[dict[str, View]]) -> None:
    for before in (course[-1]["team beleid"], None):
        with pytest.raises(ProtocolError):
            apply_diff(before, change)


@pytest.mark.parametrize("seat", [Role.TEAM, Role.RESPONSE_CELL, Role.OBSERVER])
def test_a_change_carries_what_is_new_and_not_what_was_there(tmp_path: Path, seat: Role) -> None:
    source, script = load_script_file(SMALL_SCRIPT)
    assert not isinstance(script, tuple)
    with new_session(tmp_path / "a.oefening", source, script, datetime.now(UTC)) as session:
        exercise = LiveExercise(session, tmp_path / "a.oefening")
        session.submit(Start(("een",)))
        seat_id = next(seat_id for seat_id in exercise.seat_ids if seat_id.role is seat)
        sizes = []
        for number in range(100):
            text = f"nummer {number} " + "x" * 500
            before = exercise.seat(seat_id).current_view()
            for command in (SendMessage(0, "waterbedrijf", "beleid", text), NoteObservation(0, None, text)):
                session.submit(command)
            change = diff(before, exercise.seat(seat_id).current_view())
            assert not is_empty(change)
            sizes.append(len(encode_server_message(ViewUpdate(change))))
    assert sizes[-1] < 4_000, f"{sizes[0]} bytes at first, {sizes[-1]} in the end"
