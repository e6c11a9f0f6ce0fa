"""`oefening demo`: a whole exercise played by simulated teams, then its debrief."""

from datetime import UTC, datetime

import click

from oefening.cli.click_dutch import command
from oefening.cli.lookup import find_script, path_for_new_session
from oefening.cli.options import municipality_option, style_option
from oefening.cli.playback import play_visibly, show_debrief
from oefening.engine.commands import Start
from oefening.session.session import new_session
from oefening.text.translation import _

DEFAULT_SCRIPT = "kabelsabotage"

DEFAULT_SEED = 7
"""With the default script this shows every grade once."""


@command(
    "demo",
    "oefening demo",
    "oefening demo cyberaanval --zaad 3",
    "oefening demo cyberaanval --stijl voorzichtig",
    "oefening demo mijn-draaiboek.yaml --snel",
)
@click.argument("script_name", metavar="[DRAAIBOEK]", default=DEFAULT_SCRIPT)
@click.option(
    "--zaad",
    "seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1),
    default=DEFAULT_SEED,
    show_default=False,
    help=_("Andere gesimuleerde keuzes (standaard {seed}).").format(seed=DEFAULT_SEED),
)
@style_option
@municipality_option
@click.option("--snel", "fast", is_flag=True, help=_("Zonder pauzes om mee te lezen."))
def demo_command(script_name: str, seed: int, style: str, municipality: str | None, fast: bool) -> None:
    """Plays, and prints the paths of session and report."""
    source, script = find_script(script_name, municipality)
    path = path_for_new_session(script.id)
    with new_session(path, source, script, datetime.now(UTC)) as session:
        play_visibly(session, Start((_("speelveld 1"),), simulation=seed, style=style), fast=fast)
        show_debrief(session, path)
