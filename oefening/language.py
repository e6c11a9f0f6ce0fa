"""The language of what a person sees.

Dutch is the source language: a message id is the Dutch sentence itself, so Dutch needs no catalog.
Every sentence passes through `_`, so that a catalog of another language has one place to come in.
"""

from gettext import NullTranslations

_catalog = NullTranslations()


def _(sentence: str) -> str:
    """The sentence in the language of this run."""
    return _catalog.gettext(sentence)


def enumerate_words(words: list[str], last: str) -> str:
    """Words as a phrase: `a, b of c`, where `last` is the joining word."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
