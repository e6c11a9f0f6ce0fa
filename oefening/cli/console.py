"""The terminal that commands print to."""

import sys

from rich.console import Console

from oefening.cli.click_dutch import UserError
from oefening.text.translation import _


def console() -> Console:
    """The terminal. What a script or a team wrote is never read as markup."""
    return Console(highlight=False, markup=False, emoji=False)


def error_console() -> Console:
    """The terminal's error stream."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def demand_terminal() -> None:
    """Screens need someone who can see them and type; a failure where there is nobody."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(_("Dit werkt alleen in een terminal waarin u kunt typen."), 2)


def make_output_safe() -> None:
    """Has characters that an old terminal cannot show replaced instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
