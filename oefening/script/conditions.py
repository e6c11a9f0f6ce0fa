"""Conditions of a script: `internet < 50 en niet feit.provider_gebeld`.

Text is parsed once into a tree of values. The tree can be read, walked and evaluated, never run: there is no way
from a condition to Python. What a name refers to (does the indicator exist?) is for the checks, what a level is at
some minute for the engine.

Grammar:
    condition  = conjunction { "of" conjunction }
    conjunction = negation { "en" negation }
    negation   = { "niet" } ( "(" condition ")" | fact | comparison )
    fact       = "feit." name
    comparison = term ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) term
    term       = name | "besluit." name | "tijd" | number | duration
"""

import re
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal, get_args

from attrs import field, frozen

from oefening.errors import OefeningError
from oefening.script.diagnostics import quoted
from oefening.script.units import Minutes, format_duration, format_number, parse_duration, parse_moment, parse_number
from oefening.text.translation import _

LONGEST_CONDITION = 1_000
"""Characters; a condition that needs more cannot be read by the one who has to mend it."""

DEEPEST_CONDITION = 25
"""Brackets within brackets."""

NO_DECISION = "geen"
"""What `besluit.<id>` is once the deadline passed without an answer."""

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
_SIGNS: dict[str, Operator] = {operator: operator for operator in get_args(Operator)} | {"==": "="}
_MIRRORED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@frozen
class Name:
    """A name in a condition and where it stands: `offset` characters from the start of the condition."""

    id: str
    offset: int = field(eq=False)


@frozen
class LevelComparison:
    """An indicator's level against a number or another indicator's level."""

    indicator: Name
    operator: Operator
    other: Fraction | Name


@frozen
class DecisionComparison:
    """What a decision point was answered with against an option, a number or `geen`."""

    point: Name
    operator: Operator
    answer: Name | Fraction


@frozen
class TimeComparison:
    """The exercise clock against a moment."""

    operator: Operator
    moment: Minutes


@frozen
class FactHolds:
    """Whether an effect has set this fact."""

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


def decision_holds(comparison: DecisionComparison, equals: Collection[str], number: int | None = None) -> bool:
    """Whether a comparison of `besluit.X` holds for an answer.

    `equals` are the ids that the answer equals (`geen` once the deadline passed without one, nothing while there is
    no answer), `number` is the answer to a number question. What does not exist equals nothing and differs from all.
    """
    if isinstance(comparison.answer, Name):
        return (comparison.answer.id in equals) is (comparison.operator != "!=")
    if number is None:
        return comparison.operator == "!="
    return OPERATORS[comparison.operator](number, comparison.answer)


def words(condition: Condition) -> str:
    """The condition as it could be written."""
    match condition:
        case Not(part):
            return f"niet ({words(part)})"
        case All(parts):
            return " en ".join(f"({words(part)})" if isinstance(part, AnyOf) else words(part) for part in parts)
        case AnyOf(parts):
            return " of ".join(words(part) for part in parts)
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


class ConditionError(OefeningError):
    """The text is not a condition; `offset` and `length` say which part of it."""

    def __init__(self, sentence: str, offset: int, length: int = 1) -> None:
        super().__init__(sentence)
        self.offset = offset
        self.length = max(1, length)


