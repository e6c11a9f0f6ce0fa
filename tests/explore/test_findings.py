"""What exploring finds: every kind of weakness where it is planted, nothing in a script without."""

from collections.abc import Callable
from random import Random

import pytest

from oefening.engine.compiled_script import compile_script
from oefening.explore.dependencies import DecisionMoments, ScriptAnalysis
from oefening.explore.exploration import Exploration, explore_script
from oefening.explore.finders import findings_of
from oefening.explore.finding import Finding, Severity
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import FindingKind, Script
from tests.support.planted_findings import CLEAN, PLANTS, Plant


def always(_ahead: int) -> Callable[[], bool]:
    return lambda: True


def never(_ahead: int) -> Callable[[], bool]:
    return lambda: False


def studied(text: str, next_budget: Callable[[int], Callable[[], bool]] = always) -> Exploration:
    script = load(Source("proef.yaml", text))
    assert isinstance(script, Script), script
    return explore_script(
        ScriptAnalysis(compile_script(script), DecisionMoments.HALFWAY), next_budget, Random(1).randrange
    )


def found_in(text: str, *, sampled: bool = False) -> tuple[Finding, ...]:
    return findings_of(studied(text, never if sampled else always))


def test_a_clean_script_gives_no_findings() -> None:
    assert found_in(CLEAN) == ()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.kind.value)
def test_what_is_planted_is_found(plant: Plant) -> None:
    found = {(finding.kind, finding.about) for finding in found_in(plant.text, sampled=plant.sampled)}
    assert (plant.kind, plant.about) in found


def test_every_kind_of_finding_has_been_planted() -> None:
    assert {plant.kind for plant in PLANTS} == set(FindingKind)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.kind.value)
def test_a_finding_points_at_a_line_of_what_it_is_about(plant: Plant) -> None:
    (finding,) = (
        f for f in found_in(plant.text, sampled=plant.sampled) if (f.kind, f.about) == (plant.kind, plant.about)
    )
    lines = plant.text.splitlines()
    about = plant.about.split("/")
    near = "\n".join(lines[max(0, finding.span.line - 8) : finding.span.line])
    assert any(name in near for name in about)


def test_a_script_explored_in_no_time_is_sampled_and_says_so() -> None:
    done = studied(CLEAN, never)
    assert done.sample_size
    assert not done.exact
    assert all(not goal.exact for goal in done.goals)


def test_a_sample_finds_nothing_better_or_worse_than_there_is() -> None:
    exact, sampled = studied(CLEAN), studied(CLEAN, never)
    for whole, part in zip(exact.goals, sampled.goals, strict=True):
        assert whole.values.at_start.best <= part.values.at_start.best
        assert part.values.at_start.worst <= whole.values.at_start.worst
        assert part.values.at_start.possible_ranks & ~whole.values.at_start.possible_ranks == 0


def test_the_same_seed_gives_the_same_sample() -> None:
    one, other = studied(CLEAN, never), studied(CLEAN, never)
    assert [goal.values.at_start for goal in one.goals] == [goal.values.at_start for goal in other.goals]


@pytest.mark.parametrize(
    "plant",
    [plant for plant in PLANTS if plant.kind is not FindingKind.ACCEPTED_IDLY],
    ids=lambda plant: plant.kind.value,
)
def test_a_finding_that_the_script_accepts_keeps_the_reason(plant: Plant) -> None:
    accepted = f"aanvaard:\n  - {{bevinding: {plant.kind.value}, bij: {plant.about}, reden: Dat is de bedoeling.}}\n"
    text = plant.text.replace("naloop: 1d\n", f"naloop: 1d\n{accepted}")
    (finding,) = (f for f in found_in(text, sampled=plant.sampled) if (f.kind, f.about) == (plant.kind, plant.about))
    assert finding.accepted == "Dat is de bedoeling."
    assert FindingKind.ACCEPTED_IDLY not in {f.kind for f in found_in(text, sampled=plant.sampled)}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.kind.value)
def test_nothing_is_called_a_fault_that_was_not_planted(plant: Plant) -> None:
    faults = {
        (finding.kind, finding.about)
        for finding in found_in(plant.text, sampled=plant.sampled)
        if finding.severity is Severity.FAULT
    }
    assert faults <= {(plant.kind, plant.about)}
