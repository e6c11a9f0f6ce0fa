"""Small scripts and whole courses of play, drawn at random, for the engine's laws."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking, Share
from oefening.engine.apply_event import apply_event
from oefening.engine.commands import (
    AddEffects,
    Adjudicate,
    AdjudicateUnasked,
    Command,
    Decide,
    DecideUnasked,
    HoldInject,
    JumpToPhase,
    LockDecision,
    NoteObservation,
    PassTime,
    Pause,
    ReleaseInject,
    Resume,
    SendAdHocInject,
    SendInject,
    SendMessage,
    SkipInject,
    Start,
    UnlockDecision,
    WithdrawAdjudication,
    WithdrawEffects,
    WriteOnBoard,
)
from oefening.engine.compiled_script import CompiledScript, compile_script
from oefening.engine.events import BoardPart, Event
from oefening.engine.handle_command import Refusal, handle_command
from oefening.engine.state import State
from oefening.script.condition_parser import parse_condition
from oefening.script.model import (
    After,
    Band,
    Channel,
    ContinuityGoal,
    DecisionKind,
    DecisionPoint,
    Difficulty,
    Effect,
    Indicator,
    Inject,
    NoDecision,
    Option,
    Party,
    Phase,
    Post,
    Script,
    Team,
)
from oefening.script.units import Minutes

INDICATORS = ("water", "stroom", "zorg")
FACTS = ("gewaarschuwd", "hersteld")
DAY = 24 * 60


def a_script(**parts: Any) -> Script:
    """A script with one team and one indicator, with the given parts instead of the usual ones."""
    usual: dict[str, Any] = {
        "format": 1,
        "id": "proef",
        "title": "Proef",
        "summary": "Een proef.",
        "difficulty": Difficulty.INTRODUCTION,
        "playing_time": Minutes(60),
        "start": datetime(2026, 11, 16, 7, 30),
        "tempo": 8,
        "teams": (Team(id="beleid", name="Beleidsteam", assignment="Beslis."),),
        "parties": (Party(id="omroep", name="Omroep"),),
        "indicators": (an_indicator("water"),),
        "injects": (),
    }
    return Script(**(usual | parts))


def an_indicator(name: str, start: int = 50, drift: Fraction = Fraction(0)) -> Indicator:
    """An indicator from 0 to 100."""
    return Indicator(
        id=name,
        name=name,
        unit="%",
        start=Fraction(start),
        minimum=Fraction(0),
        maximum=Fraction(100),
        drift=drift,
    )


def an_inject(name: str, at: int | None = None, **parts: Any) -> Inject:
    """An inject to the one team, at a minute where one is given."""
    usual: dict[str, Any] = {
        "id": name,
        "at_minute": None if at is None else Minutes(at),
        "teams": ("beleid",),
        "sender": "omroep",
        "channel": Channel.PHONE,
        "text": f"Dit is {name}.",
    }
    return Inject(**(usual | parts))


def a_choice(deadline: int, *options: Option, **parts: Any) -> DecisionPoint:
    """A question with one answer out of these options."""
    usual: dict[str, Any] = {
        "question": "Wat doet u?",
        "kind": DecisionKind.CHOICE,
        "deadline": Minutes(deadline),
        "options": options,
    }
    return DecisionPoint(**(usual | parts))


def an_option(name: str, *effects: Effect, **parts: Any) -> Option:
    """An option with effects."""
    return Option(id=name, text=f"Optie {name}", effects=effects, **parts)


def change(amount: int, indicator: str = "water", delay: int = 0, spread: int = 0) -> Effect:
    """A change of an indicator."""
    return Effect(
        indicator=indicator,
        change=Fraction(amount),
        delay=Minutes(delay) if delay else None,
        spread=Minutes(spread) if spread else None,
    )


def play(compiled: CompiledScript, *commands: Command, state: State | None = None) -> tuple[State, list[Event]]:
    """The state and the events after commands that are all granted; begins by starting the exercise."""
    events: list[Event] = []
    if state is None:
        state, commands = State(), (Start(("een",)), *commands)
    for command in commands:
        granted = handle_command(compiled, state, command)
        assert not isinstance(granted, Refusal), granted.message
        for event in granted:
            state = apply_event(compiled, state, event)
        events += granted
    return state, events


_durations = st.none() | st.integers(1, 300).map(Minutes)
_few = st.integers(-60, 60).filter(bool)


@st.composite
def effects(draw: st.DrawFn, *, countable: bool = False) -> Effect:
    """Any effect; `countable` leaves out those that cannot be multiplied."""
    kind = draw(st.sampled_from(["change", "drift"] if countable else ["change", "drift", "level", "fact"]))
    delay = draw(_durations)
    if kind == "fact":
        return Effect(fact=draw(st.sampled_from(FACTS)), delay=delay)
    indicator = draw(st.sampled_from(INDICATORS))
    if kind == "change":
        spread = draw(_durations)
        return Effect(indicator=indicator, change=Fraction(draw(_few), 3), delay=delay, spread=spread)
    if kind == "level":
        return Effect(indicator=indicator, level=Fraction(draw(st.integers(0, 100))), delay=delay)
    drift = Fraction(draw(_few), 60)
    if draw(st.booleans()):
        return Effect(indicator=indicator, drift=drift, delay=delay, duration=draw(_durations))
    until = draw(st.none() | st.integers(0, DAY).map(Minutes))
    return Effect(indicator=indicator, drift=drift, delay=delay, until=until)


def some_effects(*, countable: bool = False) -> st.SearchStrategy[tuple[Effect, ...]]:
    """No, one or a few effects."""
    return st.lists(effects(countable=countable), max_size=3).map(tuple)


@st.composite
def conditions(draw: st.DrawFn, choices: tuple[str, ...] = ()) -> Any:
    """A condition on levels, facts, time and the decision points named."""
    operator = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
    level = st.builds("{} {} {}".format, st.sampled_from(INDICATORS), operator, st.integers(-5, 105))
    pair = st.builds("{} {} {}".format, st.sampled_from(INDICATORS), operator, st.sampled_from(INDICATORS))
    fact = st.sampled_from(FACTS).map("feit.{}".format)
    moment = st.builds("tijd {} {} min".format, operator, st.integers(0, DAY))
    kinds = [level, pair, fact, moment]
    if choices:
        answer = st.sampled_from(["a", "b", "geen"])
        kinds.append(
            st.builds("besluit.{} {} {}".format, st.sampled_from(choices), st.sampled_from(["=", "!="]), answer)
        )
    atom = st.one_of(kinds)
    text = draw(
        st.one_of(
            atom,
            st.builds("{} en {}".format, atom, atom),
            st.builds("{} of {}".format, atom, atom),
            st.builds("niet ({} of {})".format, atom, atom),
        )
    )
    return parse_condition(text)


@st.composite
def points(draw: st.DrawFn) -> DecisionPoint:
    """A decision point of any kind; options are called a, b and c."""
    kind = draw(st.sampled_from(DecisionKind))
    common: dict[str, Any] = {
        "question": "Wat doet u?",
        "kind": kind,
        "deadline": Minutes(draw(st.integers(1, 240))),
        "no_decision": draw(st.none() | st.builds(NoDecision, effects=some_effects())),
    }
    names = ("a", "b", "c")
    match kind:
        case DecisionKind.RANKING:
            options = tuple(
                Option(id=name, text=name, effects_by_rank=tuple(draw(some_effects()) for _place in names))
                for name in names
            )
            return DecisionPoint(**common, options=options)
        case DecisionKind.NUMBER:
            if draw(st.booleans()):
                bands = tuple(Band(upto=upto, effects=draw(some_effects())) for upto in (3, 8, 10))
                return DecisionPoint(**common, lowest=0, highest=10, unit="ploegen", bands=bands)
            per_unit = draw(some_effects(countable=True))
            return DecisionPoint(**common, lowest=0, highest=10, unit="ploegen", effects_per_unit=per_unit)
        case DecisionKind.DISTRIBUTION:
            posts = tuple(
                Post(id=name, text=name, effects_per_unit=draw(some_effects(countable=True))) for name in names
            )
            return DecisionPoint(**common, total=10, unit="ploegen", posts=posts)
        case _:
            available = st.none() | conditions() if kind is not DecisionKind.OPEN else st.none()
            options = tuple(
                Option(id=name, text=name, effects=draw(some_effects()), available=draw(available)) for name in names
            )
            return DecisionPoint(**common, options=options, most=2 if kind is DecisionKind.MULTIPLE else None)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """A script of a day with up to six injects of every sort."""
    injects: list[Inject] = []
    asking: list[str] = []
    for number in range(draw(st.integers(1, 6))):
        name = f"i{number}"
        earlier = tuple(inject.id for inject in injects)
        trigger: dict[str, Any] = {}
        sort = draw(
            st.sampled_from(["op", "op", "zodra", *(["na"] if earlier else []), *(["besluit"] if asking else [])])
        )
        if sort == "op":
            trigger["at_minute"] = Minutes(draw(st.integers(0, DAY)))
        elif sort == "zodra":
            trigger["as_soon_as"] = draw(conditions(tuple(asking)))
        else:
            wait = Minutes(draw(st.integers(0, 120)))
            after = (
                {"inject": draw(st.sampled_from(earlier))} if sort == "na" else {"point": draw(st.sampled_from(asking))}
            )
            trigger["after"] = After(**after, wait=wait)
        point = draw(st.none() | points())
        trigger["condition"] = draw(st.none() | st.none() | conditions(tuple(asking)))
        trigger["assumes"] = draw(st.none() | conditions(tuple(asking)))
        injects.append(
            an_inject(name, **trigger, effects=draw(some_effects()), point=point, text="Nu {water}, {stroom}.")
        )
        if point is not None:
            asking.append(name)
    indicators = tuple(
        an_indicator(name, draw(st.integers(0, 100)), Fraction(draw(st.integers(-20, 20)), 60)) for name in INDICATORS
    )
    facts = an_inject("feiten", DAY, effects=tuple(Effect(fact=fact) for fact in FACTS))
    goals = (
        ContinuityGoal(
            id="water", name="Water", indicator="water", mbco=Fraction(40), rto=Minutes(60), mtpd=Minutes(240)
        ),
    )
    phases = (Phase(id="avond", name="Avond", begin=Minutes(600)), Phase(id="nacht", name="Nacht", begin=Minutes(1300)))
    return a_script(
        indicators=indicators, injects=(*injects, facts), goals=goals, phases=phases, aftermath=Minutes(600)
    )


@frozen
class Move:
    """Something a person does at some point of play; what it is about is picked from how things then stand."""

    kind: str
    number: int
    effects: tuple[Effect, ...]

    def command(self, compiled: CompiledScript, state: State) -> Command:
        """The command in this state; it may be refused."""
        inject = compiled.script.injects[self.number % len(compiled.script.injects)]
        world = self.number % max(1, len(state.worlds))
        phase = compiled.script.phases[self.number % len(compiled.script.phases)]
        made: dict[str, Callable[[], Command]] = {
            "tijd": lambda: PassTime(Minutes(state.clock + self.number)),
            "besluit": lambda: _decision(compiled, world, self.number, inject),
            "oordeel": lambda: Adjudicate(world, inject.point_id, "a" if self.number % 2 else None, self.effects),
            "vast": lambda: LockDecision(world, inject.point_id),
            "los": lambda: UnlockDecision(world, inject.point_id),
            "houd": lambda: HoldInject(world, inject.id),
            "laat": lambda: ReleaseInject(world, inject.id),
            "stuur": lambda: SendInject(world, inject.id),
            "sla": lambda: SkipInject(world, inject.id),
            "gevolg": lambda: AddEffects(world, self.effects, "omdat"),
            "gevolg-terug": lambda: WithdrawEffects(world, 1),
            "oordeel-terug": lambda: WithdrawAdjudication(world, inject.point_id),
            "bord": lambda: WriteOnBoard(world, "beleid", BoardPart.PICTURE, "Geen water."),
            "ad-hoc": lambda: SendAdHocInject(
                world, ("beleid",), "de buurman", Channel.RADIO, "", "Hoor eens.", self.effects
            ),
            "eigen": lambda: DecideUnasked(world, "beleid", "Wij bellen de buren."),
            "eigen-oordeel": lambda: AdjudicateUnasked(world, 1, self.effects),
            "bericht": lambda: SendMessage(world, "beleid", "omroep", "Zegt u dit om?"),
            "waarneming": lambda: NoteObservation(world, "beleid", "Rustig overleg."),
            "sprong": lambda: JumpToPhase(phase.id),
            "pauze": Pause,
            "door": Resume,
        }
        return made[self.kind]()


def _decision(compiled: CompiledScript, world: int, number: int, inject: Inject) -> Command:
    names = ("a", "b", "c")
    picked = names[number % 3]
    kind = inject.point.kind if inject.point else DecisionKind.CHOICE
    answers: dict[DecisionKind, Answer] = {
        DecisionKind.CHOICE: Choice(picked),
        DecisionKind.MULTIPLE: Choices(tuple(sorted({picked, "b"}))),
        DecisionKind.RANKING: Ranking((*names[number % 3 :], *names[: number % 3])),
        DecisionKind.NUMBER: Number(number % 11),
        DecisionKind.DISTRIBUTION: Distribution((Share("a", number % 11), Share("b", 10 - number % 11), Share("c", 0))),
        DecisionKind.OPEN: FreeText(f"Wij doen {picked}."),
    }
    return Decide(world, inject.point_id, answers[kind], "daarom")


MOVE_KINDS = (
    *("tijd",) * 8, *("besluit",) * 8, "oordeel", "vast", "los", "houd", "laat", "stuur", "sla", "gevolg", "ad-hoc",
    "gevolg-terug", "oordeel-terug", "bord",
    "eigen", "eigen-oordeel", "bericht", "waarneming", "sprong", "pauze", "door",
)  # fmt: skip

moves = st.lists(
    st.builds(Move, st.sampled_from(MOVE_KINDS), st.integers(0, 400), some_effects()), min_size=1, max_size=25
)


@frozen
class Played:
    """A course of play: the commands that were granted, each with the events it led to."""

    compiled: CompiledScript
    turns: tuple[tuple[Command, tuple[Event, ...]], ...]

    @property
    def events(self) -> list[Event]:
        """All events, in order."""
        return [event for _command, events in self.turns for event in events]


def played(compiled: CompiledScript, worlds: tuple[str, ...], wanted: list[Move]) -> Played:
    """Plays the moves that are granted."""
    turns = []
    state = State()
    for move in (None, *wanted):
        command = Start(worlds) if move is None else move.command(compiled, state)
        answer = handle_command(compiled, state, command)
        if isinstance(answer, Refusal):
            continue
        for event in answer:
            state = apply_event(compiled, state, event)
        turns.append((command, answer))
    return Played(compiled, tuple(turns))


plays = st.builds(
    played,
    scripts().map(compile_script),
    st.sampled_from([("een",), ("een", "twee")]),
    moves,
)
