"""The static files of the page, shipped in this package; a browser loads nothing from elsewhere."""

import gzip
import hashlib
from importlib.resources import files

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from oefening.text.translation import _

PACKAGE, FOLDER = "oefening.browser", "page"

FILES = {
    "pagina.js": ("page.js", "text/javascript"),
    "stroom.js": ("stream.js", "text/javascript"),
    "pagina.css": ("page.css", "text/css"),
    "icoon.svg": ("icon.svg", "image/svg+xml"),
    "tekens.ttf": ("symbols.ttf", "font/ttf"),
    "letters.ttf": ("letters.ttf", "font/ttf"),
    "terminal.js": ("terminal.js", "text/javascript"),
    "terminal.css": ("terminal.css", "text/css"),
}
"""By URL name: file in the folder, content type. Where each comes from stands in LICENCES.txt beside them."""


@frozen
class StaticFile:
    """A file to serve, also compressed: the Wi-Fi in a crisis room is slow and shared."""

    content_type: str
    body: bytes
    gzipped: bytes
    etag: str


def static_files() -> dict[str, StaticFile]:
    """All files by URL name; the page itself has the empty name."""
    folder = files(PACKAGE) / FOLDER
    found = {name: _static_file(kind, (folder / file).read_bytes()) for name, (file, kind) in FILES.items()}
    return {"": _static_file("text/html", page()), **found}


def page() -> bytes:
    """The page, in UTF-8."""
    environment = Environment(
        loader=PackageLoader(PACKAGE, FOLDER), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2").render(_=_).encode("utf-8")


def _static_file(content_type: str, body: bytes) -> StaticFile:
    return StaticFile(content_type, body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:16])
