"""The report of a session, as files beside it."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from attrs import evolve, frozen

from oefening.debrief.anonymous import anonymised
from oefening.debrief.document import chapter_of
from oefening.debrief.gather import gather
from oefening.debrief.layout import lay_out
from oefening.debrief.report import Papers, Report
from oefening.debrief.select import only_world, printable
from oefening.debrief.writers import FORMATS
from oefening.debrief.writers.markdown import write_markdown
from oefening.engine.codec import event_to_json
from oefening.session.session import Session

MOST_ANALYSED = 4
"""Worlds of which one report works out what else could have been; of more, it compares them only."""


@frozen
class Wanted:
    """What a report is to be like: its formats, whether worlds are ranked, the one world it is about (None: all), and
    whether names are left out, with names that only people know of."""

    formats: tuple[str, ...] = ("html",)
    ranked: bool = False
    world: int | None = None
    anonymous: bool = False
    names: tuple[str, ...] = ()


def report_of(session: Session, session_name: str, wanted: Wanted) -> Report:
    """The report of a session in which the exercise began."""
    number = len(session.state.worlds)
    analysed: Collection[int] = range(number) if number <= MOST_ANALYSED else ()
    if wanted.world is not None:
        analysed = (wanted.world,)
    report = gather(session.plan, session.events, _papers(session, session_name), analysed)
    if wanted.world is not None:
        report = only_world(report, wanted.world)
    if wanted.anonymous:
        report = anonymised(report, session.plan.script, wanted.names)
    return printable(report)


def brief_report_of(session: Session, session_name: str) -> Report:
    """The report without what else could have been: enough to compare exercises by."""
    return printable(gather(session.plan, session.events, _papers(session, session_name), ()))


def text_of(report: Report, *, ranked: bool = False, chapter: str | None = None) -> str:
    """A report as Markdown, or one chapter of it by its anchor."""
    document = lay_out(report, ranked=ranked)
    if chapter is not None:
        document = evolve(document, blocks=chapter_of(document, chapter))
    return write_markdown(document).decode("utf-8")


def _papers(session: Session, session_name: str) -> Papers:
    events = hashlib.sha256()
    for event in session.events:
        events.update("\0".join(event_to_json(event)).encode() + b"\n")
    return Papers(
        session_name=session_name,
        script_hash=session.header.script_hash,
        events_hash=events.hexdigest(),
        engine_version=session.header.engine_version,
        played_at=session.header.created_at.astimezone(),
    )


def write_report(session: Session, session_path: Path, wanted: Wanted | None = None) -> list[Path]:
    """Writes the report beside the session file, each file whole or not at all, and returns their paths.

    Raises:
        OSError: one cannot be written.
    """
    return write_files(report_of(session, session_path.name, wanted or Wanted()), session_path, wanted or Wanted())


def write_files(report: Report, session_path: Path, wanted: Wanted) -> list[Path]:
    """Writes a report in every format that is wanted.

    Raises:
        OSError: one cannot be written.
    """
    stem = session_path.stem + (" anoniem" if wanted.anonymous else "")
    files = [file for name in wanted.formats for file in FORMATS[name].write(report, wanted.ranked)]
    return [write_whole(session_path.with_name(stem + ending), content) for ending, content in files]


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
