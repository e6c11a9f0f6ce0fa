"""Calling the program as its user does, in a folder of its own: in this process, or where that matters in another."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from attrs import frozen

from oefening.cli.console import replace_unencodable_output
from oefening.cli.main import run


@frozen
class Outcome:
    """What a call came to."""

    code: int
    out: str
    err: str


def called(folder: Path, *arguments: str, **environment: str) -> Outcome:
    """Runs `oefening` in this process with its sessions in this folder. An error that escapes it fails the test."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _stream in range(2))
    with mock.patch.dict(os.environ, _settings(folder, environment)), redirect_stdout(out), redirect_stderr(err):
        replace_unencodable_output()
        code = run(arguments)
    return Outcome(code, *(_text_of(stream) for stream in (out, err)))


def called_in_a_process(folder: Path, *arguments: str, **environment: str) -> Outcome:
    """Runs `oefening` in a process of its own: for what a process has, such as its encoding or its seed of hashes."""
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **_settings(folder, environment)}
    command = [sys.executable, "-c", "from oefening.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=settings, check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)


def _settings(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    return {"OEFENING_MAP": str(folder), "COLUMNS": "80", **environment}


def _text_of(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8").replace(os.linesep, "\n")


def only_session(folder: Path) -> Path:
    """The one session in the folder."""
    (path,) = folder.glob("*.oefening")
    return path
