"""Read model of a live exercise: messages, boards, ratings and the feed, indexed by world and team.

The engine's state holds only what decides what happens next; who said what to whom is not in it, and a view cannot go
through the whole log each time a screen refreshes. So every event is applied here once as well, in order, and the views
are built from state and read model together. Both follow from the log alone. Knows no seats and no screens.
"""

from collections import defaultdict
from collections.abc import Callable

from attrs import evolve, frozen

from oefening.engine.apply_event import ReplayStep
from oefening.engine.commands import Command, ReleaseInject, UnlockDecision, WithdrawAdjudication, WithdrawEffects
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.events import (
    AdHocInjectSent,
    AdjudicationWithdrawn,
    BoardPart,
    BoardWritten,
    DecisionAdjudicated,
    DecisionLocked,
    DecisionUnlocked,
    EffectsAdded,
    EffectsWithdrawn,
    Event,
    ExpectationRated,
    FeedbackGiven,
    ImprovementNoted,
    InjectDelivered,
    InjectHeld,
    InjectReleased,
    InjectSkipped,
    MessageSent,
    ObservationNoted,
    OwnDecisionMade,
    SkipReason,
)
from oefening.engine.history import CurveRecorder
from oefening.engine.state import State
from oefening.script.model import Channel
from oefening.script.units import Minutes, format_story_moment
from oefening.text.phrases import enumerate_words, one_line, plain
from oefening.text.translation import _
from oefening.views.leader import FeedEntry
from oefening.views.participant import AttachmentView, LevelView, MessageView
from oefening.wording.names import name_of
from oefening.wording.timeline import TimelineEntry, describe

PUBLIC_CHANNELS = (Channel.NL_ALERT, Channel.NEWS, Channel.RADIO, Channel.SOCIAL_MEDIA)
"""Channels that reach everyone, so that their messages may be shown to the whole room."""


@frozen
class Sent:
    """A message to a party, with the number of its event and the minute at which it was sent."""

    number: int
    minute: Minutes
    event: MessageSent