def parse_condition(text: str) -> Condition:
    """The tree of a condition's text.

    Raises ConditionError where the text is none.
    """
    if len(text) > LONGEST_CONDITION:
        message = _("Deze voorwaarde is te lang ({length} tekens); {most} is genoeg.")
        raise ConditionError(message.format(length=len(text), most=LONGEST_CONDITION), 0)
    return _Parser(text).parse()


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<span>\d{1,5}\s*d(?:ag|agen)?\s+\d{1,2}:\d{2}\b | \d{1,2}:\d{2}\b
        | (?:\d{1,8}\s*(?:minuten|minuut|min|uren|uur|u|dagen|dag|d|weken|week)\b\s*)+)
    | (?P<number>[-+]?\d+(?:[.,]\d+)?(?![\w.,]))
    | (?P<word>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?)
    | (?P<sign><=|>=|!=|==|=|<|>|\(|\))
    )""",
    re.VERBOSE,
)


@frozen
class _Token:
    kind: str
    text: str
    offset: int


_END = "einde"


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(self._tokens(text))
        self.position = 0
        self.depth = 0

    @staticmethod
    def _tokens(text: str) -> Iterator[_Token]:
        position = 0
        while position < len(text) and not text[position:].isspace():
            match = _TOKEN.match(text, position)
            if match is None:
                offset = position + len(text[position:]) - len(text[position:].lstrip())
                message = _("Het teken ‘{sign}’ hoort niet in een voorwaarde.")
                raise ConditionError(message.format(sign=quoted(text[offset])), offset)
            kind = str(match.lastgroup)
            yield _Token(kind, match[kind].rstrip(), match.start(kind))
            position = match.end()
        yield _Token(_END, "", len(text.rstrip()))

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.next
        self.position += token.kind != _END
        return token

    def parse(self) -> Condition:
        condition = self.condition()
        if self.next.kind != _END:
            message = _("Na ‘{words}’ had ‘en’, ‘of’ of het einde moeten staan.")
            before = self.tokens[self.position - 1]
            raise ConditionError(message.format(words=before.text), self.next.offset, len(self.next.text))
        return condition

    def condition(self) -> Condition:
        parts = [self.conjunction()]
        while self.next.text == "of":
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.next.text == "en":
            self.take()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negation(self) -> Condition:
        negated = False
        while self.next.text == "niet":
            self.take()
            negated = not negated
        part = self.bracketed() if self.next.text == "(" else self.atom()
        return Not(part) if negated else part

    def bracketed(self) -> Condition:
        opening = self.take()
        self.depth += 1
        if self.depth > DEEPEST_CONDITION:
            raise ConditionError(_("Hier staan te veel haakjes in elkaar."), opening.offset)
        inner = self.condition()
        if self.next.text != ")":
            raise ConditionError(_("Bij dit haakje ontbreekt het sluitende haakje."), opening.offset)
        self.take()
        self.depth -= 1
        return inner

    def atom(self) -> Condition:
        left = self.take()
        if left.text.startswith("feit."):
            return FactHolds(_member(left))
        if left.kind not in ("word", "number", "span") or left.text in ("en", "of"):
            message = _(
                "Hier had een vergelijking moeten staan, zoals ‘internet < 50’, of een feit, zoals ‘feit.naam’."
            )
            raise ConditionError(message, left.offset, len(left.text))
        sign = self.take()
        operator = _SIGNS.get(sign.text)
        if operator is None:
            message = _("Na ‘{words}’ ontbreekt een vergelijking: =, !=, <, <=, > of >=.")
            raise ConditionError(message.format(words=quoted(left.text)), left.offset, len(left.text))
        right = self.take()
        if right.kind not in ("word", "number", "span") or right.text in ("en", "of", "niet"):
            message = _("Na ‘{sign}’ ontbreekt waarmee wordt vergeleken.")
            raise ConditionError(message.format(sign=sign.text), sign.offset, len(sign.text))
        return _comparison(left, operator, right)


def _member(token: _Token) -> Name:
    prefix, _dot, member = token.text.partition(".")
    return Name(member, token.offset + len(prefix) + 1)


def _rank(token: _Token) -> int:
    """Which of two terms is the subject of a comparison: a decision, else the clock, else an indicator."""
    if token.text.startswith("besluit."):
        return 0
    if token.text == "tijd":
        return 1
    return 2 if token.kind == "word" else 3


def _comparison(left: _Token, operator: Operator, right: _Token) -> Condition:
    if _rank(right) < _rank(left):
        left, right, operator = right, left, _MIRRORED[operator]
    if left.text.startswith("besluit."):
        return DecisionComparison(_member(left), operator, _answer(left, operator, right))
    if left.text == "tijd":
        moment = parse_moment(right.text)
        moment = parse_duration(right.text) if moment is None else moment
        if right.kind != "span" or moment is None:
            message = _("De tijd vergelijkt u met een duur of een moment, zoals ‘2 uur’ of ‘1d 06:00’.")
            raise ConditionError(message, right.offset, len(right.text))
        return TimeComparison(operator, moment)
    if left.kind == "word":
        return LevelComparison(_indicator(left), operator, _level(right))
    message = _("Een vergelijking gaat over een indicator, een besluit of de tijd; die ontbreekt hier.")
    raise ConditionError(message, left.offset, len(left.text))


def _indicator(token: _Token) -> Name:
    if "." in token.text:
        message = _("‘{words}’ kan niet; een voorwaarde kent ‘besluit.’ en ‘feit.’, en namen van indicatoren.")
        raise ConditionError(message.format(words=quoted(token.text)), token.offset, len(token.text))
    return Name(token.text, token.offset)


def _level(token: _Token) -> Fraction | Name:
    if token.kind == "word":
        return _indicator(token)
    number = parse_number(token.text)
    if number is None:
        message = _("Een indicator vergelijkt u met een getal of met een andere indicator.")
        raise ConditionError(message, token.offset, len(token.text))
    return number


def _answer(point: _Token, operator: Operator, token: _Token) -> Name | Fraction:
    number = parse_number(token.text) if token.kind == "number" else None
    if number is not None:
        return number
    if token.kind != "word" or "." in token.text:
        message = _("Een besluit vergelijkt u met de id van een optie, met een getal of met ‘geen’.")
        raise ConditionError(message, token.offset, len(token.text))
    if operator not in ("=", "!="):
        message = _("Een gekozen optie is gelijk of niet; gebruik = of != na ‘{words}’.")
        raise ConditionError(message.format(words=quoted(point.text)), point.offset, len(point.text))
    return Name(token.text, token.offset)
