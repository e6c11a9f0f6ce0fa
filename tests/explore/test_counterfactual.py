"""What else could have been, in an exercise that was played: held against play itself."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oefening.engine.answers import Choice
from oefening.engine.apply_event import apply_event
from oefening.engine.commands import AddEffects, Adjudicate, Command, Decide, End, PassTime, Start
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.events import Event
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.history import history_of
from oefening.engine.state import State
from oefening.explore.counterfactual import (
    Alternative,
    OutcomeChange,
    RecordedPlay,
    alternatives,
    outcome_changes,
    recorded_play,
    replay_actions,
)
from oefening.explore.dependencies import ScriptAnalysis
from oefening.explore.regret import regret
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Effect, Script
from oefening.script.units import Minutes
from tests.support.brute_force import PlayedPath, TooManyError, every_path
from tests.support.examples import examples
from tests.support.planted_findings import CLEAN
from tests.support.random_scripts import Played as Playing
from tests.support.random_scripts import plays, scripts

PLENTY = 1_000_000


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow])
@given(plays)
def test_doing_again_what_people_did_gives_the_exercise_as_it_was(playing: Playing) -> None:
    history = history_of(playing.compiled, playing.events)
    for number, world in enumerate(history.state.worlds):
        play = recorded_play(playing.compiled, playing.events, number)
        again = replay_actions(play, play.actions)
        assert again.world == world
        assert again.curve[-1] == history.curves[number][-1]
        for goal in playing.compiled.script.goals:
            other = replay_actions(play, play.actions).outcome(playing.compiled, goal)
            assert again.outcome(playing.compiled, goal) == other


def events_of(analysis: ScriptAnalysis, path: PlayedPath) -> list[Event]:
    """The events of an exercise in which teams answered as in a path, at half the deadlines."""
    compiled, state, events = analysis.compiled, State(), list[Event]()

    def do(command: Command) -> None:
        nonlocal state
        granted = handle_command(compiled, state, command)
        assert not isinstance(granted, Refusal), granted.message
        for event in granted:
            state = apply_event(compiled, state, event)
            events.append(event)

    do(Start(("een",)))
    for point, name in path.answers:
        index = compiled.points[point]
        inject = compiled.script.injects[index]
        while (put := state.worlds[0].points[index]) is None:
            do(PassTime(Minutes(state.clock + 1)))
        assert inject.point is not None
        do(PassTime(Minutes(put.opened + inject.point.deadline // 2)))
        candidate = next((candidate for candidate in analysis.candidates[index] if candidate.id == name), None)
        if candidate is not None and candidate.answer is not None:
            do(Decide(0, point, candidate.answer, "daarom"))
            if candidate.adjudged is not None:
                do(Adjudicate(0, point, candidate.adjudged))
    do(PassTime(analysis.end_of_play))
    do(End())
    return events


def asked_otherwise(play: RecordedPlay, alternative: Alternative) -> bool:
    """Whether a question came at another minute than in the exercise: then its team decides at the same minute still,
    where a path of its own would have it decide later or sooner."""
    history, other = (
        [point and point.opened for point in world.points] for world in (play.world, alternative.replay.world)
    )
    return history != other


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(scripts(), st.data())
def test_another_answer_leads_where_the_path_with_that_answer_leads(script: Script, data: st.DataObject) -> None:
    analysis = ScriptAnalysis(compile_script(script))
    paths = paths_of(analysis)
    path = data.draw(st.sampled_from(paths))
    play = recorded_play(analysis.compiled, events_of(analysis, path), 0)
    outcomes = {frozenset(other.answers): other for other in paths}
    for place, (point, _given) in enumerate(path.answers):
        for alternative in alternatives(play, point, replay_actions(play, play.actions)):
            swapped = (*path.answers[:place], (point, alternative.candidate.id), *path.answers[place + 1 :])
            other = outcomes.get(frozenset(swapped))
            if other is None or asked_otherwise(play, alternative):
                continue
            for goal, outcome in zip(script.goals, other.goals, strict=True):
                assert alternative.replay.outcome(analysis.compiled, goal) == outcome


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(scripts(), st.data())
def test_what_was_within_reach_is_the_best_path_that_begins_the_same(script: Script, data: st.DataObject) -> None:
    analysis = ScriptAnalysis(compile_script(script))
    paths = paths_of(analysis)
    path = data.draw(st.sampled_from(paths))
    play = recorded_play(analysis.compiled, events_of(analysis, path), 0)
    for goal in range(len(script.goals)):
        for place, (point, answer) in enumerate(path.answers):
            if any(not earlier for _point, earlier in path.answers[:place]):
                break
            found = regret(play, point, goal, PLENTY)
            if found is None:
                continue
            before = [other for other in paths if other.answers[:place] == path.answers[:place]]
            after = [other for other in before if other.answers[place] == (point, answer)]
            assert found.best_before == min(other.goals[goal] for other in before)
            assert found.best_after == min(other.goals[goal] for other in after)


def paths_of(analysis: ScriptAnalysis) -> list[PlayedPath]:
    try:
        return every_path(analysis)
    except TooManyError:
        assume(False)
        raise


def a_play(*commands: Command) -> tuple[CompiledScript, RecordedPlay]:
    script = load(Source("proef.yaml", CLEAN))
    assert isinstance(script, Script), script
    compiled, state, events = compile_script(script), State(), list[Event]()
    for command in (Start(("een",)), *commands):
        granted = handle_command(compiled, state, command)
        assert not isinstance(granted, Refusal), granted.message
        for event in granted:
            state = apply_event(compiled, state, event)
            events.append(event)
    return compiled, recorded_play(compiled, events, 0)


def at(minute: int) -> PassTime:
    return PassTime(Minutes(minute))


def waited_then_saved(*between: Command) -> RecordedPlay:
    _compiled, play = a_play(
        at(15),
        Decide(0, "druk-weg", Choice("wachten"), ""),
        *between,
        at(90),
        Decide(0, "avond", Choice("sparen"), ""),
        at(300),
        End(),
    )
    return play


def outcome_change(play: RecordedPlay, point: str, candidate: str, goal: int) -> OutcomeChange:
    (found,) = (
        s for s in outcome_changes(play) if (s.point, s.alternative.candidate.id, s.goal) == (point, candidate, goal)
    )
    return found


def test_the_decision_that_cost_the_goal_its_grade_tips_it() -> None:
    found = outcome_change(waited_then_saved(), "druk-weg", "tanks", 0)
    assert found.changes_grade
    assert found.outcome[0] < found.actual[0]
    assert found.outcome[1] < found.actual[1]


def test_what_a_decision_gave_away_is_said_with_the_answer_that_kept_it() -> None:
    found = regret(waited_then_saved(), "druk-weg", 0, PLENTY)
    assert found is not None
    assert found.best_answer.id == "tanks"
    assert found.best_before < found.best_after


def test_a_decision_that_does_not_fit_in_so_few_states_is_left_unsaid() -> None:
    assert regret(waited_then_saved(), "druk-weg", 0, 0) is None


def test_what_the_leader_added_after_a_decision_makes_its_alternatives_less_certain() -> None:
    added = Effect(indicator="water", change=Fraction(5))
    play = waited_then_saved(AddEffects(0, (added,), "meevaller"))
    assert outcome_change(play, "druk-weg", "tanks", 0).alternative.replay.caveats.improvised_later
    assert not outcome_change(play, "avond", "halen", 0).alternative.replay.caveats.improvised_later
    assert not outcome_change(waited_then_saved(), "druk-weg", "tanks", 0).alternative.replay.caveats.improvised_later


@pytest.mark.parametrize("answered", [True, False])
def test_of_the_answers_one_is_the_one_given(answered: bool) -> None:
    decision = [Decide(0, "druk-weg", Choice("tanks"), "")] if answered else []
    _compiled, play = a_play(at(15), *decision, at(300), End())
    found = alternatives(play, "druk-weg", replay_actions(play, play.actions))
    given = [alternative.candidate.id for alternative in found if alternative.given]
    assert given == (["tanks"] if answered else [""])
