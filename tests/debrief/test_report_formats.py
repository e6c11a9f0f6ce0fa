"""The same facts in every format; hostile texts come out as the text they are; names can be left out of all."""

import csv
import json
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from attrs import evolve
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject, StreamObject

import oefening
from oefening.debrief.document.lay_out import lay_out
from oefening.debrief.document.model import Figure
from oefening.debrief.report_model import Report
from oefening.debrief.writers import DOCUMENT_WRITERS, FORMATS
from oefening.debrief.writers.json import FORMAT_VERSION
from oefening.debrief.writers.pdf import write_pdf
from oefening.debrief.writers.spreadsheet import escape_formula
from oefening.reporting.session_report import ReportOptions
from oefening.script.units import format_duration
from tests.support.read_reports import READERS, squeezed
from tests.support.sample_reports import library_report, small_report

SCHEMA = Path(oefening.__file__).parent / "debrief" / "writers" / "report.schema.json"

NASTY = (
    "<script>alert(1)</script> & <b>vet</b> &amp; #let x = [y] $a$ \\begin{1} *ster* _laag_ `code` [link](x) | pijp "
    '=2+2 @naam ~weg~ "dubbel" ‘enkel’ https://example.org/a?b=c&d'
)

TABLES = ("csv", "excel")
"""Formats of decisions and timeline only."""


def read_back(report: Report, name: str) -> str:
    return squeezed(READERS[name](FORMATS[name].write(report, False)))


def facts_of(report: Report, name: str) -> list[str]:
    """What a report must say in a format."""
    facts = []
    for world in report.worlds:
        for decision in world.decisions:
            facts += [decision.question, decision.team, decision.answer]
            facts += ["iet op tijd besloten"] if decision.expired and name != "json" else []
        if name != "csv":
            facts += [text for goal in world.goals for text in (goal.name, goal.grade.value)]
        if name not in TABLES:
            facts += [sentence for goal in world.goals for sentence in goal.reasoning]
            facts += [change.goal for d in world.decisions for o in d.alternatives or () for change in o.changes]
            facts += [item.text for item in world.expectations if item.performance is not None]
    facts += [row.text for row in report.timeline]
    if name != "csv":
        facts += [improvement.text for improvement in report.improvements]
    if name not in TABLES:
        facts += [report.title, report.provenance.script_hash, *report.learning_goals, *report.strengths]
    return facts


HEAVY = {"typst", "fontTools", "docx", "lxml", "openpyxl"}
"""Libraries that write a format and take long to import."""


def test_importing_the_report_imports_no_library_that_writes_a_format() -> None:
    program = f"import sys, oefening.reporting.session_report as _; print(*sorted({HEAVY} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_in_the_registry_writes_files_with_names_of_their_own(name: str) -> None:
    form = FORMATS[name]
    files = form.write(small_report(), False)
    assert form.name == name
    assert form.purpose
    assert len({ending for ending, _content in files}) == len(files) > 0
    assert all(content for _ending, content in files)
    if form.write_document is not None:
        assert DOCUMENT_WRITERS[name] == (form.suffix, form.write_document)
        assert [ending for ending, _content in files] == [form.suffix]


SCRIPTS = ["micro-stroom", pytest.param("kabelsabotage", marks=pytest.mark.long)]
"""A report of a few pages; a long one is among the longer tests."""


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same(name: str, script: str) -> None:
    report = library_report(script, 7)
    text = read_back(report, name)
    missing = [fact for fact in facts_of(report, name) if squeezed(fact) not in text]
    assert missing == []


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", ["html", "pdf", "word", "markdown"])
def test_the_page_in_front_gives_each_goal_with_its_grade_and_longest_outage(name: str, script: str) -> None:
    report = library_report(script, 7)
    text = read_back(report, name)
    front = text[: text.index(squeezed("Verbeteringen die het meest uitmaken"))]
    for goal in report.worlds[0].goals:
        place = front.index(squeezed(goal.name), front.index(squeezed("De continuïteitsdoelen")))
        row = front[place : place + 150]
        assert goal.grade.value.replace(" ", "") in row
        assert squeezed(format_duration(goal.longest.length) if goal.longest else "geen") in row


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_come_out_as_the_text_they_are(name: str) -> None:
    report = small_report(NASTY)
    text = read_back(report, name)
    for fact in facts_of(report, name):
        assert squeezed(fact) in text, fact


