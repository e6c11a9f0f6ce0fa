"""The building blocks of the format: kinds of values, keys and records, and reading them from a tree.

A record is a frozen attrs class whose fields say which YAML key they come from, what kind of value stands there
and what it means. That one definition serves the loader, the checks and whatever describes the format to people.
A value that cannot be read becomes a problem and a neutral stand-in, so that one reading finds every problem.
This module knows no record in particular.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar, cast, dataclass_transform

import attrs
from attrs import Factory, define, frozen

from oefening.script.conditions import Condition, ConditionError, parse_condition
from oefening.script.diagnostics import Diagnostic, Source, SourceSpan, did_you_mean, quoted
from oefening.script.units import Minutes, parse_drift, parse_duration, parse_moment
from oefening.script.yaml_tree import Mapping, Node, Scalar, Sequence
from oefening.text.translation import _

T = TypeVar("T")
R = TypeVar("R")
E = TypeVar("E", bound=StrEnum)
Path = tuple[str | int, ...]

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
RESERVED = frozenset({"en", "of", "niet", "tijd", "geen", "besluit", "feit"})
"""Words with a meaning of their own in conditions, so that nothing can be named so."""


MOST_PROBLEMS = 200
"""More than this nobody mends in one go."""


@define
class Reading:
    """One reading of a source: where problems gather."""

    source: Source
    problems: list[Diagnostic] = Factory(list)

    def report(self, place: SourceSpan, rule: str, sentence: str) -> None:
        """Notes a problem."""
        self.problems.append(Diagnostic(place, rule, sentence))

    @property
    def hopeless(self) -> bool:
        """Whether so much is wrong that looking further only takes time."""
        return len(self.problems) >= MOST_PROBLEMS


@frozen
class Places:
    """Where a record and the values in it stand in the source."""

    own: SourceSpan
    inner: dict[Path, SourceSpan]

    def __call__(self, *path: str | int) -> SourceSpan:
        """The place of the value at this path (a key, or a key and a number in its list), or of what holds it."""
        while path:
            if path in self.inner:
                return self.inner[path]
            path = path[:-1]
        return self.own

    def has(self, key: str) -> bool:
        """Whether the record was written with this key, whatever its value."""
        return (key,) in self.inner


@frozen
class Kind:
    """A kind of value.

    `read` makes the value from a node; where it cannot, it reports and returns `stand_in`.
    `refers_to` names the table in which an id of this kind must be found. In `prose` a place may be named, in a
    `template` an indicator too, of which the level is shown.
    """

    read: Callable[[Node, Reading, Places, Path], Any]
    stand_in: Any = None
    refers_to: str | None = None
    template: bool = False
    prose: bool = False


@frozen
class Key:
    """A key of a record: its name in YAML, its kind, and its meaning for the author."""

    name: str
    kind: Kind
    meaning: str
    required: bool


_REQUIRED: Any = object()


def key(name: str, kind: Kind, meaning: str, *, default: Any = _REQUIRED) -> Any:
    """A field of a record that is read from YAML key `name`."""
    required = default is _REQUIRED
    metadata = {"key": Key(name, kind, meaning, required)}
    return attrs.field(default=kind.stand_in if required else default, metadata=metadata)


def from_key(meaning: str) -> Any:
    """The field of a record in a table that holds its id: the key under which the record stands."""
    return attrs.field(default="", metadata={"id": meaning})


@frozen(kw_only=True)
class Record:
    """What every record of the format has: where it stands in the source. Records compare without their places."""

    at: Places = attrs.field(default=Places(SourceSpan(1, 1), {}), eq=False, repr=False)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key, from_key))
def record(cls: type[R]) -> type[R]:
    """Makes a class a record of the format: frozen, its fields given by name."""
    return attrs.frozen(kw_only=True)(cls)


def keys_of(cls: Callable[..., object]) -> dict[str, tuple[str, Key]]:
    """The keys of a record class: for each YAML key the field's name and its definition."""
    fields = attrs.fields(cast(type, cls))
    return {f.metadata["key"].name: (f.name, f.metadata["key"]) for f in fields if "key" in f.metadata}


