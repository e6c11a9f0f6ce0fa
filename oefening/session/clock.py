"""The real clock of a live session: how far the exercise clock should be by now.

Exercise time runs at `tempo` exercise minutes per real minute while the exercise runs. A laptop that slept, or a
program that hung, does not make the room lose exercise time: a gap longer than `LONGEST_GAP` counts as that.
"""

import time
from collections.abc import Callable

from oefening.engine.commands import PassTime
from oefening.script.units import Minutes
from oefening.session.session import Session

LONGEST_GAP = 10.0
"""Seconds between two ticks that still count as time in which the room was playing."""

SECONDS_PER_MINUTE = 60.0


class RealClock:
    """Moves a session's exercise clock with real time; to be ticked a few times a second."""

    def __init__(self, session: Session, seconds: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._seconds = seconds
        self._last = seconds()
        self._gained = 0.0

    def tick(self) -> None:
        """Passes the whole exercise minutes that went by since the last tick.

        A change of tempo or a pause counts from the tick before it.
        """
        state, now = self._session.state, self._seconds()
        elapsed, self._last = min(now - self._last, LONGEST_GAP), now
        if not (state.running and state.started) or state.ended:
            return
        self._gained += elapsed * state.tempo
        minutes = int(self._gained // SECONDS_PER_MINUTE)
        if minutes:
            self._session.submit(PassTime(Minutes(state.clock + minutes)))
            self._gained -= minutes * SECONDS_PER_MINUTE
