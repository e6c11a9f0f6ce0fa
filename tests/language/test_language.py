"""The library's Dutch: words that exist, and sentences that are short enough (B1)."""

from itertools import pairwise
from pathlib import Path

import pytest

from oefening.script.model import Script
from oefening.session.script_files import library_folder, load_script_file, script_files
from tests.support.dutch_spelling import dictionary_is_there, sentences, texts, unknown_words

SCRIPTS = script_files(library_folder())

MOST_LONG = 0.02
"""The share of sentences that may be longer than plain Dutch likes."""


def script_at(path: Path) -> Script:
    _source, script = load_script_file(path)
    assert isinstance(script, Script)
    return script


@pytest.mark.skipif(not dictionary_is_there(), reason="needs hunspell with the Dutch dictionary")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_word_is_dutch_or_a_name(path: Path) -> None:
    assert unknown_words(script_at(path)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_sentences_are_short(path: Path) -> None:
    found = sentences(script_at(path))
    assert len(found.long) <= MOST_LONG * found.number, found.long
    assert found.mean < 12


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_word_stands_twice_in_a_row(path: Path) -> None:
    doubled = []
    for text in texts(script_at(path)):
        words = text.lower().split()
        doubled += [f"{a} {b}" for a, b in pairwise(words) if a == b and a.isalpha()]
    assert [pair for pair in doubled if pair.split()[0] not in FINE_TWICE] == []


FINE_TWICE = {"ja", "nee", "heel", "stap", "die", "dat", "zo", "en"}
"""Words that people do say twice, or that end one clause and begin the next."""
