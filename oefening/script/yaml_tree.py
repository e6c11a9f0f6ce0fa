"""YAML text as a tree of nodes that know their place.

Reads on PyYAML's C parser, from its events, so that depth, size and duplicates are bounded here and no Python
object is ever made from a tag. Scalars follow the YAML 1.2 core schema: only `true/false/null`, whole numbers
and decimals are resolved; `nee`, `on`, `07:30` and `1_000` stay text (YAML 1.2.2, 10.3.2).
This module knows nothing of what a script means.
"""

import re
from collections.abc import Iterator

import yaml
from attrs import Factory, define, field, frozen

from oefening.script.diagnostics import Diagnostic, Source, SourceSpan, quoted
from oefening.script.units import format_decimals
from oefening.text.translation import _

LARGEST_TEXT = 2_000_000
"""Characters in one script; a hundred times what a long draaiboek needs."""

DEEPEST = 40
"""Levels of nesting; format 1 needs nine."""

MOST_NODES = 100_000
"""Values in one script; twenty times what a long draaiboek needs."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@frozen
class Scalar:
    """A single value. `text` is what was written; `plain` is whether it stood there without quotes or block."""

    place: SourceSpan
    text: str
    plain: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in: `null`, `~` or no value at all."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def boolean(self) -> bool:
        """Whether it resolves to a truth value."""
        return self.plain and self.text in ("true", "True", "TRUE", "false", "False", "FALSE")

    @property
    def integer(self) -> int | None:
        """The whole number it resolves to, if any (of at most 15 digits)."""
        if self.plain and len(self.text) <= 16 and _INTEGER.fullmatch(self.text):
            return int(self.text)
        return None

    @property
    def decimal(self) -> bool:
        """Whether it resolves to a number of any kind."""
        return self.plain and _DECIMAL.fullmatch(self.text) is not None


@define
class Sequence:
    """A list of nodes."""

    place: SourceSpan
    items: "list[Node]" = Factory(list)


@define
class Mapping:
    """Keys with their nodes, in the order of the text."""

    place: SourceSpan
    entries: "dict[str, tuple[Scalar, Node]]" = Factory(dict)


Node = Scalar | Sequence | Mapping


@define
class _Open:
    """A collection whose end has not been read yet; `key` waits for its value in a mapping."""

    node: Sequence | Mapping
    key: Scalar | None = field(default=None)


class YamlError(Exception):
    """The text is not YAML as scripts use it; carries the one problem that stopped the reading."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_yaml(source: Source) -> tuple[Node, list[Diagnostic]]:
    """The tree of the text and its duplicate keys.

    Raises YamlError where the text cannot be read further.
    """
    text = source.text
    if len(text) > LARGEST_TEXT:
        size = format_decimals(len(text) / 1e6, 1)
        raise YamlError(
            Diagnostic(
                SourceSpan(1, 1),
                "te-groot",
                _("Dit bestand is te groot ({size} miljoen tekens); een draaiboek mag er 2 miljoen hebben.").format(
                    size=size
                ),
            )
        )
    try:
        return _Builder().build(yaml.parse(text, Loader=yaml.CLoader))
    except yaml.reader.ReaderError as error:
        raise YamlError(_unreadable_character(source, error.position)) from None
    except yaml.MarkedYAMLError as error:
        raise YamlError(_syntax_problem(error)) from None
    except (yaml.YAMLError, UnicodeError):
        place = SourceSpan(1, 1)
        raise YamlError(Diagnostic(place, "yaml", _("Dit bestand is niet als tekst te lezen."))) from None


