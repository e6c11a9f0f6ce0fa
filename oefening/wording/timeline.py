"""Events as text, one entry each, for a feed or a timeline: what happened and to whom. Pure.

An event holds ids, as the log must not depend on wording; names and texts come from the script and the state.
"""

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen

from oefening.engine.apply_event import replay
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import (
    AdHocInjectSent,
    AdjudicationWithdrawn,
    BoardWritten,
    DeadlinePassed,
    DecisionAdjudicated,
    DecisionLocked,
    DecisionMade,
    DecisionUnlocked,
    EffectsAdded,
    EffectsWithdrawn,
    Event,
    ExerciseEnded,
    ExercisePaused,
    ExerciseResumed,
    ExerciseStarted,
    ExpectationRated,
    FeedbackGiven,
    ImprovementNoted,
    InjectDelivered,
    InjectHeld,
    InjectReleased,
    InjectSkipped,
    MessageSent,
    ObservationNoted,
    OwnDecisionAdjudicated,
    OwnDecisionMade,
    PhaseJumped,
    SkipReason,
    TempoSet,
    TimePassed,
)
from oefening.engine.state import State
from oefening.script.model import Inject
from oefening.script.units import Minutes, format_moment
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _
from oefening.wording.answer_text import answer_text, choice_texts
from oefening.wording.names import BOARD_PART_NAMES, CHANNEL_NAMES, name_of, performance_text


class EntryKind(StrEnum):
    """The kind of an entry; the value is the word that stands before it."""

    CLOCK = "klok"
    INJECT = "inject"
    DECISION = "besluit"
    LATE = "te laat"
    LEADER = "oefenleider"
    MESSAGE = "bericht"
    BOARD = "bord"
    IMPROVEMENT = "verbeterpunt"
    OBSERVATION = "waarneming"


@frozen
class TimelineEntry:
    """One entry of a timeline: its kind, a summary, and in `details` the whole text if there is more.

    `world` is None where it concerns all worlds; `route` is the channel, the sender and the recipients.
    """

    kind: EntryKind
    text: str
    details: str = ""
    world: int | None = None
    route: str = ""


def describe(compiled: CompiledScript, state: State, event: Event) -> TimelineEntry | None:
    """The entry for an event and the state that it led to.

    None for the mere passing of time, and for feedback: that bears no name and is shown all together.
    """
    match event:
        case TimePassed():
            return None
        case ExerciseStarted() | PhaseJumped() | ExercisePaused() | ExerciseResumed() | TempoSet() | ExerciseEnded():
            return TimelineEntry(EntryKind.CLOCK, _clock_text(compiled, event))
        case InjectDelivered(world, inject_id, subject, text):
            inject = compiled.inject(inject_id)
            return TimelineEntry(EntryKind.INJECT, subject or inject.id, text, world, _route(compiled, inject))
        case InjectSkipped() | InjectHeld() | InjectReleased():
            return _describe_steering(compiled, event)
        case AdHocInjectSent(world, teams, sender, channel, subject, text):
            to = enumerate_words([name_of(compiled, team) for team in teams], _("en"))
            words = _("{channel} van {sender} aan {to}, niet uit het draaiboek")
            route = words.format(channel=CHANNEL_NAMES[channel], sender=sender, to=to)
            return TimelineEntry(EntryKind.LEADER, subject or _("Bericht"), text, world, route)
        case EffectsAdded(world, _effects, note):
            return TimelineEntry(EntryKind.LEADER, _("verandert de situatie"), note, world)
        case MessageSent(world, sender, recipient, text):
            summary = _("{sender} aan {recipient}").format(
                sender=name_of(compiled, sender), recipient=name_of(compiled, recipient)
            )
            return TimelineEntry(EntryKind.MESSAGE, summary, text, world)
        case EffectsWithdrawn(world):
            return TimelineEntry(EntryKind.LEADER, _("neemt een verandering van de situatie terug"), "", world)
        case BoardWritten(world, team, part, text):
            column = BOARD_PART_NAMES[part]
            summary = _("{team} werkt het bord bij: {part}").format(team=name_of(compiled, team), part=column)
            return TimelineEntry(EntryKind.BOARD, summary, text, world)
        case ImprovementNoted(text, owner, due):
            who = enumerate_words([word for word in (owner, due) if word], _("voor"))
            return TimelineEntry(EntryKind.IMPROVEMENT, text, who)
        case FeedbackGiven():
            return None
        case ObservationNoted(world, team, text):
            return TimelineEntry(EntryKind.OBSERVATION, name_of(compiled, team) if team else _("Iedereen"), text, world)
        case ExpectationRated(world, inject_id, number, performance, note):
            expected = compiled.inject(inject_id).expectations[number].text.rstrip(".")
            summary = f"{expected}: {performance_text(performance)}"
            return TimelineEntry(EntryKind.OBSERVATION, summary, note, world)
        case _:
            return _describe_decision(compiled, state, event)


@frozen
class TimelineStep:
    """An event, the minute at which it happened, and its entry where it is worth one."""

    event: Event
    minute: Minutes
    entry: TimelineEntry | None


