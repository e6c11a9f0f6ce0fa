"""YAML text as a tree of nodes, each with its span in the source.

The tree is built from the events of PyYAML's C parser (fast enough to check on every save) and not by PyYAML's loader:
- a loader drops the spans of values, lets the last of duplicate keys win in silence, and follows aliases, with which a
  few lines can stand for gigabytes; here size and depth are bounded, duplicates reported and aliases refused;
- no Python object is ever made from a tag;
- PyYAML resolves scalars by YAML 1.1, in which `no` and `on` are truth values, `17:30` is the number 1050 and `1_000`
  is a thousand. Here they follow the YAML 1.2 core schema (YAML 1.2.2, 10.3.2): only `true/false/null`, whole numbers
  and decimals are resolved, and all else stays the text that was written.

This module knows nothing of what a script means.
"""

import re
from collections.abc import Iterator

import yaml
from attrs import Factory, define, field, frozen

from oefening.script.diagnostics import Diagnostic, Source, SourceSpan, quoted
from oefening.script.units import format_decimals
from oefening.text.translation import _

MAX_CHARACTERS = 2_000_000
"""Characters in one script; a hundred times what a long script needs."""

MAX_DEPTH = 40
"""Levels of nesting; format 1 needs nine. Many thousands of brackets are a few kilobytes of text."""

MAX_NODES = 100_000
"""Values in one script; twenty times what a long script needs. A short text of commas can hold very many."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@frozen
class Scalar:
    """A single value. `text` is what was written; only one that is `plain` (no quotes, no block) can be a number."""

    span: SourceSpan
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
        """The whole number it resolves to, if any (of at most 15 digits: `int()` raises on thousands of them)."""
        if self.plain and len(self.text) <= 16 and _INTEGER.fullmatch(self.text):
            return int(self.text)
        return None

    @property
    def decimal(self) -> bool:
        """Whether it resolves to a number, whole or not."""
        return self.plain and _DECIMAL.fullmatch(self.text) is not None


@define
class Sequence:
    """A list of nodes."""

    span: SourceSpan
    items: "list[Node]" = Factory(list)


@define
class Mapping:
    """Keys with their nodes, in the order of the text."""

    span: SourceSpan
    entries: "dict[str, tuple[Scalar, Node]]" = Factory(dict)


Node = Scalar | Sequence | Mapping


@define
class _Open:
    """A collection whose end has not been read yet; in a mapping, `key` is the key whose value comes next."""

    node: Sequence | Mapping
    key: Scalar | None = field(default=None)


class YamlError(Exception):
    """The text is not YAML as scripts use it; carries the diagnostic of what stopped the reading."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_yaml(source: Source) -> tuple[Node, list[Diagnostic]]:
    """The tree of the text, and a diagnostic for each duplicate key.

    Raises:
        YamlError: the text cannot be read any further.
    """
    text = source.text
    if len(text) > MAX_CHARACTERS:
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
        raise YamlError(_control_character(source, error.position)) from None
    except yaml.MarkedYAMLError as error:
        raise YamlError(_syntax_error(error)) from None
    except (yaml.YAMLError, UnicodeError):
        span = SourceSpan(1, 1)
        raise YamlError(Diagnostic(span, "yaml", _("Dit bestand is niet als tekst te lezen."))) from None


class _Builder:
    """Builds the tree from parser events, without recursion: no nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.nodes = 0

    def build(self, events: Iterator[yaml.Event]) -> tuple[Node, list[Diagnostic]]:
        """The whole tree, and a diagnostic for each duplicate key."""
        for event in events:
            match event:
                case yaml.AliasEvent():
                    raise YamlError(_anchor_refused(_span(event)))
                case yaml.ScalarEvent():
                    self._refuse_anchor_and_tag(event)
                    node = Scalar(_span(event), event.value, plain=event.style is None or event.style == "")
                    self._add(node)
                case yaml.SequenceStartEvent():
                    self._refuse_anchor_and_tag(event)
                    self._open(Sequence(_span(event)))
                case yaml.MappingStartEvent():
                    self._refuse_anchor_and_tag(event)
                    self._open(Mapping(_span(event)))
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self.stack.pop()
                case yaml.DocumentStartEvent() if self.root is not None:
                    raise YamlError(
                        Diagnostic(
                            _span(event),
                            "yaml",
                            _("Een draaiboek is één document; haal de regel ‘---’ weg."),
                        )
                    )
                case _:
                    pass
        return self.root or Mapping(SourceSpan(1, 1)), self.diagnostics

    def _refuse_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise YamlError(_anchor_refused(_span(event)))
        if event.tag is not None:
            raise YamlError(Diagnostic(_span(event), "yaml", _explanation("label")))

    def _open(self, node: Sequence | Mapping) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(
                Diagnostic(
                    node.span,
                    "te-diep",
                    _("Hier zit iets meer dan {depth} lagen diep.").format(depth=MAX_DEPTH),
                )
            )
        self._add(node)
        self.stack.append(_Open(node))

    def _add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            sentence = _("Dit bestand heeft meer dan {most} waarden; zo groot is geen draaiboek.")
            raise YamlError(Diagnostic(node.span, "te-groot", sentence.format(most=MAX_NODES)))
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            self._put(top.node, top.key, node)
            top.key = None
        elif isinstance(node, Scalar):
            top.key = node
        else:
            raise YamlError(Diagnostic(node.span, "yaml", _("Een sleutel is een woord, geen lijst of groep.")))

    def _put(self, mapping: Mapping, key: Scalar, node: Node) -> None:
        earlier = mapping.entries.get(key.text)
        if earlier is None:
            mapping.entries[key.text] = (key, node)
            return
        self.diagnostics.append(
            Diagnostic(
                key.span,
                "dubbele-sleutel",
                _("De sleutel ‘{key}’ staat hier dubbel; de eerste staat op regel {line}.").format(
                    key=quoted(key.text), line=earlier[0].span.line
                ),
            )
        )


def _span(event: yaml.Event) -> SourceSpan:
    start, end = event.start_mark, event.end_mark
    assert start  # noqa: S101 - the parser marks every event
    assert end  # noqa: S101
    length = end.column - start.column if end.line == start.line else 1
    return SourceSpan(start.line + 1, start.column + 1, max(1, length))


def _anchor_refused(span: SourceSpan) -> Diagnostic:
    return Diagnostic(
        span,
        "anker",
        _("Een draaiboek kent geen ankers en verwijzingen (& en *). Zet tekst die zo begint tussen aanhalingstekens."),
    )


def _control_character(source: Source, position: int) -> Diagnostic:
    before = source.text[:position]
    span = SourceSpan(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
    return Diagnostic(span, "stuurteken", _("Hier staat een onzichtbaar stuurteken dat niet in tekst hoort."))


_SYNTAX_ERRORS = (
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
"""Parts of libyaml's English messages, each with the explanation that serves an author; the first that fits counts."""


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


def _syntax_error(error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    span = SourceSpan(mark.line + 1, mark.column + 1) if mark else SourceSpan(1, 1)
    for part, kind in _SYNTAX_ERRORS:
        if part in (error.problem or ""):
            return Diagnostic(span, "yaml", _explanation(kind))
    sentence = _("De opmaak (YAML) klopt hier niet; kijk naar inspringen, dubbele punten en aanhalingstekens.")
    return Diagnostic(span, "yaml", sentence)
