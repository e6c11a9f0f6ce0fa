"""How fast exploring is, and what its cost grows with: states, not paths.

Run with: python -m tests.bench.exploring
"""

import time
from random import Random

from oefening.engine.compiled_script import compile_script
from oefening.explore.backward_induction import GoalValues
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.search import Sample, explore_cone
from oefening.explore.state_graph import StateGraph
from tests.bench.stories import story

POINTS, OPTIONS, INDICATORS = 12, 2, 4
"""Two options and no decision are three answers to each of twelve questions: 531,441 paths."""

PATHS = 20_000


def _together(analysis: ScriptAnalysis) -> Cone:
    return analysis.cone(goals=range(len(analysis.compiled.script.goals)), points=analysis.candidates)


def _timed(analysis: ScriptAnalysis, cone: Cone) -> tuple[StateGraph, float]:
    begin = time.process_time()
    graph = explore_cone(analysis, cone)
    for goal in cone.goals:
        GoalValues(graph, goal)
    return graph, time.process_time() - begin


def main() -> None:
    """Prints each figure with what it means; seconds are of this machine, in processor time."""
    paths = (OPTIONS + 1) ** POINTS
    analysis = ScriptAnalysis(compile_script(story(POINTS, OPTIONS, INDICATORS, goals=INDICATORS)))
    graph, together = _timed(analysis, _together(analysis))
    print(f"{paths:,} paths, {INDICATORS} goals together: {together:.2f} s, {graph.states:,} states")
    apart = [_timed(analysis, analysis.cone(goals=[goal])) for goal in range(INDICATORS)]
    seconds = sum(took for _graph, took in apart)
    print(f"the same, each goal in its own cone: {seconds:.2f} s, {sum(g.states for g, _took in apart):,} states")
    levels = ScriptAnalysis(compile_script(story(POINTS, OPTIONS, INDICATORS, goals=INDICATORS, never_missed=True)))
    graph, bare = _timed(levels, _together(levels))
    print(f"the same with no outage in the state: {bare:.2f} s, {graph.states:,} states")

    begin = time.process_time()
    explore_cone(analysis, _together(analysis), sample=Sample(PATHS, Random(1).randrange))
    took = time.process_time() - begin
    print(f"random paths: {PATHS / took:,.0f} a second")

    print("questions  paths   states  seconds  of the four-question time")
    first = None
    for points in (4, 10, 20, 30, 40):
        longer = ScriptAnalysis(compile_script(story(points, OPTIONS, INDICATORS, goals=1)))
        graph, took = _timed(longer, longer.cone(goals=[0]))
        first = first or took
        asked = len(longer.cone(goals=[0]).points)
        print(
            f"{points:9}  {float((OPTIONS + 1) ** asked):7.0e}  {graph.states:7,}  {took:7.3f}  {took / first:6.0f} x"
        )


main()
