"""Events in Dutch, one line each, for a timeline: what happened, to whom, in the words of the script. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking
from oefening.engine.continuity import Grade
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
    Performance,
    PhaseJumped,
    SkipReason,
    TempoSet,
    TimePassed,
)
from oefening.engine.evolve import evolved
from oefening.engine.plan import Plan
from oefening.engine.state import PointState, State
from oefening.language import _, enumerate_words
from oefening.script.model import Channel, DecisionPoint, Inject, Option, Post
from oefening.script.units import Minutes, format_moment

GRADE_MARKS = {Grade.MET: "●", Grade.STRAINED: "▲", Grade.CRITICAL: "◆", Grade.FAILED: "✖"}
"""A shape for every grade, so that it can be told without colour."""


CHANNEL_NAMES = {
    Channel.PHONE: _("Telefoon"),
    Channel.EMAIL: _("E-mail"),
    Channel.LCMS: _("LCMS"),
    Channel.NL_ALERT: _("NL-Alert"),
    Channel.NEWS: _("Nieuws"),
    Channel.SOCIAL_MEDIA: _("Sociale media"),
    Channel.RADIO: _("Radio"),
    Channel.LETTER: _("Brief"),
    Channel.WALKIE_TALKIE: _("Portofoon"),
    Channel.SIGHTING: _("Waarneming"),
}
"""What people call the ways in which a message comes."""


class Sort(StrEnum):
    """What kind of line it is, as a word that stands before it."""

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
class Line:
    """One line of a timeline: its kind, a few words, and where there is more the whole text.

    `route` is how it came, from whom and to whom.
    """

    sort: Sort
    text: str
    more: str = ""
    world: int | None = None
    route: str = ""


def performance_words(performance: Performance) -> str:
    """What a rating of an expected action means."""
    return {
        Performance.PERFORMED: _("uitgevoerd"),
        Performance.SOME_CHALLENGES: _("uitgevoerd met enkele problemen"),
        Performance.MAJOR_CHALLENGES: _("uitgevoerd met grote problemen"),
        Performance.UNABLE: _("niet uitgevoerd"),
    }[performance]


def choice_texts(point: DecisionPoint, state: PointState) -> dict[str, str]:
    """The texts of options or posts as the team read them, by id."""
    ids = [choice.id for choice in point.options] + [choice.id for choice in point.posts]
    return dict(zip(ids, state.choices, strict=True))


def answer_words(point: DecisionPoint, state: PointState, answer: Answer) -> str:
    """An answer in the words that the team read, or its own where it wrote them."""
    texts = choice_texts(point, state)
    match answer:
        case Choice(option):
            return texts[option]
        case Choices(options):
            return "; ".join(texts[option].rstrip(".") for option in options)
        case Ranking(options):
            return "; ".join(f"{place}. {texts[option].rstrip('.')}" for place, option in enumerate(options, 1))
        case Number(number):
            return f"{number} {point.unit or ''}".rstrip()
        case Distribution(shares):
            unit = f" {point.unit}" if point.unit else ""
            return "; ".join(f"{texts[share.post].rstrip('.')}: {share.amount}{unit}" for share in shares)
        case FreeText(text):
            return text.strip()


def explanation_of(point: DecisionPoint, state: PointState) -> str:
    """The author's explanations of what the team chose, or of what not deciding led to."""
    if state.expired:
        return (point.no_decision.explanation or "") if point.no_decision else ""
    answer = state.effective_answer
    match answer:
        case Choice(option):
            chosen: tuple[str, ...] = (option,)
        case Choices(options):
            chosen = options
        case Distribution(shares):
            chosen = tuple(share.post for share in shares if share.amount)
        case _:
            chosen = ()
    offered: tuple[Option | Post, ...] = (*point.options, *point.posts)
    found = [choice.explanation for choice in offered if choice.id in chosen and choice.explanation]
    if isinstance(answer, Number):
        band = next((band for band in point.bands if answer.number <= band.upto), None)
        found += [band.explanation] if band and band.explanation else []
    return " ".join(found)


def tell(plan: Plan, state: State, event: Event) -> Line | None:
    """The event that led to a state, as a line; None for the mere passing of time."""
    match event:
        case TimePassed():
            return None
        case ExerciseStarted() | PhaseJumped() | ExercisePaused() | ExerciseResumed() | TempoSet() | ExerciseEnded():
            return Line(Sort.CLOCK, _clock_text(plan, event))
        case InjectDelivered(world, inject_id, subject, text):
            inject = plan.inject(inject_id)
            return Line(Sort.INJECT, subject or inject.id, text, world, _route(plan, inject))
        case InjectSkipped() | InjectHeld() | InjectReleased():
            return _steering(plan, event)
        case AdHocInjectSent(world, teams, sender, channel, subject, text):
            to = enumerate_words([name_of(plan, team) for team in teams], _("en"))
            words = _("{channel} van {sender} aan {to}, niet uit het draaiboek")
            route = words.format(channel=CHANNEL_NAMES[channel], sender=sender, to=to)
            return Line(Sort.LEADER, subject or _("Bericht"), text, world, route)
        case EffectsAdded(world, _effects, note):
            return Line(Sort.LEADER, _("verandert de situatie"), note, world)
        case MessageSent(world, sender, recipient, text):
            told = _("{sender} aan {recipient}").format(
                sender=name_of(plan, sender), recipient=name_of(plan, recipient)
            )
            return Line(Sort.MESSAGE, told, text, world)
        case EffectsWithdrawn(world):
            return Line(Sort.LEADER, _("neemt een verandering van de situatie terug"), "", world)
        case BoardWritten(world, team, part, text):
            told = _("{team} werkt het bord bij: {part}").format(team=name_of(plan, team), part=part.value)
            return Line(Sort.BOARD, told, text, world)
        case ImprovementNoted(text, owner, due):
            who = enumerate_words([word for word in (owner, due) if word], _("voor"))
            return Line(Sort.IMPROVEMENT, text, who)
        case FeedbackGiven():
            return None
        case ObservationNoted(world, team, text):
            return Line(Sort.OBSERVATION, name_of(plan, team) if team else _("Iedereen"), text, world)
        case ExpectationRated(world, inject_id, number, performance, note):
            expected = plan.inject(inject_id).expectations[number].text.rstrip(".")
            told = f"{expected}: {performance_words(performance)}"
            return Line(Sort.OBSERVATION, told, note, world)
        case _:
            return _decision_line(plan, state, event)


