"""`oefening vergelijk`: whether it is getting better, and which improvements came back as the same failure."""

from datetime import UTC, datetime
from pathlib import Path

from oefening.engine.answers import Choice
from oefening.engine.commands import Command, Decide, End, NoteImprovement, PassTime, Start
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.session import new_session
from tests.support.run_command import called

SCRIPT = """\
formaat: 1
id: proef
titel: Proef
samenvatting: Een proef.
niveau: kennismaking
speelduur: 30 min
start: 2026-11-16 07:30
tempo: 8
teams: {beleid: {naam: Beleidsteam, opdracht: Beslis.}}
indicatoren:
  water: {naam: Water, eenheid: "%", begin: 100, min: 0, max: 100}
  zorg: {naam: Zorg, eenheid: "%", begin: 100, min: 0, max: 100}
continuiteitsdoelen:
  drinken: {naam: Iedereen drinkt, indicator: water, basisniveau: 60, hersteltijd: 1 uur, maximale_uitval: 4 uur}
  hulp: {naam: Iedereen krijgt hulp, indicator: zorg, basisniveau: 60, hersteltijd: 1 uur, maximale_uitval: 4 uur}
injects:
  - id: druk
    op: "00:05"
    aan: [beleid]
    kanaal: waarneming
    tekst: De druk is weg en de thuiszorg ook.
    gevolgen: [{indicator: water, verandering: -50}, {indicator: zorg, verandering: -50}]
    beslispunt:
      vraag: Wat doet u?
      soort: keuze
      termijn: 30 min
      opties:
        - {id: tanks, tekst: Tankwagens., gevolgen: [{indicator: water, verandering: 50}]}
        - {id: zorg, tekst: Rijd langs., gevolgen: [{indicator: zorg, verandering: 50}]}
"""


def exercise(path: Path, year: int, answer: str, *improvements: NoteImprovement) -> None:
    """An exercise in which one of both was saved."""
    source = Source("proef.yaml", SCRIPT)
    script = load(source)
    assert isinstance(script, Script)
    with new_session(path, source, script, datetime(year, 11, 16, 9, 30, tzinfo=UTC)) as session:
        decide = Decide(0, "druk", Choice(answer), "")
        commands: list[Command] = [Start(("a",)), PassTime(Minutes(10)), decide, PassTime(Minutes(600)), End()]
        for command in (*commands, *improvements):
            assert isinstance(session.submit(command), tuple)


def test_two_years_side_by_side(tmp_path: Path) -> None:
    agreed = (
        NoteImprovement("Bestel tankwagens vooruit.", "AOV", "maart", "drinken"),
        NoteImprovement("Maak een lijst met kwetsbaren.", "Wmo", "mei", "hulp"),
        NoteImprovement("Koop stiften.", "", ""),
    )
    exercise(tmp_path / "oud.oefening", 2025, "tanks", *agreed)
    exercise(tmp_path / "nieuw.oefening", 2026, "tanks", NoteImprovement("Oefen vaker.", "", "", "hulp"))
    outcome = called(tmp_path, "vergelijk", "nieuw", "oud", "--formaat", "markdown")
    assert outcome.code == 0, outcome.err
    text = (tmp_path / "vergelijking van 2 oefeningen.md").read_text(encoding="utf-8")
    assert "- Gelijk aan de eerste keer: Iedereen drinkt en Iedereen krijgt hulp." in text
    assert "| Doel | Proef (16 november 2025) | Proef (16 november 2026) |" in text
    assert "| Iedereen krijgt hulp | ✖ niet behaald | ✖ niet behaald |" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    (tanks,) = [row for row in rows if "tankwagens" in row]
    (kwetsbaren,) = [row for row in rows if "kwetsbaren" in row]
    (stiften,) = [row for row in rows if "stiften" in row]
    (oefen,) = [row for row in rows if "Oefen vaker" in row]
    assert "opgelost: ● behaald" in tanks
    assert "kwam terug: ✖ niet behaald" in kwetsbaren
    assert "niet te volgen" in stiften
    assert "nog niet opnieuw beoefend" in oefen


def test_better_and_worse_are_told(tmp_path: Path) -> None:
    exercise(tmp_path / "oud.oefening", 2025, "tanks")
    exercise(tmp_path / "nieuw.oefening", 2026, "zorg")
    out = called(tmp_path, "vergelijk", "oud", "nieuw").out
    assert "Beter dan de eerste keer: Iedereen krijgt hulp." in out
    assert "Slechter dan de eerste keer: Iedereen drinkt." in out


def test_one_session_cannot_be_compared(tmp_path: Path) -> None:
    exercise(tmp_path / "oud.oefening", 2025, "tanks")
    outcome = called(tmp_path, "vergelijk", "oud", "oud")
    assert (outcome.code, outcome.err.strip()) == (2, "Noem ten minste twee verschillende sessies om te vergelijken.")
