"""The engine's laws: what must hold of every script and every course of play."""

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oefening.engine.apply_event import apply_event, fold
from oefening.engine.commands import AddEffects, Command, JumpToPhase, PassTime
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.condition_eval import condition_holds
from oefening.engine.dynamics import Action
from oefening.engine.events import Event, ExerciseStarted, InjectDelivered, TimePassed
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.serialization import event_from_json, event_to_json
from oefening.engine.state import State
from oefening.script.condition_parser import parse_condition
from oefening.script.model import Effect, Indicator
from oefening.script.units import Minutes
from tests.support.examples import examples
from tests.support.random_scripts import (
    Move,
    Played,
    a_script,
    an_indicator,
    an_inject,
    change,
    conditions,
    moves,
    play,
    played,
    plays,
    scripts,
    some_effects,
)


@given(plays)
def test_the_state_is_the_fold_of_the_events_at_every_step(curve: Played) -> None:
    state = State()
    for number, event in enumerate(curve.events, 1):
        state = apply_event(curve.compiled, state, event)
        assert fold(curve.compiled, curve.events[:number]) == state


@given(plays)
def test_events_survive_being_written_down(curve: Played) -> None:
    assert [event_from_json(*event_to_json(event)) for event in curve.events] == curve.events


@given(scripts(), moves, st.integers(0, 400), st.integers(0, 400))
def test_splitting_a_time_step_changes_nothing(script: object, wanted: list[Move], first: int, second: int) -> None:
    compiled = compile_script(script)  # type: ignore[arg-type]
    state = fold(compiled, played(compiled, ("een",), wanted).events)
    assume(not isinstance(handle_command(compiled, state, PassTime(state.clock)), Refusal))
    middle, end = Minutes(state.clock + first), Minutes(state.clock + first + second)
    whole, _ = play(compiled, PassTime(end), state=state)
    halves, _ = play(compiled, PassTime(middle), PassTime(end), state=state)
    assert halves == whole


@given(plays)
def test_levels_stay_within_their_bounds(curve: Played) -> None:
    state = State()
    for event in curve.events:
        state = apply_event(curve.compiled, state, event)
        for world in state.worlds:
            bounds = curve.compiled.bounds
            for level, lowest, highest in zip(world.levels.levels, bounds.lowest, bounds.highest, strict=True):
                assert lowest <= level <= highest


@given(plays)
def test_a_state_holds_whole_numbers_and_words_only(curve: Played) -> None:
    leaves = list(_leaves(attrs.astuple(fold(curve.compiled, curve.events))))
    assert leaves
    assert all(leaf is None or isinstance(leaf, int | str | Enum) for leaf in leaves)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value


@given(plays, st.data())
def test_an_exercise_interrupted_at_any_event_ends_the_same(curve: Played, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(curve.events)))
    kept = curve.events[:cut]
    state, events = fold(curve.compiled, kept), list(kept)
    position = 0
    for command, led_to in curve.turns:
        position += len(led_to)
        if position <= cut:
            continue
        remaining = _finishing(curve.compiled, command) if position - len(led_to) < cut else command
        done = handle_command(curve.compiled, state, remaining or PassTime(state.clock))
        assert not isinstance(done, Refusal)
        state = _after(curve.compiled, state, done)
        events += done
    assert events == curve.events
    assert state == fold(curve.compiled, curve.events)


def _finishing(compiled: CompiledScript, command: Command) -> Command | None:
    """What is asked again when only a part of what a command led to was kept."""
    match command:
        case PassTime():
            return command
        case JumpToPhase(phase_id):
            return PassTime(next(phase.begin for phase in compiled.script.phases if phase.id == phase_id))
        case _:
            return None


def _after(compiled: CompiledScript, state: State, events: tuple[Event, ...]) -> State:
    for event in events:
        state = apply_event(compiled, state, event)
    return state


@given(plays)
def test_nothing_is_overdue_after_a_command(curve: Played) -> None:
    state = fold(curve.compiled, curve.events)
    assert handle_command(curve.compiled, state, PassTime(state.clock)) == ()


