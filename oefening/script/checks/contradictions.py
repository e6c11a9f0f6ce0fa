"""Whether a condition can be true at all: its alternatives, and what contradicts itself within one.

Works on the condition alone, with bounds given from outside; where it cannot tell, it says that it can be true.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import define, frozen

from oefening.script.conditions import All, AnyOf, Atom, Condition, LevelComparison, Name, Not, Operator, TimeComparison

MOST_ALTERNATIVES = 200
"""A condition with more is taken to be possible."""

NEGATED: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@frozen
class Literal:
    """An atom that is to hold, or (not `positive`) not to hold."""

    atom: Atom
    positive: bool


Alternative = tuple[Literal, ...]
"""Literals that are to hold together."""


def alternatives(condition: Condition, positive: bool = True) -> tuple[Alternative, ...] | None:
    """The ways in which the condition can hold (its disjunctive normal form); None where there are too many."""
    match condition:
        case Not(part):
            return alternatives(part, not positive)
        case All(parts) | AnyOf(parts):
            found = [alternatives(part, positive) for part in parts]
            known = [each for each in found if each is not None]
            if len(known) < len(found):
                return None
            return _joined(known) if isinstance(condition, All) is positive else _listed(known)
        case _:
            return ((Literal(condition, positive),),)


def _listed(groups: Iterable[tuple[Alternative, ...]]) -> tuple[Alternative, ...] | None:
    together = tuple(alternative for group in groups for alternative in group)
    return together if len(together) <= MOST_ALTERNATIVES else None


def _joined(groups: Iterable[tuple[Alternative, ...]]) -> tuple[Alternative, ...] | None:
    together: tuple[Alternative, ...] = ((),)
    for group in groups:
        if len(together) * len(group) > MOST_ALTERNATIVES:
            return None
        together = tuple((*left, *right) for left in together for right in group)
    return together


@define
class Range:
    """The values something can still have; `whole` where only whole numbers count."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def narrow(self, operator: Operator, value: Fraction) -> None:
        """Keeps what also satisfies a comparison. That one value is missing (`!=`) is seen where no other is left."""
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


def narrowed(literals: Iterable[tuple[Operator, Fraction]], allowed: Range) -> Range:
    """What is left of a range under comparisons; those with `!=` last, when the others have had their say."""
    for operator, value in sorted(literals, key=lambda pair: pair[0] == "!="):
        allowed.narrow(operator, value)
    return allowed


def level_literals(alternative: Alternative) -> Iterator[tuple[str, Operator, Fraction]]:
    """The comparisons of an indicator with a number."""
    for literal in alternative:
        match literal.atom:
            case LevelComparison(Name(indicator), operator, Fraction() as other):
                yield indicator, operator if literal.positive else NEGATED[operator], other
            case _:
                pass


def time_literals(alternative: Alternative) -> Iterator[tuple[Operator, Fraction]]:
    """The comparisons of the exercise clock."""
    for literal in alternative:
        match literal.atom:
            case TimeComparison(operator, moment):
                yield operator if literal.positive else NEGATED[operator], Fraction(moment)
            case _:
                pass
