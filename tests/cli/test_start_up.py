"""What a command loads: each starts with only what it needs, so that none keeps people waiting."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"typst", "docx", "lxml", "openpyxl", "fontTools", "textual", "aiohttp", "cryptography", "zeroconf"}
"""Packages that draw screens, write documents or speak on a network: together almost a second and 80 MB."""

LOADED = "import sys; from oefening.cli.main import run; run(sys.argv[1:]); print('LOADED', *sys.modules)"


def loaded_by(*arguments: str) -> set[str]:
    """The top-level packages that a new process has loaded once a command is done."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, encoding="utf-8", check=True)
    _output, _word, names = done.stdout.rpartition("LOADED")
    assert names
    return {name.partition(".")[0] for name in names.split()}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("lijst",), ("controleer", "draaiboeken")])
def test_a_command_that_prints_loads_no_screens_documents_or_network(arguments: tuple[str, ...]) -> None:
    root = Path(__file__).parents[2]
    call = tuple(str(root / word) if word == "draaiboeken" else word for word in arguments)
    assert not HEAVY & loaded_by(*call)


def test_the_guard_sees_what_a_command_loads() -> None:
    assert "cryptography" in loaded_by("web", "--help")
