"""What all tests share: the sizes of screens that people have, and that no test depends on how fast the machine is."""

import pytest
from hypothesis import settings
from textual.widgets import Input, TextArea

SIZES = {"klein": (80, 24), "gewoon": (120, 36), "groot": (200, 50)}

settings.register_profile("zonder-haast", deadline=None)
settings.load_profile("zonder-haast")


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Columns and rows."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that does not blink: else a picture depends on the moment at which it was taken."""
    for field in (Input, TextArea):
        monkeypatch.setattr(field.cursor_blink, "_default", False)
