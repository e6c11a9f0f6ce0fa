"""The language of what a person sees.

Dutch is the source language: a message id is the Dutch sentence itself, so Dutch needs no catalog.
Every sentence passes through `_`, so that a catalog of another language has one place to come in.
"""

import errno
from functools import lru_cache
from gettext import NullTranslations

_catalog = NullTranslations()


def _(sentence: str) -> str:
    """The sentence in the language of this run."""
    return _catalog.gettext(sentence)


def reason_of(error: OSError) -> str:
    """Why the operating system refused, in a few words."""
    reasons = {
        errno.ENOSPC: _("de schijf is vol"),
        errno.EACCES: _("geen toestemming"),
        errno.EPERM: _("geen toestemming"),
        errno.EROFS: _("alleen te lezen"),
        errno.ENOENT: _("de map is er niet"),
        errno.ENOTDIR: _("een deel van het pad is geen map"),
        errno.ENAMETOOLONG: _("de naam is te lang"),
        errno.EADDRINUSE: _("de poort is al in gebruik"),
    }
    return reasons.get(error.errno or 0, error.strerror or type(error).__name__)


def plain(text: str) -> str:
    """What someone wrote, without what would steer a terminal."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


@lru_cache(maxsize=2048)
def one_line(text: str) -> str:
    """What someone wrote, plain and on one line, to stand in a heading."""
    return " ".join(plain(text).split())


def shortened(text: str, most: int) -> str:
    """The text, cut between words where it is longer than so many characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def enumerate_words(words: list[str], last: str) -> str:
    """Words as a phrase: `a, b of c`, where `last` is the joining word."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """A number with what it counts: `one` for exactly one, else `many`; both may hold `{n}`."""
    return (one if number == 1 else many).format(n=number)
