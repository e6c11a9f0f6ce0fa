"""Conditions of a script: `internet < 50 en niet feit.provider_gebeld`.

A condition is a tree of values that can be walked, evaluated and written out, but never run: there is no way from a
condition to Python, whoever wrote the script. It is parsed from text once (`condition_parser`). Whether a name exists
is for the checks, and what a level is at some minute is for the engine (`condition_eval`).
"""

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal

from attrs import field, frozen

from oefening.script.units import Minutes, format_duration, format_number

NO_DECISION = "geen"
"""What `besluit.<id>` equals once the deadline has passed without an answer."""

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


@frozen
class Name:
    """A name in a condition, and how many characters after the start of the condition's text it stands."""

    id: str
    offset: int = field(eq=False)


@frozen
class LevelComparison:
    """An indicator's level compared with a number or with another indicator's level."""

    indicator: Name
    operator: Operator
    other: Fraction | Name


@frozen
class DecisionComparison:
    """The answer to a decision point compared with the id of an option, a number or `geen`."""

    point: Name
    operator: Operator
    answer: Name | Fraction


@frozen
class TimeComparison:
    """The exercise clock compared with a moment."""

    operator: Operator
    moment: Minutes


@frozen
class FactHolds:
    """Holds from the moment that an effect has set this fact."""

    fact: Name


@frozen
class Not:
    """Holds where its part does not."""

    part: "Condition"


@frozen
class All:
    """Holds where every part holds (`en`)."""

    parts: tuple["Condition", ...]


@frozen
class AnyOf:
    """Holds where at least one part holds (`of`)."""

    parts: tuple["Condition", ...]


Atom = LevelComparison | DecisionComparison | TimeComparison | FactHolds
Condition = Atom | Not | All | AnyOf


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every comparison and fact in the condition, from left to right; together they list all its names."""
    match condition:
        case Not(part):
            yield from atoms(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield condition


def decision_comparison_holds(
    comparison: DecisionComparison, equals: Collection[str], number: int | None = None
) -> bool:
    """Whether a comparison of `besluit.X` holds for an answer.

    `equals` are the ids that the answer equals: the options chosen, `geen` once the deadline has passed without an
    answer, none while there is no answer yet. `number` is the answer to a number question. An answer that is not
    there equals nothing and differs from everything, so that of `=` and `!=` exactly one holds at any time.
    """
    if isinstance(comparison.answer, Name):
        return (comparison.answer.id in equals) is (comparison.operator != "!=")
    if number is None:
        return comparison.operator == "!="
    return OPERATORS[comparison.operator](number, comparison.answer)


def condition_text(condition: Condition) -> str:
    """The condition as an author could write it."""
    match condition:
        case Not(part):
            return f"niet ({condition_text(part)})"
        case All(parts):
            return " en ".join(
                f"({condition_text(part)})" if isinstance(part, AnyOf) else condition_text(part) for part in parts
            )
        case AnyOf(parts):
            return " of ".join(condition_text(part) for part in parts)
        case LevelComparison(indicator, operator, other):
            return f"{indicator.id} {operator} {other.id if isinstance(other, Name) else format_number(other)}"
        case DecisionComparison(point, operator, answer):
            return f"besluit.{point.id} {operator} {answer.id if isinstance(answer, Name) else format_number(answer)}"
        case TimeComparison(operator, moment):
            return f"tijd {operator} {format_duration(moment)}"
        case FactHolds(fact):
            return f"feit.{fact.id}"


def holds(condition: Condition, atom_holds: Callable[[Atom], bool]) -> bool:
    """Whether the condition holds, given whether each of its atoms does."""
    match condition:
        case Not(part):
            return not holds(part, atom_holds)
        case All(parts):
            return all(holds(part, atom_holds) for part in parts)
        case AnyOf(parts):
            return any(holds(part, atom_holds) for part in parts)
        case _:
            return atom_holds(condition)
