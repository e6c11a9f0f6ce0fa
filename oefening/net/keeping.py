"""What a guest's laptop keeps of its seat: how to come back, and every asking that is not known to be kept elsewhere.

It lies in a small file, written anew at every change, so that an answer survives a laptop that dies. Where the disk
does not take it, it is kept in memory alone.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from attrs import evolve, frozen
from cattrs import BaseValidationError

from oefening.net.address import Address
from oefening.net.protocol import Ask, converter
from oefening.session.places import Place


@frozen
class Ticket:
    """How to come back to a seat. `certificate` is the SHA-256 of the server's certificate, in hexadecimal."""

    ticket: str
    place: Place
    certificate: str
    exercise: str
    title: str


@frozen
class Kept:
    """A guest: its device (32 hexadecimal digits), name, seat, where the server was, and its unanswered askings."""

    device: str
    name: str = ""
    addresses: tuple[Address, ...] = ()
    ticket: Ticket | None = None
    asked: int = 0
    unanswered: tuple[Ask, ...] = ()

    def asking(self, ask: Ask) -> "Kept":
        """With an asking more."""
        return evolve(self, asked=ask.number, unanswered=(*self.unanswered, ask))

    def answered(self, number: int) -> "Kept":
        """Without an asking that was answered."""
        return evolve(self, unanswered=tuple(ask for ask in self.unanswered if ask.number != number))


class Keeping:
    """The file of one guest; in memory alone where there is no path."""

    def __init__(self, kept: Kept, path: Path | None) -> None:
        self.kept = kept
        self._path = path

    def keep(self, kept: Kept) -> None:
        """Keeps a guest as it is now; durable on return where the disk allows it."""
        if kept == self.kept:
            return
        self.kept = kept
        if self._path is None:
            return
        text = json.dumps(converter.unstructure(kept))
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_suffix(".nieuw")
            with new.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)

    def forget(self) -> None:
        """Lets go of the file."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def kept_in(path: Path) -> Kept | None:
    """The guest whose file this is; None where it is not there or cannot be read."""
    try:
        kept: Kept = converter.structure(json.loads(path.read_text(encoding="utf-8")), Kept)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, BaseValidationError):
        return None
    return kept
