"""Screens as they stand, at the three sizes people have."""

import pytest

SIZES = {"klein": (80, 24), "gewoon": (120, 36), "groot": (200, 50)}


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Columns and rows."""
    found: tuple[int, int] = request.param
    return found
