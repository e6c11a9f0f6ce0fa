"""Which fact a command leads to at once, and when it is refused.

One function per command. Passing time and what follows by itself are not here.
"""

from collections.abc import Iterable

from oefening.engine.answers import objection, objection_to_length, objection_to_text
from oefening.engine.commands import (
    AddEffects,
    Adjudicate,
    AdjudicateUnasked,
    Command,
    Decide,
    DecideUnasked,
    End,
    GiveFeedback,
    HoldInject,
    JumpToPhase,
    LockDecision,
    NoteImprovement,
    NoteObservation,
    PassTime,
    Pause,
    RateExpectation,
    ReleaseInject,
    Resume,
    SendAdHocInject,
    SendInject,
    SendMessage,
    SetTempo,
    SkipInject,
    Start,
    UnlockDecision,
    WithdrawAdjudication,
    WithdrawEffects,
    WriteOnBoard,
)
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import holds_in
from oefening.engine.events import (
    AdHocInjectSent,
    AdjudicationWithdrawn,
    BoardWritten,
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
)
from oefening.engine.state import InjectStatus, PointState, State, World
from oefening.engine.triggers import delivery
from oefening.errors import OefeningError
from oefening.script.diagnostics import did_you_mean, quoted
from oefening.script.model import DecisionKind, DecisionPoint, Effect, Inject, ReasonsRule
from oefening.text.translation import _

FASTEST = 600
"""Exercise minutes per real minute: a day in two and a half minutes."""

MOST_WORLDS = 30

BEST_MARK = 5
"""Of the marks in a feedback form, which begin at 1."""

_STILL_TO_COME = (InjectStatus.WAITING, InjectStatus.HELD)


class RefusedError(OefeningError):
    """A command cannot be granted."""


def _demand(condition: bool, sentence: str) -> None:
    if not condition:
        raise RefusedError(sentence)


def event_for(compiled: CompiledScript, state: State, command: Command) -> Event:
    """What a command, other than the passing of time, leads to at once.

    Raises:
        ObjectionError: the command cannot be granted.
    """
    if isinstance(command, Start):
        return _start(compiled, state, command)
    _demand(state.started, _("De oefening is nog niet begonnen."))
    match command:
        case NoteImprovement(text, owner, due, goal):
            _demand_text(text)
            _demand_length(owner + due)
            known = not goal or goal in {each.id for each in compiled.script.goals}
            _demand(known, _("Dat continuïteitsdoel bestaat niet."))
            return ImprovementNoted(text, owner, due, goal)
        case GiveFeedback(usefulness, realism, remark):
            marks = {usefulness, realism} <= set(range(1, BEST_MARK + 1))
            _demand(marks, _("Geef cijfers van 1 tot en met {best}.").format(best=BEST_MARK))
            _demand_length(remark)
            return FeedbackGiven(usefulness, realism, remark)
        case NoteObservation(world, team, text):
            _world(state, world)
            _demand_text(text)
            _demand_team(compiled, team)
            return ObservationNoted(world, team, text)
        case RateExpectation():
            return _rate(compiled, state, command)
    _demand(not state.ended, _("De oefening is afgelopen."))
    match command:
        case Pause() | Resume() | SetTempo() | JumpToPhase() | End():
            return _clock_fact(compiled, state, command)
        case SendInject() | SkipInject() | HoldInject() | ReleaseInject():
            return _steered(compiled, state, command)
        case SendAdHocInject() | AddEffects() | WithdrawEffects() | SendMessage() | WriteOnBoard():
            return _improvised(compiled, state, command)
        case DecideUnasked() | AdjudicateUnasked():
            return _unasked(compiled, state, command)
        case Decide():
            return _decide(compiled, state, command)
        case Adjudicate():
            return _adjudicate(compiled, state, command)
        case WithdrawAdjudication(world, point):
            judged = _decided_point(compiled, state, world, point).adjudicated is not None
            _demand(judged, _("Dit besluit is nog niet beoordeeld."))
            return AdjudicationWithdrawn(world, point)
        case LockDecision(world, point):
            _demand(not _decided_point(compiled, state, world, point).locked, _("Dit besluit ligt al vast."))
            return DecisionLocked(world, point)
        case UnlockDecision(world, point):
            _demand(_decided_point(compiled, state, world, point).locked, _("Dit besluit ligt niet vast."))
            return DecisionUnlocked(world, point)
        case PassTime():
            raise AssertionError(command)


