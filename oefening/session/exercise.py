"""A live exercise: a session that is being played, its clock, and a seat for everyone who takes part.

The only way for a screen or a server to an exercise: views come from the read model, commands pass `may_submit`.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from oefening.engine.answers import Answer, objection
from oefening.engine.commands import Command, Decide, NoteObservation, Pause, Start
from oefening.engine.events import Event
from oefening.engine.handle_command import Refusal
from oefening.engine.state import PointState, State
from oefening.script.model import DecisionPoint
from oefening.session.clock import RealClock
from oefening.session.permissions import NOT_ALLOWED, may_submit
from oefening.session.pin import pin_matches
from oefening.session.seat import LocalSeatClient, SeatClient
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import RecordedEvent, RequestOrigin, Session
from oefening.store.log import LogError
from oefening.text.phrases import one_line, plain
from oefening.text.translation import _
from oefening.views.build_leader import debrief_view, leader_view
from oefening.views.build_participant import audience_view, observer_view, team_view
from oefening.views.leader import DebriefView, LeaderView
from oefening.views.participant import AudienceView, ObserverView, TeamView
from oefening.views.read_model import ReadModel
from oefening.wording.answer_text import answer_text

View = TypeVar("View")

LONGEST_LATE = 15_000
"""Characters of a late answer that are noted, so that the observation stays within the length allowed for one."""


class LiveExercise:
    """A session that is being played. Whoever wants to see or do something gets a seat from it."""

    def __init__(self, session: Session, path: Path, seconds: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._clock = RealClock(session, seconds)
        self._read_model = ReadModel(session.compiled)
        self.path = path
        self.is_new = not session.recorded_events
        for state, recorded in session.replay():
            self._update_read_model(state, recorded)
        session.subscribe(self._update_read_model)

    def _update_read_model(self, state: State, recorded: RecordedEvent) -> None:
        self._read_model.apply(state, recorded.number, recorded.event)

    @property
    def session(self) -> Session:
        """The session, for the report and the log of events. Screens must not use it: it holds what no seat may see."""
        return self._session

    @property
    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds."""
        return tuple(plain(world.name) for world in self._session.state.worlds)

    @property
    def teams(self) -> tuple[tuple[str, str], ...]:
        """Id and name of the teams that take part."""
        taking_part = self._session.state.teams
        return tuple(
            (team.id, plain(team.name)) for team in self._session.compiled.script.teams if team.id in taking_part
        )

    @property
    def seat_ids(self) -> tuple[SeatId, ...]:
        """Every seat of the exercise, world by world."""
        found = [SeatId(Role.LEADER, 0, "", _("Oefenleider"))]
        for world, world_name in enumerate(self.worlds):
            suffix = f" ({world_name})" if len(self.worlds) > 1 else ""
            found += [SeatId(Role.TEAM, world, team, name + suffix) for team, name in self.teams]
            found.append(SeatId(Role.RESPONSE_CELL, world, "", _("Tegenspel") + suffix))
            found.append(SeatId(Role.OBSERVER, world, "", _("Waarnemer") + suffix))
            found.append(SeatId(Role.AUDIENCE, world, "", _("Scherm voor de zaal") + suffix))
        return tuple(found)

    @property
    def ended(self) -> bool:
        """Whether the exercise is over."""
        return self._session.state.ended

    @property
    def has_pin(self) -> bool:
        """Whether the leader's screen asks for a PIN."""
        return bool(self._session.state.pin)

    def pin_matches(self, pin: str) -> bool:
        """Whether this is the PIN of the leader's screen; any PIN is where none was set."""
        return pin_matches(pin, self._session.state.pin)

    def start(self, command: Start) -> str | None:
        """Starts the exercise; the refusal where it cannot start."""
        return self._submit(command)

    def pause(self) -> None:
        """Pauses the clock if it runs, so that the leader decides when it goes on."""
        if self._session.state.running and not self.ended:
            self._submit(Pause())

    def tick(self) -> str | None:
        """Lets real time move the exercise clock; an error message where that could not be stored."""
        try:
            self._clock.tick()
        except LogError as error:
            return error.message
        return None

    def leader_seat(self, world: int) -> SeatClient[LeaderView]:
        """The leader's seat for one world: sees and may do everything."""
        return self._seat(
            SeatId(Role.LEADER, world), lambda s: leader_view(s.compiled, s.state, self._read_model, world)
        )

    def response_cell_seat(self, world: int) -> SeatClient[LeaderView]:
        """The response cell's seat for one world: sees what the leader sees, and plays everyone outside the room."""
        seat_id = SeatId(Role.RESPONSE_CELL, world)
        return self._seat(seat_id, lambda s: leader_view(s.compiled, s.state, self._read_model, world))

    def team_seat(self, world: int, team: str) -> SeatClient[TeamView]:
        """A team's seat."""
        seat_id = SeatId(Role.TEAM, world, team)
        return self._seat(seat_id, lambda s: team_view(s.compiled, s.state, self._read_model, world, team))

    def observer_seat(self, world: int) -> SeatClient[ObserverView]:
        """An observer's seat."""
        return self._seat(
            SeatId(Role.OBSERVER, world), lambda s: observer_view(s.compiled, s.state, self._read_model, world)
        )

    def audience_seat(self, world: int) -> SeatClient[AudienceView]:
        """The seat of the screen for the whole room: may submit nothing."""
        return self._seat(
            SeatId(Role.AUDIENCE, world), lambda s: audience_view(s.compiled, s.state, self._read_model, world)
        )

    def debrief_seat(self, world: int) -> SeatClient[DebriefView]:
        """The leader's seat in the hot debrief."""
        seat_id = SeatId(Role.LEADER, world)
        return self._seat(seat_id, lambda s: debrief_view(s.compiled, s.state, self._read_model, s.events, world))

    def seat(self, seat_id: SeatId) -> SeatClient[TeamView | ObserverView | AudienceView | LeaderView]:
        """The seat with an id, for the network: every seat but the leader's.

        Raises:
            ValueError: it is the leader's seat.
        """
        match seat_id.role:
            case Role.TEAM:
                return self.team_seat(seat_id.world, seat_id.team)
            case Role.OBSERVER:
                return self.observer_seat(seat_id.world)
            case Role.AUDIENCE:
                return self.audience_seat(seat_id.world)
            case Role.RESPONSE_CELL:
                return self.response_cell_seat(seat_id.world)
            case Role.LEADER:
                raise ValueError(seat_id)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls the listener for every event from here on; returns a function that ends this."""
        return self._session.subscribe(lambda _state, recorded: listener(recorded.event))

    def submit_all(self, asked: Sequence[tuple[SeatId, Command, RequestOrigin]]) -> list[str]:
        """Submits commands from other laptops in order, stored in one write; for each the refusal, empty if granted.

        Raises:
            LogError: they could not be stored; nothing happened, and all of them can be sent again.
        """
        session = self._session
        allowed = [may_submit(session.compiled, seat_id, command) for seat_id, command, _origin in asked]
        wanted = [(command, origin) for (_seat_id, command, origin), may in zip(asked, allowed, strict=True) if may]
        outcomes = iter(session.submit_all(wanted))
        refusals = []
        for (_seat_id, command, origin), may in zip(asked, allowed, strict=True):
            outcome = next(outcomes) if may else NOT_ALLOWED
            refusals.append(outcome.message if isinstance(outcome, Refusal) else "")
            if may and isinstance(outcome, Refusal) and isinstance(command, Decide):
                self._note_late(command, origin)
        return refusals

    def has_request(self, origin: RequestOrigin) -> bool:
        """Whether this request was granted before."""
        return self._session.has_request(origin)

    def _note_late(self, decision: Decide, origin: RequestOrigin) -> None:
        """Notes a decision that was refused because its deadline had passed.

        A team whose connection dropped decides on its own laptop and sends the decision once it is back. The deadline
        has had its effects by then and cannot be taken back, but the answer must not be lost: as an observation it is
        in the report, and the leader can still act on it. The note gets a request id derived from the decision's, so
        that a decision that is sent twice is noted once.
        """
        point_state = self._opened_point(decision)
        if point_state is None or not point_state[1].expired or _fault(point_state[0], decision.answer):
            return
        words = _("Kwam te laat binnen bij ‘{question}’: {answer}. Gegeven om {time} volgens de laptop van het team.")
        text = words.format(
            question=plain(point_state[1].question),
            answer=plain(answer_text(*point_state, decision.answer))[:LONGEST_LATE],
            time=_time_of_day(origin.claimed_at),
        )
        team = self._session.compiled.inject_of_point(decision.point).deciding_team
        note = NoteObservation(decision.world, team, text)
        self._session.submit_all([(note, RequestOrigin(f"{origin.request_id}/laat", origin.claimed_at))])

    def _opened_point(self, decision: Decide) -> tuple[DecisionPoint, PointState] | None:
        """The decision point and its state; None where it has not been opened."""
        session = self._session
        point_state = session.state.worlds[decision.world].points[session.compiled.points[decision.point]]
        point = session.compiled.inject_of_point(decision.point).point
        return (point, point_state) if point is not None and point_state is not None else None

    def proposal_text(self, seat_id: SeatId, decision: Decide) -> str | Refusal:
        """The text of a proposed answer, as its team reads it; a refusal where the seat could not decide so."""
        point_state = self._opened_point(decision) if may_submit(self._session.compiled, seat_id, decision) else None
        if point_state is None:
            return NOT_ALLOWED
        fault = _fault(point_state[0], decision.answer)
        return Refusal(fault) if fault else plain(answer_text(*point_state, decision.answer))

    def put_metadata(self, name: str, text: str) -> None:
        """Stores a text under a name in the session file, outside the events.

        Raises:
            LogError: it could not be stored.
        """
        self._session.put_metadata(name, text)

    def get_metadata(self, name: str) -> str:
        """The text stored under a name; empty where there is none."""
        return self._session.get_metadata(name)

    @property
    def title(self) -> str:
        """The title of the script."""
        return one_line(self._session.compiled.script.title)

    def close(self) -> None:
        """Closes the session; everything is stored."""
        self._session.close()

    def _seat(self, seat_id: SeatId, build_view: Callable[[Session], View]) -> LocalSeatClient[View]:
        return LocalSeatClient(
            lambda: build_view(self._session),
            lambda: self._read_model.version(seat_id.world),
            self._submit,
            lambda command: may_submit(self._session.compiled, seat_id, command),
        )

    def _submit(self, command: Command) -> str | None:
        try:
            answer = self._session.submit(command)
        except LogError as error:
            return error.message
        return answer.message if isinstance(answer, Refusal) else None


def _time_of_day(moment: datetime) -> str:
    """A moment in this machine's time zone; in UTC where that fails, for a claimed moment can be any year."""
    with suppress(OverflowError, ValueError, OSError):
        moment = moment.astimezone()
    return f"{moment:%H:%M:%S}"


def _fault(point: DecisionPoint, answer: Answer) -> str | None:
    """What is wrong with an answer whatever the state of the world: every option counts as available."""
    return objection(point, answer, lambda _option: True)
