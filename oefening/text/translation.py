"""Translation of everything that a person sees.

Dutch is the source language: a message id is the Dutch sentence itself, so Dutch needs no catalog.
Every sentence passes through `_`, so that a catalog of another language has one place to come in.
"""

from gettext import NullTranslations

_catalog = NullTranslations()


def _(sentence: str) -> str:
    """The sentence in the language of this run."""
    return _catalog.gettext(sentence)
