"""The interface of an event log, whatever stores it.

Its one rule: what is appended is durable when `append` returns, or it was never there. An entry is opaque here, a kind
and a text; the log must not know what an event means, so that it can be trusted and tested without any exercise.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from oefening.errors import OefeningError


class LogError(OefeningError):
    """A log cannot be created, opened, read or written."""


@frozen
class LogEntry:
    """What is to be stored: the kind of an event and its JSON text.

    `origin` identifies the request from another laptop that led to the event, so that the same request sent again after
    a lost connection is recognised; it is empty for events that came from no such request.
    """

    kind: str
    body: str
    origin: str = ""


@frozen
class LogRecord:
    """An entry as stored: numbered from 1 without gaps, with the moment (UTC) it was written."""

    number: int
    written_at: datetime
    entry: LogEntry


@frozen
class LogHeader:
    """What the exercise in a log is played from, and the version of the program that made it.

    The whole text of the script is stored, not its path: a session must open years later, when the script file has been
    changed or is gone. `municipality_terms` are the municipality's own terms that were filled in, for the same reason.
    """

    script_name: str
    script_text: str
    municipality_terms: tuple[tuple[str, str], ...]
    engine_version: str
    created_at: datetime

    @property
    def script_hash(self) -> str:
        """SHA-256 of the script's text, in hexadecimal."""
        return hashlib.sha256(self.script_text.encode()).hexdigest()


class EventLog(Protocol):
    """The log of one exercise."""

    @property
    def header(self) -> LogHeader:
        """What the exercise is played from."""

    def append(self, entries: Sequence[LogEntry]) -> tuple[LogRecord, ...]:
        """Stores entries, all or none; they are durable on return.

        Raises:
            LogError: they could not be stored. The log is as it was, and appending can be tried again.
        """

    def records(self) -> tuple[LogRecord, ...]:
        """Every record, in order.

        Raises:
            LogError: the log is damaged.
        """

    def put_metadata(self, name: str, text: str) -> None:
        """Stores a text under a name, outside the events, replacing an earlier one; durable on return.

        Raises:
            LogError: it could not be stored.
        """

    def get_metadata(self, name: str) -> str:
        """The text stored under this name; empty where there is none."""

    def close(self) -> None:
        """Releases the log, so that another may open it."""
