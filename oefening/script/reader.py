"""Reads records from YAML nodes: one record, and a reader for every kind of value that the format knows.

A value that cannot be read becomes a diagnostic and a neutral stand-in, so that one reading finds every mistake; a
record with a stand-in in it is never played, for a script with diagnostics is never returned (see `load`).
This module knows no record in particular, and not what a value means beyond its own kind.
"""

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from oefening.script.condition_parser import ConditionError, parse_condition
from oefening.script.conditions import Condition
from oefening.script.diagnostics import DiagnosticCollector, Source, SourceSpan, did_you_mean, quoted
from oefening.script.schema import Kind, Path, RecordSpans, keys_of
from oefening.script.units import Minutes, parse_drift, parse_duration, parse_moment
from oefening.script.yaml_tree import Mapping, Node, Scalar, Sequence
from oefening.text.translation import _

T = TypeVar("T")
R = TypeVar("R")
E = TypeVar("E", bound=StrEnum)

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_RESERVED_WORDS = frozenset({"en", "of", "niet", "tijd", "geen", "besluit", "feit"})
"""Words that mean something in a condition; an indicator called `tijd` could not be told from the clock."""

_INVISIBLE_ALLOWED = "\n\t\u00a0\u202f\u200d\ufe0f"
"""Line ends, tabs, no-break spaces, and the joiner and variation selector that emoji are written with."""


def read_record(cls: Callable[..., R], node: Node, collector: DiagnosticCollector, **known: object) -> R:
    """The record of a node. `known` are fields that stand elsewhere, such as an id that is the key of a table."""
    spans = RecordSpans(node.span, {})
    keys = keys_of(cls)
    if not isinstance(node, Mapping):
        sentence = _("Hier hoort een groep met sleutels: {keys}.").format(keys=", ".join(keys))
        collector.report(node.span, "verkeerde-soort", sentence)
        return cls(spans=spans, **known)
    values: dict[str, object] = {}
    for name, (key_node, value_node) in node.entries.items():
        if collector.is_full:
            break
        if name not in keys:
            sentence = _("De sleutel ‘{key}’ bestaat hier niet.").format(key=quoted(name))
            collector.report(key_node.span, "onbekende-sleutel", sentence + did_you_mean(name, keys))
            continue
        field_name, key = keys[name]
        # Known also where the value turns out to be wrong: a check must not call a key missing that is only misspelt.
        spans.by_path[(name,)] = value_node.span
        if isinstance(value_node, Scalar) and value_node.empty:
            sentence = _("Achter ‘{key}’ staat niets; vul het in of haal de sleutel weg.")
            collector.report(key_node.span, "leeg", sentence.format(key=name))
            continue
        values[field_name] = key.kind.read(value_node, collector, spans, (name,))
    for name, (_field_name, key) in keys.items():
        if key.required and name not in node.entries:
            sentence = _("De sleutel ‘{key}’ ontbreekt: {meaning}.")
            collector.report(node.span, "ontbreekt", sentence.format(key=name, meaning=key.meaning))
    return cls(spans=spans, **known, **values)


