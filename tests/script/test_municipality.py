"""Another municipality plays a script with its own places, without anyone editing the script."""

import re
from pathlib import Path

import pytest

from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.municipality import SHARED_TERMS, Municipality, load_municipality
from oefening.session.script_files import (
    MUNICIPALITIES,
    library_folder,
    load_municipality_file,
    load_script_file,
    municipality_files,
    script_files,
)
from tests.script.good_script import GOOD

PLACED = GOOD.replace("tempo: 8", "tempo: 8\nplaats: {gemeente: Buren, sporthal: de Kring}").replace(
    "tekst: Het water staat op {water}.", "tekst: 'In {gemeente} staat het water op {water}; {sporthal} is open.'"
)


def loaded(*own: tuple[str, str]) -> Script:
    script = load(Source("proef.yaml", PLACED.replace("titel: Proef", "titel: Proef in {gemeente}"), own))
    assert isinstance(script, Script)
    return script


def test_a_script_says_its_places_in_its_own_words_where_no_municipality_gives_others() -> None:
    assert loaded().title == "Proef in Buren"
    assert loaded().injects[0].text == "In Buren staat het water op {water}; de Kring is open."


def test_a_municipality_replaces_the_places_it_names_and_leaves_the_others() -> None:
    script = loaded(("gemeente", "Nijmegen"))
    assert script.title == "Proef in Nijmegen"
    assert script.injects[0].text == "In Nijmegen staat het water op {water}; de Kring is open."


def municipality(text: str) -> Municipality | list[str]:
    found = load_municipality(Source("hier.yaml", text), SHARED_TERMS)
    return found if isinstance(found, Municipality) else [problem.rule for problem in found]


def test_the_words_of_a_municipality_are_checked_like_a_script() -> None:
    good = "formaat: 1\ngemeente: Hier\nplaats:\n  gemeente: Hier\n"
    assert isinstance(municipality(good), Municipality)
    assert municipality(good + "  sporthall: De Bal\n") == ["onbekend-plaats"]
    assert municipality(good + "  sporthal: De {gemeente}\n") == ["plaats-in-plaats"]
    assert municipality(good.replace("gemeente: Hier\nplaats", "plaats")) == ["ontbreekt"]
    assert municipality("") == ["leeg"]
    assert municipality(good + "  gemeente: Daar\n") == ["dubbele-sleutel"]


@pytest.mark.parametrize("path", municipality_files(library_folder()), ids=lambda path: path.stem)
def test_every_municipality_of_the_library_serves_every_script(path: Path) -> None:
    _source, words = load_municipality_file(path)
    assert isinstance(words, Municipality)
    assert dict(words.terms).keys() == SHARED_TERMS.keys()
    for script in script_files(library_folder()):
        assert isinstance(load_script_file(script, words)[1], Script)


def test_the_template_names_every_place_with_its_meaning() -> None:
    text = (library_folder() / MUNICIPALITIES / "sjabloon.yaml").read_text(encoding="utf-8")
    written = dict(re.findall(r"^  (\w+): +\"…\" +# (.+)$", text, re.MULTILINE))
    assert written == SHARED_TERMS


def test_the_scripts_of_the_library_use_the_shared_names_for_what_they_mean() -> None:
    """A municipality that fills in the shared names has most of every script in its own words."""
    for path in script_files(library_folder()):
        _source, script = load_script_file(path)
        assert isinstance(script, Script)
        own = [name for name, _words in script.terms if name not in SHARED_TERMS]
        assert len(own) <= len(script.terms) / 2, f"{path.stem}: {own}"
