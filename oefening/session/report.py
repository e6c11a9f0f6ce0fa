"""The report of a session as a file beside it."""

from pathlib import Path

from oefening.debrief.page import Papers, render_page
from oefening.debrief.rating import rate
from oefening.session.session import Session


def write_report(session: Session, session_path: Path) -> Path:
    """Writes the report beside the session file, whole or not at all, and returns its path.

    Raises:
        OSError: it cannot be written.
    """
    papers = Papers(
        session_name=session_path.name,
        script_hash=session.header.script_hash,
        engine_version=session.header.engine_version,
        played_at=session.header.created_at.astimezone(),
    )
    text = render_page(session.plan, session.events, rate(session.plan, session.events), papers)
    path = session_path.with_suffix(".html")
    unfinished = path.with_name(f"{path.name}.deel")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return path
