"""Whether all that guests asked at many laptops is in the session's file once, and whether they see what is in it.

Looks at a copy of the file, at moments at which nothing is written: the leader's program has it to itself.
"""

import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from oefening.engine.events import BoardWritten, DecisionMade, Event, MessageSent, ObservationNoted
from oefening.net.protocol import converter
from oefening.session.exercise import LiveExercise
from oefening.session.seat_id import Role, SeatId
from oefening.session.session import RecordedEvent, Session, open_session
from oefening.views.participant import TeamView
from tests.support.json_lines import Program

DEADLINE = 60.0
"""Seconds in which something that must come has to come, over the worst line there is."""

GuestTold = dict[str, Any]


@frozen
class Figures:
    """What guests went through: how many askings, how many were answered after whoever asked stopped waiting.

    `losses` are the connections that were lost; `middle` and `longest` the seconds until an answer came.
    """

    granted: int
    refused: int
    later: int
    losses: int
    middle: float
    longest: float


def until(holds: Callable[[], object], what: str, seconds: float = DEADLINE) -> None:
    """Waits until something holds, and fails where it does not come to hold."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not in {seconds} seconds: {what}"
        time.sleep(0.1)


def team_codes(opened: dict[str, Any]) -> list[tuple[SeatId, str]]:
    """The team seats of an exercise that a leader opened, with their codes."""
    seat_ids = [(converter.structure(seat_id, SeatId), str(code)) for seat_id, code in opened["codes"]]
    return [(seat_id, code) for seat_id, code in seat_ids if seat_id.role is Role.TEAM]


def told_by(programs: Iterable[Program]) -> list[GuestTold]:
    """What all guests of some programs have to tell."""
    programs = list(programs)
    for program in programs:
        program.tell("tell")
    return [guest for program in programs for guest in program.hear()]


def all_is_answered(programs: Sequence[Program]) -> None:
    """Waits until no guest waits for an answer."""

    def waits(guest: GuestTold) -> bool:
        return guest["waiting"] or any(asking["refusal"] is None for asking in guest["askings"])

    until(lambda: not any(map(waits, told_by(programs))), "everything is answered")


def all_is_kept_once(path: Path, guests: Sequence[GuestTold]) -> None:
    """Judges a session's file by what its guests noted: nothing is missing, nothing there twice, nothing made up."""
    with _copied(path) as session:
        recorded_events = list(session.recorded_events)
    by_ask = defaultdict[str, list[RecordedEvent]](list)
    for recorded in recorded_events:
        if recorded.origin is not None:
            by_ask[recorded.origin.request_id].append(recorded)
    texts = Counter(text for recorded in recorded_events if (text := _text(recorded.event)))
    asked = {f"{guest['device']}/{asking['number']}": asking for guest in guests for asking in guest["askings"]}
    for submit, asking in asked.items():
        assert asking["refusal"] is not None, f"never answered: {submit} {asking}"
        found = [_text(recorded.event) for recorded in by_ask[submit] if _text(recorded.event)]
        assert found == ([] if asking["refusal"] else [asking["text"]]), f"{submit} {asking}: {found}"
        assert texts[asking["text"]] == (not asking["refusal"]), f"{submit} {asking}"
    made_up = {submit.removesuffix("/laat") for submit, found in by_ask.items() if found} - set(asked)
    assert not made_up


def figures_of(guests: Sequence[GuestTold]) -> Figures:
    """What guests went through, all of whose askings were answered."""
    askings = [asking for guest in guests for asking in guest["askings"]]
    times = sorted(asking["taken"] for asking in askings)
    return Figures(
        granted=sum(not asking["refusal"] for asking in askings),
        refused=sum(bool(asking["refusal"]) for asking in askings),
        later=sum(not asking["at_once"] for asking in askings),
        losses=sum(guest["losses"] for guest in guests),
        middle=round(times[len(times) // 2], 3),
        longest=round(times[-1], 3),
    )


def all_see_what_is_kept(path: Path, programs: Sequence[Program]) -> None:
    """Waits until every guest sees exactly what its seat sees by the session's file."""
    with _copied(path) as session:
        exercise = LiveExercise(session, path)
        kept = {
            (seat_id.world, seat_id.team): _look(exercise, seat_id)
            for seat_id in exercise.seat_ids
            if seat_id.role is Role.TEAM
        }

    def differing() -> list[str]:
        return [
            guest["device"]
            for guest in told_by(programs)
            if converter.structure(guest["view"], TeamView) != kept[guest["seat_id"]["world"], guest["seat_id"]["team"]]
        ]

    until(lambda: not differing(), "all guests see what is in the file")


def notes_in(path: Path) -> list[tuple[RecordedEvent, str]]:
    """What was noted in a session's file, with how it was."""
    with _copied(path) as session:
        return [(each, each.event.text) for each in session.recorded_events if isinstance(each.event, ObservationNoted)]


def _copied(path: Path) -> Session:
    return open_session(Path(shutil.copy(path, path.with_suffix(".kopie"))), to_write=False)


def _look(exercise: LiveExercise, seat_id: SeatId) -> TeamView:
    return exercise.team_seat(seat_id.world, seat_id.team).current_view()


def _text(event: Event) -> str:
    match event:
        case DecisionMade(reasons=text) | MessageSent(text=text) | BoardWritten(text=text):
            return text
        case _:
            return ""
