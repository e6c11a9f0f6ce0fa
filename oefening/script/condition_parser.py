"""Parses the text of a condition into its tree.

Grammar:
    condition  = conjunction { "of" conjunction }
    conjunction = negation { "en" negation }
    negation   = { "niet" } ( "(" condition ")" | fact | comparison )
    fact       = "feit." name
    comparison = term ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) term
    term       = name | "besluit." name | "tijd" | number | duration

Every mistake is a ConditionError with a Dutch sentence and the part of the text that it is about. What the names refer
to is not looked at here.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from attrs import frozen

from oefening.errors import OefeningError
from oefening.script.conditions import (
    All,
    AnyOf,
    Condition,
    DecisionComparison,
    FactHolds,
    LevelComparison,
    Name,
    Not,
    Operator,
    TimeComparison,
)
from oefening.script.diagnostics import quoted
from oefening.script.units import parse_duration, parse_moment, parse_number
from oefening.text.translation import _

MAX_CONDITION_LENGTH = 1_000
"""Characters; a condition that needs more cannot be read by the author who has to mend it."""

MAX_CONDITION_DEPTH = 25
"""Brackets within brackets. The parser and everything that walks a condition are recursive; this bounds the stack."""

_OPERATOR_SIGNS: dict[str, Operator] = {operator: operator for operator in get_args(Operator)} | {"==": "="}
_SWAPPED: dict[Operator, Operator] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


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
