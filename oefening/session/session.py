"""One exercise and its event log: commands go in, are decided by the engine, and their events are stored and applied.

The rule here: an event is durable in the log before the state changes and before any listener hears of it. Nobody can
then have seen something that a power cut undoes, and after a crash the log alone gives back what everybody saw.
Knows no seats, no views and no clock.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from oefening import __version__
from oefening.engine.apply_event import apply_event, replay
from oefening.engine.commands import Command, PassTime
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.events import Event, PhaseJumped
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.serialization import EventError, event_from_json, event_to_json
from oefening.engine.state import State
from oefening.script.diagnostics import Source
from oefening.script.load import load
from oefening.script.model import Script
from oefening.store.log import EventLog, LogEntry, LogError, LogHeader, LogRecord
from oefening.store.sqlite_log import create, open_log
from oefening.text.translation import _


@frozen
class RequestOrigin:
    """Identifies a request from another laptop, and tells when it was made.

    `request_id` stays the same when the request is sent again (an idempotency key). `claimed_at` (UTC) is what the
    clock of the other laptop said: it may be wrong, so it is shown to people and decides nothing.
    """

    request_id: str
    claimed_at: datetime

    @property
    def text(self) -> str:
        """The form in which it is stored in the log."""
        return f"{self.request_id} {self.claimed_at.isoformat()}"


def origin_from(text: str) -> RequestOrigin | None:
    """The origin as stored in the log; None where the request was made on the leader's own laptop."""
    request_id, _space, moment = text.partition(" ")
    try:
        return RequestOrigin(request_id, datetime.fromisoformat(moment)) if request_id else None
    except ValueError:
        return None


@frozen
class RecordedEvent:
    """An event as stored: its number in the log and the moment (UTC) at which it was written.

    `origin` is the request from another laptop that led to it, if one did.
    """

    number: int
    written_at: datetime
    event: Event
    origin: RequestOrigin | None = None


Listener = Callable[[State, RecordedEvent], None]
"""Called after each event with the state it led to."""


