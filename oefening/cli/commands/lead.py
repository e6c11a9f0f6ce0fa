"""`oefening leid`: an exercise on the leader's laptop, with teams on their own."""

import click

from oefening.cli.click_dutch import command
from oefening.cli.commands.play import open_screens
from oefening.cli.lookup import find_municipality_path, find_script_path
from oefening.cli.options import municipality_option


@command(
    "leid",
    "oefening leid kabelsabotage",
    "oefening leid hoogwater --gemeente mijn-gemeente.yaml",
)
@click.argument("script_name", metavar="DRAAIBOEK")
@municipality_option
def lead_command(script_name: str, municipality: str | None) -> None:
    """Sets up the exercise, opens it to other laptops, and shows the codes to join with."""
    path = find_script_path(script_name)
    chosen = find_municipality_path(municipality) if municipality else None
    open_screens(script_path=path, municipality=chosen, to_guests=True)
