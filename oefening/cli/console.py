"""The terminal that commands print to, and whether there is one."""

import sys

from rich.console import Console

from oefening.cli.click_dutch import UserError
from oefening.text.translation import _


def console() -> Console:
    """Standard output. Markup is off: `[bold]` in a script or in what a team wrote is text like any other."""
    return Console(highlight=False, markup=False, emoji=False)


def error_console() -> Console:
    """Standard error: progress and refusals, so that what a command prints can be redirected to a file."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def require_terminal() -> None:
    """Raises unless input and output are a terminal: screens need someone who sees them and types.

    Raises:
        UserError: there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(_("Dit werkt alleen in een terminal waarin u kunt typen."), 2)


def replace_unencodable_output() -> None:
    """Has characters that the terminal's encoding lacks replaced; printing them would otherwise raise."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
