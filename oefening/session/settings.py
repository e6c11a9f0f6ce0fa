"""What is remembered on this machine between exercises: colours, which tours were shown, the last choices.

Losing it costs nobody more than an answer given before, so what cannot be read or written is left at that.
"""

import json
from pathlib import Path

FILE = ".instellingen.json"
"""In the sessions' folder."""


class Settings:
    """Texts by name, in one JSON file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, name: str) -> str:
        """A setting; empty where there is none."""
        return self._read().get(name, "")

    def put(self, name: str, value: str) -> None:
        """Keeps a setting for the next time; where that fails the program asks or tells again."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._read() | {name: value}, ensure_ascii=False), encoding="utf-8")
        except OSError:
            return

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
