"""What is wrong with a script, and where.

A problem is a value: one Dutch sentence with a place and, where one is near, the name that was meant.
Finding problems is others' work; this module only holds and renders them.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import Factory, field, frozen

from oefening.text.translation import _

_SHOWN_WIDTH = 110
_CARETS_AT_MOST = 60


@frozen(order=True)
class SourceSpan:
    """A stretch of a source line; `line` and `column` count from 1."""

    line: int
    column: int
    length: int = 1


@frozen(order=True)
class Diagnostic:
    """One thing wrong with a script: its kind, the sentence about it, and where it stands.

    `rule` names the kind of problem for tools; it is stable between releases.
    """

    place: SourceSpan
    rule: str
    message: str


@frozen
class Source:
    """The text of a script and the name under which people know it (a path, or the session file it came from).

    `own_places` are a municipality's own words for the places of the script.
    """

    name: str
    text: str
    own_places: tuple[tuple[str, str], ...] = ()
    lines: list[str] = field(
        init=False, eq=False, repr=False, default=Factory(lambda self: self.text.split("\n"), takes_self=True)
    )

    def line(self, number: int) -> str:
        """The numbered line (from 1) without its line end; empty where there is none."""
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant by `name`, if any is near."""
    if len(name) > _CARETS_AT_MOST:
        return None
    folded = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The words that follow a complaint about an unknown name: the name that was meant, or else what is known."""
    choices = sorted(set(known))
    near = nearest(name, choices)
    if near is not None:
        return " " + _("Bedoelde u ‘{name}’?").format(name=near)
    if 0 < len(choices) <= 8:
        return " " + _("Bekend: {names}.").format(names=", ".join(choices))
    return ""


def quoted(value: str) -> str:
    """A value from a script fit to stand in a sentence: short, on one line, nothing invisible in it."""
    cleaned = "".join(character if character.isprintable() else "·" for character in value)
    return cleaned if len(cleaned) <= _CARETS_AT_MOST else cleaned[: _CARETS_AT_MOST - 1] + "…"


def render(problem: Diagnostic, source: Source) -> str:
    """The problem as people read it: `file:line:column: sentence`, the line itself and a caret below it."""
    place = problem.place
    head = f"{source.name}:{place.line}:{place.column}: {problem.message}"
    text = source.line(place.line)
    if not text.strip():
        return head
    cut = max(0, place.column - 1 - _SHOWN_WIDTH // 2) if len(text) > _SHOWN_WIDTH else 0
    window = "".join(c if c.isprintable() else " " for c in text[cut : cut + _SHOWN_WIDTH])
    carets = "^" * max(1, min(place.length, _CARETS_AT_MOST, len(window) - (place.column - 1 - cut)))
    gutter = f"{place.line:>6} | "
    return f"{head}\n{gutter}{window}\n{' ' * (len(gutter) - 2)}| {' ' * (place.column - 1 - cut)}{carets}"
