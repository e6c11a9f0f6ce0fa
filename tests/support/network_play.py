"""A whole draaiboek, played by many teams in programs of their own: what a test of that needs, wherever they run."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from oefening.engine.commands import Command, End
from oefening.net.protocol import converter
from tests.support.json_lines import Program
from tests.support.session_checks import (
    Figures,
    all_is_answered,
    all_is_kept_once,
    all_see_what_is_kept,
    figures_of,
    team_codes,
    told_by,
)

On = Callable[..., Sequence[str]]
"""How a command is run on some machine."""


def here(*words: str) -> Sequence[str]:
    """On this machine."""
    return words


def play_through(
    script: Path, worlds: int, folder: Path, address: str, leader_on: On, teams_on: Sequence[On]
) -> list[Figures]:
    """Has a leader and as many programs with teams as there are machines play a draaiboek to its end, and judges it.

    `address` is the leader's. Everything that was asked is in the session's file once, and everyone sees what is in it.
    What it was like is told for each machine.
    """
    with ExitStack() as stack:
        leader = Program("headless_leader", folder / "leider", leader_on)
        stack.callback(leader.close)
        names = [f"veld {number}" for number in range(1, worlds + 1)]
        opened = leader.submit("begin", script=str(script), worlds=names, announced=False)
        seats = [
            {"device": f"{number:032x}", "address": f"{address}:{opened['port']}", "code": code, "search": False}
            for number, (_place, code) in enumerate(team_codes(opened))
        ]
        programs = []
        for number, machine in enumerate(teams_on):
            program = Program("headless_teams", folder / f"teams-{number}", machine)
            stack.callback(program.close)
            programs.append(program)
            program.tell("join", seats=seats[number :: len(teams_on)])
        for program in programs:
            program.hear()
            program.submit("work")
        leader.submit("play", seconds=300.0)
        refusal = leader.submit("ask", command=converter.unstructure(End(), unstructure_as=Command))
        assert refusal == ""
        for program in programs:
            program.submit("rest")
        all_is_answered(programs)
        path, guests = Path(opened["path"]), told_by(programs)
        assert len(guests) == len(seats)
        assert all(any("over" in asking["text"] for asking in guest["askings"]) for guest in guests)
        all_is_kept_once(path, guests)
        all_see_what_is_kept(path, programs)
        return [figures_of(told_by([program])) for program in programs]
