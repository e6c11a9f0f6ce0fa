"""Exercises whose report the tests read: the library's, played by simulated teams, and one full of hostile text."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from oefening.debrief.report_model import Report
from oefening.engine.answers import Choice
from oefening.engine.commands import (
    Command,
    Decide,
    DecideUnasked,
    End,
    GiveFeedback,
    NoteImprovement,
    NoteObservation,
    PassTime,
    SendMessage,
    Start,
    WriteOnBoard,
)
from oefening.engine.events import BoardPart
from oefening.reporting.session_report import ReportOptions, report_of
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.units import Minutes
from oefening.session.script_files import library_folder, load_script_file
from oefening.session.session import Session, new_session
from oefening.simulation.players import choices_for_session, play

PLAYED_AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

SMALL = """\
formaat: 1
id: klein
titel: 'Klein{title}'
samenvatting: 'Kort.{nasty}'
niveau: kennismaking
speelduur: 30 min
start: 2026-11-16 07:30
tempo: 8
naloop: 1d
leerdoelen: [{{id: duiden, tekst: 'Duiden.{nasty}'}}]
teams:
  beleid: {{naam: 'Beleidsteam{nasty}', rollen: [burgemeester], opdracht: Beslis.}}
tegenspel:
  omroep: {{naam: 'Omroep{nasty}', antwoorden: [Ja.]}}
indicatoren:
  water: {{naam: 'Water{nasty}', eenheid: '%', begin: 100, min: 0, max: 100, zichtbaar: [beleid]}}
continuiteitsdoelen:
  drinken: {{naam: 'Drinken{nasty}', indicator: water, basisniveau: 60, hersteltijd: 1 uur, maximale_uitval: 4 uur}}
injects:
  - id: druk
    op: "00:05"
    aan: [beleid]
    van: omroep
    kanaal: telefoon
    onderwerp: 'De druk valt weg{nasty}'
    tekst: 'De druk is weg.'
    gevolgen: [{{indicator: water, verandering: -50}}]
    beslispunt:
      vraag: 'Wat doet u?{nasty}'
      soort: keuze
      termijn: 30 min
      opties:
        - {{id: tanks, tekst: 'Tankwagens.{nasty}', gevolgen: [{{indicator: water, verandering: 50}}]}}
        - {{id: wachten, tekst: 'Wachten.{nasty}', uitleg: 'Dat duurt.{nasty}'}}
    verwachtingen: [{{tekst: 'Het team belt.{nasty}', leerdoel: duiden}}]
"""


def small_script(nasty: str = "") -> tuple[Source, Script]:
    """A script of one question, with a piece of text at the end of everything that people read."""
    quoted = _behind(nasty).replace("'", "''")
    source = Source("klein.yaml", SMALL.format(title=quoted, nasty=quoted))
    script = load(source)
    assert isinstance(script, Script), script
    return source, script


def _behind(nasty: str) -> str:
    return f" {nasty}" if nasty else ""


def small_commands(nasty: str = "") -> list[Command]:
    """Everything that people can do in it and that a report tells."""
    nasty = _behind(nasty)
    return [
        PassTime(Minutes(8)),
        SendMessage(0, "beleid", "omroep", f"Weet u meer?{nasty}"),
        WriteOnBoard(0, "beleid", BoardPart.PICTURE, f"Geen water.{nasty}"),
        DecideUnasked(0, "beleid", f"Wij openen de balie.{nasty}", f"Rust.{nasty}"),
        NoteObservation(0, "beleid", f"Snel bij elkaar.{nasty}"),
        PassTime(Minutes(15)),
        *_answers(nasty),
        PassTime(Minutes(400)),
        End(),
        NoteImprovement(f"Bel eerder.{nasty}", f"J. Jansen{nasty}", f"maart{nasty}", "drinken"),
        GiveFeedback(4, 5, f"Leerzaam.{nasty}"),
    ]


def _answers(nasty: str) -> list[Command]:
    return [Decide(0, "druk", Choice("wachten"), f"Eerst zien.{nasty}")]


def session_of(folder: Path, source: Source, script: Script, commands: list[Command]) -> Session:
    """A session in which these commands were given, after the start of one world."""
    session = new_session(folder / "klein.oefening", source, script, PLAYED_AT)
    for command in (Start(("speelveld 1",)), *commands):
        answer = session.submit(command)
        assert isinstance(answer, tuple), answer
    return session


def small_report(nasty: str = "", wanted: ReportOptions | None = None, *, said: str = "") -> Report:
    """The report of the small exercise; `nasty` stands in the script and in what people said, `said` only there."""
    with TemporaryDirectory() as folder:
        source, script = small_script(nasty)
        with session_of(Path(folder), source, script, small_commands(nasty or said)) as session:
            return report_of(session, "klein.oefening", wanted or ReportOptions())


@cache
def library_report(name: str, seed: int, worlds: int = 1) -> Report:
    """The report of a script of the library, played by simulated teams."""
    source, script = load_script_file(library_folder() / f"{name}.yaml")
    assert isinstance(script, Script)
    names = tuple(f"speelveld {number}" for number in range(1, worlds + 1))
    with (
        TemporaryDirectory() as folder,
        new_session(Path(folder) / "proef.oefening", source, script, PLAYED_AT) as session,
    ):
        session.submit(Start(names, simulation=seed))
        play(session, choices_for_session(session))
        return report_of(session, "proef.oefening", ReportOptions())