class Session:
    """An exercise, its current state and its log. Use as a context manager, or call `close`."""

    def __init__(self, compiled: CompiledScript, log: EventLog, recorded_events: Iterable[RecordedEvent]) -> None:
        self.compiled = compiled
        self.state = State()
        self.recorded_events: list[RecordedEvent] = []
        self._log = log
        self._granted_requests: set[str] = set()
        self._listeners: list[Listener] = []
        for recorded in recorded_events:
            self._apply(recorded)

    @property
    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        return [recorded.event for recorded in self.recorded_events]

    @property
    def header(self) -> LogHeader:
        """The script and the program version that the exercise is played from."""
        return self._log.header

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls the listener for every event from here on; returns a function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def submit(self, command: Command) -> tuple[Event, ...] | Refusal:
        """Grants or refuses a command. On return its events are durable.

        Raises:
            LogError: the events could not be stored; nothing happened.
        """
        return self.submit_all([(command, None)])[0]

    def submit_all(self, asked: Sequence[tuple[Command, RequestOrigin | None]]) -> list[tuple[Event, ...] | Refusal]:
        """Grants or refuses commands one after the other. On return the events of all are durable, in one write.

        A request that was granted before is granted again without any event: its answer was lost on the way, and the
        other laptop sent it again.

        Raises:
            LogError: the events could not be stored; nothing happened.
        """
        # Each command is decided on the state that the ones before it lead to, but that state is only taken over once
        # the log has everything: a failed write leaves this session as it was.
        state, states = self.state, list[State]()
        granted: set[str] = set()
        outcomes: list[tuple[Event, ...] | Refusal] = []
        entries: list[tuple[Event, RequestOrigin | None]] = []
        for command, origin in asked:
            if origin is not None and (self.has_request(origin) or origin.request_id in granted):
                outcomes.append(())
                continue
            outcome = handle_command(self.compiled, state, command)
            outcomes.append(outcome)
            if isinstance(outcome, Refusal):
                continue
            if origin is not None:
                granted.add(origin.request_id)
            for step in replay(self.compiled, outcome, state):
                state = step.after
                states.append(state)
                entries.append((step.event, origin))
        if entries:
            self._append(entries, states)
        return outcomes

    def _append(self, entries: Sequence[tuple[Event, RequestOrigin | None]], states: Sequence[State]) -> None:
        records = self._log.append(
            [LogEntry(*event_to_json(event), origin.text if origin else "") for event, origin in entries]
        )
        for record, (event, origin), state in zip(records, entries, states, strict=True):
            recorded = RecordedEvent(record.number, record.written_at, event, origin)
            self._record(recorded, state)
            for listener in self._listeners:
                listener(self.state, recorded)

    def has_request(self, origin: RequestOrigin) -> bool:
        """Whether this request was granted before."""
        return origin.request_id in self._granted_requests

    def put_metadata(self, name: str, text: str) -> None:
        """Stores a text under a name in the session file, outside the events; see `EventLog.put_metadata`."""
        self._log.put_metadata(name, text)

    def get_metadata(self, name: str) -> str:
        """The text stored under a name; empty where there is none."""
        return self._log.get_metadata(name)

    def replay(self) -> Iterator[tuple[State, RecordedEvent]]:
        """Everything that happened so far, each with the state it led to."""
        for step, recorded in zip(replay(self.compiled, self.events), self.recorded_events, strict=True):
            yield step.after, recorded

    def catch_up(self) -> None:
        """Finishes what an interrupted session was doing when it stopped between two events.

        Raises:
            LogError: the events could not be stored.
        """
        if not self.state.started or self.state.ended:
            return
        # One command can give many events: a jump to a phase brings everything that falls due on the way there. They
        # are stored in one write, but a log may end between them all the same, such as a copy without its last entries.
        # Passing time to where the last jump went, or else to now, makes the engine do what is still due.
        jumps = [event.phase for event in self.events if isinstance(event, PhaseJumped)]
        begins = [phase.begin for phase in self.compiled.script.phases if phase.id in jumps[-1:]]
        self.submit(PassTime(max([self.state.clock, *begins])))

    def close(self) -> None:
        """Closes the log."""
        self._log.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _apply(self, recorded: RecordedEvent) -> None:
        self._record(recorded, apply_event(self.compiled, self.state, recorded.event))

    def _record(self, recorded: RecordedEvent, state: State) -> None:
        self.state = state
        self.recorded_events.append(recorded)
        if recorded.origin is not None:
            self._granted_requests.add(recorded.origin.request_id)


def new_session(path: Path, source: Source, script: Script, now: datetime) -> Session:
    """A new session of a script that was loaded from `source`, in a new file.

    Raises:
        LogError: the file exists already or cannot be created.
    """
    log = create(path, LogHeader(source.name, source.text, source.municipality_terms, __version__, now))
    return Session(compile_script(script), log, ())


def open_session(path: Path, *, to_write: bool) -> Session:
    """The session in a file, to go on with it (`to_write`) or only to read it.

    Raises:
        LogError: the file is not a session that this version can read, is damaged, or is in use.
    """
    log = open_log(path, to_write=to_write)
    try:
        return Session(compile_script(_stored_script(log.header)), log, map(_recorded_event, log.records()))
    except BaseException:
        log.close()
        raise


def _stored_script(header: LogHeader) -> Script:
    script = load(Source(header.script_name, header.script_text, header.municipality_terms))
    if isinstance(script, Script):
        return script
    sentence = _(
        "Het draaiboek in dit bestand past niet bij deze versie van oefening; het is gemaakt met versie {version}."
    )
    raise LogError(sentence.format(version=header.engine_version))


def _recorded_event(record: LogRecord) -> RecordedEvent:
    try:
        event = event_from_json(record.entry.kind, record.entry.body)
    except EventError as error:
        sentence = _("Gebeurtenis {number} in dit bestand is onbekend in deze versie van oefening.")
        raise LogError(sentence.format(number=record.number)) from error
    return RecordedEvent(record.number, record.written_at, event, origin_from(record.entry.origin))
