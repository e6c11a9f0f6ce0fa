"""What was said, written and seen, kept at hand while an exercise is played: the log, sorted for those who look.

Takes every event once, in order. Knows the words of the log, no seats and no screens.
"""

from collections import defaultdict
from collections.abc import Callable

from attrs import evolve, frozen

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
from oefening.script.units import Minutes, story_moment
from oefening.text.phrases import enumerate_words, one_line, plain
from oefening.text.translation import _
from oefening.views.leader import FeedEntry
from oefening.views.participant import AttachmentView, LevelView, MessageView
from oefening.wording.names import name_of
from oefening.wording.timeline import TimelineEntry, describe

PUBLIC_CHANNELS = (Channel.NL_ALERT, Channel.NEWS, Channel.RADIO, Channel.SOCIAL_MEDIA)
"""What reaches everyone, and so may be shown to the whole room."""


@frozen
class Sent:
    """A message between a team and someone else, with the number of its event and its minute."""

    number: int
    minute: Minutes
    event: MessageSent


class ReadModel:
    """The log of one exercise, sorted by world and by team; see the attributes."""

    def __init__(self, compiled: CompiledScript) -> None:
        self._compiled = compiled
        self._before = State()
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
        self._common = 0
        self._own: defaultdict[int, int] = defaultdict(int)
        self._levels: dict[tuple[int, int], tuple[object, LevelView]] = {}

    def version(self, world: int) -> tuple[int, int]:
        """Changes whenever something happened that can be seen in a world."""
        return self._common, self._own[world]

    def level(self, world: int, indicator: int, make: Callable[[], LevelView]) -> LevelView:
        """An indicator's view in a world, made anew only when something happened: every seat shows the same one."""
        version, key = self.version(world), (world, indicator)
        if key not in self._levels or self._levels[key][0] != version:
            self._levels[key] = (version, make())
        return self._levels[key][1]

    def apply(self, state: State, number: int, event: Event) -> None:
        """Takes in an event, with its number in the log and the state it led to."""
        self.recorder.take(self._before, event, state)
        line = describe(self._compiled, state, event)
        if line is not None:
            shown = evolve(line, text=plain(line.text), details=plain(line.details), route=plain(line.route))
            self.feed.append(FeedEntry(number, self.time(state.clock), shown))
        where = getattr(event, "world", None)
        if where is None:
            self._common += 1
        else:
            self._own[where] += 1
        self._store(state, number, event)
        self._update_undoable(state, event, line)
        self._before = state

    def time(self, minute: int) -> str:
        """A minute as the time of the story."""
        return story_moment(self._compiled.script.start, minute)

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

    def _update_undoable(self, state: State, event: Event, line: TimelineEntry | None) -> None:
        """Keeps what the leader could take back, and lets go of what was taken back."""
        back = _way_back(state, event)
        if back is not None and line is not None:
            self.undoable[back.world].append((plain(f"{line.text}"), back))
            return
        done = _taken_back(event)
        if done is not None:
            self.undoable[done.world] = [entry for entry in self.undoable[done.world] if entry[1] != done]


_Back = ReleaseInject | UnlockDecision | WithdrawAdjudication | WithdrawEffects


def _way_back(state: State, event: Event) -> _Back | None:
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


def _taken_back(event: Event) -> _Back | None:
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
