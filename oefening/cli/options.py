"""Command line options that several commands share."""

import click

from oefening.simulation.strategies import Strategy
from oefening.text.translation import _

municipality_option = click.option(
    "--gemeente",
    "municipality",
    metavar="BESTAND",
    help=_("Met de plaatsen van uw gemeente: een bestand, of de naam van een voorbeeld zoals buren of nijmegen."),
)
"""The choice of a municipality, whose terms replace those of the script."""


style_option = click.option(
    "--stijl",
    "style",
    type=click.Choice([style.value for style in Strategy]),
    default=Strategy.RANDOM.value,
    help=_("Hoe de teams besluiten: willekeurig, haastig, voorzichtig, of zoals op het beste of slechtste pad."),
)
"""The choice of how simulated teams decide."""
