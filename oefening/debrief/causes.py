"""What moved an indicator: every inject, decision and intervention with its effects, in order of time. Pure.

Gives what the script says that an event does, not what it did: effects overlap and are clamped at the bounds, so no
share of a level can be blamed on one of them.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import cast

from attrs import frozen

from oefening.engine.answers import effects_of
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import (
    AdHocInjectSent,
    DeadlinePassed,
    DecisionAdjudicated,
    DecisionMade,
    EffectsAdded,
    Event,
    InjectDelivered,
    OwnDecisionAdjudicated,
)
from oefening.script.model import Effect, Indicator
from oefening.script.units import Minutes, format_duration, format_moment, format_number
from oefening.text.translation import _
from oefening.wording.timeline import TimelineEntry, TimelineStep


@frozen
class Cause:
    """Something that changed the world from a minute on: effects, each with the number of times that it counts."""

    minute: Minutes
    entry: TimelineEntry
    effects: tuple[tuple[Effect, int], ...]


def causes(compiled: CompiledScript, steps: Iterable[TimelineStep]) -> list[Cause]:
    """Everything with effects among the steps of one world; of a changed decision only the last version.

    A version with the same answer (only the reasons were changed) leaves the cause where it was.
    """
    # By decision point for decisions, so that a later version replaces an earlier one; else by position.
    found: dict[object, Cause] = {}
    answers: dict[str, object] = {}
    for number, step in enumerate(steps):
        event, name = step.event, cast(object, number)
        if isinstance(event, DecisionMade):
            name = event.point
            if answers.get(event.point) == event.answer:
                continue
            answers[event.point] = event.answer
            found.pop(name, None)
        effects = tuple(_effects(compiled, event))
        if effects and step.entry is not None:
            found[name] = Cause(step.minute, step.entry, effects)
    return list(found.values())


def _effects(compiled: CompiledScript, event: Event) -> Iterable[tuple[Effect, int]]:
    groups: Iterable[tuple[Sequence[Effect], int]] = ()
    match event:
        case InjectDelivered(_, inject_id):
            groups = [(compiled.inject(inject_id).effects, 1)]
        case DecisionMade(_, point_id, answer):
            point = compiled.inject_of_point(point_id).point
            groups = effects_of(point, answer) if point else ()
        case DecisionAdjudicated(_, point_id, option_id, effects):
            point = compiled.inject_of_point(point_id).point
            options = {option.id: option.effects for option in point.options} if point else {}
            groups = [(effects + options.get(option_id or "", ()), 1)]
        case DeadlinePassed(_, point_id):
            point = compiled.inject_of_point(point_id).point
            groups = [(point.no_decision.effects, 1)] if point and point.no_decision else []
        case AdHocInjectSent() | EffectsAdded() | OwnDecisionAdjudicated():
            groups = [(event.effects, 1)]
        case _:
            pass
    for group, times in groups:
        for effect in group:
            if times:
                yield effect, times


def effect_text(effect: Effect, times: int, indicator: Indicator) -> str:
    """An effect on an indicator as text: `−60 % over 6 uur, na 2 uur`."""
    unit = indicator.unit
    if effect.level is not None:
        words = _("wordt {number} {unit}").format(number=format_number(effect.level), unit=unit)
    elif effect.drift is not None:
        hourly = effect.drift * times * 60
        words = _("{number} {unit} per uur").format(number=_signed(format_number(hourly)), unit=unit)
    else:
        amount = (effect.change or Fraction(0)) * times
        words = f"{_signed(format_number(amount))} {unit}"
    if effect.spread:
        words += _(" over {duration}").format(duration=format_duration(effect.spread))
    if effect.until is not None:
        words += _(" tot {moment}").format(moment=format_moment(effect.until))
    if effect.duration is not None:
        words += _(" gedurende {duration}").format(duration=format_duration(effect.duration))
    if effect.delay:
        words += _(", na {duration}").format(duration=format_duration(effect.delay))
    return words


def _signed(number: str) -> str:
    return f"−{number[1:]}" if number.startswith("-") else f"+{number}"
