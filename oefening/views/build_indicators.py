"""Builds the views of indicators and continuity goals as they stand, with outages that are about to begin. Pure."""

from fractions import Fraction

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve, Grade, grade_of, outages
from oefening.engine.dynamics import Levels, trajectory, upcoming
from oefening.engine.history import samples
from oefening.engine.state import State
from oefening.script.model import ContinuityGoal
from oefening.script.units import MINUTES_PER_DAY, Minutes, format_duration, format_number
from oefening.text.phrases import one_line, plain
from oefening.text.sparkline import sparkline
from oefening.text.translation import _
from oefening.views.leader import GoalView
from oefening.views.participant import LevelView

WIDTH = 16
"""Block characters in a sparkline."""

LOOK_AHEAD = Minutes(MINUTES_PER_DAY // 2)
"""How far ahead the leader is warned of a goal that will be missed if nothing happens."""


def level_view(compiled: CompiledScript, state: State, curve: Curve, world: int, index: int) -> LevelView:
    """One indicator as it stands now; where several goals rest on it, the highest of their MBCOs counts."""
    indicator = compiled.script.indicators[index]
    now = state.worlds[world].levels
    goals = [goal for goal in compiled.script.goals if goal.indicator == indicator.id]
    mbco = max((goal.mbco for goal in goals), default=None)
    found = samples(compiled, curve, index, WIDTH)
    level, slope = compiled.amount(now.levels[index]), now.slopes[index]
    return LevelView(
        id=indicator.id,
        name=one_line(indicator.name),
        level=with_unit(level, indicator.unit),
        sparkline=sparkline(found, indicator.minimum, indicator.maximum),
        blocks_below=tuple(mbco is not None and sample < mbco for sample in found),
        trend=(slope > 0 and level < indicator.maximum) - (slope < 0 and level > indicator.minimum),
        mbco="" if mbco is None else with_unit(mbco, indicator.unit),
        below_mbco=mbco is not None and level < mbco,
    )


def with_unit(level: Fraction, unit: str) -> str:
    """A level with its unit: `60%`, `8 uur`."""
    return f"{format_number(level)}{'' if unit == '%' else ' '}{plain(unit)}"


def goal_view(compiled: CompiledScript, state: State, curve: Curve, world: int, goal: ContinuityGoal) -> GoalView:
    """A goal as it stands, and whether its level is below the MBCO or will be within half a day if only time passes."""
    index = compiled.indicators[goal.indicator]
    unit = compiled.script.indicators[index].unit
    past = outages(compiled, curve, index, compiled.scaled(goal.mbco))
    grade = grade_of(max((outage.length for outage in past), default=0), goal.rto, goal.mtpd)
    current = past[-1] if past and past[-1].open else None
    ahead = None if current else _next_outage(compiled, state, world, index, compiled.scaled(goal.mbco))
    if current is not None:
        sentence = _("onder basisniveau, {length}; hersteltijd {rto}, maximaal {mtpd}")
        note = sentence.format(
            length=format_duration(current.length) if current.length else _("sinds nu"),
            rto=format_duration(goal.rto),
            mtpd=format_duration(goal.mtpd),
        )
    elif ahead is not None:
        note = _("zakt over {time} onder basisniveau").format(time=format_duration(ahead))
    elif grade is Grade.MET:
        note = _("op peil")
    else:
        note = _("hersteld")
    return GoalView(
        id=goal.id,
        name=one_line(goal.name),
        grade=grade,
        level=with_unit(compiled.amount(state.worlds[world].levels.levels[index]), unit),
        mbco=with_unit(goal.mbco, unit),
        at_risk=current is not None or ahead is not None,
        note=note,
    )


def _next_outage(compiled: CompiledScript, state: State, world: int, index: int, mbco: int) -> Minutes | None:
    """Minutes until the level drops below the MBCO if only time passes; None where it does not within half a day."""
    now = state.worlds[world]
    schedule = upcoming(now.schedule, state.clock)
    end = Minutes(state.clock + LOOK_AHEAD)
    curve: list[tuple[Minutes, Levels]] = list(trajectory(compiled.bounds, now.levels, state.clock, schedule, end))
    coming = outages(compiled, curve, index, mbco)
    return Minutes(coming[0].begin - state.clock) if coming else None
