"""The page and all it is made of, from this package and from textual-serve: a browser asks nothing of anyone else."""

import gzip
import hashlib
from importlib.resources import files

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from oefening.text.translation import _

OURS, THEIRS = "oefening.browser", "textual_serve"

FILES = {
    "pagina.js": (OURS, "page/page.js", "text/javascript"),
    "stroom.js": (OURS, "page/stream.js", "text/javascript"),
    "pagina.css": (OURS, "page/page.css", "text/css"),
    "icoon.svg": (OURS, "page/icon.svg", "image/svg+xml"),
    "tekens.ttf": (OURS, "page/symbols.ttf", "font/ttf"),
    "letters.ttf": (THEIRS, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "terminal.js": (THEIRS, "static/js/textual.js", "text/javascript"),
    "terminal.css": (THEIRS, "static/css/xterm.css", "text/css"),
}
"""By the name in an address: the package, the file in it, and its kind."""


@frozen
class StaticFile:
    """A file as a browser gets it; packed, because the Wi-Fi in the room is what it is."""

    kind: str
    body: bytes
    packed: bytes
    tag: str


def static_files() -> dict[str, StaticFile]:
    """The page, under an empty name, and the files that it asks for."""
    read = {name: _packed(kind, (files(package) / path).read_bytes()) for name, (package, path, kind) in FILES.items()}
    return {"": _packed("text/html", page()), **read}


def page() -> bytes:
    """The page, in UTF-8."""
    environment = Environment(
        loader=PackageLoader(OURS, "page"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2").render(_=_).encode("utf-8")


def _packed(kind: str, body: bytes) -> StaticFile:
    return StaticFile(kind, body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:16])
