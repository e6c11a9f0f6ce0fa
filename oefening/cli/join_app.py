"""Joining from this laptop: the stored state of earlier seats, and opening the participant's app."""

import secrets
import time
from contextlib import suppress
from pathlib import Path

from oefening.cli.click_dutch import UserError
from oefening.cli.console import require_terminal
from oefening.net.address import PORT, Address, parse_address
from oefening.net.client_state import ClientState, ClientStateFile, read_client_state
from oefening.net.join_codes import Code
from oefening.script.diagnostics import quoted
from oefening.session.session_files import sessions_folder
from oefening.session.settings import Settings
from oefening.text.translation import _

CLIENT_STATE_FOLDER = ".meedoen"
"""The folder, within the sessions' folder, for the client state of seats that this laptop had."""

MAX_AGE = 30 * 24 * 3600.0
"""Seconds after which stored client state is useless: the certificate that it trusts has expired by then."""


def resumable_clients(folder: Path) -> list[ClientStateFile]:
    """The stored states with which a client can resume its seat, the newest first. State that is too old is deleted."""
    found: list[tuple[float, ClientStateFile]] = []
    with suppress(OSError):
        for path in folder.glob("*.json"):
            changed = path.stat().st_mtime
            state = read_client_state(path)
            if time.time() - changed > MAX_AGE:
                path.unlink(missing_ok=True)
            elif state is not None and state.ticket is not None:
                found.append((changed, ClientStateFile(state, path)))
    return [state_file for _changed, state_file in sorted(found, key=lambda entry: -entry[0])]


def open_join_app(address: Address | None = None, code: Code | None = None) -> None:
    """Opens the form to join, with what is known filled in, or the seat that this laptop had and can resume."""
    require_terminal()
    # Textual takes most of a second to import; a wrong call is refused without it.
    from oefening.tui.guest_app import GuestApp  # noqa: PLC0415
    from oefening.tui.screens.join import Invitation  # noqa: PLC0415

    folder, device = sessions_folder() / CLIENT_STATE_FOLDER, secrets.token_hex(16)
    fresh = ClientStateFile(ClientState(device), folder / f"{device}.json")
    GuestApp(Settings(sessions_folder()), fresh, Invitation(address, code), resumable_clients(folder)).run()


def parse_address_argument(value: str) -> Address:
    """The address in an argument.

    Raises:
        UserError: it is not an address.
    """
    address = parse_address(value, PORT)
    if address is None:
        sentence = _("‘{text}’ is geen adres; typ wat op het scherm van de oefenleider staat, zoals 192.168.1.20.")
        raise UserError(sentence.format(text=quoted(value)), 2)
    return address
