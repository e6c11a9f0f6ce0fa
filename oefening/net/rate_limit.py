"""Slowing down whoever tries wrong join codes. Pure: time is passed in, as seconds of a clock that never goes back.

Two brakes work together. Each address has its own: a few failures are free, then it must wait longer after each. And
there is one for all addresses, because who owns many (a whole network, or IPv6) would not feel the first: a bucket of
100 failures that gets one back every 10 seconds.

The odds. The bucket allows at most 100 + 8 * 360 = 2,980 wrong guesses in a day of eight hours, from however many
addresses. The secret of a seat is one of 2**30, so with n seats the chance that a day of guessing opens any of them is
2,980 * n / 2**30: for twenty seats 1 in 18,000. The price: who keeps guessing can empty the bucket, and then everyone
who wants to join waits; at most 10 seconds once the guessing has stopped.
"""

import math
from collections import OrderedDict

from attrs import frozen

FREE_FAILURES = 3
"""So many failures from one address cost nothing: people mistype."""

MAX_WAIT = 60.0
"""Seconds that one address waits at most after a failure."""

FORGET_AFTER = 600.0
"""Seconds without a failure after which an address starts afresh; longer than any wait."""

BUCKET_SIZE = 100
"""Failures over all addresses that may come at once."""

REFILL_INTERVAL = 10.0
"""Seconds in which the bucket gets one failure back."""

MAX_ADDRESSES = 10_000
"""So many addresses are remembered; the one that failed longest ago is forgotten first."""


@frozen
class _Failures:
    count: int
    last: float


class JoinRateLimiter:
    """Who tried wrong codes, and how long they must wait.

    An address is a host without a port. For each try: ask `wait`, and only where that is 0 look at the code and tell
    `failed` or `succeeded`, with no `await` in between; otherwise tries at the same moment would all be let through. A
    try that was told to wait is refused, or asks again when the time is over.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        """By address, in the order of the last failure."""
        self._full_at = -math.inf
        """When the bucket is full again. Every failure it lacks puts that off by one refill."""

    def wait_seconds(self, address: str, now: float) -> float:
        """Seconds that a try from this address must wait; 0 where it may be done now."""
        bucket = self._full_at - (BUCKET_SIZE - 1) * REFILL_INTERVAL - now
        known = self._failures.get(address)
        if known is None or known.count <= FREE_FAILURES:
            return max(0.0, bucket)
        doublings = min(known.count - FREE_FAILURES - 1, 6)
        return max(0.0, bucket, known.last + min(2.0**doublings, MAX_WAIT) - now)

    def record_failure(self, address: str, now: float) -> None:
        """A try from this address had a wrong code."""
        self._forget_old_failures(now)
        known = self._failures.pop(address, None)
        self._failures[address] = _Failures(known.count + 1 if known else 1, now)
        if len(self._failures) > MAX_ADDRESSES:
            self._failures.popitem(last=False)
        self._full_at = min(max(self._full_at, now) + REFILL_INTERVAL, now + BUCKET_SIZE * REFILL_INTERVAL)

    def record_success(self, address: str, now: float) -> None:
        """A try from this address had a right code: its failures are forgiven. The bucket gets nothing back for it."""
        self._forget_old_failures(now)
        self._failures.pop(address, None)

    def _forget_old_failures(self, now: float) -> None:
        while self._failures:
            oldest = next(iter(self._failures))
            if now - self._failures[oldest].last < FORGET_AFTER:
                return
            del self._failures[oldest]
