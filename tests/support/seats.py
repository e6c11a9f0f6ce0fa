"""Asking at a seat in the same process, from a test that need not wait for anything."""

from typing import Any

import pytest

from oefening.session.seat import Request, SeatClient


def asked(seat: SeatClient[Any], request: Request) -> str:
    """The refusal that came of it; empty where it was granted and kept."""
    asking = seat.submit(request)
    with pytest.raises(StopIteration) as done:
        asking.send(None)
    assert done.value.value.durable
    return str(done.value.value.refusal)
