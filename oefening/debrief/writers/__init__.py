"""Writers: each makes files of one format from a report. They arrange and escape; they know no events and rate nothing.

`FORMATS` is the registry: a format is one entry here and one module beside it.
"""

from collections.abc import Callable
from functools import partial

from attrs import frozen

from oefening.debrief.document.lay_out import lay_out
from oefening.debrief.document.model import Document
from oefening.debrief.report_model import Report
from oefening.debrief.writers.html import write_html
from oefening.debrief.writers.json import write_json
from oefening.debrief.writers.markdown import write_markdown
from oefening.debrief.writers.pdf import write_pdf
from oefening.debrief.writers.spreadsheet import write_csv, write_xlsx
from oefening.debrief.writers.word import write_word
from oefening.text.translation import _


@frozen
class Format:
    """A format of the report: what people call it, what it is for, and what makes its files.

    `write` gives for each file what comes behind the session's name, and the content.
    """

    name: str
    purpose: str
    write: Callable[[Report, bool], "Files"]


Files = tuple[tuple[str, bytes], ...]

DOCUMENT_FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "html": (".html", write_html),
    "pdf": (".pdf", write_pdf),
    "word": (".docx", write_word),
    "markdown": (".md", write_markdown),
}
"""The formats in which any document can be written: the end of the file's name, and the writer."""


def _document(name: str, report: Report, ranked: bool, *, paper: bool) -> Files:
    suffix, write = DOCUMENT_FORMATS[name]
    return ((suffix, write(lay_out(report, ranked=ranked, paper=paper))),)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("html", _("webpagina, één bestand"), partial(_document, "html", paper=False)),
        Format("pdf", _("om te printen en te bewaren"), partial(_document, "pdf", paper=True)),
        Format("word", _("om zelf verder te bewerken"), partial(_document, "word", paper=True)),
        Format("markdown", _("platte tekst met opmaak"), partial(_document, "markdown", paper=False)),
        Format("json", _("voor andere programma's"), lambda report, _ranked: ((".json", write_json(report)),)),
        Format("csv", _("besluiten en tijdlijn als tabellen"), lambda report, _ranked: write_csv(report)),
        Format("excel", _("besluiten, doelen en tijdlijn in Excel"), lambda r, _ranked: ((".xlsx", write_xlsx(r)),)),
    )
}
