"""Calling the program as its user does, in a folder of its own."""

import subprocess
import sys
from pathlib import Path

from attrs import frozen


@frozen
class Outcome:
    """What a call came to."""

    code: int
    out: str
    err: str


def called(folder: Path, *arguments: str, **environment: str) -> Outcome:
    """Runs `oefening` in another process with its sessions in this folder."""
    import os

    settings = {**os.environ, "OEFENING_MAP": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment}
    command = [sys.executable, "-c", "from oefening.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=settings, check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)


def only_session(folder: Path) -> Path:
    """The one session in the folder."""
    (path,) = folder.glob("*.oefening")
    return path
