"""Simulated teams, response cell and observers: what they do and when, for demonstrations and tests.

They remember nothing. What each will do is worked out anew from the state before every command, and every random choice
has a generator of its own, seeded with the seed and with what the choice is about. An interrupted simulation that is
resumed therefore ends exactly as it would have without the interruption. They get no special rights: what they do are
commands, which the engine can refuse.
"""

from collections.abc import Iterator
from functools import partial
from random import Random

from attrs import frozen

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking, Share
from oefening.engine.commands import (
    Adjudicate,
    Command,
    Decide,
    End,
    JumpToPhase,
    PassTime,
    RateExpectation,
    SendMessage,
)
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import condition_holds
from oefening.engine.events import ExerciseStarted, ExpectationRated, MessageSent, Performance
from oefening.engine.handle_command import Refusal
from oefening.engine.state import InjectStatus, PointState, State, World
from oefening.engine.triggers import next_certain_stop, next_stop
from oefening.explore.answer_space import CandidateAnswer
from oefening.explore.counterfactual import can_answer
from oefening.script.model import DecisionKind, DecisionPoint, Inject, ReasonsRule
from oefening.script.placeholders import fill_placeholders
from oefening.script.units import Minutes
from oefening.session.session import Session
from oefening.simulation.strategies import Strategy, StrategyChoices, choices_for
from oefening.text.translation import _

MISS_PROBABILITY = 0.08
"""How often a simulated team lets a deadline pass; enough to show what that does."""

CHANGE_PROBABILITY = 0.12
"""How often it changes its decision."""

QUESTION_PROBABILITY = 0.35
"""How often it asks the sender of an inject for more."""

ADJUDICATION_DELAY = Minutes(6)
"""Exercise minutes that the simulated response cell takes to adjudicate a free answer."""

_RATINGS = [Performance.PERFORMED] * 4 + [Performance.SOME_CHALLENGES] * 3 + [Performance.MAJOR_CHALLENGES] * 2
_RATINGS += [Performance.UNABLE]


@frozen
class PlannedAction:
    """Something a simulated person will do at a minute."""

    minute: Minutes
    command: Command


def choices_for_session(session: Session) -> StrategyChoices:
    """How the teams of a started simulation decide, by the strategy in its start event."""
    started = session.recorded_events[0].event
    style = started.style if isinstance(started, ExerciseStarted) else ""
    return choices_for(session.compiled, Strategy(style or Strategy.RANDOM))


def play(session: Session, choices: StrategyChoices | None = None) -> None:
    """Plays a started session to its end; `choices` where the caller has worked them out already.

    Raises:
        RuntimeError: the engine refused a command, which is a fault in this module.
        LogError: the events could not be stored.
    """
    choices = choices or choices_for_session(session)
    while not session.state.ended:
        outcome = session.submit(next_command(session, choices))
        if isinstance(outcome, Refusal):
            raise RuntimeError(outcome.message)


def next_command(session: Session, choices: StrategyChoices) -> Command:
    """What happens next: someone acts, time passes, or the leader jumps to the next phase or ends the exercise."""
    compiled, state = session.compiled, session.state
    action = min(_planned_actions(session, choices), key=lambda action: action.minute, default=None)
    certain = next_certain_stop(compiled, state)
    if action is not None and action.minute <= state.clock:
        return action.command
    horizon = min((m for m in (certain, action.minute if action else None) if m is not None), default=None)
    if horizon is None:
        return End()
    for phase in compiled.script.phases:
        if state.clock < phase.begin <= horizon:
            return JumpToPhase(phase.id)
    return PassTime(next_stop(compiled, state, horizon) or horizon)


def _planned_actions(session: Session, choices: StrategyChoices) -> Iterator[PlannedAction]:
    """Everything that simulated people will still do, given the state."""
    started = session.recorded_events[0].event
    seed = started.simulation if isinstance(started, ExerciseStarted) else None
    done = {recorded.event for recorded in session.recorded_events if isinstance(recorded.event, _NOT_REPEATED)}
    rated = {(event.world, event.inject, event.expectation) for event in done if isinstance(event, ExpectationRated)}
    sent = {(event.world, event.sender, event.text) for event in done if isinstance(event, MessageSent)}
    for number, world in enumerate(session.state.worlds):
        for inject, inject_state, point in zip(
            session.compiled.script.injects, world.injects, world.points, strict=True
        ):
            if inject_state.status is not InjectStatus.DELIVERED:
                continue
            reactions = _Reactions(
                session.compiled, session.state, number, world, inject, inject_state.minute, seed, choices
            )
            yield from reactions.decisions(point)
            yield from (action for action in reactions.ratings() if _rating_key(action.command) not in rated)
            yield from (action for action in reactions.messages() if _message_key(action.command) not in sent)


_NOT_REPEATED = (ExpectationRated, MessageSent)
"""Events that the state does not remember: whether they happened is seen in the log only."""


def _rating_key(command: Command) -> object:
    return (command.world, command.inject, command.expectation) if isinstance(command, RateExpectation) else None


def _message_key(command: Command) -> object:
    return (command.world, command.sender, command.text) if isinstance(command, SendMessage) else None