@given(st.builds(played, scripts().map(compile_script), st.just(("een", "twee")), moves))
def test_parallel_worlds_share_nothing_but_the_clock(curve: Played) -> None:
    worlds = tuple(world.name for world in fold(curve.compiled, curve.events).worlds)
    shared = fold(curve.compiled, curve.events)
    for number in range(2):
        ours = [event for event in curve.events if getattr(event, "world", number) == number]
        alone = [ExerciseStarted((worlds[number],), 8), *(_in_first_world(event) for event in ours[1:])]
        assert fold(curve.compiled, alone).worlds == (shared.worlds[number],)


def _in_first_world(event: Event) -> Event:
    fields = attrs.asdict(event, recurse=False)
    return type(event)(**(fields | {"world": 0})) if "world" in fields else event


@given(st.lists(some_effects(), min_size=1, max_size=4), st.integers(1, 900))
def test_levels_agree_with_a_world_that_counts_minute_by_minute(groups: list[tuple[Effect, ...]], minutes: int) -> None:
    indicators = (
        an_indicator("water", 60, Fraction(-7, 60)),
        an_indicator("stroom", 10, Fraction(5, 60)),
        an_indicator("zorg", 100),
    )
    injects = tuple(an_inject(f"i{n}", 37 * n, effects=group) for n, group in enumerate(groups))
    facts = an_inject("feiten", 10_000, effects=(Effect(fact="gewaarschuwd"), Effect(fact="hersteld")))
    compiled = compile_script(a_script(indicators=indicators, injects=(*injects, facts)))
    state, _events = play(compiled, PassTime(Minutes(minutes)))
    exact = [compiled.amount(level) for level in state.worlds[0].levels.levels]
    assert exact == _counted(indicators, groups, minutes)


def _counted(indicators: tuple[Indicator, ...], groups: list[tuple[Effect, ...]], minutes: int) -> list[Fraction]:
    """The levels by brute force, in exact fractions, one minute after another."""
    levels = [indicator.start for indicator in indicators]
    names = [indicator.id for indicator in indicators]
    timed = [(37 * number, effect) for number, group in enumerate(groups) for effect in group]
    for minute in range(minutes + 1):
        for index, indicator in enumerate(indicators):
            if minute:
                slope = indicator.drift + sum(
                    _slope(effect, begin, minute - 1, names[index]) for begin, effect in timed
                )
                levels[index] = min(max(levels[index] + slope, indicator.minimum), indicator.maximum)
        for begin, effect in sorted(timed, key=lambda pair: pair[0]):
            if effect.indicator is None or minute != begin + (effect.delay or 0) or begin > minutes:
                continue
            index = names.index(effect.indicator)
            level = levels[index]
            if effect.level is not None:
                level = effect.level
            elif effect.change is not None and not effect.spread:
                level += effect.change
            levels[index] = min(max(level, indicators[index].minimum), indicators[index].maximum)
    return levels


def _slope(effect: Effect, begin: int, minute: int, indicator: str) -> Fraction:
    """What an effect adds in the minute that begins at `minute`."""
    start = begin + (effect.delay or 0)
    if effect.indicator != indicator or minute < start:
        return Fraction(0)
    if effect.change is not None and effect.spread:
        return effect.change / effect.spread if minute < start + effect.spread else Fraction(0)
    if effect.drift is None:
        return Fraction(0)
    end = effect.until if effect.duration is None else start + effect.duration
    return effect.drift if end is None or minute < end else Fraction(0)


slopes = st.sampled_from([-180, -60, -60, -30, -7, -1, 0, 1, 7, 30, 60, 60, 180])
"""Per hour; those of whole units a minute cross a level at a whole minute, where `<` and `<=` differ."""


@given(conditions(), some_effects(), st.integers(0, 100), slopes, slopes)
@settings(max_examples=examples(600))
def test_as_soon_as_fires_at_the_exact_first_minute(
    condition: object, happens: tuple[Effect, ...], start: int, hourly: int, other: int
) -> None:
    indicators = (
        an_indicator("water", start, Fraction(hourly, 60)),
        an_indicator("stroom", 50),
        an_indicator("zorg", 70, Fraction(other, 60)),
    )
    facts = an_inject("feiten", 500, effects=(Effect(fact="gewaarschuwd"), Effect(fact="hersteld")))
    script = a_script(
        indicators=indicators,
        injects=(an_inject("begin", 90, effects=happens), an_inject("alarm", as_soon_as=condition), facts),
    )
    compiled = compile_script(script)
    _state, events = play(compiled, PassTime(Minutes(700)))
    assert _minute_of(events, "alarm") == _first_minute_by_polling(compiled, condition)


