"""Diagnostics: what is wrong with a script, where, and how a person reads it.

A diagnostic is a value: a rule, one Dutch sentence and the span of source text that it is about. This module holds,
collects and renders diagnostics; finding what is wrong is the work of the reader and the checks.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import Factory, define, field, frozen

from oefening.text.translation import _

MAX_DIAGNOSTICS = 200
"""More than this nobody mends in one go, and a file that is no script at all would give one for every line."""

_MAX_LINE_WIDTH = 110
_MAX_QUOTED_LENGTH = 60


@frozen(order=True)
class SourceSpan:
    """A stretch of a source line; `line` and `column` count from 1."""

    line: int
    column: int
    length: int = 1


@frozen(order=True)
class Diagnostic:
    """One thing that is wrong: where, by which rule, and the sentence that says so.

    `rule` names the kind of mistake for other programs; it is stable between releases.
    """

    span: SourceSpan
    rule: str
    message: str


@frozen
class Source:
    """The text of a script and the name by which people know it (a path, or the session file it came from).

    `municipality_terms` are a municipality's own terms, which replace those of the script (see `municipality`).
    """

    name: str
    text: str
    municipality_terms: tuple[tuple[str, str], ...] = ()
    lines: list[str] = field(
        init=False, eq=False, repr=False, default=Factory(lambda self: self.text.split("\n"), takes_self=True)
    )

    def line(self, number: int) -> str:
        """The numbered line (from 1) without its line end; empty where there is no such line."""
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""


@define
class DiagnosticCollector:
    """The diagnostics found so far in one source.

    Reading and checking go on after a mistake, so that an author sees all of them at once.
    """

    source: Source
    diagnostics: list[Diagnostic] = Factory(list)

    def report(self, span: SourceSpan, rule: str, message: str) -> None:
        """Adds a diagnostic."""
        self.diagnostics.append(Diagnostic(span, rule, message))

    @property
    def is_full(self) -> bool:
        """Whether there are so many that looking for more only takes time."""
        return len(self.diagnostics) >= MAX_DIAGNOSTICS


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What follows a message about an unknown name: the name that was probably meant, else the known names if few."""
    choices = sorted(set(known))
    near = _nearest(name, choices)
    if near is not None:
        return " " + _("Bedoelde u ‘{name}’?").format(name=near)
    if 0 < len(choices) <= 8:
        return " " + _("Bekend: {names}.").format(names=", ".join(choices))
    return ""


def _nearest(name: str, known: Iterable[str]) -> str | None:
    # The comparison takes time that grows with the square of the length; nobody mistypes a name into a paragraph.
    if len(name) > _MAX_QUOTED_LENGTH:
        return None
    by_lowercase = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), by_lowercase, n=1, cutoff=0.6)
    return by_lowercase[found[0]] if found else None


def quoted(value: str) -> str:
    """A value from a script, made fit to stand in a sentence: short, on one line, without invisible characters."""
    cleaned = "".join(character if character.isprintable() else "·" for character in value)
    return cleaned if len(cleaned) <= _MAX_QUOTED_LENGTH else cleaned[: _MAX_QUOTED_LENGTH - 1] + "…"


def render(diagnostic: Diagnostic, source: Source) -> str:
    """The diagnostic as people read it: `file:line:column: sentence`, then the line itself with carets below it.

    Of a long line only the part around the span is shown.
    """
    span = diagnostic.span
    head = f"{source.name}:{span.line}:{span.column}: {diagnostic.message}"
    text = source.line(span.line)
    if not text.strip():
        return head
    cut = max(0, span.column - 1 - _MAX_LINE_WIDTH // 2) if len(text) > _MAX_LINE_WIDTH else 0
    window = "".join(c if c.isprintable() else " " for c in text[cut : cut + _MAX_LINE_WIDTH])
    carets = "^" * max(1, min(span.length, _MAX_QUOTED_LENGTH, len(window) - (span.column - 1 - cut)))
    gutter = f"{span.line:>6} | "
    return f"{head}\n{gutter}{window}\n{' ' * (len(gutter) - 2)}| {' ' * (span.column - 1 - cut)}{carets}"
