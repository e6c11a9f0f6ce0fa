"""Pictures of screens in files: the text at the three sizes, to read in a difference; the colours too, at one size.

Each file is named after its test and what it shows. After a change that was meant: pytest --snapshot-update, and look
at what changed.
"""

import io
from collections.abc import Iterable
from pathlib import Path

from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from rich.console import Console
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from textual.app import App
from textual.pilot import Pilot

SIZE = (120, 36)
"""An ordinary size, at which a picture keeps its colours."""

SIZES = (SIZE, (80, 24), (200, 50))
"""The sizes of screens that people have: an ordinary, a small and a large one."""


class Text(SingleFileSnapshotExtension):
    """A file with the text of a screen."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """The name that the test gives, after that of the test, without brackets: those are awkward in file names."""
        return f"{test_location.methodname}-{index}"


class Picture(SVGImageExtension):  # type: ignore[misc]
    """A file with a screen in its colours."""

    get_snapshot_name = Text.get_snapshot_name


def text_of(app: App[None]) -> str:
    """All that stands on the screen as text, that of the screen below a window too."""
    width, height = app.size
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=True, record=True)
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens))
    lines = console.export_text(styles=False).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


async def stands_still(pilot: Pilot[None]) -> str:
    """The text of the screen, once all work is done and nothing changes any more."""
    await pilot.app.workers.wait_for_complete()
    shown = None
    while shown != (text := text_of(pilot.app)):
        shown = text
        await pilot.pause()
    return text


async def looks_as_it_did(pilot: Pilot[None], name: str, snapshot: SnapshotAssertion) -> None:
    """Compares the screen with the files of this name: first the texts, whose difference can be read."""
    picture, texts = "", {}
    for size in SIZES:
        await pilot.resize_terminal(*size)
        texts[size] = await stands_still(pilot)
        assert pilot.app.screen.size == size
        if size == SIZE:
            picture = pilot.app.export_screenshot(simplify=True)
    for size, text in texts.items():
        assert text == snapshot(name=_text_name(name, size), extension_class=Text)
    assert picture == snapshot(name=name, extension_class=Picture)


async def has_its_colours(pilot: Pilot[None], name: str, snapshot: SnapshotAssertion) -> None:
    """Compares the screen at the ordinary size, colours and all, with the file of this name."""
    await stands_still(pilot)
    assert pilot.app.export_screenshot(simplify=True) == snapshot(name=name, extension_class=Picture)


def left_over(test_file: str, names: Iterable[str], in_colour_only: Iterable[str] = ()) -> set[str]:
    """Files beside a test that belong to none of these pictures."""
    meant = {f"{name}.svg" for name in [*names, *in_colour_only]}
    meant |= {f"{_text_name(name, size)}.txt" for name in names for size in SIZES}
    folder = Path(test_file).parent / "__snapshots__" / Path(test_file).stem
    return {path.name for path in folder.glob("*") if path.name.partition("-")[2] not in meant}


def _text_name(name: str, size: tuple[int, int]) -> str:
    return f"{name}-{size[0]}x{size[1]}"
