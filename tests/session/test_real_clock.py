"""The real clock: exercise time follows real time at its tempo, stands still on pause, and sleeps with the laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oefening.engine.commands import End, Pause, Resume, SetTempo
from oefening.session.clock import LONGEST_GAP, RealClock
from oefening.session.session import Session
from tests.support.simulated_sessions import begun


class Watch:
    """A watch that shows the seconds one sets."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "x.oefening") as session:
        session.submit(SetTempo(6))
        yield session


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def clock(session: Session, watch: Watch) -> RealClock:
    return RealClock(session, watch)


def pass_seconds(clock: RealClock, watch: Watch, seconds: float, step: float = 0.25) -> None:
    """Ticks like a screen does, a few times a second."""
    for _tick in range(int(seconds / step)):
        watch.seconds += step
        clock.tick()


def test_exercise_time_runs_at_its_tempo(session: Session, clock: RealClock, watch: Watch) -> None:
    pass_seconds(clock, watch, 100)
    assert session.state.clock == 10


def test_no_time_is_lost_between_ticks(session: Session, clock: RealClock, watch: Watch) -> None:
    pass_seconds(clock, watch, 30, step=0.75)
    pass_seconds(clock, watch, 30, step=1.5)
    assert session.state.clock == 6


def test_nothing_passes_on_pause(session: Session, clock: RealClock, watch: Watch) -> None:
    pass_seconds(clock, watch, 20)
    session.submit(Pause())
    pass_seconds(clock, watch, 500)
    assert session.state.clock == 2
    session.submit(Resume())
    pass_seconds(clock, watch, 20)
    assert session.state.clock == 4


def test_another_tempo_counts_from_there_on(session: Session, clock: RealClock, watch: Watch) -> None:
    pass_seconds(clock, watch, 60)
    session.submit(SetTempo(60))
    pass_seconds(clock, watch, 60)
    assert session.state.clock == 6 + 60


def test_a_laptop_that_slept_does_not_skip_the_exercise(session: Session, clock: RealClock, watch: Watch) -> None:
    watch.seconds += 3_600
    clock.tick()
    assert session.state.clock == LONGEST_GAP * 6 / 60


def test_nothing_passes_after_the_end(session: Session, clock: RealClock, watch: Watch) -> None:
    session.submit(End())
    pass_seconds(clock, watch, 100)
    assert session.state.clock == 0
