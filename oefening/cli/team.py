"""`oefening team`: take part from one's own laptop in an exercise that is led elsewhere."""

import sys

import click

from oefening.cli.dutch import Failure, command
from oefening.cli.guests import guests_in, new_guest, read_address
from oefening.language import _
from oefening.net.address import code_in
from oefening.net.codes import Code, parse_code
from oefening.script.problems import shown
from oefening.session.desk import Desk
from oefening.session.folder import sessions_folder

FOLDER = ".meedoen"
"""In the sessions' folder: what guests on this laptop keep."""


@command(
    "team",
    _("Doe vanaf deze laptop mee met een oefening die elders geleid wordt; zonder adres wordt er gezocht."),
    "oefening team",
    "oefening team 192.168.1.20",
    "oefening team 192.168.1.20 --code K7F3-QM2P-9XYT",
    "oefening team https://192.168.1.20:8443/#K7F3-QM2P-9XYT",
)
@click.argument("address", metavar="[ADRES]", required=False)
@click.option("--code", "code_text", metavar="CODE", help=_("De code van uw team of rol."))
def team_command(address: str | None, code_text: str | None) -> None:
    """Opens the form to join, or the seat that this laptop had."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(_("Dit werkt alleen in een terminal waarin u kunt typen."), 2)
    code = _code(code_text) if code_text else code_in(address) if address else None
    where = read_address(address) if address else None
    # Textual takes a while to import; a wrong call is told at once.
    from oefening.tui.guest import GuestApp  # noqa: PLC0415
    from oefening.tui.joining import Invitation  # noqa: PLC0415

    folder = sessions_folder()
    kept = guests_in(folder / FOLDER)
    GuestApp(Desk(folder), new_guest(folder / FOLDER), Invitation(where, code), kept).run()


def _code(text: str) -> Code:
    code = parse_code(text)
    if code is None:
        sentence = _("‘{text}’ is geen code; een code heeft twaalf tekens, zoals K7F3-QM2P-9XYT.")
        raise Failure(sentence.format(text=shown(text)), 2)
    return code
