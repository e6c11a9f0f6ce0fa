"""The building blocks of the script format: kinds of values, keys and records.

A record is a frozen attrs class. Each of its fields says which YAML key it is read from, what kind of value stands
there and what that means to an author. That one definition serves the reader, the checks, the filling in of texts
and the description of the format for people, so that these cannot come to differ.

This module defines and walks records; reading them from YAML is `reader`'s work, and it knows no record in particular.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast, dataclass_transform

import attrs
from attrs import frozen

from oefening.script.diagnostics import DiagnosticCollector, SourceSpan
from oefening.script.yaml_tree import Node

R = TypeVar("R")

Path = tuple[str | int, ...]
"""Where a value stands within its record: a key, and for an item of a list also its index (or name)."""


@frozen
class RecordSpans:
    """Where a record (`whole`) and the values in it stand in the source text."""

    whole: SourceSpan
    by_path: dict[Path, SourceSpan]


@frozen
class Kind:
    """A kind of value.

    `read` makes the value from a YAML node. Where it cannot, it reports that and returns a neutral stand-in, so that
    one reading finds every mistake. `stand_in` is also the value of a required key that is missing.
    `refers_to` names the table in which an id of this kind must exist. Text that is `prose` may hold placeholders for
    terms of the municipality; text that is also a `template` may hold placeholders for levels of indicators.
    """

    read: Callable[[Node, DiagnosticCollector, RecordSpans, Path], Any]
    stand_in: Any = None
    refers_to: str | None = None
    template: bool = False
    prose: bool = False


@frozen
class Key:
    """A key of a record: its name in YAML, the kind of its value, and its meaning for the author."""

    name: str
    kind: Kind
    meaning: str
    required: bool


_REQUIRED: Any = object()


def key(name: str, kind: Kind, meaning: str, *, default: Any = _REQUIRED) -> Any:
    """A field of a record that is read from YAML key `name`; the key is required where there is no default."""
    required = default is _REQUIRED
    metadata = {"key": Key(name, kind, meaning, required)}
    return attrs.field(default=kind.stand_in if required else default, metadata=metadata)


def from_key(meaning: str) -> Any:
    """The field that holds the id of a record in a table: the key under which the record stands."""
    return attrs.field(default="", metadata={"id": meaning})


@frozen(kw_only=True)
class Record:
    """The base of every record of the format: it knows where it stands in the source text.

    Checks and exploration run long after the YAML tree is gone, and must still point at the very value that is wrong.
    The spans do not count in comparisons: two scripts that say the same are equal, however they are laid out.
    """

    spans: RecordSpans = attrs.field(default=RecordSpans(SourceSpan(1, 1), {}), eq=False, repr=False)

    def span(self, *path: str | int) -> SourceSpan:
        """Where the value at this path stands, or else the nearest thing around it that has a place of its own."""
        while path:
            if path in self.spans.by_path:
                return self.spans.by_path[path]
            path = path[:-1]
        return self.spans.whole

    def has_key(self, name: str) -> bool:
        """Whether the record was written with this YAML key, whatever its value."""
        return (name,) in self.spans.by_path


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key, from_key))
def record(cls: type[R]) -> type[R]:
    """Makes a class a record of the format: frozen, its fields given by name."""
    return attrs.frozen(kw_only=True)(cls)


def keys_of(cls: Callable[..., object]) -> dict[str, tuple[str, Key]]:
    """The keys of a record class: for each YAML key the name of the field and the key's definition."""
    fields = attrs.fields(cast(type, cls))
    return {f.metadata["key"].name: (f.name, f.metadata["key"]) for f in fields if "key" in f.metadata}


def walk(value: object) -> Iterator[Any]:
    """Every record within a value, an outer one before those inside it, in the order of the format."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, Record):
        yield value
        for name, _key in keys_of(type(value)).values():
            yield from walk(getattr(value, name))
