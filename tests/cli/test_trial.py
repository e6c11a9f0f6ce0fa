"""`oefening proefspel`: many exercises, each through a real session."""

from pathlib import Path

from tests.support import SMALL_SCRIPT
from tests.support.run_command import called

SCRIPT = str(SMALL_SCRIPT)


def test_every_exercise_counts_once_for_every_goal(tmp_path: Path) -> None:
    outcome = called(tmp_path, "proefspel", SCRIPT, "--keer", "3", COLUMNS="100")
    assert outcome.code == 0
    assert "3 keer gespeeld (zaad 1 tot en met 3)" in outcome.out
    rows = [line.split()[-4:] for line in outcome.out.splitlines() if line.split()[-4:] and line.split()[-1].isdigit()]
    assert rows
    assert all(sum(map(int, row)) == 3 for row in rows)


def test_the_same_seed_gives_the_same_counts_and_leaves_no_session(tmp_path: Path) -> None:
    one = called(tmp_path, "proefspel", SCRIPT, "--keer", "2", "--zaad", "5")
    other = called(tmp_path, "proefspel", SCRIPT, "--keer", "2", "--zaad", "5")
    assert one == other
    assert not list(tmp_path.glob("*.oefening"))


def test_no_exercise_at_all_is_refused(tmp_path: Path) -> None:
    outcome = called(tmp_path, "proefspel", SCRIPT, "--keer", "0")
    assert outcome.code == 2
    assert "--keer" in outcome.err
