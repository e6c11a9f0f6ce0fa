"""`oefening proefspel`: plays a script many times with simulated teams, each time in a real session file.

It shows whether anything breaks, and how often each goal gets which grade; the files are removed afterwards.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from attrs import frozen
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from oefening.cli.click_dutch import UserError, command
from oefening.cli.console import console, error_console
from oefening.cli.lookup import find_script
from oefening.cli.options import municipality_option, style_option
from oefening.debrief.rating import rate
from oefening.engine.commands import Start
from oefening.engine.compiled_script import compile_script
from oefening.engine.continuity import Grade
from oefening.script.diagnostics import Source
from oefening.script.model import Script
from oefening.session.session import new_session, open_session
from oefening.simulation.players import play
from oefening.simulation.strategies import Strategy, StrategyChoices, choices_for
from oefening.text.translation import _
from oefening.wording.names import GRADE_MARKS

MAX_RUNS = 10_000


@frozen
class TrialRun:
    """One exercise: its number of events, and the grade of each goal in the order of the script."""

    events: int
    grades: tuple[Grade, ...]


@command(
    "proefspel",
    "oefening proefspel kabelsabotage",
    "oefening proefspel mijn-draaiboek.yaml --keer 100 --zaad 1",
    "oefening proefspel cyberaanval --stijl best",
)
@click.argument("script_name", metavar="DRAAIBOEK")
@click.option(
    "--keer", "times", metavar="N", type=click.IntRange(1, MAX_RUNS), default=20, help=_("Hoeveel keer (20).")
)
@click.option(
    "--zaad",
    "seed",
    metavar="N",
    type=click.IntRange(0, 2**31 - 1 - MAX_RUNS),
    default=1,
    help=_("Het zaad van de eerste keer (1)."),
)
@style_option
@municipality_option
def trial_command(script_name: str, times: int, seed: int, style: str, municipality: str | None) -> None:
    """Plays, and prints how often each goal got which grade."""
    source, script = find_script(script_name, municipality)
    seeds = range(seed, seed + times)
    with error_console().status(_("De teams bereiden zich voor …")):
        choices = choices_for(compile_script(script), Strategy(style))
    with TemporaryDirectory() as folder:
        progress = track(seeds, description=_("Spelen"), console=error_console(), transient=True)
        runs = [_play_once(Path(folder), source, script, each, choices) for each in progress]
    _print_outcomes(console(), script, runs, seeds)


def _play_once(folder: Path, source: Source, script: Script, seed: int, choices: StrategyChoices) -> TrialRun:
    """Plays one exercise, then checks that the state read back from its file is the state that was played.

    Raises:
        UserError: the two differ.
    """
    path = folder / f"{seed}.oefening"
    with new_session(path, source, script, datetime.now(UTC)) as session:
        session.submit(Start((_("speelveld 1"),), simulation=seed, style=choices.strategy.value))
        play(session, choices)
        state, events = session.state, session.events
    with open_session(path, to_write=False) as again:
        if again.state != state:
            sentence = _("De oefening met zaad {seed} komt anders uit het bestand dan zij is gespeeld.")
            raise UserError(sentence.format(seed=seed), 1)
        (world,) = rate(again.compiled, events).worlds
    path.unlink()
    return TrialRun(len(events), tuple(goal.grade for goal in world.goals))


def _print_outcomes(screen: Console, script: Script, runs: Sequence[TrialRun], seeds: range) -> None:
    screen.print(Text(script.title, style="bold"))
    sentence = _("{times} keer gespeeld (zaad {first} tot en met {last}), {events} gebeurtenissen; elk bestand klopte.")
    total = sum(run.events for run in runs)
    screen.print(sentence.format(times=len(runs), first=seeds[0], last=seeds[-1], events=total))
    screen.print()
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1)
    for _grade in Grade:
        table.add_column(justify="right")
    table.add_row("", *(Text(f"{GRADE_MARKS[grade]} {grade.value}", style="dim") for grade in Grade))
    for index, goal in enumerate(script.goals):
        counts = Counter(run.grades[index] for run in runs)
        table.add_row(Text(goal.name), *(str(counts[grade]) for grade in Grade))
    screen.print(table)