@frozen
class Step:
    """An event, the minute at which it happened, and its line where it is worth one."""

    event: Event
    minute: Minutes
    line: Line | None


def steps_of(plan: Plan, events: Iterable[Event]) -> list[Step]:
    """Every event, told."""
    state, steps = State(), []
    for event in events:
        state = evolved(plan, state, event)
        steps.append(Step(event, state.clock, tell(plan, state, event)))
    return steps


def _decision_line(
    plan: Plan,
    state: State,
    event: DecisionMade
    | DecisionLocked
    | DecisionUnlocked
    | DecisionAdjudicated
    | AdjudicationWithdrawn
    | DeadlinePassed
    | OwnDecisionMade
    | OwnDecisionAdjudicated,
) -> Line:
    world = event.world
    match event:
        case OwnDecisionMade(_, team, text, reasons):
            told = _("{team} besluit ongevraagd: {text}").format(team=name_of(plan, team), text=text)
            return Line(Sort.DECISION, told, reasons, world)
        case OwnDecisionAdjudicated(_, number, _effects, note):
            told = _("beoordeelt eigen besluit {number}").format(number=number)
            return Line(Sort.LEADER, told, note, world)
    inject = plan.inject_of_point(event.point)
    point, put = inject.point, state.worlds[world].points[plan.points[event.point]]
    assert point is not None  # noqa: S101 - the plan lists points only
    assert put is not None  # noqa: S101 - nothing happens to a point that was not put
    team = name_of(plan, inject.deciding_team or "")
    match event:
        case DecisionMade(_, _point, answer, reasons):
            told = _("{team}: {answer}").format(team=team, answer=answer_words(point, put, answer))
            return Line(Sort.DECISION, told, reasons, world)
        case DeadlinePassed():
            told = _("{team} besluit niet op tijd: {question}").format(team=team, question=put.question)
            return Line(Sort.LATE, told, "", world)
        case DecisionAdjudicated(_, _point, option, _effects, note):
            judged = choice_texts(point, put).get(option or "", _("eigen gevolgen"))
            told = _("beoordeelt het antwoord van {team} als: {judged}").format(team=team, judged=judged)
            return Line(Sort.LEADER, told, note, world)
        case AdjudicationWithdrawn():
            told = _("neemt het oordeel over het antwoord van {team} terug").format(team=team)
            return Line(Sort.LEADER, told, put.question, world)
        case DecisionLocked():
            return Line(Sort.LEADER, _("zet het besluit van {team} vast").format(team=team), put.question, world)
        case DecisionUnlocked():
            told = _("geeft het besluit van {team} weer vrij").format(team=team)
            return Line(Sort.LEADER, told, put.question, world)


def name_of(plan: Plan, someone: str) -> str:
    """The name of a team or a party."""
    names = {team.id: team.name for team in plan.script.teams}
    names |= {party.id: party.name for party in plan.script.parties}
    return names.get(someone, someone)


def _route(plan: Plan, inject: Inject) -> str:
    to = enumerate_words([name_of(plan, team) for team in inject.teams], _("en"))
    if inject.sender is None:
        return _("{channel} door {to}").format(channel=CHANNEL_NAMES[inject.channel], to=to)
    sender = name_of(plan, inject.sender)
    return _("{channel} van {sender} aan {to}").format(channel=CHANNEL_NAMES[inject.channel], sender=sender, to=to)


def _steering(plan: Plan, event: InjectSkipped | InjectHeld | InjectReleased) -> Line:
    inject = plan.inject(event.inject)
    name = inject.subject or inject.id
    match event:
        case InjectSkipped(world, _, reason):
            sentences = {
                SkipReason.LEADER: _("slaat over: {name}"),
                SkipReason.CONDITION: _("Niet aan de orde: {name}"),
                SkipReason.PREDECESSOR: _("Niet aan de orde, want wat eraan voorafging kwam niet: {name}"),
            }
            sort = Sort.LEADER if reason is SkipReason.LEADER else Sort.CLOCK
            return Line(sort, sentences[reason].format(name=name), "", world)
        case InjectHeld(world):
            return Line(Sort.LEADER, _("houdt vast: {name}").format(name=name), "", world)
        case InjectReleased(world):
            return Line(Sort.LEADER, _("laat weer toe: {name}").format(name=name), "", world)


def _clock_text(
    plan: Plan,
    event: ExerciseStarted | PhaseJumped | ExercisePaused | ExerciseResumed | TempoSet | ExerciseEnded,
) -> str:
    match event:
        case ExerciseStarted(worlds):
            if len(worlds) == 1:
                return _("De oefening begint")
            return _("De oefening begint in {number} speelvelden").format(number=len(worlds))
        case PhaseJumped(phase_id):
            phase = next(phase for phase in plan.script.phases if phase.id == phase_id)
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
