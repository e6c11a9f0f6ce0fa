"""Conditions of a script: `internet < 50 en niet feit.provider_gebeld`.

The text is parsed once, into a tree of values that can be walked and evaluated but never run: there is no way from a
condition to Python, whoever wrote the script. Whether a name exists is for the checks, and what a level is at some
minute is for the engine (`condition_eval`).

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

MAX_CONDITION_LENGTH = 1_000
"""Characters; a condition that needs more cannot be read by the author who has to mend it."""

MAX_CONDITION_DEPTH = 25
"""Brackets within brackets. The parser and everything that walks a condition are recursive; this bounds the stack."""

NO_DECISION = "geen"
"""What `besluit.<id>` equals once the deadline has passed without an answer."""

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

OPERATORS: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
_OPERATOR_SIGNS: dict[str, Operator] = {operator: operator for operator in get_args(Operator)} | {"==": "="}
_SWAPPED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


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


class ConditionError(OefeningError):
    """The text is not a condition; `offset` and `length` say which part of it."""

    def __init__(self, sentence: str, offset: int, length: int = 1) -> None:
        super().__init__(sentence)
        self.offset = offset
        self.length = max(1, length)


def parse_condition(text: str) -> Condition:
    """The tree of a condition's text.

    Raises:
        ConditionError: the text is not a condition.
    """
    if len(text) > MAX_CONDITION_LENGTH:
        message = _("Deze voorwaarde is te lang ({length} tekens); {most} is genoeg.")
        raise ConditionError(message.format(length=len(text), most=MAX_CONDITION_LENGTH), 0)
    return _Parser(text).parse()


# Times come before numbers, so that the `2` of `2 uur` is not taken for a number of its own.
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<time>\d{1,5}\s*d(?:ag|agen)?\s+\d{1,2}:\d{2}\b | \d{1,2}:\d{2}\b
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
"""The kind of the token behind the last one, so that the parser can always look at a current token."""


class _Parser:
    """Recursive descent: a method for each rule of the grammar at the top of this module."""

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
    def current(self) -> _Token:
        return self.tokens[self.position]

    def advance(self) -> _Token:
        """The current token, and moves on to the next; stays at the end."""
        token = self.current
        self.position += token.kind != _END
        return token

    def parse(self) -> Condition:
        condition = self.condition()
        if self.current.kind != _END:
            message = _("Na ‘{words}’ had ‘en’, ‘of’ of het einde moeten staan.")
            before = self.tokens[self.position - 1]
            raise ConditionError(message.format(words=before.text), self.current.offset, len(self.current.text))
        return condition

    def condition(self) -> Condition:
        parts = [self.conjunction()]
        while self.current.text == "of":
            self.advance()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.current.text == "en":
            self.advance()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negation(self) -> Condition:
        # Two negations cancel out here, so a chain of them makes no deep tree.
        negated = False
        while self.current.text == "niet":
            self.advance()
            negated = not negated
        part = self.bracketed() if self.current.text == "(" else self.atom()
        return Not(part) if negated else part

    def bracketed(self) -> Condition:
        opening = self.advance()
        self.depth += 1
        if self.depth > MAX_CONDITION_DEPTH:
            raise ConditionError(_("Hier staan te veel haakjes in elkaar."), opening.offset)
        inner = self.condition()
        if self.current.text != ")":
            raise ConditionError(_("Bij dit haakje ontbreekt het sluitende haakje."), opening.offset)
        self.advance()
        self.depth -= 1
        return inner

    def atom(self) -> Condition:
        left = self.advance()
        if left.text.startswith("feit."):
            return FactHolds(_after_dot(left))
        if left.kind not in ("word", "number", "time") or left.text in ("en", "of"):
            message = _(
                "Hier had een vergelijking moeten staan, zoals ‘internet < 50’, of een feit, zoals ‘feit.naam’."
            )
            raise ConditionError(message, left.offset, len(left.text))
        sign = self.advance()
        operator = _OPERATOR_SIGNS.get(sign.text)
        if operator is None:
            message = _("Na ‘{words}’ ontbreekt een vergelijking: =, !=, <, <=, > of >=.")
            raise ConditionError(message.format(words=quoted(left.text)), left.offset, len(left.text))
        right = self.advance()
        if right.kind not in ("word", "number", "time") or right.text in ("en", "of", "niet"):
            message = _("Na ‘{sign}’ ontbreekt waarmee wordt vergeleken.")
            raise ConditionError(message.format(sign=sign.text), sign.offset, len(sign.text))
        return _comparison(left, operator, right)


def _after_dot(token: _Token) -> Name:
    prefix, _dot, member = token.text.partition(".")
    return Name(member, token.offset + len(prefix) + 1)


def _subject_rank(token: _Token) -> int:
    """Which of two terms is the subject of a comparison (the lower rank): a decision, the clock, an indicator."""
    if token.text.startswith("besluit."):
        return 0
    if token.text == "tijd":
        return 1
    return 2 if token.kind == "word" else 3


def _comparison(left: _Token, operator: Operator, right: _Token) -> Condition:
    # `50 > internet` is the same as `internet < 50`: only the latter form exists from here on.
    if _subject_rank(right) < _subject_rank(left):
        left, right, operator = right, left, _SWAPPED[operator]
    if left.text.startswith("besluit."):
        return DecisionComparison(_after_dot(left), operator, _answer(left, operator, right))
    if left.text == "tijd":
        moment = parse_moment(right.text)
        moment = parse_duration(right.text) if moment is None else moment
        if right.kind != "time" or moment is None:
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
