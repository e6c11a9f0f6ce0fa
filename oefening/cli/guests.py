"""What `team` and `web` share: what guests keep on this machine, each in a file of their own."""

import secrets
import time
from contextlib import suppress
from pathlib import Path

from oefening.cli.dutch import Failure
from oefening.language import _
from oefening.net.address import PORT, Address, parse_address
from oefening.net.keeping import Keeping, Kept, kept_in
from oefening.script.problems import shown

OLD = 30 * 24 * 3600.0
"""Seconds after which what a guest kept is of no use to anyone: the certificate it knows is no longer valid."""


def guests_in(folder: Path) -> list[Keeping]:
    """The guests who can go on where they were, the newest first; what is too old is thrown away."""
    found: list[tuple[float, Keeping]] = []
    with suppress(OSError):
        for path in folder.glob("*.json"):
            changed = path.stat().st_mtime
            kept = kept_in(path)
            if time.time() - changed > OLD:
                path.unlink(missing_ok=True)
            elif kept is not None and kept.ticket is not None:
                found.append((changed, Keeping(kept, path)))
    return [keeping for _changed, keeping in sorted(found, key=lambda entry: -entry[0])]


def new_guest(folder: Path) -> Keeping:
    """A guest who was never here."""
    device = secrets.token_hex(16)
    return Keeping(Kept(device), folder / f"{device}.json")


def read_address(value: str) -> Address:
    """The address that was typed.

    Raises:
        Failure: it is no address.
    """
    address = parse_address(value, PORT)
    if address is None:
        sentence = _("‘{text}’ is geen adres; typ wat op het scherm van de oefenleider staat, zoals 192.168.1.20.")
        raise Failure(sentence.format(text=shown(value)), 2)
    return address
