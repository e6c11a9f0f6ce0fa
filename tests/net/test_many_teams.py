"""Many teams in programs of their own play a draaiboek over loopback: nothing is lost and nothing counts twice."""

from pathlib import Path

import pytest

from oefening.session.script_files import library_folder
from tests.support.network_play import here, play_through


@pytest.mark.long
def test_ten_teams_in_two_programs_play_a_draaiboek_to_its_end(tmp_path: Path) -> None:
    script = library_folder() / "micro-stroom.yaml"
    figures = play_through(script, 10, tmp_path, "127.0.0.1", here, [here, here])
    assert all(each.granted >= 5 * 4 for each in figures)
    assert not any(each.losses for each in figures)
