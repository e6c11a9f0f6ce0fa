from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.net.rate_limit import JoinRateLimiter

HOURS_8 = 8 * 3600.0
SOON = 0.001
"""Seconds after the time that was told: clocks are not exact to the last bit."""

gaps = st.one_of(st.just(0.0), st.floats(0, 30), st.floats(0, 2000))
tries = st.lists(st.tuples(gaps, st.sampled_from("abcdefgh"), st.integers(1, 40), st.booleans()), max_size=40)
"""Bursts of tries: seconds after the last, from where, how many at once, and whether a right code follows."""


def let_through(
    attempts: JoinRateLimiter, bursts: Sequence[tuple[float, str, int, bool]]
) -> Iterator[tuple[float, str]]:
    """Tries as told, all with wrong codes: when and from where each was not told to wait."""
    now = 0.0
    for gap, address, count, right in bursts:
        now += gap
        for _ in range(count):
            if attempts.wait_seconds(address, now) == 0:
                attempts.record_failure(address, now)
                yield now, address
        if right and attempts.wait_seconds(address, now) == 0:
            attempts.record_success(address, now)


def fail(attempts: JoinRateLimiter, address: str, times: int, now: float = 0.0) -> float:
    """Fails as often, each as soon as it may; the moment of the last."""
    for _ in range(times):
        now += attempts.wait_seconds(address, now)
        attempts.record_failure(address, now)
    return now


def test_somebody_who_mistypes_three_times_need_not_wait() -> None:
    attempts = JoinRateLimiter()
    for _ in range(3):
        assert attempts.wait_seconds("a", 0) == 0
        attempts.record_failure("a", 0)
    assert attempts.wait_seconds("a", 0) == 0


def test_after_that_each_failure_makes_the_wait_twice_as_long_up_to_a_minute() -> None:
    attempts = JoinRateLimiter()
    now = fail(attempts, "a", 3)
    waits = []
    for _ in range(9):
        attempts.record_failure("a", now)
        waits.append(attempts.wait_seconds("a", now))
        now += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_wait_grows_shorter_as_time_passes() -> None:
    attempts = JoinRateLimiter()
    now = fail(attempts, "a", 6)
    assert attempts.wait_seconds("a", now + 1.5) == 2.5


def test_a_right_code_forgives_the_failures_of_its_own_address_only() -> None:
    attempts = JoinRateLimiter()
    now = max(fail(attempts, "a", 5), fail(attempts, "b", 5))
    attempts.record_success("a", now)
    assert attempts.wait_seconds("a", now) == 0
    assert attempts.wait_seconds("b", now) > 0


def test_failures_are_forgotten_after_ten_quiet_minutes_and_not_before() -> None:
    attempts = JoinRateLimiter()
    last = fail(attempts, "a", 8)
    attempts.record_failure("a", last + 599)
    assert attempts.wait_seconds("a", last + 599) == 32
    last += 599
    attempts.record_failure("a", last + 600)
    assert attempts.wait_seconds("a", last + 600) == 0


def test_a_hundred_failures_from_anywhere_make_everyone_wait() -> None:
    attempts = JoinRateLimiter()
    for number in range(100):
        assert attempts.wait_seconds(f"10.0.0.{number}", 5) == 0
        attempts.record_failure(f"10.0.0.{number}", 5)
    assert attempts.wait_seconds("10.0.1.1", 5) == 10
    assert attempts.wait_seconds("10.0.1.1", 15) == 0
    attempts.record_failure("10.0.1.1", 15)
    assert attempts.wait_seconds("10.0.1.2", 15) == 10


def test_a_right_code_gives_the_bucket_nothing_back() -> None:
    attempts = JoinRateLimiter()
    for number in range(100):
        attempts.record_failure(f"10.0.0.{number}", 0)
        attempts.record_success(f"10.0.0.{number}", 0)
    assert attempts.wait_seconds("a", 0) == 10


def test_the_wait_for_everyone_is_short_once_the_guessing_has_stopped() -> None:
    attempts = JoinRateLimiter()
    for number in range(5000):
        attempts.record_failure(f"host {number}", 0)
    assert attempts.wait_seconds("a", 0) == 10


def test_guessing_all_day_from_everywhere_gives_2980_guesses() -> None:
    attempts = JoinRateLimiter()
    now, guesses = 0.0, 0
    while now <= HOURS_8:
        address = f"host {guesses}"
        wait = attempts.wait_seconds(address, now)
        now += wait
        if wait == 0:
            attempts.record_failure(address, now)
            guesses += 1
    assert guesses == 2980


def test_ten_thousand_addresses_are_remembered_and_who_failed_longest_ago_is_forgotten_first() -> None:
    attempts = JoinRateLimiter()
    for address in ("first", "second", "third", "first"):
        for _ in range(10):
            attempts.record_failure(address, 0)
    for number in range(10_000 - 2):
        attempts.record_failure(f"host {number}", 1)
    assert attempts.wait_seconds("second", 11) == 0
    assert attempts.wait_seconds("third", 11) == attempts.wait_seconds("first", 11) == 49


@given(tries)
def test_no_pattern_of_tries_gets_more_guesses_than_the_bucket_allows(
    bursts: list[tuple[float, str, int, bool]],
) -> None:
    moments = [now for now, _address in let_through(JoinRateLimiter(), bursts)]
    best = float("inf")
    for number, now in enumerate(moments):
        best = min(best, number - now / 10)
        assert number + 1 - best <= 100 + now / 10 + 1e-9


@given(tries)
def test_no_pattern_of_tries_gets_an_address_past_its_own_wait(bursts: list[tuple[float, str, int, bool]]) -> None:
    attempts = JoinRateLimiter()
    failures: dict[str, list[float]] = {}
    for now, address in let_through(attempts, [(gap, who, count, False) for gap, who, count, _ in bursts]):
        mine = failures.setdefault(address, [])
        if mine and now - mine[-1] >= 600:
            mine.clear()
        if len(mine) > 3:
            assert now - mine[-1] >= min(60, 2 ** (len(mine) - 4)) - 1e-9
        mine.append(now)


@given(tries, st.sampled_from("abcdefghz"), gaps)
def test_whoever_waits_as_long_as_told_may_try(
    bursts: list[tuple[float, str, int, bool]], address: str, gap: float
) -> None:
    attempts = JoinRateLimiter()
    for _ in let_through(attempts, bursts):
        pass
    now = sum(burst[0] for burst in bursts) + gap
    wait = attempts.wait_seconds(address, now)
    assert 0 <= wait <= 60
    assert attempts.wait_seconds(address, now + wait + SOON) == 0


@given(tries)
def test_who_did_nothing_wrong_waits_for_nobody_until_the_bucket_is_empty(
    bursts: list[tuple[float, str, int, bool]],
) -> None:
    attempts = JoinRateLimiter()
    for number, (now, _address) in enumerate(let_through(attempts, bursts)):
        if number + 1 < 100:
            assert attempts.wait_seconds("somebody else", now) == 0


@pytest.mark.parametrize("start", [-1e6, 0.0, 1e9])
def test_the_clock_may_have_begun_at_any_time(start: float) -> None:
    attempts = JoinRateLimiter()
    assert attempts.wait_seconds("a", start) == 0
    for _ in range(4):
        attempts.record_failure("a", start)
    assert attempts.wait_seconds("a", start) == 1
