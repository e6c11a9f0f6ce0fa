"""How many examples a property test tries that needs another number than the usual one."""

from hypothesis import settings

USUAL = 100
"""Examples that hypothesis tries by itself, and does in the long run."""


def examples(number: int) -> int:
    """So many in the long run, and in the run of every day as much less as other property tests have."""
    assert settings.default is not None
    return max(1, number * settings.default.max_examples // USUAL)
