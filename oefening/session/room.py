"""An exercise room: one session that is being played live, its clock, and a seat for everyone in it."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from oefening.debrief.telling import answer_words
from oefening.engine.answers import Answer, objection
from oefening.engine.commands import Command, Decide, NoteObservation, Pause, Start
from oefening.engine.decide import Refusal
from oefening.engine.events import Event
from oefening.engine.state import PointState
from oefening.language import _, one_line, plain
from oefening.script.model import DecisionPoint
from oefening.session.clock import RealClock
from oefening.session.leader_views import ClosingView, LeaderView
from oefening.session.ledger import Ledger
from oefening.session.looks import observer_view, room_view, team_view
from oefening.session.origin import Origin
from oefening.session.overview import closing_view, leader_view
from oefening.session.pin import pin_fits
from oefening.session.places import Kind, Place
from oefening.session.report import Wanted, report_of, text_of, write_report
from oefening.session.seat import NOT_FROM_HERE, LocalSeat, Seat, may_ask
from oefening.session.session import Session
from oefening.session.views import ObserverView, RoomView, TeamView
from oefening.store.log import LogError

View = TypeVar("View")

LONGEST_LATE = 15_000
"""Characters kept of an answer that came too late, so that the note with it is no longer than notes may be."""


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
    def places(self) -> tuple[Place, ...]:
        """Every place in the room."""
        found = [Place(Kind.LEADER, 0, "", _("Oefenleider"))]
        for world, world_name in enumerate(self.worlds):
            suffix = f" ({world_name})" if len(self.worlds) > 1 else ""
            found += [Place(Kind.TEAM, world, team, name + suffix) for team, name in self.teams]
            found.append(Place(Kind.ASSISTANT, world, "", _("Tegenspel") + suffix))
            found.append(Place(Kind.OBSERVER, world, "", _("Waarnemer") + suffix))
            found.append(Place(Kind.ROOM, world, "", _("Scherm voor de zaal") + suffix))
        return tuple(found)

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
        return self._seat(Place(Kind.LEADER, world), lambda s: leader_view(s.plan, s.state, self._ledger, world))

    def assistant(self, world: int) -> Seat[LeaderView]:
        """The response cell's seat at a world: sees what the leader sees, and plays everyone outside the room."""
        place = Place(Kind.ASSISTANT, world)
        return self._seat(place, lambda s: leader_view(s.plan, s.state, self._ledger, world))

    def team(self, world: int, team: str) -> Seat[TeamView]:
        """A team's seat."""
        place = Place(Kind.TEAM, world, team)
        return self._seat(place, lambda s: team_view(s.plan, s.state, self._ledger, world, team))

    def observer(self, world: int) -> Seat[ObserverView]:
        """An observer's seat."""
        return self._seat(Place(Kind.OBSERVER, world), lambda s: observer_view(s.plan, s.state, self._ledger, world))

    def projection(self, world: int) -> Seat[RoomView]:
        """The screen for the whole room: asks nothing."""
        return self._seat(Place(Kind.ROOM, world), lambda s: room_view(s.plan, s.state, self._ledger, world))

    def closing(self, world: int) -> Seat[ClosingView]:
        """The hot debrief, led by the leader."""
        place = Place(Kind.LEADER, world)
        return self._seat(place, lambda s: closing_view(s.plan, s.state, self._ledger, s.events, world))

    def seat(self, place: Place) -> Seat[TeamView | ObserverView | RoomView | LeaderView]:
        """The seat at a place that is not the leader's.

        Raises:
            ValueError: nobody but the leader sits at the leader's place.
        """
        match place.kind:
            case Kind.TEAM:
                return self.team(place.world, place.team)
            case Kind.OBSERVER:
                return self.observer(place.world)
            case Kind.ROOM:
                return self.projection(place.world)
            case Kind.ASSISTANT:
                return self.assistant(place.world)
            case Kind.LEADER:
                raise ValueError(place)

    def listen(self, hear: Callable[[Event], None]) -> Callable[[], None]:
        """Has `hear` called after everything that happens, until what this returns is called."""
        return self._session.subscribe(lambda _state, happening: hear(happening.event))

    def ask_all(self, asked: Sequence[tuple[Place, Command, Origin]]) -> list[str]:
        """Asks what people at other laptops want, in order, kept in one write: for each a refusal, or nothing.

        Raises:
            LogError: it could not be kept; nothing happened, and all of it can be asked again.
        """
        session = self._session
        allowed = [may_ask(session.plan, place, command) for place, command, _origin in asked]
        wanted = [(command, origin) for (_place, command, origin), may in zip(asked, allowed, strict=True) if may]
        outcomes = iter(session.submit_all(wanted))
        refusals = []
        for (_place, command, origin), may in zip(asked, allowed, strict=True):
            outcome = next(outcomes) if may else NOT_FROM_HERE
            refusals.append(outcome.sentence if isinstance(outcome, Refusal) else "")
            if may and isinstance(outcome, Refusal) and isinstance(command, Decide):
                self._note_late(command, origin)
        return refusals

    def knows(self, origin: Origin) -> bool:
        """Whether this asking was granted before."""
        return self._session.knows(origin)

    def _note_late(self, decision: Decide, origin: Origin) -> None:
        """Keeps a decision that came in after its deadline, so that the leader can still do it justice."""
        put = self._put(decision)
        if put is None or not put[1].expired or _fault(put[0], decision.answer):
            return
        words = _("Kwam te laat binnen bij ‘{question}’: {answer}. Gegeven om {time} volgens de laptop van het team.")
        text = words.format(
            question=plain(put[1].question),
            answer=plain(answer_words(*put, decision.answer))[:LONGEST_LATE],
            time=_time_of_day(origin.claimed_at),
        )
        team = self._session.plan.inject_of_point(decision.point).deciding_team
        note = NoteObservation(decision.world, team, text)
        self._session.submit_all([(note, Origin(f"{origin.ask}/laat", origin.claimed_at))])

    def _put(self, decision: Decide) -> tuple[DecisionPoint, PointState] | None:
        """The decision point, and how it stands, where it was put to its team."""
        session = self._session
        put = session.state.worlds[decision.world].points[session.plan.points[decision.point]]
        point = session.plan.inject_of_point(decision.point).point
        return (point, put) if point is not None and put is not None else None

    def proposed(self, place: Place, decision: Decide) -> str | Refusal:
        """An answer that is being thought over, in words as its team reads them."""
        put = self._put(decision) if may_ask(self._session.plan, place, decision) else None
        if put is None:
            return NOT_FROM_HERE
        fault = _fault(put[0], decision.answer)
        return Refusal(fault) if fault else plain(answer_words(*put, decision.answer))

    def lay_aside(self, name: str, text: str) -> None:
        """Keeps something in the session's file beside what happened.

        Raises:
            LogError: it could not be kept.
        """
        self._session.lay_aside(name, text)

    def laid_aside(self, name: str) -> str:
        """What was kept beside what happened; empty where nothing was."""
        return self._session.laid_aside(name)

    @property
    def title(self) -> str:
        """The title of what is played."""
        return one_line(self._session.plan.script.title)

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

    def _seat(self, place: Place, see: Callable[[Session], View]) -> LocalSeat[View]:
        return LocalSeat(
            lambda: see(self._session),
            lambda: self._ledger.version(place.world),
            self._submit,
            lambda command: may_ask(self._session.plan, place, command),
        )

    def _submit(self, command: Command) -> str | None:
        try:
            answer = self._session.submit(command)
        except LogError as error:
            return error.sentence
        return answer.sentence if isinstance(answer, Refusal) else None


def _time_of_day(moment: datetime) -> str:
    """A moment by the clock on this machine's wall; by UTC where it has no such clock for that year."""
    with suppress(OverflowError, ValueError, OSError):
        moment = moment.astimezone()
    return f"{moment:%H:%M:%S}"


def _fault(point: DecisionPoint, answer: Answer) -> str | None:
    """Why an answer could not stand in any world."""
    return objection(point, answer, lambda _option: True)
