"""Goals are rated from the exact curve: outages to the minute, areas to the fraction, grades as agreed."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.debrief.causes import causes, effect_text
from oefening.debrief.rating import GoalRating, rate
from oefening.engine.answers import Choice
from oefening.engine.apply_event import apply_event
from oefening.engine.commands import Command, Decide, End, PassTime, RateExpectation, SendMessage
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.continuity import Grade, grade_of, outages, shortfall
from oefening.engine.dynamics import level_after
from oefening.engine.events import Event, Performance, TimePassed
from oefening.engine.history import history_of
from oefening.engine.state import State
from oefening.script.model import ContinuityGoal, Effect, Expectation, Team
from oefening.script.units import Minutes
from oefening.wording.timeline import timeline_steps
from tests.support.random_scripts import (
    Played,
    a_choice,
    a_script,
    an_indicator,
    an_inject,
    an_option,
    change,
    play,
    plays,
)

HOUR = 60


def goal(mbco: int = 50, rto: int = HOUR, mtpd: int = 3 * HOUR) -> ContinuityGoal:
    """Water is to be at its minimum again in time."""
    return ContinuityGoal(
        id="water", name="Water", indicator="water", mbco=Fraction(mbco), rto=Minutes(rto), mtpd=Minutes(mtpd)
    )


def lived(*effects: Effect, until: int, mbco: int = 50, drift: Fraction = Fraction(0), **script: object) -> GoalRating:
    """What becomes of the goal when these effects begin ten minutes in; water starts at 80 of 100."""
    compiled = compile_script(
        a_script(
            indicators=(an_indicator("water", 80, drift),),
            goals=(goal(mbco),),
            injects=(an_inject("i", 10, effects=effects),),
            **script,
        )
    )
    _state, events = play(compiled, PassTime(Minutes(until)), End())
    return rate(compiled, events).worlds[0].goals[0]


@pytest.mark.parametrize(
    ("outage", "grade"),
    [
        (0, Grade.MET),
        (60, Grade.MET),
        (61, Grade.STRAINED),
        (120, Grade.STRAINED),
        (121, Grade.CRITICAL),
        (180, Grade.CRITICAL),
        (181, Grade.FAILED),
    ],
)
def test_the_four_grades(outage: int, grade: Grade) -> None:
    assert grade_of(outage, rto=60, mtpd=180) is grade


def test_a_goal_without_room_between_its_times_is_met_or_failed() -> None:
    assert [grade_of(outage, 60, 60) for outage in (60, 61)] == [Grade.MET, Grade.FAILED]


def test_a_goal_never_missed() -> None:
    rating = lived(change(-30), until=500)
    assert rating.grade is Grade.MET
    assert rating.outages == ()
    assert rating.longest is None
    assert {rating.lowest, rating.final} == {Fraction(50)}
    assert rating.lost_below_mbco == 0


def test_an_outage_is_counted_to_the_minute() -> None:
    rating = lived(change(-40), change(10, delay=90), until=500)
    assert [(outage.begin, outage.end, outage.open) for outage in rating.outages] == [(10, 100, False)]
    assert rating.grade is Grade.STRAINED
    assert rating.minutes_below == 90
    assert rating.lost_below_mbco == Fraction(10 * 90, 60)
    assert rating.lost_below_normal == Fraction(40 * 90 + 30 * 400, 60)


def test_two_outages_are_not_one() -> None:
    rating = lived(change(-40), change(10, delay=30), change(-10, delay=60), change(10, delay=80), until=500)
    assert [outage.length for outage in rating.outages] == [30, 20]
    assert rating.grade is Grade.MET
    assert rating.longest == rating.outages[0]


def test_a_slope_crosses_the_minimum_where_it_does() -> None:
    """From 80 down 60 over an hour: at 50 after 30 minutes, below it from the minute after."""
    rating = lived(change(-60, spread=60), until=130)
    assert [(outage.begin, outage.end) for outage in rating.outages] == [(41, 130)]
    assert rating.lost_below_mbco == Fraction(30 * 30, 2 * 60) + Fraction(30 * 60, 60)


def test_a_slope_that_crosses_in_its_last_minute() -> None:
    down, up = Effect(indicator="water", drift=Fraction(-1), duration=Minutes(32)), change(9, delay=40)
    rating = lived(down, up, until=130)
    assert [(outage.begin, outage.end) for outage in rating.outages] == [(41, 50)]


def test_the_area_stops_at_the_bottom() -> None:
    rating = lived(change(-160, spread=160), until=250)
    triangle, rest = Fraction(50 * 50, 2), 50 * (250 - 10 - 80)
    assert rating.lost_below_mbco == (triangle + rest) / 60
    assert rating.lowest == 0


def test_an_outage_still_open_in_the_aftermath_is_graded_as_it_stands() -> None:
    rating = lived(change(-40), until=20, aftermath=Minutes(200))
    assert rating.still_open
    assert [(outage.begin, outage.end, outage.open) for outage in rating.outages] == [(10, 220, True)]
    assert rating.grade is Grade.FAILED


def test_the_aftermath_lets_late_effects_count() -> None:
    rating = lived(change(-40), change(40, delay=100), until=20, aftermath=Minutes(200))
    assert [outage.length for outage in rating.outages] == [100]
    assert rating.final == 80


def test_a_changed_decision_keeps_what_was_lived() -> None:
    options = (an_option("dicht", change(-60)), an_option("open"))
    script = a_script(goals=(goal(40),), injects=(an_inject("i", 10, point=a_choice(100, *options)),))
    compiled = compile_script(script)
    commands: list[Command] = [PassTime(Minutes(20)), Decide(0, "i", Choice("dicht"))]
    commands += [PassTime(Minutes(50)), Decide(0, "i", Choice("open")), PassTime(Minutes(200))]
    _state, events = play(compiled, *commands)
    rating = rate(compiled, events).worlds[0].goals[0]
    assert [(outage.begin, outage.end) for outage in rating.outages] == [(20, 50)]
    assert rating.final == 50


@given(plays, st.integers(0, 100))
def test_outages_agree_with_looking_every_minute(curve: Played, minimum: int) -> None:
    compiled = curve.compiled
    lived_through = history_of(compiled, curve.events)
    for number, world in enumerate(lived_through.curves):
        mark = minimum * compiled.denominator
        found = outages(compiled, world, 0, mark)
        assert all(outage.length > 0 or outage.open for outage in found)
        minutes = {minute for outage in found for minute in range(outage.begin, outage.end)}
        assert minutes == {m for m, level in _seen(compiled, curve, number) if level < mark}


def _seen(compiled: CompiledScript, curve: Played, world: int) -> list[tuple[int, int]]:
    """The first indicator's level at every minute but the last, the last thing that happened at it counting."""
    state, levels = State(), dict[int, int]()
    for event in curve.events:
        if isinstance(event, TimePassed):
            for minute in range(state.clock, event.to):
                between = apply_event(compiled, state, TimePassed(Minutes(minute)))
                levels[minute] = between.worlds[world].levels.levels[0]
        state = apply_event(compiled, state, event)
    return sorted(levels.items())