class _Builder:
    """Builds the tree from parser events without recursion, so that no nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self.nodes = 0

    def build(self, events: Iterator[yaml.Event]) -> tuple[Node, list[Diagnostic]]:
        """The whole tree and the duplicate keys seen on the way."""
        for event in events:
            match event:
                case yaml.AliasEvent():
                    raise YamlError(_no_anchors(_place(event)))
                case yaml.ScalarEvent():
                    self._refuse_extras(event)
                    node = Scalar(_place(event), event.value, plain=event.style is None or event.style == "")
                    self._add(node)
                case yaml.SequenceStartEvent():
                    self._refuse_extras(event)
                    self._open(Sequence(_place(event)))
                case yaml.MappingStartEvent():
                    self._refuse_extras(event)
                    self._open(Mapping(_place(event)))
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self.stack.pop()
                case yaml.DocumentStartEvent() if self.root is not None:
                    raise YamlError(
                        Diagnostic(
                            _place(event),
                            "yaml",
                            _("Een draaiboek is één document; haal de regel ‘---’ weg."),
                        )
                    )
                case _:
                    pass
        return self.root or Mapping(SourceSpan(1, 1)), self.problems

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise YamlError(_no_anchors(_place(event)))
        if event.tag is not None:
            raise YamlError(Diagnostic(_place(event), "yaml", _explanation("label")))

    def _open(self, node: Sequence | Mapping) -> None:
        if len(self.stack) >= DEEPEST:
            raise YamlError(
                Diagnostic(
                    node.place,
                    "te-diep",
                    _("Hier zit iets meer dan {depth} lagen diep.").format(depth=DEEPEST),
                )
            )
        self._add(node)
        self.stack.append(_Open(node))

    def _add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            sentence = _("Dit bestand heeft meer dan {most} waarden; zo groot is geen draaiboek.")
            raise YamlError(Diagnostic(node.place, "te-groot", sentence.format(most=MOST_NODES)))
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            self._enter(top.node, top.key, node)
            top.key = None
        elif isinstance(node, Scalar):
            top.key = node
        else:
            raise YamlError(Diagnostic(node.place, "yaml", _("Een sleutel is een woord, geen lijst of groep.")))

    def _enter(self, mapping: Mapping, key: Scalar, node: Node) -> None:
        earlier = mapping.entries.get(key.text)
        if earlier is None:
            mapping.entries[key.text] = (key, node)
            return
        self.problems.append(
            Diagnostic(
                key.place,
                "dubbele-sleutel",
                _("De sleutel ‘{key}’ staat hier dubbel; de eerste staat op regel {line}.").format(
                    key=quoted(key.text), line=earlier[0].place.line
                ),
            )
        )


def _place(event: yaml.Event) -> SourceSpan:
    start, end = event.start_mark, event.end_mark
    assert start  # noqa: S101 - the parser marks every event
    assert end  # noqa: S101
    length = end.column - start.column if end.line == start.line else 1
    return SourceSpan(start.line + 1, start.column + 1, max(1, length))


def _no_anchors(place: SourceSpan) -> Diagnostic:
    return Diagnostic(
        place,
        "anker",
        _("Een draaiboek kent geen ankers en verwijzingen (& en *). Zet tekst die zo begint tussen aanhalingstekens."),
    )


def _unreadable_character(source: Source, position: int) -> Diagnostic:
    before = source.text[:position]
    place = SourceSpan(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
    return Diagnostic(place, "stuurteken", _("Hier staat een onzichtbaar stuurteken dat niet in tekst hoort."))


_SYNTAX = (
    ("found character that cannot start any token", "tab-of-teken"),
    ("mapping values are not allowed", "dubbele-punt"),
    ("could not find expected ':'", "geen-dubbele-punt"),
    ("did not find expected ',' or", "haakje"),
    ("found unexpected end of stream", "aanhalingsteken"),
    ("did not find expected '-' indicator", "inspringen-lijst"),
    ("did not find expected key", "inspringen"),
    ("found a tab character", "tab-of-teken"),
    ("unknown escape character", "backslash"),
    ("did not find expected hexdecimal", "backslash"),
    ("undefined tag", "label"),
    ("did not find expected alphabetic", "anker-teken"),
    ("control characters are not allowed", "stuurteken"),
)


def _explanation(kind: str) -> str:
    explanations = {
        "tab-of-teken": _(
            "Een regel mag niet met dit teken beginnen. Spring in met spaties, niet met een tab, "
            "en zet tekst met @, %, ` of | aan het begin tussen aanhalingstekens."
        ),
        "dubbele-punt": _(
            "Hier staat een dubbele punt te veel, of de regel springt verkeerd in. "
            "Zet tekst met een dubbele punt erin tussen aanhalingstekens."
        ),
        "geen-dubbele-punt": _("Na deze sleutel ontbreekt de dubbele punt."),
        "haakje": _(
            "In deze lijst of groep ontbreekt een komma of een sluitend haakje ] of }. "
            "Zet tekst met een accolade erin tussen aanhalingstekens."
        ),
        "aanhalingsteken": _("Een aanhalingsteken of haakje is geopend en niet gesloten."),
        "inspringen-lijst": _("Deze regel springt anders in dan de lijst waar hij bij hoort."),
        "inspringen": _(
            "Deze regel springt anders in dan de regels waar hij bij hoort. "
            "Of zet tekst die met een accolade begint tussen aanhalingstekens."
        ),
        "backslash": _("Na een \\ tussen dubbele aanhalingstekens volgt een teken dat niet kan; schrijf \\\\."),
        "label": _("Een draaiboek kent geen labels met een uitroepteken."),
        "anker-teken": _("Zet tekst die met & of * begint tussen aanhalingstekens."),
        "stuurteken": _("Hier staat een onzichtbaar stuurteken dat niet in tekst hoort."),
    }
    return explanations[kind]


def _syntax_problem(error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    place = SourceSpan(mark.line + 1, mark.column + 1) if mark else SourceSpan(1, 1)
    for words, kind in _SYNTAX:
        if words in (error.problem or ""):
            return Diagnostic(place, "yaml", _explanation(kind))
    sentence = _("De opmaak (YAML) klopt hier niet; kijk naar inspringen, dubbele punten en aanhalingstekens.")
    return Diagnostic(place, "yaml", sentence)
