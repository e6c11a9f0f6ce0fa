"""Reachability: every inject can come and every option can be offered, as far as the script's text shows.

Only what is impossible by construction is found here, in milliseconds; what no path of play happens to reach takes
exploring (`oefening.explore`). Where a check cannot tell, it is silent.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from oefening.script.checks.context import Check, Context, Guard
from oefening.script.checks.contradictions import (
    Conjunction,
    Interval,
    disjunctive_normal_form,
    level_comparisons,
    narrowed,
    time_comparisons,
)
from oefening.script.conditions import NO_DECISION, DecisionComparison, FactHolds, Name, decision_comparison_holds
from oefening.script.model import DecisionKind, DecisionPoint, Inject
from oefening.script.units import MAX_MINUTES, format_number
from oefening.text.translation import _

DecisionValue = tuple[tuple[str, ...], int | None]
"""What `besluit.X` is to a condition: the ids it equals, and its number (see `decision_comparison_holds`)."""

OTHER_IDS = ("",)
"""The ids of an answer that none of the comparisons names."""

MAX_COMPARISONS = 8
"""Of one point within one conjunction; with more it is taken to be possible. All subsets of the options are tried."""


def check_cycles(context: Context) -> None:
    """No inject waits, through others, for itself."""
    reported: set[str] = set()
    for inject in context.script.injects:
        trail = list(_waits_for(context, inject))
        if inject.id in trail and inject.id not in reported:
            reported.update(trail)
            sentence = _("Deze inject komt nooit: ‘na’ leidt terug naar de inject zelf ({trail}).")
            path = " → ".join([inject.id, *trail])
            context.report(inject.span("na"), "onbereikbaar", sentence.format(trail=path))


def _waits_for(context: Context, inject: Inject) -> Iterator[str]:
    """The injects that this one waits for, each through the one before, until the first or until one comes twice."""
    seen: set[str] = set()
    current: Inject | None = inject
    while current is not None and current.after is not None:
        after = current.after
        decided = context.points.get(after.point or "")
        current = context.injects.get(after.inject or "") or (decided[0] if decided else None)
        if current is None or current.id in seen:
            return
        seen.add(current.id)
        yield current.id


def check_conditions(context: Context) -> None:
    """No condition contradicts itself, the bounds of an indicator, or the order of events."""
    for guard in context.guards:
        conjunctions = disjunctive_normal_form(guard.condition)
        if not conjunctions:
            continue
        reasons = [_contradiction(context, guard, conjunction) for conjunction in conjunctions]
        if all(reasons):
            context.report(guard.span, "onbereikbaar", _never(guard).format(why=reasons[0]))


def _never(guard: Guard) -> str:
    if guard.key == "veronderstelt":
        return _("Dit bericht klopt nooit: {why}.")
    return _("Deze optie is er nooit: {why}.") if guard.option else _("Deze inject komt nooit: {why}.")


def _contradiction(context: Context, guard: Guard, conjunction: Conjunction) -> str | None:
    """Why these literals cannot hold together, in Dutch; None where they can, or where that cannot be told."""
    return (
        _level_contradiction(context, conjunction)
        or _time_contradiction(guard, conjunction)
        or _fact_contradiction(conjunction)
        or _decision_contradiction(context, guard, conjunction)
    )


def _level_contradiction(context: Context, conjunction: Conjunction) -> str | None:
    comparisons = list(level_comparisons(conjunction))
    for indicator in context.script.indicators:
        if indicator.minimum >= indicator.maximum:
            continue
        wanted = [(operator, value) for name, operator, value in comparisons if name == indicator.id]
        if narrowed(wanted, Interval(indicator.minimum, indicator.maximum)).empty:
            sentence = _("de stand van ‘{name}’ (van {lowest} tot en met {highest}) kan dit niet zijn")
            return sentence.format(
                name=indicator.id,
                lowest=format_number(indicator.minimum),
                highest=format_number(indicator.maximum),
            )
    return None


def _time_contradiction(guard: Guard, conjunction: Conjunction) -> str | None:
    # An inject with a fixed time evaluates its condition at that minute. The condition of an option is evaluated each
    # time that the team looks or answers, so for that the minute is only the earliest one.
    begin = Fraction(guard.inject.at_minute or 0)
    exact = guard.inject.at_minute is not None and guard.option is None
    clock = Interval(begin, begin if exact else Fraction(MAX_MINUTES), whole=True)
    if narrowed(time_comparisons(conjunction), clock).empty:
        return _("op dat moment kan de tijd dit niet zijn") if exact else _("de tijd kan dit niet zijn")
    return None


def _fact_contradiction(conjunction: Conjunction) -> str | None:
    wanted: dict[str, bool] = {}
    for literal in conjunction:
        if isinstance(literal.atom, FactHolds):
            name = literal.atom.fact.id
            if wanted.setdefault(name, literal.positive) is not literal.positive:
                return _("‘feit.{name}’ kan niet tegelijk wel en niet gelden").format(name=name)
    return None


def _decision_contradiction(context: Context, guard: Guard, conjunction: Conjunction) -> str | None:
    by_point: dict[str, list[tuple[DecisionComparison, bool]]] = {}
    for literal in conjunction:
        if isinstance(literal.atom, DecisionComparison):
            by_point.setdefault(literal.atom.point.id, []).append((literal.atom, literal.positive))
    for point_id, comparisons in by_point.items():
        if point_id not in context.points:
            continue
        inject, point = context.points[point_id]
        if not all(_comparable(point, comparison) for comparison, _positive in comparisons):
            continue

        def satisfied(value: DecisionValue, wanted: list[tuple[DecisionComparison, bool]] = comparisons) -> bool:
            return all(decision_comparison_holds(comparison, *value) is positive for comparison, positive in wanted)

        if len(comparisons) > MAX_COMPARISONS:
            continue
        values = list(_possible_values(point, [comparison for comparison, _positive in comparisons]))
        if not any(map(satisfied, values)):
            return _("‘besluit.{name}’ kan dit niet zijn").format(name=point_id)
        if not any(satisfied(value) for value in values if _possible_in_time(guard, inject, point, value)):
            return _("‘besluit.{name}’ is dan nog niet genomen").format(name=point_id)
    return None


def _comparable(point: DecisionPoint, comparison: DecisionComparison) -> bool:
    """Whether the comparison makes sense for the point; where it does not, the module `references` reports that."""
    if not isinstance(comparison.answer, Name):
        return point.kind is DecisionKind.NUMBER
    return comparison.answer.id in (NO_DECISION, *(option.id for option in point.options))


def _possible_in_time(guard: Guard, inject: Inject, point: DecisionPoint, value: DecisionValue) -> bool:
    """Whether the point can have this value when the guard is evaluated; where times are not fixed it can."""
    equals, number = value
    if not equals and number is None:
        return True
    # The condition of the inject that asks the question is evaluated before the question is there.
    if guard.inject.id == inject.id and guard.option is None:
        return False
    opened_at, evaluated_at = inject.at_minute, guard.inject.at_minute
    if opened_at is None or evaluated_at is None or guard.option is not None:
        return True
    if equals == (NO_DECISION,):
        return opened_at + point.deadline <= evaluated_at
    # Strictly: all that falls due at one minute is settled before anyone can answer.
    return opened_at < evaluated_at


def _possible_values(point: DecisionPoint, comparisons: Iterable[DecisionComparison]) -> Iterator[DecisionValue]:
    """Every value that makes a difference to these comparisons: unanswered, expired, and each kind of answer."""
    yield (), None
    yield (NO_DECISION,), None
    options = tuple(option.id for option in point.options)
    match point.kind:
        case DecisionKind.NUMBER:
            lowest, highest = point.lowest or 0, point.highest or 0
            # A comparison with a number only changes its outcome at that number: below, at and above it is enough.
            samples = {lowest, highest}
            for comparison in comparisons:
                if not isinstance(comparison.answer, Name):
                    middle = int(comparison.answer)
                    samples.update((middle - 1, middle, middle + 1))
            for sample in sorted(samples):
                if lowest <= sample <= highest:
                    yield (), sample
        case DecisionKind.MULTIPLE:
            named = {comparison.answer.id for comparison in comparisons if isinstance(comparison.answer, Name)}
            yield from ((subset, None) for subset in _subsets(tuple(o for o in options if o in named), point.most))
            if set(options) - named:
                yield OTHER_IDS, None
        case DecisionKind.DISTRIBUTION:
            yield OTHER_IDS, None
        case _:
            for option in options:
                yield (option,), None


def _subsets(names: tuple[str, ...], most: int | None) -> Iterator[tuple[str, ...]]:
    for picked in range(1, 2 ** len(names)):
        subset = tuple(name for bit, name in enumerate(names) if picked >> bit & 1)
        if most is None or len(subset) <= most:
            yield subset


REACHABILITY_CHECKS: tuple[Check, ...] = (check_cycles, check_conditions)
