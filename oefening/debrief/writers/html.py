"""The report as one self-contained web page: it needs no network and no other files, and works without scripts."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from oefening.debrief.document.model import Bullets, Document, Figure, Fold, Heading, Paragraph, Table
from oefening.wording.names import GRADE_MARKS


def write_html(document: Document) -> bytes:
    """The page, in UTF-8."""
    environment = page_environment("oefening.debrief")
    environment.globals.update(marks=GRADE_MARKS, drawing=lambda figure: Markup(figure.drawing))  # noqa: S704
    environment.tests.update(
        heading=lambda block: isinstance(block, Heading),
        paragraph=lambda block: isinstance(block, Paragraph),
        bullets=lambda block: isinstance(block, Bullets),
        table=lambda block: isinstance(block, Table),
        figure=lambda block: isinstance(block, Figure),
        fold=lambda block: isinstance(block, Fold),
    )
    chapters = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    page = environment.get_template("report.html.j2").render(document=document, chapters=chapters)
    return page.encode("utf-8")


def page_environment(package: str) -> Environment:
    """The Jinja environment for a package's page templates: it escapes every text, and a missing one is an error."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
