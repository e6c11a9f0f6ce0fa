"""`oefening team`: takes part, from this laptop, in an exercise that is led on another."""

import click

from oefening.cli.click_dutch import UserError, command
from oefening.cli.join_app import open_join_app, parse_address_argument
from oefening.net.address import code_from_link
from oefening.net.join_codes import Code, parse_code
from oefening.script.diagnostics import quoted
from oefening.text.translation import _


@command(
    "team",
    "oefening team",
    "oefening team 192.168.1.20",
    "oefening team 192.168.1.20 --code K7F3-QM2P-9XYT",
    "oefening team https://192.168.1.20:8443/#K7F3-QM2P-9XYT",
)
@click.argument("address", metavar="[ADRES]", required=False)
@click.option("--code", "code_text", metavar="CODE", help=_("De code van uw team of rol."))
def join_command(address: str | None, code_text: str | None) -> None:
    """Opens the form to join, or the seat that this laptop had."""
    code = _code(code_text) if code_text else code_from_link(address) if address else None
    where = parse_address_argument(address) if address else None
    open_join_app(where, code)


def _code(text: str) -> Code:
    code = parse_code(text)
    if code is None:
        sentence = _("‘{text}’ is geen code; een code heeft twaalf tekens, zoals K7F3-QM2P-9XYT.")
        raise UserError(sentence.format(text=quoted(text)), 2)
    return code
