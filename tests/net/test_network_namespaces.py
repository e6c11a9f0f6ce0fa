"""A leader and teams on machines of their own, with networks between them as bad as in any room.

Each machine is a network namespace; what lies between them is a switch of the tests, that loses and delays.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("network namespaces are Linux's", allow_module_level=True)

from oefening.engine.answers import Choice
from oefening.engine.commands import Command, Decide, End, PassTime, WriteOnBoard
from oefening.engine.events import BoardPart
from oefening.net.protocol import converter
from oefening.script.units import Minutes
from oefening.session.script_files import library_folder
from tests.support import SMALL_SCRIPT
from tests.support.json_lines import Program
from tests.support.network_namespaces import Machine, Network, network, why_not
from tests.support.network_play import play_through
from tests.support.session_checks import (
    GuestTold,
    all_is_answered,
    all_is_kept_once,
    all_see_what_is_kept,
    figures_of,
    notes_in,
    team_codes,
    told_by,
    until,
)
from tests.support.terminals import terminal
from tests.support.virtual_switch import Cable

pytestmark = pytest.mark.long


CTRL_S = "\x13"

CUT_OFF = 15.0
"""Seconds that a team is cut off: longer than it takes to notice."""

LINES = (
    Cable(),
    Cable(delay=0.02),
    Cable(delay=0.1, jitter=0.05),
    Cable(delay=0.2, loss=0.05),
    Cable(delay=0.3, loss=0.15),
)


@pytest.fixture
def net() -> Iterator[Network]:
    """A network without machines yet."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with network() as found:
        yield found


@contextmanager
def loose_cable(machine: Machine, away: float = 3.0, every: float = 10.0) -> Iterator[None]:
    """A machine whose cable falls out time and again."""
    over = threading.Event()

    def fall_out() -> None:
        while not over.wait(every - away):
            machine.plug_out()
            over.wait(away)
            machine.plug_in()

    thread = threading.Thread(target=fall_out)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_thirty_teams_on_bad_lines_play_a_draaiboek_and_all_they_did_is_kept_once(net: Network, tmp_path: Path) -> None:
    begun = time.monotonic()
    leader = net.add()
    machines = [net.add(line) for line in LINES] + [net.add()]
    with loose_cable(machines[-1]):
        script, teams = library_folder() / "kabelsabotage.yaml", [machine.command for machine in machines]
        figures = play_through(script, 10, tmp_path, leader.address, leader.command, teams)
    print(f"{time.monotonic() - begun:.0f} s", *figures, sep="\n")
    assert sum(each.granted for each in figures) >= 130
    assert figures[-2].later
    assert all(machine.port.lost for machine in machines[3:5])


class Table:
    """A leader on a machine, and teams on others that have joined; `opened` is what the leader said."""

    def __init__(
        self, net: Network, folder: Path, script: Path = SMALL_SCRIPT, worlds: int = 1, *, announced: bool = False
    ):
        self.net, self.folder = net, folder
        self.machine = net.add()
        self.leader = Program("headless_leader", folder / "leider", self.machine.command)
        self.programs = [self.leader]
        self.teams: list[Program] = []
        names = [f"veld {number}" for number in range(1, worlds + 1)]
        self.opened = self.leader.submit("begin", script=str(script), worlds=names, announced=announced)
        self.codes = team_codes(self.opened)

    @property
    def path(self) -> Path:
        """The session's file."""
        return Path(self.opened["path"])

    def join(self, numbers: Sequence[int], *, search: bool = False) -> Machine:
        """Has teams, by their number, join from one new machine."""
        machine = self.net.add()
        program = Program("headless_teams", self.folder / f"teams-{machine.address}", machine.command)
        self.programs.append(program)
        self.teams.append(program)
        where = f"{self.machine.address}:{self.opened['port']}"
        seats = [
            {"device": device(number), "address": where, "code": self.codes[number][1], "search": search}
            for number in numbers
        ]
        program.submit("join", seats=seats)
        return machine

    def resume(self, path: Path) -> Machine:
        """Has another leader go on with a copy of a session's file, on a machine of its own."""
        machine = self.net.add()
        folder = self.folder / f"leider-{machine.address}"
        folder.mkdir()
        copy = Path(shutil.copy(path, folder / path.name))
        self.leader = Program("headless_leader", folder, machine.command)
        self.programs.append(self.leader)
        self.opened = self.leader.submit("resume", path=str(copy))
        return machine

    def leads(self, *commands: Command) -> None:
        """Has the leader do what is granted."""
        for command in commands:
            assert self.leader.submit("ask", command=wire(command)) == ""

    def close(self) -> None:
        """Ends all programs."""
        for program in self.programs:
            program.close()


@contextmanager
def table(
    net: Network, folder: Path, script: Path = SMALL_SCRIPT, worlds: int = 1, *, announced: bool = False
) -> Iterator[Table]:
    """A leader who has begun; afterwards no program runs on."""
    found = Table(net, folder, script, worlds, announced=announced)
    try:
        yield found
    finally:
        found.close()