def record_of(cls: type) -> Kind:
    """A group with the keys of a record class."""

    def read(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> object:
        return read_record(cls, node, collector)

    return Kind(read)


def list_of(kind: Kind) -> Kind:
    """A list in which every value is of one kind."""

    def read(node: Node, collector: DiagnosticCollector, spans: RecordSpans, path: Path) -> tuple[object, ...]:
        if not isinstance(node, Sequence):
            collector.report(
                node.span,
                "verkeerde-soort",
                _("Hier hoort een lijst, zoals [a, b], of regels met een streepje."),
            )
            return ()
        values = []
        for index, item in enumerate(node.items):
            if collector.is_full:
                break
            spans.by_path[(*path, index)] = item.span
            values.append(kind.read(item, collector, spans, (*path, index)))
        return tuple(values)

    return Kind(read, (), kind.refers_to, kind.template, kind.prose)


def table_of(cls: type) -> Kind:
    """A group of records, each under its id; read as a list of records that know their id."""

    def read(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> tuple[object, ...]:
        if not isinstance(node, Mapping):
            collector.report(
                node.span, "verkeerde-soort", _("Hier hoort een groep waarin elke sleutel een naam (id) is.")
            )
            return ()
        rows: list[object] = []
        for name, (key_node, value_node) in node.entries.items():
            if collector.is_full:
                break
            _check_identifier(name, key_node.span, collector)
            rows.append(read_record(cls, value_node, collector, id=name))
        return tuple(rows)

    return Kind(read, ())


def one_of(choices: type[E]) -> Kind:
    """One word out of a closed set; the first of them stands in for a wrong one."""

    def read(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> E:
        text = _scalar_text(node, collector)
        words = [choice.value for choice in choices]
        if text in words:
            return choices(text)
        if text is not None:
            sentence = _("‘{word}’ kan hier niet. Kies uit: {words}.").format(word=quoted(text), words=", ".join(words))
            collector.report(node.span, "keuze", sentence)
        return next(iter(choices))

    return Kind(read, next(iter(choices)))


def reference_to(table: str) -> Kind:
    """The id of something that the script defines elsewhere; that it exists is for the checks."""
    return Kind(_read_identifier, "", refers_to=table)


def _scalar_text(node: Node, collector: DiagnosticCollector) -> str | None:
    """What was written in a single value; None, and a diagnostic, where that is not text.

    Numbers and dates are text too where text is asked for. A bare `true` or `null` is refused rather than read as the
    word: that is more often a value left out than a text.
    """
    if not isinstance(node, Scalar):
        sentence = _("Hier hoort tekst, geen lijst of groep; zet tekst die met { of [ begint tussen aanhalingstekens.")
        collector.report(node.span, "verkeerde-soort", sentence)
        return None
    if node.boolean or node.empty:
        sentence = _("Hier hoort tekst. Staat er bewust ‘{word}’, zet het dan tussen aanhalingstekens.")
        collector.report(node.span, "verkeerde-soort", sentence.format(word=node.text))
        return None
    return node.text


def _read_text(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> str:
    text = _scalar_text(node, collector)
    if text is not None and not text.strip():
        collector.report(node.span, "leeg", _("Hier staat geen tekst tussen de aanhalingstekens."))
    if text is not None and any(not (c.isprintable() or c in _INVISIBLE_ALLOWED) for c in text):
        collector.report(node.span, "stuurteken", _("In deze tekst staat een onzichtbaar stuurteken; haal het weg."))
    return text or ""


def _check_identifier(name: str, span: SourceSpan, collector: DiagnosticCollector) -> None:
    if not _IDENTIFIER.fullmatch(name):
        sentence = _(
            "‘{word}’ kan geen naam (id) zijn: begin met een letter en gebruik letters, cijfers, - en _, hoogstens 60."
        )
        collector.report(span, "id", sentence.format(word=quoted(name)))
    elif name in _RESERVED_WORDS:
        sentence = _("‘{word}’ heeft in voorwaarden al een betekenis; kies een andere naam (id).")
        collector.report(span, "id", sentence.format(word=name))


def _read_identifier(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> str:
    text = _scalar_text(node, collector)
    if text is None:
        return ""
    _check_identifier(text, node.span, collector)
    return text


def whole_number(lowest: int, highest: int) -> Kind:
    """A whole number from `lowest` to `highest`."""

    def read(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> int:
        number = node.integer if isinstance(node, Scalar) else None
        if number is None or not lowest <= number <= highest:
            sentence = _("Hier hoort een heel getal van {least} tot en met {most}.").format(least=lowest, most=highest)
            collector.report(node.span, "getal", sentence)
            return lowest
        return number

    return Kind(read, lowest)


def _read_number(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> Fraction:
    text = node.text if isinstance(node, Scalar) and node.decimal else ""
    # The engine counts in integers over one denominator for the whole script, so that it is exact: the decimals of
    # every number multiply into it. A power of ten would let ten characters stand for a million digits.
    whole, _dot, decimals = text.lstrip("+-").partition(".")
    if not text or len(whole) > 12 or len(decimals) > 6 or "e" in text.lower():
        sentence = _("Hier hoort een getal, zoals 60 of -2.5 (hoogstens 12 cijfers voor en 6 achter de punt).")
        collector.report(node.span, "getal", sentence)
        return Fraction(0)
    return Fraction(text)


_MAX_PARSED_LENGTH = 100
"""Characters of a duration, a moment, a drift or a date; more is not handed to its regular expression at all."""


def _parsed_kind(parse: Callable[[str], T | None], rule: str, stand_in: T, sentence: Callable[[], str]) -> Kind:
    """A kind that a function parses from text; `sentence` says what belongs there where it cannot."""

    def read(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> T:
        value = parse(node.text) if isinstance(node, Scalar) and len(node.text) <= _MAX_PARSED_LENGTH else None
        if value is None:
            collector.report(node.span, rule, sentence())
            return stand_in
        return value

    return Kind(read, stand_in)


def _positive_duration(text: str) -> Minutes | None:
    minutes = parse_duration(text)
    return minutes if minutes else None


def _parse_date_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M")
    except ValueError:
        return None


def _read_condition(node: Node, collector: DiagnosticCollector, _spans: RecordSpans, _path: Path) -> Condition | None:
    text = _scalar_text(node, collector)
    if text is None:
        return None
    try:
        return parse_condition(text)
    except ConditionError as error:
        span = span_within(collector.source, node.span, text, error.offset, error.length)
        collector.report(span, "voorwaarde", error.message)
        return None


def span_within(source: Source, span: SourceSpan, text: str, offset: int, length: int) -> SourceSpan:
    """The span of the `length` characters at `offset` of a scalar's text; the scalar's own where that cannot be told.

    A scalar knows where it begins in the source, not where each of its characters stands: it may be quoted, escaped
    or folded over several lines. So the text is looked for where it would stand, with and without an opening quote.
    """
    line = source.line(span.line)
    for quote_length in (0, 1):
        start = span.column - 1 + quote_length
        if line[start:].startswith(text[: offset + length]):
            return SourceSpan(span.line, start + offset + 1, length)
    return span


def _read_text_by_name(
    node: Node, collector: DiagnosticCollector, spans: RecordSpans, path: Path
) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        sentence = _("Hier hoort een groep met per naam een tekst, zoals ‘gemeente: Buren’.")
        collector.report(node.span, "verkeerde-soort", sentence)
        return ()
    found = []
    for name, (key_node, value_node) in node.entries.items():
        if collector.is_full:
            break
        _check_identifier(name, key_node.span, collector)
        spans.by_path[(*path, name)] = key_node.span
        found.append((name, _read_text(value_node, collector, spans, path)))
    return tuple(found)


TEXT = Kind(_read_text, "", prose=True)
TEMPLATE = Kind(_read_text, "", template=True, prose=True)
TEXT_BY_NAME = Kind(_read_text_by_name, ())
IDENTIFIER = Kind(_read_identifier, "")
NUMBER = Kind(_read_number, Fraction(0))
CONDITION = Kind(_read_condition)
DURATION = _parsed_kind(
    _positive_duration,
    "duur",
    Minutes(1),
    lambda: _("Hier hoort een duur, zoals ‘20 min’, ‘1 uur 30 min’ of ‘3 dagen’."),
)
MOMENT = _parsed_kind(
    parse_moment,
    "moment",
    Minutes(0),
    lambda: _('Hier hoort een moment op de oefenklok, zoals "00:05" of "1d 06:00".'),
)
DRIFT = _parsed_kind(
    parse_drift,
    "verloop",
    Fraction(0),
    lambda: _("Hier hoort een verloop, zoals ‘-2 per uur’ (per minuut, uur, dag of week)."),
)
DATE_TIME = _parsed_kind(
    _parse_date_time,
    "datum",
    datetime(2000, 1, 1),
    lambda: _("Hier hoort een datum met tijd, zoals 2026-11-16 07:30."),
)
