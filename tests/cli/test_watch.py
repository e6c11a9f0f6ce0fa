"""`oefening controleer --kijk`: whichever way a script is saved, it is checked again."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import SMALL_SCRIPT
from tests.support.run_command import called

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pexpect

PROGRAM = ["-c", "from oefening.cli import main; main()", "controleer"]
WAIT = 300
"""Seconds in which a busy machine shows what must come; starting alone takes seconds of computing."""

GOOD = SMALL_SCRIPT.read_text(encoding="utf-8")
BROKEN = GOOD.replace("formaat: 1", "formaat: 7")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A good script in a folder of its own."""
    path = tmp_path / "mijn.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def watching(script: Path) -> Iterator["pexpect.spawn[str]"]:
    """The program, watching that script, once it has checked it for the first time."""
    program = pexpect.spawn(
        sys.executable, [*PROGRAM, str(script), "--kijk"], dimensions=(36, 120), encoding="utf-8", timeout=WAIT,
        env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    program.expect("in orde")
    program.expect("Ctrl-C")
    yield program
    program.close(force=True)


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_renaming(path: Path, text: str) -> None:
    other = path.with_suffix(".tmp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def anew(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [in_place, by_renaming, anew])
def test_a_saved_script_is_checked_again(
    watching: "pexpect.spawn[str]", script: Path, save: Callable[[Path, str], None]
) -> None:
    save(script, BROKEN)
    watching.expect("1 probleem gevonden")
    watching.expect("Ctrl-C")
    save(script, GOOD)
    watching.expect("in orde")


def test_a_script_that_is_gone_is_told_and_waited_for(watching: "pexpect.spawn[str]", script: Path) -> None:
    script.unlink()
    watching.expect("is er niet")
    watching.expect("Ctrl-C")
    in_place(script, GOOD)
    watching.expect("in orde")


def test_a_script_new_in_a_watched_folder_is_checked(script: Path) -> None:
    program = pexpect.spawn(
        sys.executable, [*PROGRAM, str(script.parent), "--kijk"], dimensions=(36, 120), encoding="utf-8", timeout=WAIT
    )
    program.expect("Ctrl-C")
    shutil.copy(script, script.with_name("tweede.yaml"))
    program.expect("tweede.yaml: in orde")
    program.close(force=True)


def test_ctrl_c_ends_watching_without_an_error(watching: "pexpect.spawn[str]") -> None:
    watching.sendintr()
    watching.expect("Gestopt met meekijken")
    watching.expect(pexpect.EOF)
    watching.close()
    assert watching.exitstatus == 0
    assert "Traceback" not in (watching.before or "")


def test_watching_does_not_go_with_json(tmp_path: Path, script: Path) -> None:
    outcome = called(tmp_path, "controleer", str(script), "--kijk", "--json")
    assert outcome.code == 2
    assert "gaan niet samen" in outcome.err
