"""Texts in which `{indicator}` stands for a level: which names they hold, and filling them in."""

import re
from collections.abc import Callable

PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")
"""An indicator named in a text, whose level is shown at delivery."""


def fill_placeholders(text: str, words_for: Callable[[str], str]) -> str:
    """The text with every placeholder replaced by the words for its name."""
    return PLACEHOLDER.sub(lambda match: words_for(match[1]), text)
