"""Ranges of numbers and times: levels lie within their bounds, times run forward, and goals can be missed and met."""

from itertools import pairwise

from oefening.script.checks.context import Check, Context
from oefening.script.model import ContinuityGoal, Effect, Indicator
from oefening.script.schema import walk
from oefening.script.units import format_duration, format_moment, format_number
from oefening.text.translation import _


def check_indicator_bounds(context: Context) -> None:
    """An indicator's lowest level is below its highest, and it begins between them."""
    for indicator in context.script.indicators:
        if any(
            not indicator.has_key(name) or context.is_stand_in(indicator.span(name)) for name in ("min", "max", "begin")
        ):
            continue
        if indicator.minimum >= indicator.maximum:
            sentence = _("‘min’ ({lowest}) hoort kleiner te zijn dan ‘max’ ({highest}).")
            bounds = {"lowest": format_number(indicator.minimum), "highest": format_number(indicator.maximum)}
            context.report(indicator.span("min"), "min-max", sentence.format(**bounds))
        elif not indicator.minimum <= indicator.start <= indicator.maximum:
            context.report(indicator.span("begin"), "buiten-bereik", _out_of_range_message("begin", indicator))


def _out_of_range_message(key_name: str, indicator: Indicator) -> str:
    sentence = _("‘{key}’ ligt buiten het bereik van ‘{name}’: {lowest} tot en met {highest}.")
    return sentence.format(
        key=key_name,
        name=indicator.id,
        lowest=format_number(indicator.minimum),
        highest=format_number(indicator.maximum),
    )


def check_levels(context: Context) -> None:
    """A level that an effect sets or a goal asks for lies within the bounds of its indicator."""
    indicators = {indicator.id: indicator for indicator in context.script.indicators}
    for record in walk(context.script):
        if not isinstance(record, Effect | ContinuityGoal):
            continue
        indicator = indicators.get(record.indicator or "")
        if indicator is None or indicator.minimum >= indicator.maximum:
            continue
        if isinstance(record, Effect):
            if record.level is not None and not indicator.minimum <= record.level <= indicator.maximum:
                context.report(record.span("wordt"), "buiten-bereik", _out_of_range_message("wordt", indicator))
        elif record.has_key("basisniveau") and not context.is_stand_in(record.span("basisniveau")):
            _check_mbco(context, record, indicator)


def _check_mbco(context: Context, goal: ContinuityGoal, indicator: Indicator) -> None:
    if not indicator.minimum <= goal.mbco <= indicator.maximum:
        context.report(goal.span("basisniveau"), "buiten-bereik", _out_of_range_message("basisniveau", indicator))
    elif goal.mbco == indicator.minimum:
        sentence = _("Dit doel kan niet mislukken: ‘{name}’ komt nooit onder het basisniveau {level}.")
        message = sentence.format(name=indicator.id, level=format_number(goal.mbco))
        context.report(goal.span("basisniveau"), "doel-kan-niet-mislukken", message)


def check_goal_times(context: Context) -> None:
    """The recovery time of a goal is within its maximum tolerable downtime (ISO 22301:2019, 8.2.2)."""
    for goal in context.script.goals:
        if goal.has_key("hersteltijd") and goal.has_key("maximale_uitval") and goal.rto > goal.mtpd:
            sentence = _("De hersteltijd ({rto}) is langer dan de maximale uitval ({mtpd}).")
            message = sentence.format(rto=format_duration(goal.rto), mtpd=format_duration(goal.mtpd))
            context.report(goal.span("hersteltijd"), "hersteltijd", message)


def check_goals_move(context: Context) -> None:
    """Something in the script can change what a goal measures."""
    moving = {
        effect.indicator
        for effect in walk(context.script)
        if isinstance(effect, Effect) and (effect.change or effect.drift or effect.level is not None)
    }
    drifting = {indicator.id for indicator in context.script.indicators if indicator.drift}
    for goal in context.script.goals:
        known = goal.indicator in context.names["indicator"]
        if known and goal.indicator not in moving | drifting:
            sentence = _("Niets in het draaiboek verandert ‘{name}’, dus dit doel meet niets.")
            context.report(goal.span("indicator"), "doel-onbeweeglijk", sentence.format(name=goal.indicator))


def check_effect_ends(context: Context) -> None:
    """A drift that lasts until a moment begins before it."""
    for inject in context.script.injects:
        earliest = inject.at_minute or 0
        for effect in walk(inject):
            if isinstance(effect, Effect) and effect.until is not None and not context.is_stand_in(effect.span("tot")):
                begin = earliest + (effect.delay or 0)
                if effect.until <= begin:
                    sentence = _("Dit verloop is afgelopen voor het begint: het kan niet eerder beginnen dan {begin}.")
                    context.report(effect.span("tot"), "tijd-onmogelijk", sentence.format(begin=format_moment(begin)))


def check_phase_order(context: Context) -> None:
    """Phases begin one after another."""
    phases = context.script.phases
    for before, phase in pairwise(phases):
        if phase.begin <= before.begin and not context.is_stand_in(phase.span("begin")):
            sentence = _("Fase ‘{name}’ begint niet na de fase ervoor ({begin}).")
            message = sentence.format(name=phase.id, begin=format_moment(before.begin))
            context.report(phase.span("begin"), "tijd-onmogelijk", message)


RANGE_CHECKS: tuple[Check, ...] = (
    check_indicator_bounds,
    check_levels,
    check_goal_times,
    check_goals_move,
    check_effect_ends,
    check_phase_order,
)
