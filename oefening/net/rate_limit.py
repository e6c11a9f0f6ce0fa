"""Slows down whoever tries wrong join codes. Pure: time is passed in, as seconds of a monotonic clock.

Two limits work together. Each address has its own: a few failures are free, then the wait doubles after each. The other
is for all addresses together, because someone with many addresses (IPv6 gives everyone plenty) would not notice the
first: a token bucket of 100 failures that gets one back every 10 seconds.

The odds. The bucket allows at most 100 + 8 * 360 = 2,980 wrong guesses in a day of eight hours, from however many
addresses. The secret of a seat is one of 2**30, so with n seats the chance that a day of guessing opens any of them is
2,980 * n / 2**30: for twenty seats 1 in 18,000. The price: anyone who keeps guessing can empty the bucket, and then
everyone who wants to join waits; at most 10 seconds once the guessing has stopped.
"""

import math
from collections import OrderedDict

from attrs import frozen

FREE_FAILURES = 3
"""Failures from one address without a wait: people mistype."""

MAX_WAIT = 60.0
"""The longest wait of one address after a failure, in seconds."""

FORGET_AFTER = 600.0
"""Seconds without a failure after which an address is forgotten; longer than any wait."""

BUCKET_SIZE = 100
"""Failures over all addresses without a wait."""

REFILL_INTERVAL = 10.0
"""Seconds until the bucket gets one failure back."""

MAX_ADDRESSES = 10_000
"""Addresses to remember, so that memory is bounded; the one that failed longest ago is forgotten first."""


@frozen
class _Failures:
    count: int
    last: float


class JoinRateLimiter:
    """The failures by address (a host without a port), and the waits that follow from them.

    For each attempt: call `wait_seconds`, and only if that is 0 check the code and call `record_failure` or
    `record_success`, with no `await` in between; otherwise simultaneous attempts would all get through.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        """By address, in the order of the last failure."""
        self._full_at = -math.inf
        """When the bucket will be full again, which says all about it. Each failure makes that one refill later."""

    def wait_seconds(self, address: str, now: float) -> float:
        """Seconds that an attempt from this address must wait; 0 if it may be made now."""
        bucket = self._full_at - (BUCKET_SIZE - 1) * REFILL_INTERVAL - now
        known = self._failures.get(address)
        if known is None or known.count <= FREE_FAILURES:
            return max(0.0, bucket)
        doublings = min(known.count - FREE_FAILURES - 1, 6)
        return max(0.0, bucket, known.last + min(2.0**doublings, MAX_WAIT) - now)

    def record_failure(self, address: str, now: float) -> None:
        """Counts an attempt with a wrong code."""
        self._forget_old_failures(now)
        known = self._failures.pop(address, None)
        self._failures[address] = _Failures(known.count + 1 if known else 1, now)
        if len(self._failures) > MAX_ADDRESSES:
            self._failures.popitem(last=False)
        self._full_at = min(max(self._full_at, now) + REFILL_INTERVAL, now + BUCKET_SIZE * REFILL_INTERVAL)

    def record_success(self, address: str, now: float) -> None:
        """Forgets an address's failures after a right code.

        The bucket gets nothing back: with one right code an attacker could otherwise refill it.
        """
        self._forget_old_failures(now)
        self._failures.pop(address, None)

    def _forget_old_failures(self, now: float) -> None:
        while self._failures:
            oldest = next(iter(self._failures))
            if now - self._failures[oldest].last < FORGET_AFTER:
                return
            del self._failures[oldest]
