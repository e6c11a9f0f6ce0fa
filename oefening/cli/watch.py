"""Watches script files for being saved, in whichever way an editor does it: in place, by renaming, or anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import watch

from oefening.session.script_files import SCRIPT_SUFFIXES

STEP_MS = 50
"""Milliseconds without a change after which a save is complete: editors write a file in several steps."""

DEBOUNCE_MS = 100
"""Milliseconds after which changes are reported at the latest; shorter than a person notices."""


def watch_saved_files(paths: Sequence[Path]) -> Iterator[tuple[Path, ...] | None]:
    """Yields None once watching has begun, then each time the script files that were saved, of those in or at `paths`.

    A file's folder is watched and not the file itself: an editor that saves by renaming puts another file in its place,
    and a watch on the old one would never report again.
    """
    folders = {path.absolute() if path.is_dir() else path.absolute().parent for path in paths}
    begun = False
    for changes in watch(*folders, debounce=DEBOUNCE_MS, step=STEP_MS, rust_timeout=DEBOUNCE_MS, yield_on_timeout=True):
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
