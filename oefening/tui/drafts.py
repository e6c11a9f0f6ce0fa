"""What people began to write and did not send yet, so that leaving a screen loses nothing.

Only in memory: what must survive a crash was sent, and is in the log.
"""

from typing import TypeVar

T = TypeVar("T")


class Drafts:
    """Unfinished answers and texts. A key is a tuple: what kind of text, then the seat or point it belongs to."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], object] = {}

    def keep(self, about: tuple[object, ...], draft: object) -> None:
        """Stores a draft; an empty one is removed."""
        if draft:
            self._kept[about] = draft
        else:
            self._kept.pop(about, None)

    def forget(self, about: tuple[object, ...]) -> None:
        """Removes every draft whose key begins with `about`."""
        self._kept = {key: draft for key, draft in self._kept.items() if key[: len(about)] != about}

    def find(self, about: tuple[object, ...], otherwise: T) -> T:
        """The draft with this key; `otherwise` where there is none, or one of another type."""
        kept = self._kept.get(about, otherwise)
        return kept if isinstance(kept, type(otherwise)) else otherwise
