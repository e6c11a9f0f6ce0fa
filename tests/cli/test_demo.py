"""`demo` plays a whole exercise and leaves a session and a report; `verslag` and `hervat` go on from there."""

import os
import re
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from oefening.session.session import open_session
from oefening.store.sqlite_log import open_log
from tests.support.run_command import called, called_in_a_process, only_session


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which a demo was played, and what it showed."""
    folder = tmp_path_factory.mktemp("demo")
    outcome = called(folder, "demo", "--snel")
    assert outcome.code == 0, outcome.err
    return folder, outcome.out


def test_a_demo_shows_what_happens_and_says_where_everything_is(shown: tuple[Path, str]) -> None:
    folder, out = shown
    session = only_session(folder)
    assert out.startswith("Kabelsabotage op de Noordzee")
    assert "00:00  klok          De oefening begint" in out
    assert f"Sessie:  {session}" in out
    assert f"Verslag: {session.with_suffix('.html')}" in out
    assert session.with_suffix(".html").exists()


def test_the_default_demo_shows_every_grade(shown: tuple[Path, str]) -> None:
    _folder, out = shown
    for mark in ("● behaald", "▲ onder druk", "◆ kritiek", "✖ niet behaald"):
        assert mark in out


class Page(HTMLParser):
    """What a page asks of the world around it, and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []
        self.charts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br", "col", "line", "rect", "polyline", "path"}:
            self.open.append(tag)
        self.charts += tag == "svg"
        self.outside += [
            value or "" for name, value in attrs if name in {"src", "href"} and not (value or "").startswith("#")
        ]
        if tag in {"link", "iframe", "img"}:
            self.outside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"line", "rect", "polyline", "path"}:
            assert self.open.pop() == tag


def test_the_report_is_one_page_that_needs_nothing_beside_it(shown: tuple[Path, str]) -> None:
    folder, _out = shown
    text = only_session(folder).with_suffix(".html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.outside == []
    assert page.charts == 6
    assert "url(" not in text
    assert "gesimuleerde teams, zaad 7" in text
    assert re.search(r"\{\w+\}|\{%|None", re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)) is None


def test_the_report_can_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path
    assert called(folder, "demo", "micro-stroom", "--snel").code == 0
    report = only_session(folder).with_suffix(".html")
    before = report.read_text(encoding="utf-8")
    report.unlink()
    again = called(folder, "verslag")
    assert again.code == 0
    assert "Voor het bestuur" in again.out
    assert f"Verslag: {report}" in again.out
    assert report.read_text(encoding="utf-8") == before


def test_an_exercise_that_ended_is_not_resumed(shown: tuple[Path, str]) -> None:
    folder, _out = shown
    name = only_session(folder).stem
    outcome = called(folder, "hervat", name)
    assert outcome.code == 1
    assert outcome.err.split() == (
        f'Deze oefening is al afgelopen; bekijk het verslag met: oefening verslag "{name}"'.split()
    )


def test_two_processes_play_the_same_exercise(tmp_path: Path) -> None:
    kept = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        arguments = ("demo", "micro-cyber", "--zaad", "3", "--snel")
        assert called_in_a_process(folder, *arguments, PYTHONHASHSEED=seed).code == 0
        with open_log(only_session(folder), to_write=False) as log:
            kept.append([record.entry for record in log.records()])
    assert kept[0] == kept[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_demo_that_was_killed_goes_on(tmp_path: Path) -> None:
    killed, uninterrupted = tmp_path / "gedood", tmp_path / "heel"
    arguments = ("demo", "micro-stroom", "--snel")
    assert called(uninterrupted, *arguments).code == 0
    environment = {**os.environ, "OEFENING_MAP": str(killed)}
    command = [sys.executable, "-u", "-c", "from oefening.cli import main; main()", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout
    for _line in range(20):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    half = called(killed, "verslag")
    assert half.code == 0
    assert "De oefening is nog niet afgelopen" in half.out
    assert called(killed, "hervat", "--snel").code == 0
    with (
        open_session(only_session(killed), to_write=False) as resumed,
        open_session(only_session(uninterrupted), to_write=False) as whole,
    ):
        assert resumed.events == whole.events
