"""Reading a report back from each format, as the text that a person would read."""

import csv
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO

import docx
import openpyxl
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader

Files = tuple[tuple[str, bytes], ...]


def text_of_html(files: Files) -> str:
    """What stands on the page, drawings and scripts left out."""

    class Reader(HTMLParser):
        found: list[str] = []  # noqa: RUF012 - made anew for each page
        hidden = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.hidden += tag in ("style", "script", "svg")

        def handle_endtag(self, tag: str) -> None:
            self.hidden -= tag in ("style", "script", "svg")

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                self.found.append(data)

    reader = Reader()
    reader.found = []
    reader.feed(files[0][1].decode("utf-8"))
    return " ".join(reader.found)


def text_of_pdf(files: Files) -> str:
    """The text of all pages."""
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(files[0][1])).pages)


def text_of_word(files: Files) -> str:
    """Paragraphs and tables, in the order of the document."""
    document = docx.Document(BytesIO(files[0][1]))

    def parts() -> Iterator[str]:
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield from (cell.text for row in block.rows for cell in row.cells)

    return " ".join(parts())


def text_of_markdown(files: Files) -> str:
    """What is left when the Markdown is shown."""

    def words(token: Token) -> str:
        if token.children:
            return "".join(map(words, token.children))
        return " " if token.type in ("softbreak", "hardbreak") else token.content

    tokens = MarkdownIt("commonmark").enable("table").parse(files[0][1].decode("utf-8"))
    return " ".join(words(token) for token in tokens)


def text_of_json(files: Files) -> str:
    """Every text and number."""

    def values(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from values(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from values(inner)
        else:
            yield str(value)

    return " ".join(values(json.loads(files[0][1])))


def text_of_csv(files: Files) -> str:
    """Every cell."""
    texts = (StringIO(content.decode("utf-8-sig")) for _name, content in files)
    return " ".join(cell for text in texts for row in csv.reader(text, delimiter=";") for cell in row)


def text_of_excel(files: Files) -> str:
    """Every cell of every sheet."""
    book = openpyxl.load_workbook(BytesIO(files[0][1]))
    return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


READERS: dict[str, Callable[[Files], str]] = {
    "html": text_of_html,
    "pdf": text_of_pdf,
    "word": text_of_word,
    "markdown": text_of_markdown,
    "json": text_of_json,
    "csv": text_of_csv,
    "excel": text_of_excel,
}


def squeezed(text: str) -> str:
    """The text without any white space, and without the dots that stand for line ends in a cell of Markdown: formats
    break lines where they like."""
    return "".join(text.replace("·", " ").split())
