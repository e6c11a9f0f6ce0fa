"""The report as a Word document that people go on editing: real headings, lists and tables, pictures with words.

Uses Word's own styles by name, so that a municipality's template can take over how it looks.
"""

from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from oefening.debrief.document.model import (
    Block,
    Bullets,
    Document,
    Figure,
    Fold,
    Heading,
    Paragraph,
    ParagraphRole,
    Span,
    Table,
    TextLine,
    Tone,
)
from oefening.debrief.writers.pdf import picture_of
from oefening.engine.continuity import Grade
from oefening.wording.names import GRADE_MARKS

PAGE_WIDTH = 17.0
"""Centimetres between the margins."""

SOFT = RGBColor(0x55, 0x60, 0x6D)
CURVE = RGBColor(0x15, 0x42, 0x73)
GRADE_COLORS = {
    Grade.MET: RGBColor(0x1D, 0x6B, 0x3A),
    Grade.STRAINED: RGBColor(0x7A, 0x5C, 0x00),
    Grade.CRITICAL: RGBColor(0xA8, 0x4A, 0x00),
    Grade.FAILED: RGBColor(0x8C, 0x1C, 0x2C),
}


def write_word(document: Document) -> bytes:
    """The document (.docx)."""
    word = docx.Document()
    _set_up(word, document)
    word.add_heading(document.title, 0)
    word.add_paragraph(document.subtitle, style="Subtitle")
    for number, block in enumerate(document.blocks):
        _add(word, block, first=number == 0)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: WordDocument, document: Document) -> None:
    word.core_properties.title = document.title[:255]
    word.core_properties.subject = document.subtitle[:255]
    word.core_properties.author = "oefening"
    word.core_properties.language = document.language
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.footer.paragraphs[0].text = document.footer
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), f"{document.language}-NL" if document.language == "nl" else document.language)
    normal.element.get_or_add_rPr().append(language)


def _add(word: WordDocument, block: Block, *, first: bool = False) -> None:
    match block:
        case Heading(level, text, _, grade):
            heading = word.add_heading(text, min(level, 3))
            heading.paragraph_format.page_break_before = level == 1 and not first
            if grade:
                _run(heading, Span(f"  {GRADE_MARKS[grade]} {grade.value}", grade=grade), marked=True)
        case Paragraph(spans, role):
            paragraph = word.add_paragraph()
            _runs(paragraph, spans)
            if role is ParagraphRole.LABEL:
                paragraph.paragraph_format.keep_with_next = True
                for run in paragraph.runs:
                    run.bold = True
            elif role is ParagraphRole.NOTE:
                for run in paragraph.runs:
                    run.font.size, run.font.color.rgb = Pt(9.5), SOFT
        case Bullets(items, numbered):
            numbering = _new_numbering(word) if numbered else None
            for item in items:
                paragraph = word.add_paragraph(style="List Number" if numbered else "List Bullet")
                if numbering is not None:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering
                _runs(paragraph, item)
        case Table():
            _table(word, block)
        case Figure(drawing, words):
            picture = word.add_picture(BytesIO(picture_of(drawing)), width=Cm(PAGE_WIDTH))
            picture._inline.docPr.set("descr", words)
        case Fold(title, blocks):
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(title).bold = True
            for inner in blocks:
                _add(word, inner)


def _new_numbering(word: WordDocument) -> int:
    """A new numbering in the style ‘List Number’: Word goes on counting across lists that share one."""
    numberings = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    (kind,) = [each.abstractNumId.val for each in numberings.num_lst if each.numId == style]
    numbering = numberings.add_num(kind)
    numbering.add_lvlOverride(0).add_startOverride(1)
    return int(numbering.numId)


def _table(word: WordDocument, block: Table) -> None:
    caption = word.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(block.caption)
    table = word.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    total = sum(block.widths)
    widths = [Cm(PAGE_WIDTH * width / total) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill_row(table, [(Span(column, Tone.STRONG),) for column in block.columns], widths)
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))
    for row in block.rows:
        _fill_row(table, row.cells, widths)
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill_row(table: WordTable, cells: "tuple[TextLine, ...] | list[TextLine]", widths: list[Cm]) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, spans, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        _runs(paragraph, spans)
        for run in paragraph.runs:
            run.font.size = run.font.size or Pt(9)


def _runs(paragraph: WordParagraph, spans: TextLine) -> None:
    for span in spans:
        _run(paragraph, span)


def _run(paragraph: WordParagraph, span: Span, *, marked: bool = False) -> None:
    text = span.text if marked or span.grade is None else f"{GRADE_MARKS[span.grade]} {span.text}"
    for number, part in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(part)
        run.bold = span.tone is Tone.STRONG or span.grade is not None or None
        run.italic = span.tone is Tone.QUOTE or None
        if span.tone is Tone.CURVE:
            run.font.size, run.font.color.rgb = Pt(6.5), CURVE
        elif span.grade is not None:
            run.font.color.rgb = GRADE_COLORS[span.grade]
        elif span.tone is Tone.SOFT:
            run.font.color.rgb = SOFT
