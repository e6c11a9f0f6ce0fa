"""The report as a PDF that can be read aloud (PDF/UA-1), through Typst: real text, bookmarks, pictures with words.

Typst gets the document as data, never as markup, so that no text can become an instruction. Fonts come with the
program; nothing is fetched. Typst over a browser engine or a library of drawing commands: it needs no other program,
makes tagged PDF by itself, and sets a long report in well under a second.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from unicodedata import normalize

import typst

import oefening
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Document,
    Figure,
    Fold,
    Heading,
    Paragraph,
    Table,
    TextLine,
    every_block,
)
from oefening.wording.names import GRADE_MARKS

FOLDER = Path(oefening.__file__).parent / "debrief"
FONTS = FOLDER / "fonts"
TEMPLATE = FOLDER / "templates" / "report.typ"
PICTURE = b"""#set page(width: 17cm, height: auto, margin: 0pt)
#set text(font: ("Source Sans 3", "DejaVu Sans", "Noto Emoji"))
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""
SHARP = 200
"""Points per inch of a picture in a document that cannot hold a drawing."""


def write_pdf(document: Document) -> bytes:
    """The PDF."""
    anchors = {block.anchor for block in every_block(document.blocks) if isinstance(block, Heading)}
    data = {
        "title": _shown(document.title),
        "subtitle": _shown(document.subtitle),
        "footer": _shown(document.footer),
        "language": document.language,
        "blocks": [_block(block, anchors) for block in document.blocks],
    }
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document is one file
    return made


def picture_of(drawing: str) -> bytes:
    """A drawing (SVG) as a picture (PNG)."""
    made = typst.compile(
        PICTURE,
        font_paths=_fonts(),
        format="png",
        ppi=SHARP,
        sys_inputs={"drawing": _drawn(drawing)},
    )
    assert isinstance(made, bytes)  # noqa: S101 - one page is one picture
    return made


def _block(block: Block, anchors: set[str]) -> dict[str, object]:
    match block:
        case Heading(level, text, anchor, grade):
            mark = f"{GRADE_MARKS[grade]} {grade.value}" if grade else ""
            return {
                "is": "heading", "level": level, "text": _shown(text), "anchor": anchor, "mark": mark,
                "grade": grade.name if grade else "",
            }  # fmt: skip
        case Paragraph(spans, role):
            return {"is": "paragraph", "line": _line(spans, anchors), "role": role.value}
        case Bullets(items, numbered):
            return {"is": "bullets", "items": [_line(item, anchors) for item in items], "numbered": numbered}
        case Table(caption, columns, rows, widths):
            return {
                "is": "table", "caption": _shown(caption), "columns": [_shown(column) for column in columns],
                "rows": [[_line(cell, anchors) for cell in row.cells] for row in rows], "widths": list(widths),
            }  # fmt: skip
        case Figure(drawing, words):
            return {"is": "figure", "drawing": _drawn(drawing), "words": _shown(words)}
        case Fold(title, blocks):
            return {"is": "fold", "title": _shown(title), "blocks": [_block(inner, anchors) for inner in blocks]}


def _line(spans: TextLine, anchors: set[str]) -> list[dict[str, str]]:
    return [
        {
            "text": _shown(f"{GRADE_MARKS[span.grade]} {span.text}" if span.grade else span.text),
            "tone": span.tone.value,
            "grade": span.grade.name if span.grade else "",
            "to": span.to if span.to in anchors else "",
        }
        for span in spans
    ]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _known_characters() -> frozenset[int]:
    """Every character that the fonts of the report have, from the list of ranges beside them.

    The list is made by `python -m tests.debrief.font_characters`; a test holds it to the fonts. Reading it from the
    fonts themselves would take a library of 30 MB for one table.
    """
    ranges = (line.split("-") for line in (FONTS / "characters.txt").read_text("ascii").split())
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))


def _shown(text: str) -> str:
    """The text with every character that no font has named instead: a PDF that can be read aloud may not lack any."""
    known = _known_characters()
    lacking = {character for character in text if ord(character) not in known and character != "\n"}
    return text.translate({ord(character): _named(character) for character in lacking}) if lacking else text


def _drawn(drawing: str) -> str:
    """A drawing (SVG) whose texts Typst can set, whatever characters stand together in them.

    For a character that the first font lacks, Typst's SVG reader sets the whole text again in another font and takes
    that character's shape from there by its place. It gives up where the two settings differ in length, as they do
    where only one of the fonts joins letters into one shape. So letters are kept from joining: accents become part of
    their letter, and an invisible non-joiner follows every f, which is what the fonts join.
    """
    return _DRAWN_TEXT.sub(lambda found: _JOINING.sub("f\u200c", normalize("NFC", found[0])), _shown(drawing))


_DRAWN_TEXT = re.compile(r"(?<=>)[^<>]+(?=</text>|</tspan>|<tspan)")
_JOINING = re.compile(r"f(?=\w)")


def _named(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
