"""Noticing that script files are saved, whichever way an editor saves them: in place, by renaming, or anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import watch

from oefening.session.script_files import SCRIPT_SUFFIXES

QUIET = 50
"""Milliseconds without a change after which a save is over."""

LOOK = 100
"""Milliseconds between looks; well within what a person notices."""


def saves(paths: Sequence[Path]) -> Iterator[tuple[Path, ...] | None]:
    """The files saved, again and again: scripts that are one of the paths or lie in one; None once watching began.

    A file's folder is watched, not the file: an editor that saves by renaming puts another file in its place.
    """
    folders = {path.absolute() if path.is_dir() else path.absolute().parent for path in paths}
    begun = False
    for changes in watch(*folders, debounce=LOOK, step=QUIET, rust_timeout=LOOK, yield_on_timeout=True):
        if not begun:
            begun = True
            yield None
        saved = sorted({Path(name) for _change, name in changes if _is_watched(Path(name), paths)})
        if saved:
            yield tuple(saved)


def _is_watched(saved: Path, paths: Sequence[Path]) -> bool:
    if saved.suffix.lower() not in SCRIPT_SUFFIXES:
        return False
    return any(saved == path.absolute() or path.absolute() in saved.parents for path in paths)
