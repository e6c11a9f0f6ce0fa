"""The wire protocol: what a laptop in the room and the leader's laptop say to each other. Pure; knows no sockets.

Each message is one WebSocket text frame: a JSON object whose `soort` is the class's name. The guest says `Join` first,
the server `Welcome` or `Denied`; then the guest sends `ClientRequest`s, each answered by one `RequestResult`, and the
server sends `ViewUpdate` whenever what the seat sees has changed. What is not exactly a message of this version is an
error.
"""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from attrs import frozen
from cattrs import BaseValidationError
from cattrs.strategies import configure_tagged_union

from oefening.engine.serialization import json_converter
from oefening.session.seat import Request
from oefening.session.seat_id import SeatId

VERSION = 2
"""Of the protocol. Both sides must have the same: the leader's laptop and the teams' are set up for the same day."""

MAX_REQUEST_BYTES = 256 * 1024
"""Bytes of a message to the server: the longest texts that the engine takes, and room to spare."""

MAX_UPDATE_BYTES = 32 * 1024 * 1024
"""Bytes of a message to a guest: everything that the response cell sees of a very long exercise."""

MAX_NAME_LENGTH = 60
"""Characters of what a guest calls itself."""


class ProtocolError(ValueError):
    """What came in is not a message of this version."""


class Denial(StrEnum):
    """Why a guest is not let in, or not any longer."""

    VERSION = "versie"
    CODE = "code"
    WAIT = "wachten"
    FULL = "vol"
    REMOVED = "verwijderd"
    ELSEWHERE = "elders"
    DISORDER = "verkeerd"


@frozen
class Join:
    """Let me in. `device` is the guest's own random id, 32 hexadecimal digits.

    A newcomer brings the secret part of a `code`; who was in before brings the `ticket` it got for a `seat_id`.
    """

    version: int
    device_id: str
    name: str
    code: str = ""
    ticket: str = ""
    seat_id: SeatId | None = None


@frozen
class ClientRequest:
    """An asking from the seat. `number` counts the guest's askings from 1: sent again, it is the same asking."""

    number: int
    claimed_at: datetime
    request: Request


ClientMessage = Join | ClientRequest


@frozen
class Welcome:
    """You sit at this place; the ticket lets you back in. `exercise` is its public id, 32 hexadecimal digits."""

    seat_id: SeatId
    name: str
    ticket: str
    exercise_id: str
    title: str


@frozen
class Denied:
    """You are not let in, or not any longer. `wait` is the seconds before another try makes sense."""

    reason: Denial
    retry_after: float = 0.0


@frozen
class ViewUpdate:
    """What the seat sees, as a change of what it saw before (see `changes`)."""

    change: dict[str, Any]


@frozen
class RequestResult:
    """What came of an asking: granted and durable, or refused with a Dutch sentence."""

    number: int
    refusal: str = ""


ServerMessage = Welcome | Denied | ViewUpdate | RequestResult


def _utc_datetime(text: object, _type: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _converter() -> Any:
    converter = json_converter()
    converter.register_structure_hook(datetime, _utc_datetime)
    # A change is JSON already.
    converter.register_unstructure_hook(ViewUpdate, lambda seen: {"change": seen.change})
    configure_tagged_union(Request, converter, tag_name="verzoek")
    configure_tagged_union(ClientMessage, converter, tag_name="soort")
    configure_tagged_union(ServerMessage, converter, tag_name="soort")
    return converter


converter = _converter()
"""Turns messages and views into JSON values and back."""


def _encode(message: ClientMessage | ServerMessage, union: object) -> str:
    return json.dumps(converter.unstructure(message, unstructure_as=union), ensure_ascii=False, separators=(",", ":"))


def encode_client_message(message: ClientMessage) -> str:
    """A guest's message as it goes over the line."""
    return _encode(message, ClientMessage)


def encode_server_message(message: ServerMessage) -> str:
    """A server's message as it goes over the line."""
    return _encode(message, ServerMessage)


def decode_client_message(text: str) -> ClientMessage:
    """What a guest says.

    Raises:
        ProtocolError: it is no message of this version.
    """
    message: ClientMessage = _decode(text, ClientMessage)
    return message


def decode_server_message(text: str) -> ServerMessage:
    """What the server says.

    Raises:
        ProtocolError: it is no message of this version.
    """
    message: ServerMessage = _decode(text, ServerMessage)
    return message


DECODING_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    BaseValidationError,
)
"""What reading a text that is no message can lead to: too deep, too large a number, the wrong form."""


_SURROGATE_ESCAPE = "\\ud"

MAX_NUMBER_LENGTH = 18
"""Characters of a whole number: more than anything is counted in."""


def _whole_number(text: str) -> int:
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError(text[:MAX_NUMBER_LENGTH])
    return int(text)


def replace_lone_surrogates(request: Request) -> Request:
    """A request without halves of characters, which some keyboards and pastes bring in and nothing can send."""
    text = json.dumps(converter.unstructure(request, unstructure_as=Request), ensure_ascii=False)
    if text.isascii():
        return request
    whole: Request = converter.structure(json.loads(text.encode(errors="replace")), Request)
    return whole


def _decode(text: str, union: Any) -> Any:
    try:
        value = json.loads(text, parse_int=_whole_number)
        if _SURROGATE_ESCAPE in text.lower():
            # An escape may stand for half a character, which nothing can be sent on with.
            json.dumps(value, ensure_ascii=False).encode()
        return converter.structure(value, union)
    except DECODING_ERRORS as error:
        raise ProtocolError(type(error).__name__) from error
