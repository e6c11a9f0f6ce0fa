"""What an event log is: one small interface, whatever keeps it.

An entry is opaque here: a kind and a text. What is appended is durable when `append` returns, or never was.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from oefening.errors import OefeningError


class LogError(OefeningError):
    """A log cannot be made, opened, read or written."""


@frozen
class Entry:
    """What is to be kept: one event's kind and its JSON text, and whose asking it came from where that matters."""

    kind: str
    body: str
    origin: str = ""


@frozen
class Record:
    """An entry as it lies in the log: numbered from 1 without holes, with the moment (UTC) it was written."""

    number: int
    written_at: datetime
    entry: Entry


@frozen
class Header:
    """What the exercise in a log is played from, and the version of the program that made it.

    `municipality_terms` are the words of a municipality for the places of the script.
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
    def header(self) -> Header:
        """What the exercise is played from."""

    def append(self, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Keeps entries, all or none; they are durable on return.

        Raises:
            LogError: they could not be kept. The log is as it was, and can be tried again.
        """

    def records(self) -> tuple[Record, ...]:
        """Everything kept, in order.

        Raises:
            LogError: what was kept is damaged.
        """

    def put_metadata(self, name: str, text: str) -> None:
        """Keeps something beside the events, in place of what lay there under this name; durable on return.

        Raises:
            LogError: it could not be kept.
        """

    def get_metadata(self, name: str) -> str:
        """What was kept beside the events under this name; empty where nothing was."""

    def close(self) -> None:
        """Lets go of the log; another may open it."""
