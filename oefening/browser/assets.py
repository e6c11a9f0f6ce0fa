"""The static files of the page, from this package and from textual-serve; a browser loads nothing from elsewhere."""

import gzip
import hashlib
from importlib.resources import files

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from oefening.text.translation import _

OWN_PACKAGE, TEXTUAL_SERVE = "oefening.browser", "textual_serve"

FILES = {
    "pagina.js": (OWN_PACKAGE, "page/page.js", "text/javascript"),
    "stroom.js": (OWN_PACKAGE, "page/stream.js", "text/javascript"),
    "pagina.css": (OWN_PACKAGE, "page/page.css", "text/css"),
    "icoon.svg": (OWN_PACKAGE, "page/icon.svg", "image/svg+xml"),
    "tekens.ttf": (OWN_PACKAGE, "page/symbols.ttf", "font/ttf"),
    "letters.ttf": (TEXTUAL_SERVE, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "terminal.js": (TEXTUAL_SERVE, "static/js/textual.js", "text/javascript"),
    "terminal.css": (TEXTUAL_SERVE, "static/css/xterm.css", "text/css"),
}
"""By URL name: package, path in the package, content type."""


@frozen
class StaticFile:
    """A file to serve, also compressed: the Wi-Fi in a crisis room is slow and shared."""

    content_type: str
    body: bytes
    gzipped: bytes
    etag: str


def static_files() -> dict[str, StaticFile]:
    """All files by URL name; the page itself has the empty name."""
    found = {
        name: _static_file(content_type, (files(package) / path).read_bytes())
        for name, (package, path, content_type) in FILES.items()
    }
    return {"": _static_file("text/html", page()), **found}


def page() -> bytes:
    """The page, in UTF-8."""
    environment = Environment(
        loader=PackageLoader(OWN_PACKAGE, "page"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2").render(_=_).encode("utf-8")


def _static_file(content_type: str, body: bytes) -> StaticFile:
    return StaticFile(content_type, body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:16])
