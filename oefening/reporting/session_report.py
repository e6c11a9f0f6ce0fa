"""The report of a session: as a value, as text for the screen, and as files beside the session file.

The only place where sessions and the debrief meet; it rates nothing and words nothing itself.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path

from attrs import evolve, frozen

from oefening.debrief.build_report import build_report
from oefening.debrief.document.lay_out import lay_out
from oefening.debrief.document.model import chapter_of
from oefening.debrief.report_filters import anonymised, only_world, printable
from oefening.debrief.report_model import Provenance, Report
from oefening.debrief.writers import FORMATS
from oefening.debrief.writers.markdown import write_markdown
from oefening.engine.serialization import event_to_json
from oefening.reporting.whole_file import write_whole
from oefening.session.session import Session

MAX_ANALYSED = 4
"""The most worlds for which a report works out alternatives; with more it only compares the worlds."""


@frozen
class ReportOptions:
    """How a report is made: its formats, whether worlds are ranked, the only world in it (None: all), and anonymity.

    `names` are to be left out of an anonymous report too, besides those that the program knows.
    """

    formats: tuple[str, ...] = ("html",)
    ranked: bool = False
    world: int | None = None
    anonymous: bool = False
    names: tuple[str, ...] = ()


def report_of(session: Session, session_name: str, wanted: ReportOptions) -> Report:
    """The report of a session in which the exercise was started."""
    number = len(session.state.worlds)
    analysed: Collection[int] = range(number) if number <= MAX_ANALYSED else ()
    if wanted.world is not None:
        analysed = (wanted.world,)
    report = build_report(session.compiled, session.events, _provenance(session, session_name), analysed)
    if wanted.world is not None:
        report = only_world(report, wanted.world)
    # After everything is in words: only then can names be found wherever they stand.
    if wanted.anonymous:
        report = anonymised(report, session.compiled.script, wanted.names)
    return printable(report)


def brief_report_of(session: Session, session_name: str) -> Report:
    """The report without alternatives, which is enough to compare exercises."""
    return printable(build_report(session.compiled, session.events, _provenance(session, session_name), ()))


def text_of(report: Report, *, ranked: bool = False, chapter: str | None = None) -> str:
    """A report as Markdown, or one chapter of it by its anchor."""
    document = lay_out(report, ranked=ranked)
    if chapter is not None:
        document = evolve(document, blocks=chapter_of(document, chapter))
    return write_markdown(document).decode("utf-8")


def _provenance(session: Session, session_name: str) -> Provenance:
    events = hashlib.sha256()
    for event in session.events:
        events.update("\0".join(event_to_json(event)).encode() + b"\n")
    return Provenance(
        session_name=session_name,
        script_hash=session.header.script_hash,
        events_hash=events.hexdigest(),
        engine_version=session.header.engine_version,
        played_at=session.header.created_at.astimezone(),
    )


def write_report(session: Session, session_path: Path, wanted: ReportOptions | None = None) -> list[Path]:
    """Writes the report beside the session file, each file whole or not at all, and returns their paths.

    Raises:
        OSError: one cannot be written.
    """
    wanted = wanted or ReportOptions()
    return write_files(report_of(session, session_path.name, wanted), session_path, wanted)


def write_files(report: Report, session_path: Path, wanted: ReportOptions) -> list[Path]:
    """Writes a report in each of the wanted formats.

    Raises:
        OSError: one cannot be written.
    """
    stem = session_path.stem + (" anoniem" if wanted.anonymous else "")
    files = [file for name in wanted.formats for file in FORMATS[name].write(report, wanted.ranked)]
    return [write_whole(session_path.with_name(stem + ending), content) for ending, content in files]