def device(number: int) -> str:
    """The device of a team, by its number."""
    return f"{number:032x}"


def wire(command: Command) -> object:
    """A command as it is told to a program."""
    return converter.unstructure(command, unstructure_as=Command)


def guest(program: Program) -> GuestTold:
    """What the only guest of a program has to tell."""
    (found,) = told_by([program])
    return found


def writes(program: Program, number: int, text: str, world: int = 0, team: str = "beleid") -> Any:
    """What came of a team's writing on its board."""
    command = WriteOnBoard(world, team, BoardPart.PICTURE, text)
    return program.submit("ask", device=device(number), command=wire(command))


@pytest.mark.parametrize("notices", [True, False], ids=["kabel eruit", "stil weg"])
def test_a_team_that_is_cut_off_goes_on_and_all_it_did_arrives_once(
    net: Network, tmp_path: Path, notices: bool
) -> None:
    with table(net, tmp_path) as exercise:
        exercise.leads(PassTime(Minutes(6)))
        away, _other = exercise.join([0]), exercise.join([1])
        mine, other = exercise.teams
        cut_at = time.monotonic()
        away.plug_out() if notices else away.cable(Cable(cut=True))
        decision = Decide(0, "eerste", Choice("open"), "waterpunten, nu over eerste ")
        first = mine.submit("ask", device=device(0), command=wire(decision))
        assert first["refusal"] is None
        writes(mine, 0, "wij zien niets")
        assert guest(mine)["waiting"] == 2
        until(lambda: not guest(mine)["connected"], "the guest knows that it is cut off", CUT_OFF)
        alone = guest(mine)
        assert alone["since"]
        assert [point["id"] for point in alone["view"]["points"]] == ["eerste"]
        exercise.leads(PassTime(Minutes(30)))
        assert writes(other, 1, "wij zien alles", team="zorg")["refusal"] == ""
        writes(mine, 0, "nog steeds niets")
        time.sleep(max(0.0, cut_at + CUT_OFF - time.monotonic()))
        assert guest(mine)["waiting"] == 3
        away.plug_in() if notices else away.cable(Cable())
        healed = time.monotonic()
        all_is_answered(exercise.teams)
        print(f"arrived {time.monotonic() - healed:.1f} s after the network was back")
        back = guest(mine)
        assert back["connected"]
        assert not back["since"]
        late, *granted = back["askings"]
        assert "termijn" in late["refusal"]
        assert [asking["refusal"] for asking in granted] == ["", ""]
        assert (back["losses"], guest(other)["losses"]) == (1, 0)
        all_is_kept_once(exercise.path, told_by(exercise.teams))
        all_see_what_is_kept(exercise.path, exercise.teams)
        ((note, words),) = notes_in(exercise.path)
        assert note.origin is not None
        assert f"{note.origin.claimed_at.astimezone():%H:%M:%S}" in words
        assert (note.written_at - note.origin.claimed_at).total_seconds() > CUT_OFF / 2


def test_an_answer_that_came_in_but_was_never_confirmed_counts_once(net: Network, tmp_path: Path) -> None:
    with table(net, tmp_path) as exercise:
        exercise.leads(PassTime(Minutes(6)))
        deaf = exercise.join([0])
        (team,) = exercise.teams
        deaf.cable(Cable(deaf=True))
        decision = Decide(0, "eerste", Choice("open"), "waterpunten, nu over eerste ")
        assert team.submit("ask", device=device(0), command=wire(decision))["refusal"] is None
        until(lambda: not exercise.leader.submit("open"), "the answer came in")
        exercise.leads(PassTime(Minutes(30)))
        until(lambda: not guest(team)["connected"], "the guest knows that it is cut off", CUT_OFF)
        assert guest(team)["waiting"] == 1
        deaf.cable(Cable())
        all_is_answered(exercise.teams)
        assert [asking["refusal"] for asking in guest(team)["askings"]] == [""]
        all_is_kept_once(exercise.path, told_by(exercise.teams))
        all_see_what_is_kept(exercise.path, exercise.teams)


def test_a_leader_whose_laptop_dies_goes_on_from_another_one_and_teams_find_it(net: Network, tmp_path: Path) -> None:
    with table(net, tmp_path, library_folder() / "kabelsabotage.yaml", 2, announced=True) as exercise:
        exercise.join([0, 1, 2], search=True)
        exercise.join([3, 4, 5], search=True)
        dies_while_teams_work(exercise)
        for number in range(6):
            asked_in_vain(exercise, number, "zonder leiding")
        goes_on_elsewhere(exercise)


def test_teams_that_write_all_the_time_find_the_new_laptop_too_and_lose_nothing(net: Network, tmp_path: Path) -> None:
    with table(net, tmp_path, library_folder() / "kabelsabotage.yaml", 2, announced=True) as exercise:
        exercise.join([0, 1, 2], search=True)
        exercise.join([3, 4, 5], search=True)
        dies_while_teams_work(exercise)
        goes_on_elsewhere(exercise, writing=True)


