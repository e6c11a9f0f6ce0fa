"""Whether a condition can be true at all, by logic alone.

A condition is brought into disjunctive normal form: it is true where at least one of its conjunctions is. Within one
conjunction it is easy to see that comparisons exclude each other. Where it cannot be told, a condition can be true:
a false alarm would keep an author from playing a script that is in order.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import define, frozen

from oefening.script.conditions import All, AnyOf, Atom, Condition, LevelComparison, Name, Not, Operator, TimeComparison

MAX_CONJUNCTIONS = 200
"""The normal form can grow exponentially with the condition; one with more is taken to be possible."""

NEGATED: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@frozen
class Literal:
    """An atom, or (not `positive`) its negation."""

    atom: Atom
    positive: bool


Conjunction = tuple[Literal, ...]
"""Literals that must all hold."""


def disjunctive_normal_form(condition: Condition, positive: bool = True) -> tuple[Conjunction, ...] | None:
    """The conjunctions of which at least one holds where the condition does; None where there are too many.

    Not `positive`: those of its negation. Under a negation, `en` and `of` change places (De Morgan).
    """
    match condition:
        case Not(part):
            return disjunctive_normal_form(part, not positive)
        case All(parts) | AnyOf(parts):
            found = [disjunctive_normal_form(part, positive) for part in parts]
            known = [conjunctions for conjunctions in found if conjunctions is not None]
            if len(known) < len(found):
                return None
            return _product(known) if isinstance(condition, All) is positive else _union(known)
        case _:
            return ((Literal(condition, positive),),)


def _union(groups: Iterable[tuple[Conjunction, ...]]) -> tuple[Conjunction, ...] | None:
    together = tuple(conjunction for group in groups for conjunction in group)
    return together if len(together) <= MAX_CONJUNCTIONS else None


def _product(groups: Iterable[tuple[Conjunction, ...]]) -> tuple[Conjunction, ...] | None:
    together: tuple[Conjunction, ...] = ((),)
    for group in groups:
        if len(together) * len(group) > MAX_CONJUNCTIONS:
            return None
        together = tuple((*left, *right) for left in together for right in group)
    return together


@define
class Interval:
    """The values that something can still have; `whole` where only whole numbers count."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def narrow(self, operator: Operator, value: Fraction) -> None:
        """Keeps the values that also satisfy a comparison; `!=` only counts where it excludes the one value left."""
        # A bound is tighter where its value is, and of two equal ones where it is open: `>` excludes the value itself.
        if operator in {"=", ">=", ">"} and (value, operator == ">") > (self.low, self.low_open):
            self.low, self.low_open = value, operator == ">"
        if operator in {"=", "<=", "<"} and (-value, operator == "<") > (-self.high, self.high_open):
            self.high, self.high_open = value, operator == "<"
        if operator == "!=" and self.low == self.high == value:
            self.low_open = True

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.whole:
            first = self.low.__floor__() + 1 if self.low_open else self.low.__ceil__()
            last = self.high.__ceil__() - 1 if self.high_open else self.high.__floor__()
            return first > last
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def narrowed(comparisons: Iterable[tuple[Operator, Fraction]], allowed: Interval) -> Interval:
    """What is left of an interval under comparisons. Those with `!=` come last: they count where one value is left."""
    for operator, value in sorted(comparisons, key=lambda pair: pair[0] == "!="):
        allowed.narrow(operator, value)
    return allowed


def level_comparisons(conjunction: Conjunction) -> Iterator[tuple[str, Operator, Fraction]]:
    """The comparisons of an indicator with a number."""
    for literal in conjunction:
        match literal.atom:
            case LevelComparison(Name(indicator), operator, Fraction() as other):
                yield indicator, operator if literal.positive else NEGATED[operator], other
            case _:
                pass


def time_comparisons(conjunction: Conjunction) -> Iterator[tuple[Operator, Fraction]]:
    """The comparisons of the exercise clock."""
    for literal in conjunction:
        match literal.atom:
            case TimeComparison(operator, moment):
                yield operator if literal.positive else NEGATED[operator], Fraction(moment)
            case _:
                pass
