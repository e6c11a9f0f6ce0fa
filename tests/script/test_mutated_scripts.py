"""Whatever is done to a script's text, the answer is a script or problems, and soon: never an exception."""

import random
import time
from functools import cache

import pytest
import yaml

from oefening.script.diagnostics import Source, render
from oefening.script.load import load
from oefening.script.model import Script
from oefening.session.script_files import library_folder, script_files
from tests.script.good_script import GOOD

MUTATIONS = 2_000
BATCH = 100
EVERY_DAY = 2
"""Batches that belong to the run of every day; the others are among the longer tests."""

LONGEST = 10
"""How many times longer an answer may take than reading `YARDSTICK` as mere YAML, on the same machine at that time."""

YARDSTICK = "a: [" + "x, " * 90_000 + "x]"


@cache
def longest_seconds() -> float:
    """Seconds of processor time for one answer; the worst bomb takes a fifth of it."""
    begin = time.process_time()
    yaml.load(YARDSTICK, Loader=yaml.CSafeLoader)
    return LONGEST * (time.process_time() - begin)


NASTY = (
    "", "~", "null", "true", "-1", "0", "99999999999999999999", "1e999", ".inf", "0x10", "-", "--", "[", "]", "{", "}",
    ":", "?", "*x", "&x", "!!python/object:os.system", "|", ">", "\t", "\x00", "\u2028", "😀", "'", '"', "{water}",
    "{{}}", "#", "en", "niet", "besluit.", "feit.", "geen", "(" * 50, "a" * 5_000, "00:99", "2d", "-2 per eeuw", "\r",
    "---", "...",
)  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to four pieces of it damaged."""
    for _time in range(chance.randint(1, 4)):
        lines = text.split("\n")
        place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(8):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[other])
            case 2:
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                lines[place] = " " * chance.randrange(12) + lines[place].lstrip()
            case 4:
                head, _colon, _tail = lines[place].partition(":")
                lines[place] = f"{head}: {chance.choice(NASTY)}"
            case 5:
                words = lines[place].split(" ")
                words[chance.randrange(len(words))] = chance.choice(NASTY)
                lines[place] = " ".join(words)
            case 6:
                column = chance.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:column] + chance.choice(NASTY) + lines[place][column:]
            case 7:
                end = min(len(lines), place + chance.randrange(1, 30))
                lines[place:end] = []
        text = "\n".join(lines) or "x"
    return text


@pytest.mark.parametrize(
    "batch",
    [
        batch if batch < EVERY_DAY else pytest.param(batch, marks=pytest.mark.long)
        for batch in range(MUTATIONS // BATCH)
    ],
)
def test_a_damaged_script_is_answered(batch: int) -> None:
    library = [path.read_text(encoding="utf-8") for path in script_files(library_folder())]
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        chance = random.Random(number)
        text = mutated(chance.choice([GOOD, GOOD, GOOD, *library]), chance)
        source = Source("proef.yaml", text)
        begin = time.process_time()
        answer = load(source)
        seconds = time.process_time() - begin
        assert seconds < longest_seconds(), f"script {number} took {seconds:.2f} s"
        if not isinstance(answer, Script):
            assert answer
            assert all(render(problem, source).startswith("proef.yaml:") for problem in answer)


def test_damage_is_usually_found() -> None:
    """Otherwise the mutations above would show nothing."""
    found = sum(not isinstance(load(Source("x", mutated(GOOD, random.Random(n)))), Script) for n in range(200))
    assert found > 100


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)
BOMBS = {
    "aliassen": ALIAS_BOMB,
    "10 MB lijsten in lijsten": "titel: " + "[" * 10_000_000,
    "bijna 2 MB lijsten in lijsten": "titel: " + "[" * 1_900_000,
    "bijna 2 MB inspringen": "".join(" " * n + "a:\n" for n in range(1_900)),
    "1 MB voorwaarde": GOOD.replace("diesel <= 1", "diesel <= 1" + " en diesel <= 1" * 70_000),
    "1 MB haakjes": GOOD.replace("diesel <= 1", "(" * 500_000 + "diesel <= 1" + ")" * 500_000),
    "voorwaarde met veel gevallen": GOOD.replace("diesel <= 1", " en ".join(["(diesel < 1 of water < 1)"] * 35)),
    "100.000 onbekende namen": GOOD.replace("aan: [zorgteam]", "aan: [" + "zorgtaem, " * 90_000 + "x]"),
    "een sleutel van 1 MB": f"{'k' * 1_000_000}: 1",
    "een getal van 1 MB": GOOD.replace("tempo: 8", "tempo: " + "9" * 1_000_000),
    "een id van 1 MB": GOOD.replace("id: proef", "id: " + "p" * 1_000_000),
    "veel gelijke sleutels": "a: 1\n" * 90_000,
    "200 injects in een kring": GOOD + "".join(
        f"  - {{id: k{n}, na: {{inject: k{(n + 1) % 200}}}, aan: [beleid], van: omroep, kanaal: radio, tekst: t}}\n"
        for n in range(200)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_quickly(name: str) -> None:
    source = Source("bom.yaml", BOMBS[name])
    longest, begin = longest_seconds(), time.process_time()
    answer = load(source)
    shown = "" if isinstance(answer, Script) else "".join(render(problem, source) for problem in answer)
    assert time.process_time() - begin < longest
    assert isinstance(answer, Script) or len(shown) < 100_000


def test_the_bombs_that_say_nothing_sensible_are_not_scripts() -> None:
    sensible = {"voorwaarde met veel gevallen"}
    scripts = {name for name, text in BOMBS.items() if isinstance(load(Source("bom.yaml", text)), Script)}
    assert scripts <= sensible