@given(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.integers(0, 100), st.integers(0, 100), slopes, slopes)
@settings(max_examples=examples(200))
def test_two_levels_meet_also_after_one_stopped_at_its_bound(
    operator: str, first: int, second: int, hourly: int, other: int
) -> None:
    indicators = (
        an_indicator("water", first, Fraction(hourly, 60)),
        an_indicator("zorg", second, Fraction(other, 60)),
    )
    condition = parse_condition(f"water {operator} zorg")
    compiled = compile_script(a_script(indicators=indicators, injects=(an_inject("alarm", as_soon_as=condition),)))
    _state, events = play(compiled, PassTime(Minutes(700)))
    assert _minute_of(events, "alarm") == _first_minute_by_polling(compiled, condition)


def _minute_of(events: list[Event], inject: str) -> int | None:
    clock = 0
    for event in events:
        if isinstance(event, TimePassed):
            clock = event.to
        if isinstance(event, InjectDelivered) and event.inject == inject:
            return clock
    return None


def _first_minute_by_polling(compiled: CompiledScript, condition: object) -> int | None:
    """The same play without the inject in question, looking at the condition every minute."""
    script = compiled.script
    injects = tuple(inject for inject in script.injects if inject.id != "alarm")
    watched = compile_script(a_script(indicators=script.indicators, injects=injects))
    state, _events = play(watched)
    for minute in range(701):
        state, _events = play(watched, PassTime(Minutes(minute)), state=state)
        if condition_holds(watched, state.worlds[0], state.clock, condition):  # type: ignore[arg-type]
            return minute
    return None


@given(st.integers(1, 60), st.integers(1, 200), st.integers(0, 300))
def test_a_delayed_effect_arrives_once(amount: int, delay: int, more: int) -> None:
    compiled = compile_script(
        a_script(
            indicators=(an_indicator("water", 10),),
            injects=(an_inject("i", 5, effects=(change(amount // 3 + 1, delay=delay),)),),
        )
    )
    before, _ = play(compiled, PassTime(Minutes(5 + delay - 1)))
    after, _ = play(compiled, *(PassTime(Minutes(5 + delay + step)) for step in range(0, more + 1, 50)), state=before)
    gained = after.worlds[0].levels.levels[0] - before.worlds[0].levels.levels[0]
    assert compiled.amount(gained) == amount // 3 + 1


@given(st.permutations(range(6)), st.integers(0, 50))
def test_at_one_minute_things_happen_in_the_scripts_order(order: list[int], minute: int) -> None:
    injects = tuple(an_inject(f"i{number}", minute) for number in order)
    _state, events = play(compile_script(a_script(injects=injects)), PassTime(Minutes(60)))
    delivered = [event.inject for event in events if isinstance(event, InjectDelivered)]
    assert delivered == [f"i{number}" for number in order]


@given(st.integers(-100, 100).filter(bool), st.integers(1, 400))
def test_an_effect_the_leader_adds_has_the_right_total_however_it_divides(amount: int, spread: int) -> None:
    compiled = compile_script(a_script())
    bounds = (0, 100)
    effect = change(amount, spread=spread)
    state, _ = play(compiled, AddEffects(0, (effect,), "bijsturen"), PassTime(Minutes(spread)))
    reached = compiled.amount(state.worlds[0].levels.levels[0])
    assert reached == min(max(50 + amount, bounds[0]), bounds[1])


def test_a_script_whose_durations_share_no_factor_stays_exact() -> None:
    effects = tuple(change(1, spread=spread) for spread in (7, 11, 13, 17, 19, 23))
    compiled = compile_script(a_script(injects=(an_inject("i", 0, effects=effects),)))
    state, _ = play(compiled, PassTime(Minutes(1)))
    expected = Fraction(50) + sum(Fraction(1, spread) for spread in (7, 11, 13, 17, 19, 23))
    assert compiled.amount(state.worlds[0].levels.levels[0]) == expected
    operations = [op for op in state.worlds[0].schedule if op.action is not Action.SLOPE]
    assert operations == []
