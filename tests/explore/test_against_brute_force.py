"""Exploring gives exactly what playing every path one by one gives."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oefening.engine.compiled_script import compile_script
from oefening.engine.events import InjectDelivered
from oefening.explore.backward_induction import GoalValues, StateValue
from oefening.explore.dependencies import DecisionMoments, ScriptAnalysis
from oefening.explore.expected_effects import ExpectedOutcome, expected_after, path_shares
from oefening.explore.sampled_paths import sample_paths
from oefening.explore.search import explore_cone
from oefening.explore.state_graph import StateGraph
from oefening.explore.witness_paths import wrong_texts
from oefening.script.model import Script
from tests.support.brute_force import PlayedPath, TooManyError, every_path
from tests.support.examples import examples
from tests.support.random_scripts import scripts

ROUNDED = 1e-9


def paths_of(analysis: ScriptAnalysis) -> list[PlayedPath]:
    try:
        return every_path(analysis)
    except TooManyError:
        assume(False)
        raise


def delivered_in(graph: StateGraph) -> set[str]:
    ways = [graph.first_edge, *(edge for node in graph.nodes for group in node.groups for edge in group.edges)]
    return {event.inject for way in ways for _minute, event in way.events if isinstance(event, InjectDelivered)}


@settings(
    max_examples=examples(200), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None
)
@given(scripts(), st.sampled_from(DecisionMoments))
def test_what_becomes_of_a_goal_is_what_playing_every_path_shows(script: Script, moments: DecisionMoments) -> None:
    analysis = ScriptAnalysis(compile_script(script), moments)
    paths = paths_of(analysis)
    for goal in range(len(script.goals)):
        graph = explore_cone(analysis, analysis.cone(goals=[goal]))
        values = GoalValues(graph, goal)
        assert_worth_is_that_of(values.at_start, [path.goals[goal] for path in paths], [float(c.share) for c in paths])
        for index in graph.cone.points if moments is DecisionMoments.HALFWAY else ():
            assert_expectations_are_those_of(
                expected_after(values, index, path_shares(graph)), paths, goal, analysis, index
            )


def assert_expectations_are_those_of(
    expected: dict[str, ExpectedOutcome], paths: list[PlayedPath], goal: int, analysis: ScriptAnalysis, index: int
) -> None:
    name = analysis.compiled.script.injects[index].point_id
    answered = {candidate for path in paths for point, candidate in path.answers if point == name}
    assert set(expected) == answered
    minutes = {}
    for candidate in answered:
        those = [path for path in paths if (name, candidate) in path.answers]
        weight = sum(path.share for path in those)
        rank = sum(path.goals[goal][0] * path.share for path in those) / weight
        minutes[candidate] = sum(path.goals[goal][1] * path.share for path in those) / weight
        assert expected[candidate].rank == pytest.approx(float(rank), abs=ROUNDED)
    always_there = not analysis.option_conditions(index)
    for candidate, other in pairwise(sorted(answered)) if always_there else ():
        difference = expected[candidate].minutes - expected[other].minutes
        assert difference == pytest.approx(float(minutes[candidate] - minutes[other]), abs=1e-6)


def assert_worth_is_that_of(state_value: StateValue, outcomes: list[tuple], shares: list[float]) -> None:  # type: ignore[type-arg]
    assert state_value.best == min(outcomes)
    assert state_value.worst == max(outcomes)
    assert state_value.possible_ranks == sum(1 << rank for rank in {outcome[0] for outcome in outcomes})
    for rank, share in enumerate(state_value.mean.grades):
        expected = sum(weight for outcome, weight in zip(outcomes, shares, strict=True) if outcome[0] == rank)
        assert share == pytest.approx(expected, abs=ROUNDED)
    minutes = sum(outcome[1] * weight for outcome, weight in zip(outcomes, shares, strict=True))
    assert state_value.mean.minutes == pytest.approx(minutes, rel=ROUNDED)
    lost = sum(float(outcome[2]) * weight for outcome, weight in zip(outcomes, shares, strict=True))
    assert state_value.mean.lost == pytest.approx(lost, rel=ROUNDED)


@settings(
    max_examples=examples(100), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None
)
@given(scripts(), st.sampled_from(DecisionMoments))
def test_the_injects_that_can_come_are_those_that_come_on_some_path(script: Script, moments: DecisionMoments) -> None:
    analysis = ScriptAnalysis(compile_script(script), moments)
    paths = paths_of(analysis)
    delivered = frozenset().union(*(path.delivered for path in paths))
    for index, inject in enumerate(script.injects):
        graph = explore_cone(analysis, analysis.cone(injects=[index]))
        assert (inject.id in delivered_in(graph)) is (inject.id in delivered)


@settings(
    max_examples=examples(100), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None
)
@given(scripts(), st.sampled_from(DecisionMoments))
def test_a_text_is_wrong_where_some_path_delivers_it_so(script: Script, moments: DecisionMoments) -> None:
    analysis = ScriptAnalysis(compile_script(script), moments)
    wrong = frozenset[str]().union(*(path.wrong for path in paths_of(analysis)))
    for index in analysis.assuming:
        found = wrong_texts(explore_cone(analysis, analysis.cone(checks=[index])))
        assert set(found) == ({index} if script.injects[index].id in wrong else set())


@settings(
    max_examples=examples(60), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None
)
@given(scripts(), st.sampled_from(DecisionMoments), st.randoms(use_true_random=False))
def test_a_sampled_path_is_one_of_all_paths(script: Script, moments: DecisionMoments, random: Random) -> None:
    analysis = ScriptAnalysis(compile_script(script), moments)
    paths = paths_of(analysis)
    goals = range(len(script.goals))
    graph = explore_cone(analysis, analysis.cone(goals, range(len(script.injects)), analysis.candidates))
    played = {(frozenset(path.answers), path.goals, path.delivered) for path in paths}
    for path in sample_paths(graph, 20, random.randrange):
        answers = frozenset((script.injects[each.question].point_id, each.candidate) for each in path.answers)
        delivered = frozenset(script.injects[index].id for _minute, index in path.deliveries)
        assert (answers, path.outcomes, delivered) in played
