"""Writing a file whole or not at all: a full disk or a crash never leaves half a report. Knows no reports."""

from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Writes a file whole or not at all, and returns its path.

    Raises:
        OSError: it cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.deel")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return path
