"""Guests on this machine: what each keeps, in a file of their own, and the program in which they take part."""

import secrets
import time
from contextlib import suppress
from pathlib import Path

from oefening.cli.click_dutch import UserError
from oefening.cli.console import demand_terminal
from oefening.net.address import PORT, Address, parse_address
from oefening.net.client_state import ClientState, ClientStateFile, read_client_state
from oefening.net.join_codes import Code
from oefening.script.diagnostics import quoted
from oefening.session.session_files import sessions_folder
from oefening.session.settings import Settings
from oefening.text.translation import _

FOLDER = ".meedoen"
"""In the sessions' folder: what guests on this laptop keep."""

OLD = 30 * 24 * 3600.0
"""Seconds after which what a guest kept is of no use to anyone: the certificate it knows is no longer valid."""


def resumable_clients(folder: Path) -> list[ClientStateFile]:
    """The guests who can go on where they were, the newest first; what is too old is thrown away."""
    found: list[tuple[float, ClientStateFile]] = []
    with suppress(OSError):
        for path in folder.glob("*.json"):
            changed = path.stat().st_mtime
            kept = read_client_state(path)
            if time.time() - changed > OLD:
                path.unlink(missing_ok=True)
            elif kept is not None and kept.ticket is not None:
                found.append((changed, ClientStateFile(kept, path)))
    return [keeping for _changed, keeping in sorted(found, key=lambda entry: -entry[0])]


def open_join_app(address: Address | None = None, code: Code | None = None) -> None:
    """Opens the form to join, with what is known filled in, or the seat that this laptop had."""
    demand_terminal()
    # Textual takes a while to import; a wrong call is told at once.
    from oefening.tui.guest_app import GuestApp  # noqa: PLC0415
    from oefening.tui.screens.join import Invitation  # noqa: PLC0415

    folder, device = sessions_folder() / FOLDER, secrets.token_hex(16)
    fresh = ClientStateFile(ClientState(device), folder / f"{device}.json")
    GuestApp(Settings(sessions_folder()), fresh, Invitation(address, code), resumable_clients(folder)).run()


def read_address(value: str) -> Address:
    """The address that was typed.

    Raises:
        UserError: it is no address.
    """
    address = parse_address(value, PORT)
    if address is None:
        sentence = _("‘{text}’ is geen adres; typ wat op het scherm van de oefenleider staat, zoals 192.168.1.20.")
        raise UserError(sentence.format(text=quoted(value)), 2)
    return address
