"""The library, explored: what can come of every goal of every script, and that nothing found is left unsaid.

The summary is kept beside this test; after a change of a script that is meant, make it anew with --snapshot-update.
"""

from pathlib import Path
from random import Random

import pytest
from syrupy.assertion import SnapshotAssertion

from oefening.engine.compiled_script import compile_script
from oefening.engine.continuity import Grade
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.exploration import Exploration, GoalExploration, explore_script
from oefening.explore.finders import findings_of
from oefening.explore.indicator_states import RANKS
from oefening.script.model import Script
from oefening.session.script_files import library_folder, load_script_file, script_files


def line_of(done: Exploration, goal: GoalExploration) -> str:
    whole = goal.values.at_start
    reach = f"elk pad, {goal.graph.states} toestanden" if goal.exact else f"steekproef van {done.sample_size} paden"
    shares = ", ".join(f"{grade.value} {share:.1%}" for grade, share in zip(RANKS, whole.mean.grades, strict=True))
    best, worst = (f"{RANKS[rank].value} ({minutes} min)" for rank, minutes, _lost in (whole.best, whole.worst))
    return f"{done.analysis.compiled.script.goals[goal.goal].id}: {reach}; best {best}, slechtst {worst}; {shares}"


@pytest.mark.long
@pytest.mark.parametrize("path", script_files(library_folder()), ids=lambda path: path.stem)
def test_what_exploring_shows_of_the_library(path: Path, snapshot: SnapshotAssertion) -> None:
    _source, script = load_script_file(path)
    assert isinstance(script, Script)
    done = explore_script(ScriptAnalysis(compile_script(script)), lambda _ahead: lambda: True, Random(1).randrange)
    findings = findings_of(done)
    assert [finding.message for finding in findings if not finding.accepted] == []
    for goal in done.goals:
        best, worst = RANKS[goal.values.at_start.best[0]], RANKS[goal.values.at_start.worst[0]]
        assert (best, worst) == (Grade.MET, Grade.FAILED), script.goals[goal.goal].id
    summary = [line_of(done, goal) for goal in done.goals]
    summary += [f"aanvaard: {finding.kind.value} bij {finding.about}" for finding in findings]
    assert summary == snapshot
