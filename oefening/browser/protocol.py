"""The messages that a page sends, decoded and checked: JSON lists with their kind first. Knows no sockets."""

import json
import re
from typing import Any

from attrs import frozen

MAX_MESSAGE_BYTES = 256 * 1024
"""Bytes of one message from a page."""

VISITOR_ID = re.compile(r"[0-9a-f]{32}")
"""A visitor's id: 128 random bits, drawn by the page and kept in the browser's storage."""

MAX_CODE_LENGTH = 64
"""Characters of the code behind the `#` of the page's address."""

MAX_WIDTH, MAX_HEIGHT = 400, 150
"""Columns and rows: a full repaint must fit in an outbox (`MAX_UNSENT`)."""


class MalformedError(Exception):
    """What came in is not a message that a page sends."""


@frozen
class Hello:
    """The first message: the visitor's id, the join code from the address, and the window's columns and rows."""

    visitor: str
    code: str
    size: tuple[int, int]


@frozen
class Typed:
    """Keys, pasted text or mouse actions, as terminal escape sequences."""

    text: str


@frozen
class Resized:
    """The window's new columns and rows."""

    size: tuple[int, int]


@frozen
class Focused:
    """The window got or lost the keyboard focus."""

    on: bool


@frozen
class Ping:
    """Asks for a pong, so that the page knows whether it is still connected."""

    number: int


def decode_page_message(text: str) -> Hello | Typed | Resized | Focused | Ping:
    """Decodes one message.

    Raises:
        MalformedError: it is not one of these.
    """
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError from error
    match message:
        case ["hello", {"visitor": str(visitor), "code": str(code), "width": width, "height": height}]:
            if VISITOR_ID.fullmatch(visitor) is None or len(code) > MAX_CODE_LENGTH:
                raise MalformedError
            return Hello(visitor, _replace_lone_surrogates(code), _size(width, height))
        case ["stdin", str(typed)]:
            return Typed(_replace_lone_surrogates(typed))
        case ["resize", {"width": width, "height": height}]:
            return Resized(_size(width, height))
        case ["focus"] | ["blur"]:
            return Focused(message[0] == "focus")
        case ["ping", int(number)] if -(2**53) < number < 2**53:
            return Ping(int(number))
    raise MalformedError


def _size(width: Any, height: Any) -> tuple[int, int]:
    if type(width) is not int or type(height) is not int:
        raise MalformedError
    return min(max(width, 1), MAX_WIDTH), min(max(height, 1), MAX_HEIGHT)


def _replace_lone_surrogates(text: str) -> str:
    """Replaces halves of surrogate pairs by `?`: JSON can carry them, but UTF-8 cannot encode them."""
    return text.encode("utf-8", "replace").decode("utf-8")
