"""Writers: each makes files of one format from a report. They arrange and escape; they know no events and rate nothing.

`FORMATS` is the registry: a format is one entry in it and one module beside this one. That module, and the library it
needs (Typst, python-docx, openpyxl), is imported when a file of that format is written and not before: those libraries
take longer to import than the rest of the program together, and most runs of the program write no report.
"""

from collections.abc import Callable

from attrs import frozen

from oefening.debrief.document.lay_out import lay_out
from oefening.debrief.document.model import Document
from oefening.debrief.report_model import Report
from oefening.text.translation import _

Files = tuple[tuple[str, bytes], ...]
"""For each file what comes behind the session's name, and its content."""

DocumentWriter = Callable[[Document], bytes]


@frozen
class Format:
    """A format of the report: what people call it, what it is for, and what writes its files.

    `write` gets the report and whether its worlds are ranked. `suffix` and `write_document` are there for formats that
    hold any document, not only a report.
    """

    name: str
    purpose: str
    write: Callable[[Report, bool], Files]
    suffix: str = ""
    write_document: DocumentWriter | None = None


def _document_format(name: str, purpose: str, suffix: str, write: DocumentWriter, *, paper: bool) -> Format:
    def write_report(report: Report, ranked: bool) -> Files:
        return ((suffix, write(lay_out(report, ranked=ranked, paper=paper))),)

    return Format(name, purpose, write_report, suffix, write)


def _html(document: Document) -> bytes:
    from oefening.debrief.writers.html import write_html

    return write_html(document)


def _pdf(document: Document) -> bytes:
    from oefening.debrief.writers.pdf import write_pdf

    return write_pdf(document)


def _word(document: Document) -> bytes:
    from oefening.debrief.writers.word import write_word

    return write_word(document)


def _markdown(document: Document) -> bytes:
    from oefening.debrief.writers.markdown import write_markdown

    return write_markdown(document)


def _json(report: Report, _ranked: bool) -> Files:
    from oefening.debrief.writers.json import write_json

    return ((".json", write_json(report)),)


def _csv(report: Report, _ranked: bool) -> Files:
    from oefening.debrief.writers.spreadsheet import write_csv

    return write_csv(report)


def _excel(report: Report, _ranked: bool) -> Files:
    from oefening.debrief.writers.spreadsheet import write_xlsx

    return ((".xlsx", write_xlsx(report)),)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        _document_format("html", _("webpagina, één bestand"), ".html", _html, paper=False),
        _document_format("pdf", _("om te printen en te bewaren"), ".pdf", _pdf, paper=True),
        _document_format("word", _("om zelf verder te bewerken"), ".docx", _word, paper=True),
        _document_format("markdown", _("platte tekst met opmaak"), ".md", _markdown, paper=False),
        Format("json", _("voor andere programma's"), _json),
        Format("csv", _("besluiten en tijdlijn als tabellen"), _csv),
        Format("excel", _("besluiten, doelen en tijdlijn in Excel"), _excel),
    )
}

DOCUMENT_WRITERS: dict[str, tuple[str, DocumentWriter]] = {
    form.name: (form.suffix, form.write_document) for form in FORMATS.values() if form.write_document is not None
}
"""Of the formats that hold any document: the end of the file's name, and what writes it."""
