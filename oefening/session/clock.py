"""The real clock of a live session: moves the exercise clock at `tempo` exercise minutes per real minute.

Knows real time and the session only. The exercise clock itself is a fact in the log (`TimePassed`), so that a resumed
exercise goes on where it stopped, whatever the clock on the wall says.
"""

import time
from collections.abc import Callable

from oefening.engine.commands import PassTime
from oefening.script.units import Minutes
from oefening.session.session import Session

LONGEST_GAP = 10.0
"""The most seconds between two ticks that count as played.

A longer gap means that the laptop slept or the program hung. Nobody played in that time, so it must not pass in the
exercise: deadlines would expire unseen.
"""

SECONDS_PER_MINUTE = 60.0


class RealClock:
    """Moves a session's exercise clock with real time; call `tick` a few times a second."""

    def __init__(self, session: Session, seconds: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._seconds = seconds
        self._last = seconds()
        self._unspent = 0.0

    def tick(self) -> None:
        """Passes the whole exercise minutes that went by since the last tick, and carries the rest over.

        A change of tempo or a pause counts from the tick before it.

        Raises:
            LogError: the minutes could not be stored. They are not lost: the next tick tries again.
        """
        state, now = self._session.state, self._seconds()
        elapsed, self._last = min(now - self._last, LONGEST_GAP), now
        if not (state.running and state.started) or state.ended:
            return
        self._unspent += elapsed * state.tempo
        minutes = int(self._unspent // SECONDS_PER_MINUTE)
        if minutes:
            self._session.submit(PassTime(Minutes(state.clock + minutes)))
            self._unspent -= minutes * SECONDS_PER_MINUTE
