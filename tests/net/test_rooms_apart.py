"""A leader and teams on machines of their own, with networks between them as bad as in any room.

Each machine is a network namespace; what lies between them is a switch of the tests, that loses and delays.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("network namespaces are Linux's", allow_module_level=True)

from namespaces import Machine, Network, network, why_not
from playing_apart import play_through
from switch import Cable

from oefening.session.scripts import library_folder

pytestmark = pytest.mark.long

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
    print(figures, f"{time.monotonic() - begun:.0f} s")
    assert figures.granted >= 130
    assert figures.later