def dies_while_teams_work(exercise: Table) -> None:
    """The leader's laptop loses power in the middle of the answers."""
    for program in exercise.teams:
        program.submit("work")
    exercise.leader.tell("play")
    until(lambda: granted(exercise) > 10, "there are answers")
    exercise.machine.cable(Cable(cut=True))
    exercise.leader.die()
    for program in exercise.teams:
        program.submit("rest")
    until(lambda: not any(told["connected"] for told in told_by(exercise.teams)), "all are cut off")


def granted(exercise: Table) -> int:
    """How many askings were granted so far."""
    return sum(asking["refusal"] == "" for told in told_by(exercise.teams) for asking in told["askings"])


def asked_in_vain(exercise: Table, number: int, text: str) -> None:
    """A team writes something while there is no leader."""
    seat_id, _code = exercise.codes[number]
    asking = writes(exercise.teams[number // 3], number, f"{device(number)} {text}", seat_id.world, seat_id.team)
    assert asking["refusal"] is None


def goes_on_elsewhere(exercise: Table, *, writing: bool = False) -> None:
    """The session's file is gone on with on another laptop, and everyone is there again with everything they did."""
    before = granted(exercise)
    machine = exercise.resume(exercise.path)
    assert machine.address in exercise.opened["addresses"]
    resumed, wrote = time.monotonic(), 0

    def all_are_back() -> bool:
        nonlocal wrote
        if writing:
            wrote += 1
            for number in range(6):
                seat_id, _code = exercise.codes[number]
                words = f"{device(number)} zin {wrote}"
                writes(exercise.teams[number // 3], number, words, seat_id.world, seat_id.team)
        return all(told["connected"] for told in told_by(exercise.teams))

    until(all_are_back, "all found the new laptop")
    all_is_answered(exercise.teams)
    print(f"all back and heard {time.monotonic() - resumed:.1f} s after the exercise went on elsewhere")
    for program in exercise.teams:
        program.submit("work")
    exercise.leader.submit("play", seconds=300.0)
    exercise.leads(End())
    for program in exercise.teams:
        program.submit("rest")
    all_is_answered(exercise.teams)
    all_is_kept_once(exercise.path, told_by(exercise.teams))
    print(figures_of(told_by(exercise.teams)))
    assert granted(exercise) > before
    all_see_what_is_kept(exercise.path, exercise.teams)


def test_an_exercise_is_found_on_the_network_by_its_name_and_address(net: Network, tmp_path: Path) -> None:
    with table(net, tmp_path, announced=True) as exercise:
        said = looks_for_exercises(net.add(), tmp_path)
        assert "Drinkwater weg in drie kernen" in said
        assert f"oefening team {exercise.machine.address}:{exercise.opened['port']} " in said
        assert f"https://{exercise.machine.address}:{exercise.opened['port'] + 1}/" in said


def test_where_the_network_lets_nobody_search_a_team_hears_to_ask_for_the_address(net: Network, tmp_path: Path) -> None:
    with table(net, tmp_path, announced=True):
        net.switch.multicast = False
        words = "Geen oefening gevonden. Niet elk netwerk laat zoeken toe: vraag de oefenleider om het adres."
        assert looks_for_exercises(net.add(), tmp_path).strip() == words
        net.switch.multicast = True
        unplugged = net.add()
        unplugged.plug_out()
        assert looks_for_exercises(unplugged, tmp_path).strip() == words


def looks_for_exercises(machine: Machine, folder: Path) -> str:
    """What the program says on a machine that looks for exercises."""
    looked = subprocess.run(
        machine.command(sys.executable, "-m", "oefening", "zoek"),
        env={**os.environ, "OEFENING_MAP": str(folder / "zoekt")}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert looked.stderr == ""
    return looked.stdout


def test_a_team_on_its_own_laptop_decides_and_the_leader_sees_it(net: Network, tmp_path: Path) -> None:
    leads, plays = net.add(), net.add(LINES[2])
    program = (sys.executable, "-m", "oefening")
    with terminal(leads.command(*program, "leid", str(SMALL_SCRIPT)), tmp_path / "leider") as leader:
        leader.shows("Beginnen")
        leader.press(CTRL_S)
        code = leader.shows("([0-9A-Z]{4}-){2}[0-9A-Z]{4}")
        command = plays.command(*program, "team", leads.address, "--code", code)
        with terminal(command, tmp_path / "team") as team:
            team.shows("Meedoen met een oefening")
            team.press(CTRL_S)
            team.shows("Bepaal de lijn")
            leader.shows("doet mee: Beleidsteam")
            leader.press("m")
            leader.shows("Logboek")
            leader.press(" n")
            team.shows("Leiding gebroken")
            team.press("d")
            team.shows(r"Besluiten \(Ctrl\+S\)")
            team.press(" ")
            team.shows(r"\(•\) Open drie waterpunten")
            team.press("\t")
            team.insists("x", "│ x+ ")
            team.press(CTRL_S)
            leader.shows("Open drie waterpunten")