def timeline_steps(compiled: CompiledScript, events: Iterable[Event]) -> list[TimelineStep]:
    """Every event with its entry in the timeline."""
    return [
        TimelineStep(step.event, step.after.clock, describe(compiled, step.after, step.event))
        for step in replay(compiled, events)
    ]


def _describe_decision(
    compiled: CompiledScript,
    state: State,
    event: DecisionMade
    | DecisionLocked
    | DecisionUnlocked
    | DecisionAdjudicated
    | AdjudicationWithdrawn
    | DeadlinePassed
    | OwnDecisionMade
    | OwnDecisionAdjudicated,
) -> TimelineEntry:
    world = event.world
    match event:
        case OwnDecisionMade(_, team, text, reasons):
            summary = _("{team} besluit ongevraagd: {text}").format(team=name_of(compiled, team), text=text)
            return TimelineEntry(EntryKind.DECISION, summary, reasons, world)
        case OwnDecisionAdjudicated(_, number, _effects, note):
            summary = _("beoordeelt eigen besluit {number}").format(number=number)
            return TimelineEntry(EntryKind.LEADER, summary, note, world)
    inject = compiled.inject_of_point(event.point)
    point, point_state = inject.point, state.worlds[world].points[compiled.points[event.point]]
    assert point is not None  # noqa: S101 - the compiled script lists only injects with one
    assert point_state is not None  # noqa: S101 - nothing happens to a point that was not opened
    team = name_of(compiled, inject.deciding_team or "")
    match event:
        case DecisionMade(_, _point, answer, reasons):
            summary = _("{team}: {answer}").format(team=team, answer=answer_text(point, point_state, answer))
            return TimelineEntry(EntryKind.DECISION, summary, reasons, world)
        case DeadlinePassed():
            summary = _("{team} besluit niet op tijd: {question}").format(team=team, question=point_state.question)
            return TimelineEntry(EntryKind.LATE, summary, "", world)
        case DecisionAdjudicated(_, _point, option, _effects, note):
            judged = choice_texts(point, point_state).get(option or "", _("eigen gevolgen"))
            summary = _("beoordeelt het antwoord van {team} als: {judged}").format(team=team, judged=judged)
            return TimelineEntry(EntryKind.LEADER, summary, note, world)
        case AdjudicationWithdrawn():
            summary = _("neemt de beoordeling van het antwoord van {team} terug").format(team=team)
            return TimelineEntry(EntryKind.LEADER, summary, point_state.question, world)
        case DecisionLocked():
            return TimelineEntry(
                EntryKind.LEADER, _("zet het besluit van {team} vast").format(team=team), point_state.question, world
            )
        case DecisionUnlocked():
            summary = _("geeft het besluit van {team} weer vrij").format(team=team)
            return TimelineEntry(EntryKind.LEADER, summary, point_state.question, world)


def _route(compiled: CompiledScript, inject: Inject) -> str:
    to = enumerate_words([name_of(compiled, team) for team in inject.teams], _("en"))
    if inject.sender is None:
        return _("{channel} door {to}").format(channel=CHANNEL_NAMES[inject.channel], to=to)
    sender = name_of(compiled, inject.sender)
    return _("{channel} van {sender} aan {to}").format(channel=CHANNEL_NAMES[inject.channel], sender=sender, to=to)


def _describe_steering(compiled: CompiledScript, event: InjectSkipped | InjectHeld | InjectReleased) -> TimelineEntry:
    inject = compiled.inject(event.inject)
    name = inject.subject or inject.id
    match event:
        case InjectSkipped(world, _, reason):
            sentences = {
                SkipReason.LEADER: _("slaat over: {name}"),
                SkipReason.CONDITION: _("Niet aan de orde: {name}"),
                SkipReason.PREDECESSOR: _("Niet aan de orde, want wat eraan voorafging kwam niet: {name}"),
            }
            kind = EntryKind.LEADER if reason is SkipReason.LEADER else EntryKind.CLOCK
            return TimelineEntry(kind, sentences[reason].format(name=name), "", world)
        case InjectHeld(world):
            return TimelineEntry(EntryKind.LEADER, _("houdt vast: {name}").format(name=name), "", world)
        case InjectReleased(world):
            return TimelineEntry(EntryKind.LEADER, _("laat weer toe: {name}").format(name=name), "", world)


def _clock_text(
    compiled: CompiledScript,
    event: ExerciseStarted | PhaseJumped | ExercisePaused | ExerciseResumed | TempoSet | ExerciseEnded,
) -> str:
    match event:
        case ExerciseStarted(worlds):
            if len(worlds) == 1:
                return _("De oefening begint")
            return _("De oefening begint in {number} speelvelden").format(number=len(worlds))
        case PhaseJumped(phase_id):
            phase = next(phase for phase in compiled.script.phases if phase.id == phase_id)
            sentence = _("Tijdsprong naar {moment}: {name}")
            return sentence.format(moment=format_moment(phase.begin), name=phase.name)
        case ExercisePaused():
            return _("De klok staat stil")
        case ExerciseResumed():
            return _("De klok loopt weer")
        case TempoSet(tempo):
            return _("Tempo: {tempo} oefenminuten per minuut").format(tempo=tempo)
        case ExerciseEnded():
            return _("Einde van de oefening")
