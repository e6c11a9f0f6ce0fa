"""Placeholders in texts, `{name}`: a term of the municipality, or the level of an indicator.

Terms are filled in once, when a script is loaded; levels each time that a text is shown.
"""

import re
from collections.abc import Callable

PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")


def fill_placeholders(text: str, text_for: Callable[[str], str]) -> str:
    """The text with `text_for(name)` in the place of every placeholder."""
    return PLACEHOLDER.sub(lambda match: text_for(match[1]), text)
