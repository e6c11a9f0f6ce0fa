"""The report as Markdown (CommonMark with tables): to read as it is, to edit, and to show in the terminal."""

import re
from collections.abc import Iterator

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
from oefening.wording.names import GRADE_MARKS

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_AT_BEGIN = re.compile(r"^(\s*)(#|[-+=](?=\s|$|-|=)|\d+[.)])")


def write_markdown(document: Document) -> bytes:
    """The text, in UTF-8."""
    parts = [f"# {_escaped(document.title)}", _escaped(document.subtitle)]
    parts += [part for block in document.blocks for part in _block(block)]
    parts += ["---", _escaped(document.footer)]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, _, grade):
            mark = f" ({GRADE_MARKS[grade]} {grade.value})" if grade else ""
            yield f"{'#' * (level + 1)} {_one_line(text)}{mark}"
        case Paragraph(spans, ParagraphRole.LABEL):
            yield f"**{_inline(spans)}**"
        case Paragraph(spans):
            yield _begin(_inline(spans, "\\\n"))
        case Bullets(items, numbered):
            yield "\n".join(
                f"{f'{number}.' if numbered else '-'} {_begin(_inline(item))}" for number, item in enumerate(items, 1)
            )
        case Table(caption, columns, rows):
            yield f"*{_one_line(caption)}*"
            table = [_row(_one_line(column) for column in columns), _row("---" for _column in columns)]
            yield "\n".join([*table, *(_row(_inline(cell) for cell in row.cells) for row in rows)])
        case Figure(_, words, sparkline):
            yield f"`{sparkline}`"
            yield _begin(_one_line(words))
        case Fold(title, blocks):
            yield f"**{_one_line(title)}**"
            for inner in blocks:
                yield from _block(inner)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inline(spans: TextLine, line_end: str = " · ") -> str:
    return "".join(_span(span, line_end) for span in spans).strip()


def _span(span: Span, line_end: str) -> str:
    if span.grade:
        return f"{GRADE_MARKS[span.grade]} {span.grade.value}"
    words = line_end.join(map(_escaped, span.text.split("\n")))
    said = words.strip(" ")
    if span.tone is Tone.STRONG and said:
        return words.replace(said, f"**{said}**", 1)
    return words


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _begin(text: str) -> str:
    """The text with its begin escaped where that would be read as a heading, a list or a rule."""
    return _AT_BEGIN.sub(lambda match: match[1] + _escape_last(match[2]), text)


def _escape_last(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"
