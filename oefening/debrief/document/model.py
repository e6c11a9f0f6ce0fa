"""The document model: headings, paragraphs, lists, tables and figures. This is all that a writer of a format is given.

Data only. Texts are plain text: what people wrote may look like markup, so a writer escapes all of it and reads none.
"""

from collections.abc import Iterator
from enum import StrEnum

from attrs import frozen

from oefening.engine.continuity import Grade


class Tone(StrEnum):
    """How a piece of text is shown; CURVE is for a row of block characters."""

    PLAIN = "gewoon"
    STRONG = "nadruk"
    SOFT = "zacht"
    QUOTE = "citaat"
    CURVE = "kromme"


@frozen
class Span:
    """A piece of text; a line end in it is kept. `grade` marks it as that grade, `to` makes it a link to an anchor."""

    text: str
    tone: Tone = Tone.PLAIN
    grade: Grade | None = None
    to: str = ""


TextLine = tuple[Span, ...]


def line(*parts: str | Span) -> TextLine:
    """A line of these parts; empty ones are left out."""
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in spans if span.text)


def strong(text: str) -> Span:
    """Text with emphasis."""
    return Span(text, Tone.STRONG)


def soft(text: str) -> Span:
    """Text with less emphasis."""
    return Span(text, Tone.SOFT)


def quote(text: str) -> Span:
    """What somebody wrote, between quotation marks; empty for an empty text."""
    return Span(f"“{text}”", Tone.QUOTE) if text else Span("")


@frozen
class Heading:
    """A heading; level 1 is the title of a chapter. A chapter begins starting a new page in paged formats."""

    level: int
    text: str
    anchor: str = ""
    grade: Grade | None = None


class ParagraphRole(StrEnum):
    """What a paragraph is for."""

    BODY = "tekst"
    LEAD = "inleiding"
    NOTE = "noot"
    LABEL = "kop"
    ABOVE = "opschrift"
    """Kept together with the block that follows."""


@frozen
class Paragraph:
    """A paragraph."""

    line: TextLine
    role: ParagraphRole = ParagraphRole.BODY


@frozen
class Bullets:
    """A list; numbered where the order matters."""

    items: tuple[TextLine, ...]
    numbered: bool = False


@frozen
class Row:
    """A row of a table; `tag` is its kind, by which a web page can filter rows."""

    cells: tuple[TextLine, ...]
    tag: str = ""


@frozen
class Table:
    """A table with a row of headings. `widths` are the relative widths of the columns; `caption` says what it holds.

    `filtered` offers to show only rows with a certain tag, in formats that can.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    filtered: bool = False


@frozen
class Figure:
    """A curve: a drawing (SVG), and the same in words and in block characters."""

    drawing: str
    words: str
    sparkline: str


@frozen
class Fold:
    """Evidence for what stands above it: folded away in formats that can, else shown."""

    title: str
    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Bullets | Table | Figure | Fold


@frozen
class Document:
    """A whole document; `language` is its language tag, such as nl."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    language: str = "nl"


def every_block(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in reading order, also those within folds."""
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from every_block(block.blocks)


def chapter_of(document: Document, anchor: str) -> tuple[Block, ...]:
    """The blocks of the chapter with this anchor; empty where there is none."""
    begins = [place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 1]
    for begin, end in zip(begins, [*begins[1:], len(document.blocks)], strict=True):
        block = document.blocks[begin]
        if isinstance(block, Heading) and block.anchor == anchor:
            return document.blocks[begin:end]
    return ()