def _start(compiled: CompiledScript, state: State, command: Start) -> Event:
    _demand(not state.started, _("De oefening is al begonnen."))
    sentence = _("Er zijn 1 tot en met {most} speelvelden mogelijk.").format(most=MOST_WORLDS)
    _demand(1 <= len(command.worlds) <= MOST_WORLDS, sentence)
    _demand(len(set(command.worlds)) == len(command.worlds), _("Geef elk speelveld een eigen naam."))
    teams = command.teams or tuple(team.id for team in compiled.script.teams)
    for team in teams:
        _demand_team(compiled, team)
    tempo = compiled.script.tempo if command.tempo is None else command.tempo
    _demand_tempo(tempo)
    return ExerciseStarted(command.worlds, tempo, command.simulation, teams, command.pin, command.style)


def _clock_fact(
    compiled: CompiledScript, state: State, command: Pause | Resume | SetTempo | JumpToPhase | End
) -> Event:
    match command:
        case Pause():
            _demand(state.running, _("De klok staat al stil."))
            return ExercisePaused()
        case Resume():
            _demand(not state.running, _("De klok loopt al."))
            return ExerciseResumed()
        case SetTempo(tempo):
            _demand_tempo(tempo)
            return TempoSet(tempo)
        case JumpToPhase(phase):
            phases = {phase.id: phase for phase in compiled.script.phases}
            _demand_known(phase, phases, _("De fase ‘{name}’ bestaat niet."))
            _demand(phases[phase].begin > state.clock, _("Deze fase is al begonnen."))
            return PhaseJumped(phase)
        case End():
            return ExerciseEnded()


def _demand_tempo(tempo: int) -> None:
    sentence = _("Het tempo is 1 tot en met {fastest} oefenminuten per minuut.").format(fastest=FASTEST)
    _demand(1 <= tempo <= FASTEST, sentence)


def _improvised(
    compiled: CompiledScript,
    state: State,
    command: SendAdHocInject | AddEffects | WithdrawEffects | SendMessage | WriteOnBoard,
) -> Event:
    found = _world(state, command.world)
    match command:
        case SendAdHocInject(world, teams, sender, channel, subject, text, effects):
            _demand(bool(teams), _("Kies ten minste één team dat het bericht krijgt."))
            for team in teams:
                _demand_team(compiled, team)
            _demand_text(text)
            _demand_effects(compiled, effects)
            return AdHocInjectSent(world, teams, sender, channel, subject, text, effects)
        case AddEffects(world, effects, note):
            _demand(bool(effects), _("Geef ten minste één gevolg."))
            _demand_effects(compiled, effects)
            _demand_length(note)
            return EffectsAdded(world, effects, note)
        case WithdrawEffects(world, number):
            _demand(1 <= number <= found.ad_hoc_effects, _("Deze verandering bestaat niet."))
            _demand(number not in found.withdrawn_effects, _("Deze verandering is al teruggenomen."))
            return EffectsWithdrawn(world, number)
        case WriteOnBoard(world, team, part, text):
            _demand_team(compiled, team)
            _demand_length(text)
            return BoardWritten(world, team, part, text)
        case SendMessage(world, sender, recipient, text):
            for name in (sender, recipient):
                _demand_correspondent(compiled, name)
            _demand_text(text)
            return MessageSent(world, sender, recipient, text)


def _unasked(compiled: CompiledScript, state: State, command: DecideUnasked | AdjudicateUnasked) -> Event:
    own = _world(state, command.world).own_decisions
    match command:
        case DecideUnasked(world, team, text, reasons):
            _demand_team(compiled, team)
            _demand_text(text)
            _demand_length(reasons)
            return OwnDecisionMade(world, team, text, reasons)
        case AdjudicateUnasked(world, number, effects, note):
            _demand(1 <= number <= len(own), _("Dit eigen besluit bestaat niet."))
            _demand(not own[number - 1].adjudicated, _("Dit eigen besluit is al beoordeeld."))
            _demand_effects(compiled, effects)
            _demand_length(note)
            return OwnDecisionAdjudicated(world, number, effects, note)


def _steered(
    compiled: CompiledScript, state: State, command: SendInject | SkipInject | HoldInject | ReleaseInject
) -> Event:
    world = _world(state, command.world)
    inject = _inject(compiled, command.inject)
    found = world.injects[compiled.injects[inject.id]]
    status = found.status
    dropped = isinstance(command, ReleaseInject) and found.dropped
    _demand(dropped or status in _STILL_TO_COME, _("Deze inject is al {status}.").format(status=status.value))
    match command:
        case SendInject():
            return delivery(compiled, state.clock, command.world, world, inject)
        case SkipInject():
            return InjectSkipped(command.world, inject.id, SkipReason.LEADER)
        case HoldInject():
            _demand(status is InjectStatus.WAITING, _("Deze inject wordt al vastgehouden."))
            return InjectHeld(command.world, inject.id)
        case ReleaseInject():
            _demand(dropped or status is InjectStatus.HELD, _("Deze inject wordt niet vastgehouden."))
            return InjectReleased(command.world, inject.id)


