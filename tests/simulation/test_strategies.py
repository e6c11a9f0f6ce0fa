"""Simulated teams in their styles: how they decide shows in when, and in what becomes of the goals."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from oefening.debrief.rating import WorldRating, rate
from oefening.engine.commands import Start
from oefening.explore.indicator_states import RANKS
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.session.session import Session, new_session, open_session
from oefening.simulation.players import choices_for_session, next_command, play
from oefening.simulation.strategies import Strategy

SCRIPT = """\
formaat: 1
id: proef
titel: Proef
samenvatting: Het water zakt, twee keer.
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
"""

QUESTION = """\
  - id: druk-weg-{number}
    op: "0{number}:05"
    aan: [beleid]
    kanaal: waarneming
    tekst: Het water zakt.
    gevolgen: [{{indicator: water, verandering: -30}}]
    beslispunt:
      vraag: Wat doet u?
      soort: keuze
      termijn: 40 min
      opties:
        - {{id: tanks, tekst: Tanks., gevolgen: [{{indicator: water, verandering: 30, na: 30 min}}]}}
        - {{id: wachten, tekst: Wachten.}}
        - {{id: aftappen, tekst: Aftappen., gevolgen: [{{indicator: water, verandering: -30}}]}}
"""


def begun(path: Path, style: Strategy, seed: int = 4) -> Session:
    source = Source("proef.yaml", SCRIPT + "".join(QUESTION.format(number=number) for number in range(3)))
    script = load(source)
    assert isinstance(script, Script)
    session = new_session(path, source, script, datetime.now(UTC))
    session.submit(Start(("een",), simulation=seed, style=style.value))
    return session


def rated(path: Path, style: Strategy) -> WorldRating:
    with begun(path, style) as session:
        play(session)
        (world,) = rate(session.compiled, session.events).worlds
        return world


def weighed(world: WorldRating) -> float:
    return sum(goal.goal.weight * (RANKS.index(goal.grade) + goal.minutes_below / 1e6) for goal in world.goals)


def test_the_best_teams_end_better_than_the_worst(tmp_path: Path) -> None:
    best, worst = (rated(tmp_path / f"{style}.oefening", style) for style in (Strategy.BEST, Strategy.WORST))
    chance = rated(tmp_path / "kans.oefening", Strategy.RANDOM)
    assert weighed(best) <= weighed(chance) <= weighed(worst)
    assert weighed(best) < weighed(worst)


def test_hasty_teams_decide_at_once_and_careful_teams_late(tmp_path: Path) -> None:
    taken = {}
    for style in (Strategy.HASTY, Strategy.CAREFUL):
        world = rated(tmp_path / f"{style}.oefening", style)
        states = [decision.state for decision in world.decisions]
        assert all(state.versions for state in states if not state.locked)
        taken[style] = [(s.versions[0].minute - s.opened) / (s.deadline - s.opened) for s in states if s.versions]
    assert max(taken[Strategy.HASTY]) < 0.15
    assert min(taken[Strategy.CAREFUL]) > 0.7


@pytest.mark.parametrize("style", [Strategy.CAREFUL, Strategy.WORST])
def test_an_interrupted_simulation_goes_on_in_its_style(tmp_path: Path, style: Strategy) -> None:
    whole, broken = tmp_path / "heel.oefening", tmp_path / "gebroken.oefening"
    with begun(whole, style) as session:
        play(session)
        events = session.events
    with begun(broken, style) as session:
        choices = choices_for_session(session)
        for _command in range(6):
            session.submit(next_command(session, choices))
    with open_session(broken, to_write=True) as session:
        session.catch_up()
        play(session)
        assert session.events == events
