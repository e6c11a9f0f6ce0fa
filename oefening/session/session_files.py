"""Where sessions and their reports are kept: the folder, the files in it, and a path for a new one."""

import os
from datetime import datetime
from pathlib import Path

from platformdirs import user_documents_path

SESSION_SUFFIX = ".oefening"


def sessions_folder() -> Path:
    """The folder for sessions and reports: OEFENING_MAP, or ‘Oefeningen’ in the user's documents."""
    chosen = os.environ.get("OEFENING_MAP")
    return Path(chosen) if chosen else user_documents_path() / "Oefeningen"


def session_files(folder: Path) -> list[Path]:
    """The sessions in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(folder.glob(f"*{SESSION_SUFFIX}"), key=lambda path: path.stat().st_mtime)


def new_session_path(folder: Path, script_id: str, now: datetime) -> Path:
    """A free path for a new session in the folder, which is created where needed.

    Raises:
        OSError: the folder cannot be created.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{now:%Y-%m-%d %H%M} {script_id}"
    names = [stem, *(f"{stem} ({number})" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / f"{name}{SESSION_SUFFIX}").exists())