def _decide(compiled: CompiledScript, state: State, command: Decide) -> Event:
    world = _world(state, command.world)
    point_state = _put_point(compiled, world, command.point)
    point = _definition(compiled, command.point)
    _demand(
        state.clock < point_state.deadline and not point_state.expired, _("De termijn van dit beslispunt is voorbij.")
    )
    _demand(not point_state.locked, _("De oefenleider heeft dit besluit vastgezet."))
    _demand(point_state.adjudicated is None, _("Dit besluit is al beoordeeld; het kan niet meer veranderen."))

    def available(option_id: str) -> bool:
        condition = next(option.available for option in point.options if option.id == option_id)
        return condition is None or holds_in(compiled, world, state.clock, condition)

    _demand_none(objection(point, command.answer, available))
    if point.reasons is ReasonsRule.REQUIRED:
        _demand(bool(command.reasons.strip()), _("Geef bij dit besluit ook de redenen."))
    _demand_length(command.reasons)
    return DecisionMade(command.world, command.point, command.answer, command.reasons)


def _adjudicate(compiled: CompiledScript, state: State, command: Adjudicate) -> Event:
    point_state = _decided_point(compiled, state, command.world, command.point)
    point = _definition(compiled, command.point)
    _demand(point.kind is DecisionKind.OPEN, _("Alleen een vrij antwoord wordt beoordeeld."))
    _demand(point_state.adjudicated is None, _("Dit besluit is al beoordeeld."))
    if command.option is not None:
        known = [option.id for option in point.options]
        _demand_known(command.option, known, _("De optie ‘{name}’ bestaat hier niet."))
    _demand_effects(compiled, command.effects)
    _demand_length(command.note)
    return DecisionAdjudicated(command.world, command.point, command.option, command.effects, command.note)


def _rate(compiled: CompiledScript, state: State, command: RateExpectation) -> Event:
    _world(state, command.world)
    expectations = _inject(compiled, command.inject).expectations
    _demand(0 <= command.expectation < len(expectations), _("Deze verwachting bestaat niet."))
    _demand_length(command.note)
    return ExpectationRated(command.world, command.inject, command.expectation, command.performance, command.note)


def _world(state: State, number: int) -> World:
    _demand(0 <= number < len(state.worlds), _("Dit speelveld bestaat niet."))
    return state.worlds[number]


def _inject(compiled: CompiledScript, inject_id: str) -> Inject:
    _demand_known(inject_id, compiled.injects, _("De inject ‘{name}’ bestaat niet."))
    return compiled.inject(inject_id)


def _put_point(compiled: CompiledScript, world: World, point_id: str) -> PointState:
    _demand_known(point_id, compiled.points, _("Het beslispunt ‘{name}’ bestaat niet."))
    point_state = world.points[compiled.points[point_id]]
    if point_state is None:
        raise RefusedError(_("Dit beslispunt is nog niet aan de orde."))
    return point_state


def _decided_point(compiled: CompiledScript, state: State, world: int, point_id: str) -> PointState:
    point_state = _put_point(compiled, _world(state, world), point_id)
    _demand(bool(point_state.versions), _("Het team heeft hier nog niet besloten."))
    return point_state


def _definition(compiled: CompiledScript, point_id: str) -> DecisionPoint:
    point = compiled.inject_of_point(point_id).point
    assert point is not None  # noqa: S101 - the plan lists points only
    return point


def _demand_known(name: str, known: Iterable[str], sentence: str) -> None:
    if name not in known:
        raise RefusedError(sentence.format(name=quoted(name)) + did_you_mean(name, known))


def _demand_team(compiled: CompiledScript, name: str | None) -> None:
    if name is not None:
        _demand_known(name, [team.id for team in compiled.script.teams], _("Het team ‘{name}’ bestaat niet."))


def _demand_correspondent(compiled: CompiledScript, name: str) -> None:
    known = [team.id for team in compiled.script.teams] + [party.id for party in compiled.script.parties]
    _demand_known(name, known, _("‘{name}’ is geen team en geen partij uit het tegenspel."))


def _demand_effects(compiled: CompiledScript, effects: tuple[Effect, ...]) -> None:
    for effect in effects:
        kinds = [value for value in (effect.change, effect.level, effect.drift, effect.fact) if value is not None]
        _demand(len(kinds) == 1, _("Elk gevolg verandert precies één ding."))
        if effect.fact is not None:
            _demand_known(effect.fact, compiled.facts, _("Het draaiboek kent het feit ‘{name}’ niet."))
        else:
            _demand_known(effect.indicator or "", compiled.indicators, _("De indicator ‘{name}’ bestaat niet."))


def _demand_text(text: str) -> None:
    _demand_none(objection_to_text(text))


def _demand_length(text: str) -> None:
    _demand_none(objection_to_length(text))


def _demand_none(sentence: str | None) -> None:
    if sentence is not None:
        raise RefusedError(sentence)
