"""One exercise that is being played: commands go through here, and only what is durable has happened.

Translates between the pure engine and the event log; it decides nothing itself and knows no screens.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from attrs import frozen

from oefening import __version__
from oefening.engine.codec import EventError, event_from_json, event_to_json
from oefening.engine.commands import Command, PassTime
from oefening.engine.decide import Refusal, decide
from oefening.engine.events import Event, PhaseJumped
from oefening.engine.evolve import evolved
from oefening.engine.plan import Plan, make_plan
from oefening.engine.state import State
from oefening.language import _
from oefening.script.load import load
from oefening.script.model import Script
from oefening.script.problems import Source
from oefening.session.origin import Origin, origin_from
from oefening.store.log import Entry, EventLog, Header, LogError, Record
from oefening.store.sqlite_log import create, open_log


@frozen
class Happening:
    """An event as it was kept: its number in the log and the moment (UTC) it was written.

    `origin` is the asking from another laptop that led to it, where one did.
    """

    number: int
    written_at: datetime
    event: Event
    origin: Origin | None = None


Listener = Callable[[State, Happening], None]
"""Called after each event with the state it led to."""


class Session:
    """An exercise and its log. Every event is durable before anyone hears of it."""

    def __init__(self, plan: Plan, log: EventLog, happenings: Iterable[Happening]) -> None:
        self.plan = plan
        self.state = State()
        self.happenings: list[Happening] = []
        self._log = log
        self._asked: set[str] = set()
        self._listeners: list[Listener] = []
        for happening in happenings:
            self._take(happening)

    @property
    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        return [happening.event for happening in self.happenings]

    @property
    def header(self) -> Header:
        """What the exercise is played from."""
        return self._log.header

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Has the listener called for every event from here on, until what this returns is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def submit(self, command: Command) -> tuple[Event, ...] | Refusal:
        """Grants or refuses a command. On return its events are durable.

        Raises:
            LogError: the events could not be kept; nothing happened.
        """
        return self.submit_all([(command, None)])[0]

    def submit_all(self, asked: Sequence[tuple[Command, Origin | None]]) -> list[tuple[Event, ...] | Refusal]:
        """Grants or refuses commands one after the other. On return the events of all are durable, in one write.

        An asking that was granted before is granted again without anything happening.

        Raises:
            LogError: the events could not be kept; nothing happened.
        """
        state, states = self.state, list[State]()
        granted: set[str] = set()
        outcomes: list[tuple[Event, ...] | Refusal] = []
        entries: list[tuple[Event, Origin | None]] = []
        for command, origin in asked:
            if origin is not None and (self.knows(origin) or origin.ask in granted):
                outcomes.append(())
                continue
            outcome = decide(self.plan, state, command)
            outcomes.append(outcome)
            if isinstance(outcome, Refusal):
                continue
            if origin is not None:
                granted.add(origin.ask)
            for event in outcome:
                state = evolved(self.plan, state, event)
                states.append(state)
                entries.append((event, origin))
        if entries:
            self._keep(entries, states)
        return outcomes

    def _keep(self, entries: Sequence[tuple[Event, Origin | None]], states: Sequence[State]) -> None:
        records = self._log.append(
            [Entry(*event_to_json(event), origin.text if origin else "") for event, origin in entries]
        )
        for record, (event, origin), state in zip(records, entries, states, strict=True):
            happening = Happening(record.number, record.written_at, event, origin)
            self._note(happening, state)
            for listener in self._listeners:
                listener(self.state, happening)

    def knows(self, origin: Origin) -> bool:
        """Whether this asking was granted before."""
        return origin.ask in self._asked

    def lay_aside(self, name: str, text: str) -> None:
        """Keeps something beside the exercise, in its file; see `EventLog.lay_aside`."""
        self._log.lay_aside(name, text)

    def laid_aside(self, name: str) -> str:
        """What was kept beside the exercise."""
        return self._log.laid_aside(name)

    def replay(self) -> Iterator[tuple[State, Happening]]:
        """Everything that happened so far, each with the state it led to."""
        state = State()
        for happening in self.happenings:
            state = evolved(self.plan, state, happening.event)
            yield state, happening

    def catch_up(self) -> None:
        """Finishes what an interrupted session was doing when it stopped between two events."""
        if not self.state.started or self.state.ended:
            return
        jumps = [event.phase for event in self.events if isinstance(event, PhaseJumped)]
        begins = [phase.begin for phase in self.plan.script.phases if phase.id in jumps[-1:]]
        self.submit(PassTime(max([self.state.clock, *begins])))

    def close(self) -> None:
        """Lets go of the log."""
        self._log.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _take(self, happening: Happening) -> None:
        self._note(happening, evolved(self.plan, self.state, happening.event))

    def _note(self, happening: Happening, state: State) -> None:
        self.state = state
        self.happenings.append(happening)
        if happening.origin is not None:
            self._asked.add(happening.origin.ask)


def new_session(path: Path, source: Source, script: Script, now: datetime) -> Session:
    """A session of a script that was loaded from `source`, kept in a new file.

    Raises:
        LogError: the file exists already or cannot be made.
    """
    log = create(path, Header(source.name, source.text, source.own_places, __version__, now))
    return Session(make_plan(script), log, ())


def open_session(path: Path, *, to_write: bool) -> Session:
    """The session in a file: to go on with it (`to_write`), or only to read.

    Raises:
        LogError: the file is not a session that this version can read, is damaged, or is in use.
    """
    log = open_log(path, to_write=to_write)
    try:
        return Session(make_plan(_kept_script(log.header)), log, map(_happening, log.records()))
    except BaseException:
        log.close()
        raise


def _kept_script(header: Header) -> Script:
    script = load(Source(header.script_name, header.script_text, header.own_places))
    if isinstance(script, Script):
        return script
    sentence = _(
        "Het draaiboek in dit bestand past niet bij deze versie van oefening; het is gemaakt met versie {version}."
    )
    raise LogError(sentence.format(version=header.engine_version))


def _happening(record: Record) -> Happening:
    try:
        event = event_from_json(record.entry.kind, record.entry.body)
    except EventError as error:
        sentence = _("Gebeurtenis {number} in dit bestand is onbekend in deze versie van oefening.")
        raise LogError(sentence.format(number=record.number)) from error
    return Happening(record.number, record.written_at, event, origin_from(record.entry.origin))
