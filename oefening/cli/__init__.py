"""The commands: one module each, thin. Only here (and on screens) errors become words for people."""

from oefening.cli.main import main

__all__ = ["main"]