@frozen
class _Reactions:
    """What simulated people do about one delivered inject in one world."""

    compiled: CompiledScript
    state: State
    world_index: int
    world: World
    inject: Inject
    delivered_at: Minutes
    seed: int | None
    choices: StrategyChoices

    def _random(self, about: str) -> Random:
        return Random(f"{self.seed}/{self.world.name}/{self.inject.id}/{about}")  # noqa: S311 - no secret

    def decisions(self, point: PointState | None) -> Iterator[PlannedAction]:
        """The team's answers, and the adjudication of a free one."""
        definition = self.inject.point
        if point is None or definition is None or point.adjudicated is not None:
            return
        random = self._random("besluit")
        # Only random teams miss deadlines and change their minds: the others show what their strategy leads to.
        erring = self.choices.strategy is Strategy.RANDOM
        missed, changed = erring and random.random() < MISS_PROBABILITY, erring and random.random() < CHANGE_PROBABILITY
        last = Minutes(point.deadline - 1)
        first = self.choices.decision_minute(point.opened, last, random)
        minutes = [] if missed else [first, random.randint(first, last)] if changed else [first]
        for version in range(len(point.versions), len(minutes)):
            if not point.expired:
                yield from self._decision(definition, version, Minutes(minutes[version]))
            break
        if definition.kind is DecisionKind.OPEN and point.versions:
            preferred = self._preferred()
            drawn = self._random(f"antwoord/{len(point.versions) - 1}").choice(definition.options).id
            option = preferred.adjudged if preferred and preferred.adjudged else drawn
            minute = Minutes(point.versions[-1].minute + ADJUDICATION_DELAY)
            yield PlannedAction(
                minute, Adjudicate(self.world_index, self.inject.point_id, option, note=_("Gesimuleerd oordeel."))
            )

    def _decision(self, definition: DecisionPoint, version: int, minute: Minutes) -> Iterator[PlannedAction]:
        preferred = self._preferred()
        answer = preferred.answer if preferred else self._answer(definition, self._random(f"antwoord/{version}"))
        if answer is not None:
            reasons = (
                "" if definition.reasons is ReasonsRule.NONE else self._random(f"redenen/{version}").choice(_reasons())
            )
            yield PlannedAction(minute, Decide(self.world_index, self.inject.point_id, answer, reasons))

    def _preferred(self) -> CandidateAnswer | None:
        """The answer that the strategy picks; NO_ANSWER lets the deadline pass, None leaves it to chance."""
        index = self.compiled.injects[self.inject.id]
        possible = partial(can_answer, self.compiled, self.world, self.state.clock, self.inject.point_id)
        return self.choices.preferred(index, possible)

    def _answer(self, point: DecisionPoint, random: Random) -> Answer | None:
        ids = [option.id for option in point.options]
        match point.kind:
            case DecisionKind.CHOICE:
                available = self._available(point)
                return Choice(random.choice(available)) if available else None
            case DecisionKind.MULTIPLE:
                available = self._available(point)
                number = min(random.randint(1, point.most or len(ids)), len(available))
                chosen = random.sample(available, number)
                return Choices(tuple(option for option in ids if option in chosen)) if chosen else None
            case DecisionKind.RANKING:
                return Ranking(tuple(random.sample(ids, len(ids))))
            case DecisionKind.NUMBER:
                return Number(random.randint(point.lowest or 0, point.highest or 0))
            case DecisionKind.DISTRIBUTION:
                cuts = sorted(random.randint(0, point.total or 0) for _post in point.posts[1:])
                amounts = [end - begin for begin, end in zip([0, *cuts], [*cuts, point.total or 0], strict=True)]
                shares = zip(point.posts, amounts, strict=True)
                return Distribution(tuple(Share(post.id, amount) for post, amount in shares))
            case DecisionKind.OPEN:
                return FreeText(random.choice(point.options).recognition or "")

    def _available(self, point: DecisionPoint) -> list[str]:
        return [
            option.id
            for option in point.options
            if option.available is None
            or condition_holds(self.compiled, self.world, self.state.clock, option.available)
        ]

    def ratings(self) -> Iterator[PlannedAction]:
        """The observers' ratings of the expected actions."""
        for number in range(len(self.inject.expectations)):
            random = self._random(f"verwachting/{number}")
            minute = Minutes(self.delivered_at + random.randint(8, 25))
            rating = random.choice(_RATINGS)
            yield PlannedAction(minute, RateExpectation(self.world_index, self.inject.id, number, rating))

    def messages(self) -> Iterator[PlannedAction]:
        """A question to the sender, and the sender's prepared answer."""
        party = next((party for party in self.compiled.script.parties if party.id == self.inject.sender), None)
        random = self._random("vraag")
        if party is None or not party.answers or random.random() >= QUESTION_PROBABILITY:
            return
        team = self.inject.deciding_team or self.inject.teams[0]
        about = fill_placeholders(self.inject.subject or self.inject.id, self._indicator_name)
        question = _("Over ‘{about}’: wat betekent dit voor ons, en wanneer weet u meer?").format(about=about)
        minute = self.delivered_at + random.randint(2, 8)
        yield PlannedAction(Minutes(minute), SendMessage(self.world_index, team, party.id, question))
        answer = SendMessage(self.world_index, party.id, team, random.choice(party.answers))
        yield PlannedAction(Minutes(minute + random.randint(2, 6)), answer)

    def _indicator_name(self, indicator: str) -> str:
        return self.compiled.script.indicators[self.compiled.indicators[indicator]].name


def _reasons() -> list[str]:
    return [
        _("Dit helpt het snelst de inwoners die het hardst getroffen zijn."),
        _("We houden hiermee mensen en middelen over voor de komende dagen."),
        _("Zo blijft het basisniveau van onze belangrijkste processen overeind."),
        _("We wachten niet op zekerheid: op tijd een besluit weegt zwaarder."),
        _("De andere mogelijkheden kosten te veel mensen die we vannacht nodig hebben."),
        _("Dit kunnen we goed uitleggen aan de raad en aan inwoners."),
    ]