class ReadModel:
    """Everything from the log of one exercise that views need besides the state.

    Keys of a dictionary are a world (its index), or a world and a team.
    """

    def __init__(self, compiled: CompiledScript) -> None:
        self._compiled = compiled
        self._previous = State()
        self.recorder = CurveRecorder(compiled)
        self.feed: list[FeedEntry] = []
        self.inbox: defaultdict[tuple[int, str], list[MessageView]] = defaultdict(list)
        self.public_messages: defaultdict[int, list[MessageView]] = defaultdict(list)
        self.unanswered: defaultdict[int, list[Sent]] = defaultdict(list)
        self.boards: defaultdict[tuple[int, str], dict[BoardPart, str]] = defaultdict(dict)
        self.own_decisions: defaultdict[int, list[OwnDecisionMade]] = defaultdict(list)
        self.ratings: dict[tuple[int, str, int], ExpectationRated] = {}
        self.observations: defaultdict[int, list[tuple[Minutes, ObservationNoted]]] = defaultdict(list)
        self.improvements: list[ImprovementNoted] = []
        self.feedback: list[FeedbackGiven] = []
        self.undoable: defaultdict[int, list[tuple[str, Command]]] = defaultdict(list)
        self._common_changes = 0
        self._world_changes: defaultdict[int, int] = defaultdict(int)
        self._levels: dict[tuple[int, int], tuple[object, LevelView]] = {}

    def version(self, world: int) -> tuple[int, int]:
        """A value that changes with every event that can be seen in a world."""
        return self._common_changes, self._world_changes[world]

    def level(self, world: int, indicator: int, make: Callable[[], LevelView]) -> LevelView:
        """An indicator's view in a world, made only once after each event: every seat shows the same one."""
        version, key = self.version(world), (world, indicator)
        if key not in self._levels or self._levels[key][0] != version:
            self._levels[key] = (version, make())
        return self._levels[key][1]

    def apply(self, state: State, number: int, event: Event) -> None:
        """Applies an event, given its number in the log and the state it led to."""
        self.recorder.record(ReplayStep(self._previous, event, state))
        entry = describe(self._compiled, state, event)
        if entry is not None:
            shown = evolve(entry, text=plain(entry.text), details=plain(entry.details), route=plain(entry.route))
            self.feed.append(FeedEntry(number, self.time(state.clock), shown))
        world = getattr(event, "world", None)
        if world is None:
            self._common_changes += 1
        else:
            self._world_changes[world] += 1
        self._store(state, number, event)
        self._update_undoable(state, event, entry)
        self._previous = state

    def time(self, minute: int) -> str:
        """A minute as date and time in the story."""
        return format_story_moment(self._compiled.script.start, minute)

    def _store(self, state: State, number: int, event: Event) -> None:
        match event:
            case InjectDelivered():
                self._add_inject(state, number, event)
            case AdHocInjectSent():
                self._add_ad_hoc_inject(state, number, event)
            case MessageSent():
                self._add_message(state, number, event)
            case BoardWritten(world, team, part, text):
                self.boards[world, team][part] = plain(text)
            case OwnDecisionMade(world):
                self.own_decisions[world].append(event)
            case ExpectationRated(world, inject, expectation):
                self.ratings[world, inject, expectation] = event
            case ObservationNoted(world):
                self.observations[world].append((state.clock, event))
            case ImprovementNoted():
                self.improvements.append(event)
            case FeedbackGiven():
                self.feedback.append(event)
            case _:
                pass

    def _names(self, teams: tuple[str, ...]) -> str:
        return enumerate_words([one_line(name_of(self._compiled, team)) for team in teams], _("en"))

    def _add_inject(self, state: State, number: int, event: InjectDelivered) -> None:
        inject = self._compiled.inject(event.inject)
        message = MessageView(
            number=number,
            minute=state.clock,
            time=self.time(state.clock),
            channel=inject.channel,
            sender=one_line(name_of(self._compiled, inject.sender)) if inject.sender else "",
            recipients=self._names(inject.teams),
            subject=one_line(event.subject),
            text=plain(event.text),
            attachments=tuple(AttachmentView(one_line(a.name), plain(a.text)) for a in inject.attachments),
            point=inject.point_id if inject.point else None,
        )
        deciding = (inject.deciding_team,) if inject.deciding_team else ()
        self._add_to_inboxes(event.world, dict.fromkeys((*inject.teams, *deciding)), message)

    def _add_ad_hoc_inject(self, state: State, number: int, event: AdHocInjectSent) -> None:
        message = MessageView(
            number=number,
            minute=state.clock,
            time=self.time(state.clock),
            channel=event.channel,
            sender=one_line(event.sender),
            recipients=self._names(event.teams),
            subject=one_line(event.subject),
            text=plain(event.text),
        )
        self._add_to_inboxes(event.world, dict.fromkeys(event.teams), message)

    def _add_to_inboxes(self, world: int, teams: dict[str, None], message: MessageView) -> None:
        for team in teams:
            self.inbox[world, team].append(message)
        if message.channel in PUBLIC_CHANNELS:
            self.public_messages[world].append(message)

    def _add_message(self, state: State, number: int, event: MessageSent) -> None:
        teams = {team.id for team in self._compiled.script.teams}
        for owner in dict.fromkeys((event.sender, event.recipient)):
            if owner in teams:
                message = MessageView(
                    number=number,
                    minute=state.clock,
                    time=self.time(state.clock),
                    channel=None,
                    sender=self._names((event.sender,)),
                    recipients=self._names((event.recipient,)),
                    subject="",
                    text=plain(event.text),
                    outgoing=owner == event.sender,
                )
                self.inbox[event.world, owner].append(message)
        if event.sender in teams and event.recipient not in teams:
            self.unanswered[event.world].append(Sent(number, state.clock, event))
        elif event.recipient in teams:
            self.unanswered[event.world] = [
                call
                for call in self.unanswered[event.world]
                if (call.event.sender, call.event.recipient) != (event.recipient, event.sender)
            ]

    def _update_undoable(self, state: State, event: Event, entry: TimelineEntry | None) -> None:
        """Adds what the leader can now undo, and removes what was undone or can no longer be."""
        undo = _undo_command(state, event)
        if undo is not None and entry is not None:
            self.undoable[undo.world].append((plain(entry.text), undo))
            return
        done = _undone_by(event)
        if done is not None:
            self.undoable[done.world] = [known for known in self.undoable[done.world] if known[1] != done]


_UndoCommand = ReleaseInject | UnlockDecision | WithdrawAdjudication | WithdrawEffects


def _undo_command(state: State, event: Event) -> _UndoCommand | None:
    """The command that undoes an action of the leader; None where the event is no such action."""
    match event:
        case InjectHeld(world, inject) | InjectSkipped(world, inject, SkipReason.LEADER):
            return ReleaseInject(world, inject)
        case DecisionLocked(world, point):
            return UnlockDecision(world, point)
        case DecisionAdjudicated(world, point):
            return WithdrawAdjudication(world, point)
        case EffectsAdded(world):
            return WithdrawEffects(world, state.worlds[world].ad_hoc_effects)
        case _:
            return None


def _undone_by(event: Event) -> _UndoCommand | None:
    """The undo command that an event makes needless: it was given, or what it would undo is over."""
    match event:
        case InjectReleased(world, inject) | InjectDelivered(world, inject):
            return ReleaseInject(world, inject)
        case DecisionUnlocked(world, point):
            return UnlockDecision(world, point)
        case AdjudicationWithdrawn(world, point):
            return WithdrawAdjudication(world, point)
        case EffectsWithdrawn(world, number):
            return WithdrawEffects(world, number)
        case _:
            return None
