"""Writers: each makes files of one format from a report. They arrange and escape; they know no events and rate nothing.

`FORMATS` is the registry: a format is one entry here and one module beside it.
"""

from collections.abc import Callable
from functools import partial

from attrs import frozen

from oefening.debrief.document import Document
from oefening.debrief.layout import lay_out
from oefening.debrief.report import Report
from oefening.debrief.writers.data import write_json
from oefening.debrief.writers.html import write_html
from oefening.debrief.writers.markdown import write_markdown
from oefening.debrief.writers.pdf import write_pdf
from oefening.debrief.writers.tables import write_csv, write_xlsx
from oefening.debrief.writers.word import write_word
from oefening.language import _


@frozen
class Format:
    """A format of the report: what people call it, what it is for, and what makes its files.

    `write` gives for each file what comes behind the session's name, and the content.
    """

    name: str
    purpose: str
    write: Callable[[Report, bool], "Files"]


Files = tuple[tuple[str, bytes], ...]


def _on_screen(suffix: str, write: Callable[[Document], bytes], report: Report, ranked: bool) -> Files:
    return ((suffix, write(lay_out(report, ranked=ranked))),)


def _on_paper(suffix: str, write: Callable[[Document], bytes], report: Report, ranked: bool) -> Files:
    return ((suffix, write(lay_out(report, ranked=ranked, paper=True))),)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("html", _("webpagina, één bestand"), partial(_on_screen, ".html", write_html)),
        Format("pdf", _("om te printen en te bewaren"), partial(_on_paper, ".pdf", write_pdf)),
        Format("word", _("om zelf verder te bewerken"), partial(_on_paper, ".docx", write_word)),
        Format("markdown", _("platte tekst met opmaak"), partial(_on_screen, ".md", write_markdown)),
        Format("json", _("voor andere programma's"), lambda report, _ranked: ((".json", write_json(report)),)),
        Format("csv", _("besluiten en tijdlijn als tabellen"), lambda report, _ranked: write_csv(report)),
        Format("excel", _("besluiten, doelen en tijdlijn in Excel"), lambda r, _ranked: ((".xlsx", write_xlsx(r)),)),
    )
}
