"""`oefening verken` as its user sees it."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.run_command import called

SCRIPT = """\
formaat: 1
id: proef
titel: Proef
samenvatting: Het water zakt.
niveau: kennismaking
speelduur: 90 min
start: 2026-11-16 07:30
tempo: 8
naloop: 1d
teams: {beleid: {naam: Beleidsteam, opdracht: Beslis.}}
indicatoren:
  water: {naam: Water, eenheid: "%", begin: 100, min: 0, max: 100}
continuiteitsdoelen:
  drinken: {naam: Water, indicator: water, basisniveau: 60, hersteltijd: 60 min, maximale_uitval: 4 uur}
injects:
  - id: druk-weg
    op: "00:05"
    aan: [beleid]
    kanaal: waarneming
    tekst: Het water zakt.
    gevolgen: [{indicator: water, verandering: -45}]
    beslispunt:
      vraag: Wat doet u?
      soort: keuze
      termijn: 20 min
      opties:
        - {id: tanks, tekst: Tanks., gevolgen: [{indicator: water, verandering: 20, na: 30 min}]}
        - {id: wachten, tekst: Wachten.}
  - id: nooit
    zodra: water < 30
    aan: [beleid]
    kanaal: waarneming
    tekst: Er is niets meer.
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A small script with a fault and a decision that is no dilemma."""
    path = tmp_path / "proef.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_a_fault_is_told_with_its_place_and_gives_exit_code_one(tmp_path: Path, script: Path) -> None:
    outcome = called(tmp_path, "verken", str(script), COLUMNS="200")
    assert outcome.code == 1
    assert f"{script}:29:9" in outcome.out
    assert "Inject ‘nooit’ komt op geen enkel pad voor." in outcome.out
    assert "1 van 1 doelen: elk pad is verkend" in outcome.out


def test_a_fault_that_is_accepted_is_told_apart_and_gives_exit_code_zero(tmp_path: Path, script: Path) -> None:
    accepted = "aanvaard: [{bevinding: inject-komt-nooit, bij: nooit, reden: Komt in deel twee.}]\n"
    script.write_text(SCRIPT + accepted, encoding="utf-8")
    outcome = called(tmp_path, "verken", str(script))
    assert outcome.code == 0
    assert "Komt in deel twee." in outcome.out


def test_json_gives_the_exact_outcomes_and_the_findings(tmp_path: Path, script: Path) -> None:
    found = json.loads(called(tmp_path, "verken", str(script), "--json").out)
    (goal,) = found["doelen"]
    assert found["volledig"] is True
    assert goal["best"] == {"oordeel": "behaald", "minuten_onder": 40, "gemis": 45 * 40 / 60 + 25 * (1440 - 20) / 60}
    assert goal["slechtst"]["oordeel"] == "niet behaald"
    assert goal["gemiddeld"]["aandeel_per_oordeel"]["behaald"] == pytest.approx(1 / 3)
    assert {finding["soort"] for finding in found["bevindingen"]} >= {"inject-komt-nooit", "optie-altijd-best"}


def test_deciding_at_once_changes_what_can_come_of_a_goal(tmp_path: Path, script: Path) -> None:
    found = json.loads(called(tmp_path, "verken", str(script), "--json", "--momenten", "3").out)
    assert found["doelen"][0]["best"]["minuten_onder"] == 30


def test_a_moment_that_is_no_choice_is_refused_in_one_sentence(tmp_path: Path, script: Path) -> None:
    outcome = called(tmp_path, "verken", str(script), "--momenten", "2")
    assert outcome.code == 2
    assert "--momenten" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_script_without_goals_and_decisions_is_explored_too(tmp_path: Path, script: Path) -> None:
    begin, rest = SCRIPT.split("continuiteitsdoelen:")
    script.write_text(begin + "injects:" + rest.split("injects:")[1].split("    beslispunt:")[0], encoding="utf-8")
    outcome = called(tmp_path, "verken", str(script))
    assert outcome.code == 0
    assert "heeft geen continuïteitsdoelen" in outcome.out


class Outside(HTMLParser):
    """Collects what a page would fetch, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attributes if name in ("src", "href", "data", "xlink:href")]
        if tag in ("script", "link", "iframe", "img"):
            self.fetched.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_nothing_beside_it_and_says_what_the_terminal_says(script: Path, tmp_path: Path) -> None:
    hostile = script.read_text(encoding="utf-8").replace("titel: Proef", "titel: '<script>alert(1)</script> & co'")
    script.write_text(hostile, encoding="utf-8")
    outcome = called(tmp_path, "verken", str(script), "--html", str(tmp_path / "proef.html"))
    assert outcome.code == 1
    page = (tmp_path / "proef.html").read_text(encoding="utf-8")
    found = Outside()
    found.feed(page)
    assert found.fetched == []
    text = " ".join(" ".join(found.words).split())
    assert "<script>alert(1)</script> & co" in text
    assert "Inject ‘nooit’ komt op geen enkel pad voor." in text
    assert "druk-weg" in text
    assert "Beleidsteam" in text


def test_a_page_that_cannot_be_written_is_one_sentence(script: Path, tmp_path: Path) -> None:
    outcome = called(tmp_path, "verken", str(script), "--html", str(tmp_path / "er-niet" / "proef.html"))
    assert outcome.code == 1
    assert "kan niet worden geschreven" in outcome.err
    assert "Traceback" not in outcome.err


def test_the_branches_show_what_only_one_answer_brings(script: Path, tmp_path: Path) -> None:
    after = SCRIPT.replace("zodra: water < 30", 'op: "02:00"\n    als: besluit.druk-weg = tanks')
    script.write_text(after, encoding="utf-8")
    found = json.loads(called(tmp_path, "verken", str(script), "--json").out)
    (fork,) = found["takken"]
    brings = {way["antwoord"]: way["alleen_hierna"] for way in fork["antwoorden"]}
    assert brings == {"tanks": ["nooit"], "wachten": [], None: []}
    assert sum(way["aandeel_hier"] for way in fork["antwoorden"]) == pytest.approx(1)
    assert len(found["doelen"][0]["kwartielen_minuten_onder"]) == 3
    assert found["werkdruk"]["beleid"][0]["minuten_meest"] > 2
