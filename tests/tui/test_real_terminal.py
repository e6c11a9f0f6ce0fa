"""The program in a real terminal: what a kill leaves, what a second one sees, what a narrow window does."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oefening.engine.events import InjectDelivered
from oefening.session.session import open_session
from oefening.session.workspace import Workspace
from tests.support import SMALL_SCRIPT

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pexpect

PROGRAM = ["-c", "from oefening.cli import main; main()"]
BETWEEN = r"(?:\x1b\[[^A-Za-z]*[A-Za-z])*"
"""The cursor moves and colours that may stand between two letters."""

WAIT = 60
"""Seconds in which a slow machine shows what must come."""


class Terminals:
    """Programs in terminals, all over the same folder."""

    def __init__(self, folder: Path) -> None:
        self._environment = {**os.environ, "OEFENING_MAP": str(folder), "TERM": "xterm-256color"}
        self._open: list[pexpect.spawn[str]] = []

    def run(self, *arguments: str) -> "pexpect.spawn[str]":
        """A program that was just started."""
        program = pexpect.spawn(
            sys.executable,
            [*PROGRAM, *arguments],
            env=self._environment,
            dimensions=(36, 120),
            encoding="utf-8",
            timeout=WAIT,
        )
        self._open.append(program)
        return program

    def close(self) -> None:
        """Ends them all."""
        for program in self._open:
            program.close(force=True)


def shows(program: "pexpect.spawn[str]", words: str) -> None:
    """Waits until these words are painted, in one go or in pieces: a screen is painted anew only where it changed."""
    program.expect(BETWEEN.join(map(re.escape, words)))


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[Terminals]:
    """Terminals that are closed afterwards."""
    workspace = Workspace(tmp_path)
    workspace.settings.put("rondleidingen", "begin regie")
    found = Terminals(tmp_path)
    yield found
    found.close()


def test_a_killed_exercise_goes_on_where_it_was(terminals: Terminals, tmp_path: Path) -> None:
    first = terminals.run("speel", str(SMALL_SCRIPT))
    shows(first, "Beginnen")
    first.send("\x13")
    shows(first, "Logboek")
    first.send("n")
    shows(first, "Verstuurd")
    first.kill(signal.SIGKILL)
    first.expect(pexpect.EOF)
    path = next(tmp_path.glob("*.oefening"))
    with open_session(path, to_write=False) as session:
        assert [event.inject for event in session.events if isinstance(event, InjectDelivered)] == ["eerste"]
    second = terminals.run("hervat")
    shows(second, "Leiding gebroken")
    shows(second, "Logboek")


def test_a_second_leader_hears_that_there_is_one(terminals: Terminals) -> None:
    first = terminals.run("speel", str(SMALL_SCRIPT))
    shows(first, "Beginnen")
    first.send("\x13")
    shows(first, "Logboek")
    second = terminals.run("hervat")
    shows(second, "al in gebruik")
    second.expect(pexpect.EOF)
    second.wait()
    assert second.exitstatus == 1


def test_the_program_leaves_saying_where_everything_is(terminals: Terminals) -> None:
    program = terminals.run("speel", str(SMALL_SCRIPT))
    shows(program, "Beginnen")
    program.send("\x13")
    shows(program, "Logboek")
    program.setwinsize(10, 40)
    program.setwinsize(36, 120)
    program.send("\x11")
    shows(program, "nog bezig")
    program.send("j")
    shows(program, "Sessie: ")
    shows(program, "oefening hervat")
    program.expect(pexpect.EOF)
    program.wait()
    assert program.exitstatus == 0
