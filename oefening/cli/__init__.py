"""The command line: finds what an argument means, calls the layers below, prints. No rule of an exercise lives here."""

from oefening.cli.main import main

__all__ = ["main"]
