"""The wire protocol between a guest's laptop and the leader's. Pure; knows no sockets.

Each message is one WebSocket text frame: a JSON object whose `soort` is the name of its class. The guest sends `Join`,
the server answers `Welcome` or `Denied`. Then the guest sends `ClientRequest`s, each answered by one `RequestResult`,
and the server sends a `ViewUpdate` whenever the seat's view changed. Anything else is an error.
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
"""Both sides must have the same version: all laptops are set up for the same day, so old versions need no support."""

MAX_REQUEST_BYTES = 256 * 1024
"""Bytes of a message to the server: room for the longest texts that the engine accepts."""

MAX_UPDATE_BYTES = 32 * 1024 * 1024
"""Bytes of a message to a guest: room for the response cell's whole view of a very long exercise."""

MAX_NAME_LENGTH = 60
"""Characters of a guest's name."""


class ProtocolError(ValueError):
    """What came in is not a message of this version of the protocol."""


class Denial(StrEnum):
    """Why a guest is refused or disconnected."""

    VERSION = "versie"
    CODE = "code"
    WAIT = "wachten"
    FULL = "vol"
    REMOVED = "verwijderd"
    REPLACED = "elders"
    INVALID = "verkeerd"


@frozen
class Join:
    """The first message. `device_id` is the guest's own random id, 32 hexadecimal digits.

    A new guest has the secret half of a join `code`; a returning one the `ticket` that it was given for its `seat_id`.
    """

    version: int
    device_id: str
    name: str
    code: str = ""
    ticket: str = ""
    seat_id: SeatId | None = None


@frozen
class ClientRequest:
    """A request from the seat. `number` counts the guest's requests from 1; a resend keeps it (idempotency key).

    `claimed_at` is by the guest's clock, and nothing is judged by it.
    """

    number: int
    claimed_at: datetime
    request: Request


ClientMessage = Join | ClientRequest


@frozen
class Welcome:
    """The guest has this seat; `ticket` lets it come back. `exercise_id` is public: discovery announces it too."""

    seat_id: SeatId
    name: str
    ticket: str
    exercise_id: str
    title: str


@frozen
class Denied:
    """The guest is refused or disconnected. `retry_after` is in seconds, 0 where waiting does not help."""

    reason: Denial
    retry_after: float = 0.0


@frozen
class ViewUpdate:
    """The seat's view, as the difference with the one sent before (see `view_diff`)."""

    change: dict[str, Any]


@frozen
class RequestResult:
    """The outcome of a request: granted and durable, or refused with a Dutch sentence."""

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
    # A difference consists of JSON values already; converting it again would cost time.
    converter.register_unstructure_hook(ViewUpdate, lambda seen: {"change": seen.change})
    configure_tagged_union(Request, converter, tag_name="verzoek")
    configure_tagged_union(ClientMessage, converter, tag_name="soort")
    configure_tagged_union(ServerMessage, converter, tag_name="soort")
    return converter


converter = _converter()
"""Converts messages, views and stored state to JSON values and back."""


def _encode(message: ClientMessage | ServerMessage, union: object) -> str:
    return json.dumps(converter.unstructure(message, unstructure_as=union), ensure_ascii=False, separators=(",", ":"))


def encode_client_message(message: ClientMessage) -> str:
    """The text of a guest's message."""
    return _encode(message, ClientMessage)


def encode_server_message(message: ServerMessage) -> str:
    """The text of a server's message."""
    return _encode(message, ServerMessage)


def decode_client_message(text: str) -> ClientMessage:
    """Decodes what a guest sent.

    Raises:
        ProtocolError: it is not a guest's message of this version.
    """
    message: ClientMessage = _decode(text, ClientMessage)
    return message


def decode_server_message(text: str) -> ServerMessage:
    """Decodes what the server sent.

    Raises:
        ProtocolError: it is not a server's message of this version.
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
"""What decoding foreign JSON can raise: wrong types, missing keys, huge numbers, nesting without end."""


_SURROGATE_ESCAPE = "\\ud"

MAX_NUMBER_LENGTH = 18
"""Characters of an integer: more than anything is counted in. Hostile huge numbers would keep the engine busy."""


def _whole_number(text: str) -> int:
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError(text[:MAX_NUMBER_LENGTH])
    return int(text)


def replace_lone_surrogates(request: Request) -> Request:
    """A request with `?` for each half of a surrogate pair: keyboards and pastes produce them, UTF-8 has none."""
    text = json.dumps(converter.unstructure(request, unstructure_as=Request), ensure_ascii=False)
    if text.isascii():
        return request
    whole: Request = converter.structure(json.loads(text.encode(errors="replace")), Request)
    return whole


def _decode(text: str, union: Any) -> Any:
    try:
        value = json.loads(text, parse_int=_whole_number)
        if _SURROGATE_ESCAPE in text.lower():
            # An escape may stand for half a surrogate pair, which could not be stored or sent on: encoding it fails.
            json.dumps(value, ensure_ascii=False).encode()
        return converter.structure(value, union)
    except DECODING_ERRORS as error:
        raise ProtocolError(type(error).__name__) from error