@pytest.mark.parametrize("name", FORMATS)
def test_what_no_font_has_and_what_steers_is_named_or_left_out(name: str) -> None:
    """Emoji stay, a character that no font has is named in the PDF, an escape is nowhere."""
    report = small_report(said="emoji 🤐 \U0001f469\u200d\U0001f692 schrift 漢 teken \u202e\x1b[31m einde")
    files = FORMATS[name].write(report, False)
    text = READERS[name](files)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "einde" in text
    assert ("漢" in text) is (name != "pdf")
    if name == "pdf":
        assert squeezed("[cjk unified ideograph-6f22]") in squeezed(text)


def test_no_cell_is_a_formula() -> None:
    report = small_report("=HYPERLINK(1)")
    for begin in ("=1+1", "+1", "-1", "@x", "\t=1", " =1", "|x", "%x"):
        assert str(escape_formula(begin)).startswith("'")
    assert escape_formula("gewoon") == "gewoon"
    for _name, content in FORMATS["csv"].write(report, False):
        for row in csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"):
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    ((_suffix, content),) = FORMATS["excel"].write(report, False)
    book = openpyxl.load_workbook(BytesIO(content))
    assert [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


def test_the_pdf_can_be_read_aloud() -> None:
    ((_suffix, content),) = FORMATS["pdf"].write(report := library_report("micro-stroom", 7), False)
    reader = PdfReader(BytesIO(content))
    root = reader.root_object
    marked, preferences, metadata = (root[key].get_object() for key in ("/MarkInfo", "/ViewerPreferences", "/Metadata"))
    assert isinstance(marked, DictionaryObject)
    assert isinstance(preferences, DictionaryObject)
    assert isinstance(metadata, StreamObject)
    assert marked["/Marked"] == BooleanObject(True)
    assert preferences["/DisplayDocTitle"] == BooleanObject(True)
    assert str(root["/Lang"]) == "nl"
    assert "pdfuaid:part>1<" in metadata.get_data().decode("utf-8")
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert [str(entry.get("/Title")) for entry in reader.outline if isinstance(entry, DictionaryObject)][:2] == [
        "Voor het bestuur",
        "De oefening",
    ]


@pytest.mark.parametrize("words", ["✖ niet behaald: De helft gaat", "fiets 🚒 → straf", "▲ Beneden-Leeuwe\u0301n"])
def test_the_pdf_sets_every_text_of_a_drawing(words: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40"><text x="5" y="20">{words}</text></svg>'
    document = evolve(lay_out(small_report()), blocks=(Figure(drawing, "Een lijn.", "▁▂▃"),))
    assert write_pdf(document).startswith(b"%PDF")


def test_the_word_document_has_headings_and_words_with_its_pictures() -> None:
    report = library_report("micro-stroom", 7)
    ((_suffix, content),) = FORMATS["word"].write(report, False)
    document = docx.Document(BytesIO(content))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[0] == "Voor het bestuur"
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [goal.curve_text for goal in report.worlds[0].goals]


def test_the_json_is_as_its_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for report in (library_report("micro-stroom", 7), library_report("micro-stroom", 7, 2), small_report()):
        ((_suffix, content),) = FORMATS["json"].write(report, False)
        data = json.loads(content)
        assert data["vorm"] == FORMAT_VERSION
        assert [error.message for error in validator.iter_errors(data)] == []
    assert list(validator.iter_errors({"vorm": FORMAT_VERSION})) != []


@pytest.mark.parametrize("name", FORMATS)
def test_names_are_left_out_of_every_format(name: str) -> None:
    wanted = ReportOptions(anonymous=True, names=("Weet u",))
    text = read_back(small_report("", wanted), name).lower()
    assert "beleidsteam" not in text
    assert "jansen" not in text
    assert "weetu" not in text
    assert "team1" in text


@pytest.mark.parametrize("name", ["html", "pdf", "markdown", "json"])
def test_names_are_there_where_nobody_asks_to_leave_them_out(name: str) -> None:
    text = read_back(small_report(), name)
    assert "Beleidsteam" in text
    assert "Jansen" in text
