"""Exploring gives exactly what playing every course one by one gives."""

from itertools import pairwise
from random import Random

import pytest
from brute import Course, TooManyError, every_course
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from worlds import scripts

from oefening.engine.events import InjectDelivered
from oefening.engine.plan import make_plan
from oefening.explore.frame import Frame, Moments
from oefening.explore.graph import Graph
from oefening.explore.heat import Expected, expected_after, shares
from oefening.explore.paths import wrong_texts
from oefening.explore.search import explore
from oefening.explore.values import Values, Worth
from oefening.explore.walks import walks
from oefening.script.model import Script

ROUNDED = 1e-9


def courses_of(frame: Frame) -> list[Course]:
    try:
        return every_course(frame)
    except TooManyError:
        assume(False)
        raise


def delivered_in(graph: Graph) -> set[str]:
    ways = [graph.opening, *(branch for node in graph.nodes for group in node.groups for branch in group.branches)]
    return {event.inject for way in ways for _minute, event in way.events if isinstance(event, InjectDelivered)}


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(scripts(), st.sampled_from(Moments))
def test_what_becomes_of_a_goal_is_what_playing_every_course_shows(script: Script, moments: Moments) -> None:
    frame = Frame(make_plan(script), moments)
    courses = courses_of(frame)
    for goal in range(len(script.goals)):
        graph = explore(frame, frame.cone(goals=[goal]))
        values = Values(graph, goal)
        assert_worth_is_that_of(
            values.whole, [course.goals[goal] for course in courses], [float(c.share) for c in courses]
        )
        for index in graph.cone.points if moments is Moments.HALFWAY else ():
            assert_expectations_are_those_of(expected_after(values, index, shares(graph)), courses, goal, frame, index)


def assert_expectations_are_those_of(
    expected: dict[str, Expected], courses: list[Course], goal: int, frame: Frame, index: int
) -> None:
    name = frame.plan.script.injects[index].point_id
    answered = {case for course in courses for point, case in course.answers if point == name}
    assert set(expected) == answered
    minutes = {}
    for case in answered:
        those = [course for course in courses if (name, case) in course.answers]
        weight = sum(course.share for course in those)
        rank = sum(course.goals[goal][0] * course.share for course in those) / weight
        minutes[case] = sum(course.goals[goal][1] * course.share for course in those) / weight
        assert expected[case].rank == pytest.approx(float(rank), abs=ROUNDED)
    always_there = not frame.option_conditions(index)
    for case, other in pairwise(sorted(answered)) if always_there else ():
        difference = expected[case].minutes - expected[other].minutes
        assert difference == pytest.approx(float(minutes[case] - minutes[other]), abs=1e-6)


def assert_worth_is_that_of(worth: Worth, outcomes: list[tuple], shares: list[float]) -> None:  # type: ignore[type-arg]
    assert worth.best == min(outcomes)
    assert worth.worst == max(outcomes)
    assert worth.ranks == sum(1 << rank for rank in {outcome[0] for outcome in outcomes})
    for rank, share in enumerate(worth.mean.grades):
        expected = sum(weight for outcome, weight in zip(outcomes, shares, strict=True) if outcome[0] == rank)
        assert share == pytest.approx(expected, abs=ROUNDED)
    minutes = sum(outcome[1] * weight for outcome, weight in zip(outcomes, shares, strict=True))
    assert worth.mean.minutes == pytest.approx(minutes, rel=ROUNDED)
    lost = sum(float(outcome[2]) * weight for outcome, weight in zip(outcomes, shares, strict=True))
    assert worth.mean.lost == pytest.approx(lost, rel=ROUNDED)


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(scripts(), st.sampled_from(Moments))
def test_the_injects_that_can_come_are_those_that_come_in_some_course(script: Script, moments: Moments) -> None:
    frame = Frame(make_plan(script), moments)
    courses = courses_of(frame)
    came = frozenset().union(*(course.delivered for course in courses))
    for index, inject in enumerate(script.injects):
        graph = explore(frame, frame.cone(injects=[index]))
        assert (inject.id in delivered_in(graph)) is (inject.id in came)


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(scripts(), st.sampled_from(Moments))
def test_a_text_is_wrong_where_some_course_delivers_it_so(script: Script, moments: Moments) -> None:
    frame = Frame(make_plan(script), moments)
    wrong = frozenset[str]().union(*(course.wrong for course in courses_of(frame)))
    for index in frame.assuming:
        found = wrong_texts(explore(frame, frame.cone(checks=[index])))
        assert set(found) == ({index} if script.injects[index].id in wrong else set())


@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(scripts(), st.sampled_from(Moments), st.randoms(use_true_random=False))
def test_a_walk_through_the_graph_is_one_of_the_courses(script: Script, moments: Moments, random: Random) -> None:
    frame = Frame(make_plan(script), moments)
    courses = courses_of(frame)
    goals = range(len(script.goals))
    graph = explore(frame, frame.cone(goals, range(len(script.injects)), frame.cases))
    played = {(frozenset(course.answers), course.goals, course.delivered) for course in courses}
    for walk in walks(graph, 20, random.randrange):
        answers = frozenset((script.injects[each.question].point_id, each.case) for each in walk.answers)
        came = frozenset(script.injects[index].id for _minute, index in walk.came)
        assert (answers, walk.outcomes, came) in played
