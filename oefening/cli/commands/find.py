"""`oefening zoek`: finds the exercises on the local network."""

import asyncio

from oefening.cli.click_dutch import command
from oefening.cli.console import console
from oefening.net.address import Address
from oefening.net.discovery import find
from oefening.text.translation import _

SEARCH_SECONDS = 3.0
"""Seconds; laptops on bad Wi-Fi answer late."""


@command(
    "zoek",
    "oefening zoek",
)
def find_command() -> None:
    """Prints the exercises found, and how to join each."""
    screen = console()
    with screen.status(_("Zoeken op dit netwerk …")):
        found = asyncio.run(find(SEARCH_SECONDS))
    if not found:
        message = _("Geen oefening gevonden. Niet elk netwerk laat zoeken toe: vraag de oefenleider om het adres.")
        screen.print(message, soft_wrap=True)
    for exercise in found:
        screen.print(exercise.title, style="bold", soft_wrap=True)
        for address in exercise.addresses:
            page = Address(address.host, exercise.web_port).text
            line = _("  oefening team {address}   of in een browser: https://{page}/")
            screen.print(line.format(address=address.text, page=page), soft_wrap=True)
