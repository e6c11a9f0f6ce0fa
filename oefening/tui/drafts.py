"""What people began to write and did not send yet, so that leaving a screen loses nothing."""

from typing import TypeVar

T = TypeVar("T")


class Drafts:
    """Unfinished answers and texts, by what they are about."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], object] = {}

    def keep(self, about: tuple[object, ...], draft: object) -> None:
        """Keeps a draft; an empty one is let go."""
        if draft:
            self._kept[about] = draft
        else:
            self._kept.pop(about, None)

    def forget(self, about: tuple[object, ...]) -> None:
        """Lets go of every draft about something."""
        self._kept = {key: draft for key, draft in self._kept.items() if key[: len(about)] != about}

    def find(self, about: tuple[object, ...], otherwise: T) -> T:
        """The draft that was kept, of the same kind as `otherwise`."""
        kept = self._kept.get(about, otherwise)
        return kept if isinstance(kept, type(otherwise)) else otherwise
