"""Settings that stay on this machine between exercises: colours, which tours were shown, the last choices.

Losing them only means that the program asks again, so a file that cannot be read or written is no error.
"""

import json
from pathlib import Path

FILE = ".instellingen.json"
"""The file name, in the folder of sessions."""


class Settings:
    """Texts by name, stored in one JSON file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, name: str) -> str:
        """A setting; empty where there is none."""
        return self._read().get(name, "")

    def put(self, name: str, value: str) -> None:
        """Stores a setting, as far as that is possible."""
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
