"""What all tests share: how many examples they try, and that no test depends on how fast the machine is."""

import os

import pytest
from hypothesis import settings
from textual.widgets import Input, TextArea

# So that a picture that changed is told with its difference.
pytest.register_assert_rewrite("tests.support.screen_snapshots")

settings.register_profile("few", deadline=None, max_examples=20)
settings.register_profile("all", deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """Tries a fifth of the examples where the long tests are left out, unless --hypothesis-profile chooses."""
    if config.getoption("--hypothesis-profile") is None:
        settings.load_profile("few" if "not long" in config.option.markexpr else "all")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: some tests wait for a terminal or a network, and compute little."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that does not blink: else a picture depends on the moment at which it was taken."""
    for field in (Input, TextArea):
        monkeypatch.setattr(field.cursor_blink, "_default", False)
