"""An exercise room: one session that is being played live, its clock, and a seat for everyone in it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from oefening.engine.commands import Command, Pause, Start
from oefening.engine.decide import Refusal
from oefening.language import plain
from oefening.session.clock import RealClock
from oefening.session.ledger import Ledger
from oefening.session.looks import observer_view, room_view, team_view
from oefening.session.overview import closing_view, leader_view
from oefening.session.pin import pin_fits
from oefening.session.report import Wanted, report_of, text_of, write_report
from oefening.session.seat import LocalSeat, Seat, observer_may, team_may
from oefening.session.session import Session
from oefening.session.views import ClosingView, LeaderView, ObserverView, RoomView, TeamView
from oefening.store.log import LogError

View = TypeVar("View")


class Room:
    """A live session. Whoever wants to see or do something takes a seat."""

    def __init__(self, session: Session, path: Path, seconds: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._clock = RealClock(session, seconds)
        self._ledger = Ledger(session.plan)
        self.path = path
        self.fresh = not session.happenings
        for state, happening in session.replay():
            self._ledger.take(state, happening)
        session.subscribe(self._ledger.take)

    @property
    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds."""
        return tuple(plain(world.name) for world in self._session.state.worlds)

    @property
    def teams(self) -> tuple[tuple[str, str], ...]:
        """Id and name of the teams that take part."""
        taking_part = self._session.state.teams
        return tuple((team.id, plain(team.name)) for team in self._session.plan.script.teams if team.id in taking_part)

    @property
    def ended(self) -> bool:
        """Whether the exercise is over."""
        return self._session.state.ended

    @property
    def guarded(self) -> bool:
        """Whether the leader's screen asks for a PIN."""
        return bool(self._session.state.pin)

    def unlocks(self, pin: str) -> bool:
        """Whether this PIN opens the leader's screen."""
        return pin_fits(pin, self._session.state.pin)

    def begin(self, command: Start) -> str | None:
        """Starts the exercise; the reason why not where it cannot."""
        return self._submit(command)

    def stand_still(self) -> None:
        """Stops the clock where it runs, so that the leader says when it goes."""
        if self._session.state.running and not self.ended:
            self._submit(Pause())

    def tick(self) -> str | None:
        """Lets real time move the exercise clock; a sentence where that could not be kept."""
        try:
            self._clock.tick()
        except LogError as error:
            return error.sentence
        return None

    def leader(self, world: int) -> Seat[LeaderView]:
        """The leader's seat at a world: sees and may do everything."""
        return self._seat(lambda s: leader_view(s.plan, s.state, self._ledger, world), lambda _command: True)

    def team(self, world: int, team: str) -> Seat[TeamView]:
        """A team's seat."""
        may = team_may(self._session.plan, world, team)
        return self._seat(lambda s: team_view(s.plan, s.state, self._ledger, world, team), may)

    def observer(self, world: int) -> Seat[ObserverView]:
        """An observer's seat."""
        return self._seat(lambda s: observer_view(s.plan, s.state, self._ledger, world), observer_may(world))

    def projection(self, world: int) -> Seat[RoomView]:
        """The screen for the whole room: asks nothing."""
        return self._seat(lambda s: room_view(s.plan, s.state, self._ledger, world), lambda _command: False)

    def closing(self, world: int) -> Seat[ClosingView]:
        """The hot debrief, led by the leader."""
        return self._seat(lambda s: closing_view(s.plan, s.state, self._ledger, s.events, world), lambda _command: True)

    def write_report(self) -> Path:
        """Writes the report beside the session, as a page and as a PDF, and returns the path of the page.

        Raises:
            OSError: it cannot be written.
        """
        return write_report(self._session, self.path, Wanted(("html", "pdf")))[0]

    def report_text(self) -> str:
        """The report as Markdown, to be read on a screen."""
        return text_of(report_of(self._session, self.path.name, Wanted()))

    def close(self) -> None:
        """Lets go of the session; everything is kept."""
        self._session.close()

    def _seat(self, see: Callable[[Session], View], may: Callable[[Command], bool]) -> LocalSeat[View]:
        return LocalSeat(lambda: see(self._session), lambda: len(self._session.happenings), self._submit, may)

    def _submit(self, command: Command) -> str | None:
        try:
            answer = self._session.submit(command)
        except LogError as error:
            return error.sentence
        return answer.sentence if isinstance(answer, Refusal) else None
