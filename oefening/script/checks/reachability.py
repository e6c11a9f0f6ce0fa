"""Reach: every inject can come and every option can be there, as far as the script itself shows.

Only what is impossible by construction is found here; what no course of play happens to reach takes exploring.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from oefening.script.checks.context import Check, Context, Guard
from oefening.script.checks.contradictions import (
    Alternative,
    Range,
    alternatives,
    level_literals,
    narrowed,
    time_literals,
)
from oefening.script.conditions import NO_DECISION, DecisionComparison, FactHolds, Name, decision_holds
from oefening.script.model import DecisionKind, DecisionPoint, Inject
from oefening.script.units import LONGEST, format_number
from oefening.text.translation import _

Answered = tuple[tuple[str, ...], int | None]
"""What an answer looks like to a condition: the ids it equals, and its number."""


UNNAMED = ("",)
"""The ids of an answer that none of the comparisons names."""

MOST_NAMED = 8
"""A condition that names more options of one point than this is taken to be possible."""


def circles(context: Context) -> None:
    """No inject waits, through others, for itself."""
    reported: set[str] = set()
    for inject in context.script.injects:
        trail = list(_waits_for(context, inject))
        if inject.id in trail and inject.id not in reported:
            reported.update(trail)
            sentence = _("Deze inject komt nooit: ‘na’ leidt terug naar de inject zelf ({trail}).")
            words = " → ".join([inject.id, *trail])
            context.report(inject.at("na"), "onbereikbaar", sentence.format(trail=words))


def _waits_for(context: Context, inject: Inject) -> Iterator[str]:
    """The injects that come before, one waiting for the other, until the first or until one comes twice."""
    seen: set[str] = set()
    current: Inject | None = inject
    while current is not None and current.after is not None:
        after = current.after
        asked = context.points.get(after.point or "")
        current = context.injects.get(after.inject or "") or (asked[0] if asked else None)
        if current is None or current.id in seen:
            return
        seen.add(current.id)
        yield current.id


def conditions(context: Context) -> None:
    """No condition contradicts itself, the bounds of an indicator, or the order of events."""
    for guard in context.guards:
        found = alternatives(guard.condition)
        if not found:
            continue
        objections = [_objection(context, guard, alternative) for alternative in found]
        if all(objections):
            context.report(guard.place, "onbereikbaar", _never(guard).format(why=objections[0]))


def _never(guard: Guard) -> str:
    if guard.key == "veronderstelt":
        return _("Dit bericht klopt nooit: {why}.")
    return _("Deze optie is er nooit: {why}.") if guard.option else _("Deze inject komt nooit: {why}.")


def _objection(context: Context, guard: Guard, alternative: Alternative) -> str | None:
    """Why these literals cannot hold together; None where they can, or where we cannot tell."""
    return (
        _level_objection(context, alternative)
        or _time_objection(guard, alternative)
        or _fact_objection(alternative)
        or _decision_objection(context, guard, alternative)
    )


def _level_objection(context: Context, alternative: Alternative) -> str | None:
    comparisons = list(level_literals(alternative))
    for indicator in context.script.indicators:
        if indicator.minimum >= indicator.maximum:
            continue
        asked = [(operator, value) for name, operator, value in comparisons if name == indicator.id]
        if narrowed(asked, Range(indicator.minimum, indicator.maximum)).empty:
            sentence = _("de stand van ‘{name}’ (van {lowest} tot en met {highest}) kan dit niet zijn")
            return sentence.format(
                name=indicator.id,
                lowest=format_number(indicator.minimum),
                highest=format_number(indicator.maximum),
            )
    return None


def _time_objection(guard: Guard, alternative: Alternative) -> str | None:
    begin = Fraction(guard.inject.at_minute or 0)
    exact = guard.inject.at_minute is not None and guard.option is None
    clock = Range(begin, begin if exact else Fraction(LONGEST), whole=True)
    if narrowed(time_literals(alternative), clock).empty:
        return _("op dat moment kan de tijd dit niet zijn") if exact else _("de tijd kan dit niet zijn")
    return None


def _fact_objection(alternative: Alternative) -> str | None:
    wanted: dict[str, bool] = {}
    for literal in alternative:
        if isinstance(literal.atom, FactHolds):
            name = literal.atom.fact.id
            if wanted.setdefault(name, literal.positive) is not literal.positive:
                return _("‘feit.{name}’ kan niet tegelijk wel en niet gelden").format(name=name)
    return None


def _decision_objection(context: Context, guard: Guard, alternative: Alternative) -> str | None:
    asked: dict[str, list[tuple[DecisionComparison, bool]]] = {}
    for literal in alternative:
        if isinstance(literal.atom, DecisionComparison):
            asked.setdefault(literal.atom.point.id, []).append((literal.atom, literal.positive))
    for point_id, comparisons in asked.items():
        if point_id not in context.points:
            continue
        inject, point = context.points[point_id]
        if not all(_comparable(point, comparison) for comparison, _positive in comparisons):
            continue

        def satisfied(answered: Answered, wanted: list[tuple[DecisionComparison, bool]] = comparisons) -> bool:
            return all(decision_holds(comparison, *answered) is positive for comparison, positive in wanted)

        if len(comparisons) > MOST_NAMED:
            continue
        answers = list(_answers(point, [comparison for comparison, _positive in comparisons]))
        if not any(map(satisfied, answers)):
            return _("‘besluit.{name}’ kan dit niet zijn").format(name=point_id)
        if not any(satisfied(answered) for answered in answers if _in_time(guard, inject, point, answered)):
            return _("‘besluit.{name}’ is dan nog niet genomen").format(name=point_id)
    return None


def _comparable(point: DecisionPoint, comparison: DecisionComparison) -> bool:
    """Whether the comparison makes sense for the point; that it does not is found, and told, elsewhere."""
    if not isinstance(comparison.answer, Name):
        return point.kind is DecisionKind.NUMBER
    return comparison.answer.id in (NO_DECISION, *(option.id for option in point.options))


def _in_time(guard: Guard, inject: Inject, point: DecisionPoint, answered: Answered) -> bool:
    """Whether the point can look so when the guard is consulted; where times are not fixed it can."""
    equals, number = answered
    if not equals and number is None:
        return True
    if guard.inject.id == inject.id and guard.option is None:
        return False
    asked_at, consulted_at = inject.at_minute, guard.inject.at_minute
    if asked_at is None or consulted_at is None or guard.option is not None:
        return True
    if equals == (NO_DECISION,):
        return asked_at + point.deadline <= consulted_at
    return asked_at < consulted_at


def _answers(point: DecisionPoint, comparisons: Iterable[DecisionComparison]) -> Iterator[Answered]:
    """Everything a point can look like to these comparisons: unanswered, expired, and each kind of answer."""
    yield (), None
    yield (NO_DECISION,), None
    options = tuple(option.id for option in point.options)
    match point.kind:
        case DecisionKind.NUMBER:
            lowest, highest = point.lowest or 0, point.highest or 0
            marks = {lowest, highest}
            for comparison in comparisons:
                if not isinstance(comparison.answer, Name):
                    middle = int(comparison.answer)
                    marks.update((middle - 1, middle, middle + 1))
            for mark in sorted(marks):
                if lowest <= mark <= highest:
                    yield (), mark
        case DecisionKind.MULTIPLE:
            named = {comparison.answer.id for comparison in comparisons if isinstance(comparison.answer, Name)}
            yield from ((subset, None) for subset in _subsets(tuple(o for o in options if o in named), point.most))
            if set(options) - named:
                yield UNNAMED, None
        case DecisionKind.DISTRIBUTION:
            yield UNNAMED, None
        case _:
            for option in options:
                yield (option,), None


def _subsets(names: tuple[str, ...], most: int | None) -> Iterator[tuple[str, ...]]:
    for picked in range(1, 2 ** len(names)):
        subset = tuple(name for place, name in enumerate(names) if picked >> place & 1)
        if most is None or len(subset) <= most:
            yield subset


REACH_CHECKS: tuple[Check, ...] = (circles, conditions)