def walk(value: object) -> Iterator[Any]:
    """Every record within a value, the outer before the inner, in the order of the format."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, Record):
        yield value
        for name, _key in keys_of(type(value)).values():
            yield from walk(getattr(value, name))


def read_record(cls: Callable[..., R], node: Node, reading: Reading, **known: object) -> R:
    """The record of a node; `known` are fields that stand elsewhere (an id that is a key)."""
    if not isinstance(node, Mapping):
        reading.report(
            node.place,
            "verkeerde-soort",
            _("Hier hoort een groep met sleutels: {keys}.").format(keys=", ".join(keys_of(cls))),
        )
        return cls(at=Places(node.place, {}), **known)
    places = Places(node.place, {})
    keys = keys_of(cls)
    values: dict[str, object] = {}
    for word, (written, child) in node.entries.items():
        if reading.hopeless:
            break
        if word not in keys:
            sentence = _("De sleutel ‘{key}’ bestaat hier niet.").format(key=quoted(word))
            reading.report(written.place, "onbekende-sleutel", sentence + did_you_mean(word, keys))
            continue
        name, definition = keys[word]
        places.inner[(word,)] = child.place
        if isinstance(child, Scalar) and child.empty:
            sentence = _("Achter ‘{key}’ staat niets; vul het in of haal de sleutel weg.")
            reading.report(written.place, "leeg", sentence.format(key=word))
            continue
        values[name] = definition.kind.read(child, reading, places, (word,))
    absent = [word for word, (_name, definition) in keys.items() if definition.required and word not in node.entries]
    for word in absent:
        sentence = _("De sleutel ‘{key}’ ontbreekt: {meaning}.")
        reading.report(node.place, "ontbreekt", sentence.format(key=word, meaning=keys[word][1].meaning))
    return cls(at=places, **known, **values)


def record_of(cls: type) -> Kind:
    """A group with the keys of a record class."""

    def read(node: Node, reading: Reading, _places: Places, _path: Path) -> object:
        return read_record(cls, node, reading)

    return Kind(read)


def list_of(kind: Kind) -> Kind:
    """A list in which every value is of one kind."""

    def read(node: Node, reading: Reading, places: Places, path: Path) -> tuple[object, ...]:
        if not isinstance(node, Sequence):
            reading.report(
                node.place,
                "verkeerde-soort",
                _("Hier hoort een lijst, zoals [a, b], of regels met een streepje."),
            )
            return ()
        values = []
        for number, item in enumerate(node.items):
            if reading.hopeless:
                break
            places.inner[(*path, number)] = item.place
            values.append(kind.read(item, reading, places, (*path, number)))
        return tuple(values)

    return Kind(read, (), kind.refers_to, kind.template, kind.prose)


def table_of(cls: type) -> Kind:
    """A group in which every key is the id of a record."""

    def read(node: Node, reading: Reading, _places: Places, _path: Path) -> tuple[object, ...]:
        if not isinstance(node, Mapping):
            reading.report(
                node.place, "verkeerde-soort", _("Hier hoort een groep waarin elke sleutel een naam (id) is.")
            )
            return ()
        rows: list[object] = []
        for word, (written, child) in node.entries.items():
            if reading.hopeless:
                break
            _check_identifier(word, written.place, reading)
            rows.append(read_record(cls, child, reading, id=word))
        return tuple(rows)

    return Kind(read, ())


def one_of(choices: type[E]) -> Kind:
    """One word out of a closed set."""

    def read(node: Node, reading: Reading, _places: Places, _path: Path) -> E:
        text = _text(node, reading)
        words = [choice.value for choice in choices]
        if text in words:
            return choices(text)
        if text is not None:
            sentence = _("‘{word}’ kan hier niet. Kies uit: {words}.").format(word=quoted(text), words=", ".join(words))
            reading.report(node.place, "keuze", sentence)
        return next(iter(choices))

    return Kind(read, next(iter(choices)))


def reference_to(table: str) -> Kind:
    """The id of something that the script defines elsewhere."""
    return Kind(_read_identifier, "", refers_to=table)


def _text(node: Node, reading: Reading) -> str | None:
    if not isinstance(node, Scalar):
        sentence = _("Hier hoort tekst, geen lijst of groep; zet tekst die met { of [ begint tussen aanhalingstekens.")
        reading.report(node.place, "verkeerde-soort", sentence)
        return None
    if node.boolean or node.empty:
        sentence = _("Hier hoort tekst. Staat er bewust ‘{word}’, zet het dan tussen aanhalingstekens.")
        reading.report(node.place, "verkeerde-soort", sentence.format(word=node.text))
        return None
    return node.text


def _read_text(node: Node, reading: Reading, _places: Places, _path: Path) -> str:
    text = _text(node, reading)
    if text is not None and not text.strip():
        reading.report(node.place, "leeg", _("Hier staat geen tekst tussen de aanhalingstekens."))
    if text is not None and any(not (c.isprintable() or c in "\n\t\u00a0\u202f\u200d\ufe0f") for c in text):
        reading.report(node.place, "stuurteken", _("In deze tekst staat een onzichtbaar stuurteken; haal het weg."))
    return text or ""


def _check_identifier(word: str, place: SourceSpan, reading: Reading) -> None:
    if not _IDENTIFIER.fullmatch(word):
        sentence = _(
            "‘{word}’ kan geen naam (id) zijn: begin met een letter en gebruik letters, cijfers, - en _, hoogstens 60."
        )
        reading.report(place, "id", sentence.format(word=quoted(word)))
    elif word in RESERVED:
        sentence = _("‘{word}’ heeft in voorwaarden al een betekenis; kies een andere naam (id).")
        reading.report(place, "id", sentence.format(word=word))


def _read_identifier(node: Node, reading: Reading, _places: Places, _path: Path) -> str:
    text = _text(node, reading)
    if text is None:
        return ""
    _check_identifier(text, node.place, reading)
    return text


def whole_number(least: int, most: int) -> Kind:
    """A whole number within bounds."""

    def read(node: Node, reading: Reading, _places: Places, _path: Path) -> int:
        number = node.integer if isinstance(node, Scalar) else None
        if number is None or not least <= number <= most:
            sentence = _("Hier hoort een heel getal van {least} tot en met {most}.").format(least=least, most=most)
            reading.report(node.place, "getal", sentence)
            return least
        return number

    return Kind(read, least)


def _read_number(node: Node, reading: Reading, _places: Places, _path: Path) -> Fraction:
    text = node.text if isinstance(node, Scalar) and node.decimal else ""
    whole, _dot, decimals = text.lstrip("+-").partition(".")
    if not text or len(whole) > 12 or len(decimals) > 6 or "e" in text.lower():
        sentence = _("Hier hoort een getal, zoals 60 of -2.5 (hoogstens 12 cijfers voor en 6 achter de punt).")
        reading.report(node.place, "getal", sentence)
        return Fraction(0)
    return Fraction(text)


def _parsed(parse: Callable[[str], T | None], rule: str, stand_in: T, sentence: Callable[[], str]) -> Kind:
    def read(node: Node, reading: Reading, _places: Places, _path: Path) -> T:
        value = parse(node.text) if isinstance(node, Scalar) and len(node.text) <= 100 else None
        if value is None:
            reading.report(node.place, rule, sentence())
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


def _read_condition(node: Node, reading: Reading, _places: Places, _path: Path) -> Condition | None:
    text = _text(node, reading)
    if text is None:
        return None
    try:
        return parse_condition(text)
    except ConditionError as error:
        place = within(reading.source, node.place, text, error.offset, error.length)
        reading.report(place, "voorwaarde", error.message)
        return None


def within(source: Source, place: SourceSpan, text: str, offset: int, length: int) -> SourceSpan:
    """The place of a part of a scalar's text; the scalar's own where the source writes that text otherwise."""
    written = source.line(place.line)
    for skipped in (0, 1):
        start = place.column - 1 + skipped
        if written[start:].startswith(text[: offset + length]):
            return SourceSpan(place.line, start + offset + 1, length)
    return place


def _read_words_by_name(node: Node, reading: Reading, places: Places, path: Path) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        sentence = _("Hier hoort een groep met per naam een tekst, zoals ‘gemeente: Buren’.")
        reading.report(node.place, "verkeerde-soort", sentence)
        return ()
    found = []
    for word, (written, child) in node.entries.items():
        if reading.hopeless:
            break
        _check_identifier(word, written.place, reading)
        places.inner[(*path, word)] = written.place
        found.append((word, _read_text(child, reading, places, path)))
    return tuple(found)


TEXT = Kind(_read_text, "", prose=True)
TEMPLATE = Kind(_read_text, "", template=True, prose=True)
WORDS_BY_NAME = Kind(_read_words_by_name, ())
IDENTIFIER = Kind(_read_identifier, "")
NUMBER = Kind(_read_number, Fraction(0))
CONDITION = Kind(_read_condition)
DURATION = _parsed(
    _positive_duration,
    "duur",
    Minutes(1),
    lambda: _("Hier hoort een duur, zoals ‘20 min’, ‘1 uur 30 min’ of ‘3 dagen’."),
)
MOMENT = _parsed(
    parse_moment,
    "moment",
    Minutes(0),
    lambda: _('Hier hoort een moment op de oefenklok, zoals "00:05" of "1d 06:00".'),
)
DRIFT = _parsed(
    parse_drift,
    "verloop",
    Fraction(0),
    lambda: _("Hier hoort een verloop, zoals ‘-2 per uur’ (per minuut, uur, dag of week)."),
)
DATE_TIME = _parsed(
    _parse_date_time,
    "datum",
    datetime(2000, 1, 1),
    lambda: _("Hier hoort een datum met tijd, zoals 2026-11-16 07:30."),
)