@given(plays, st.integers(0, 100), st.integers(0, 100))
def test_more_is_missing_below_a_higher_mark(curve: Played, one: int, other: int) -> None:
    compiled = curve.compiled
    world = history_of(compiled, curve.events).curves[0]
    low, high = sorted((one * compiled.denominator, other * compiled.denominator))
    assert 0 <= shortfall(compiled, world, 0, low) <= shortfall(compiled, world, 0, high)


@given(plays)
def test_what_is_missing_is_between_the_sums_at_the_minutes_ends(curve: Played) -> None:
    """On a straight stretch the area below a mark lies between the left and the right sum over its minutes."""
    compiled, mark = curve.compiled, 50 * curve.compiled.denominator
    world = history_of(compiled, curve.events).curves[0]
    least, most = 0, 0
    for (begin, levels), (end, _after) in pairwise(world):
        missing = [max(mark - level_after(compiled.bounds, levels, 0, m), 0) for m in range(end - begin + 1)]
        pairs = list(pairwise(missing))
        least += sum(min(pair) for pair in pairs)
        most += sum(max(pair) for pair in pairs)
    assert least <= shortfall(compiled, world, 0, mark) <= most


def worked() -> tuple[CompiledScript, list[Event]]:
    """Two teams: one decides, explains and shares, the other lets its deadline pass."""
    teams = (
        Team(id="beleid", name="Beleidsteam", assignment="Beslis."),
        Team(id="zorg", name="Team zorg", assignment="Zorg."),
    )
    point = a_choice(30, an_option("a", change(-10)), an_option("b"))
    injects = (
        an_inject("een", 0, point=point, expectations=(Expectation(text="Iemand belt."), Expectation(text="Rust."))),
        an_inject("twee", 5, teams=("zorg",), point=point),
    )
    compiled = compile_script(a_script(teams=teams, injects=injects, goals=(goal(),)))
    commands: list[Command] = [
        Decide(0, "een", Choice("a"), "Omdat het moet."),
        SendMessage(0, "beleid", "zorg", "Wij sluiten."),
        SendMessage(0, "beleid", "omroep", "Wat weet u?"),
        RateExpectation(0, "een", 0, Performance.UNABLE),
        RateExpectation(0, "een", 0, Performance.PERFORMED, "Toch nog."),
        PassTime(Minutes(60)),
    ]
    _state, events = play(compiled, *commands)
    return compiled, events


def test_how_teams_worked_is_counted() -> None:
    compiled, events = worked()
    first, second = rate(compiled, events).worlds[0].teams
    assert (first.asked, first.decided, first.late, first.reasons_asked, first.reasons_given) == (1, 1, 0, 1, 1)
    assert (first.shared, first.questions) == (1, 1)
    assert (second.asked, second.decided, second.late, second.reasons_given) == (1, 0, 1, 0)


def test_the_last_rating_of_an_expectation_counts() -> None:
    compiled, events = worked()
    rated = rate(compiled, events).worlds[0].expectations
    assert [(item.performance, item.note) for item in rated] == [(Performance.PERFORMED, "Toch nog."), (None, "")]


def test_what_moved_an_indicator_can_be_told() -> None:
    compiled, events = worked()
    (cause,) = causes(compiled, timeline_steps(compiled, events))
    assert (cause.minute, cause.entry.text) == (0, "Beleidsteam: Optie a")
    assert [effect_text(effect, times, compiled.script.indicators[0]) for effect, times in cause.effects] == ["−10 %"]


@pytest.mark.parametrize(
    ("effect", "times", "words"),
    [
        (change(30, delay=60), 1, "+30 %, na 1 uur"),
        (change(-80, delay=120, spread=360), 1, "−80 % over 6 uur, na 2 uur"),
        (change(-2), 3, "−6 %"),
        (Effect(indicator="water", level=Fraction(20)), 1, "wordt 20 %"),
        (Effect(indicator="water", drift=Fraction(-1, 60), until=Minutes(720)), 1, "−1 % per uur tot 12:00"),
        (
            Effect(indicator="water", drift=Fraction(1, 60), duration=Minutes(90)),
            1,
            "+1 % per uur gedurende 1 uur 30 min",
        ),
    ],
)
def test_an_effect_in_words(effect: Effect, times: int, words: str) -> None:
    assert effect_text(effect, times, an_indicator("water")) == words
