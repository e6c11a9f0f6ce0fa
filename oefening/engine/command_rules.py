"""What each command requires, and the one event it leads to at once.

One function per command, in the order of `commands.py`. A requirement that is not met raises RefusedError with the
Dutch sentence that the person who asked will read; those that commands share are in `requirements`. What follows by
itself, and the passing of time, is for `handle_command`; what an event changes is for `apply_event`.
"""

import oefening.engine.commands as cmd
import oefening.engine.events as ev
from oefening.engine.answers import objection
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.condition_eval import condition_holds
from oefening.engine.requirements import (
    definition_of,
    require,
    require_correspondent,
    require_decided_point,
    require_effects,
    require_inject,
    require_known,
    require_length,
    require_no_objection,
    require_not_ended,
    require_opened_point,
    require_started,
    require_still_to_come,
    require_team,
    require_text,
    require_world,
)
from oefening.engine.state import InjectState, InjectStatus, State
from oefening.engine.triggers import delivery
from oefening.script.model import DecisionKind, Inject, ReasonsRule
from oefening.text.translation import _

FASTEST = 600
"""Exercise minutes per real minute: a day in two and a half minutes."""

MAX_WORLDS = 30

BEST_MARK = 5
"""Of the marks in a feedback form, which begin at 1."""


def event_for(compiled: CompiledScript, state: State, command: cmd.Command) -> ev.Event:
    """The event that a command, other than the passing of time, leads to at once.

    Raises:
        RefusedError: the command cannot be granted.
    """
    if isinstance(command, cmd.Start):
        return _start(compiled, state, command)
    require_started(state)
    # What is noted down about an exercise can still be noted once it has ended, in the debrief.
    match command:
        case cmd.NoteObservation():
            return _note_observation(compiled, state, command)
        case cmd.RateExpectation():
            return _rate_expectation(compiled, state, command)
        case cmd.NoteImprovement():
            return _note_improvement(compiled, command)
        case cmd.GiveFeedback():
            return _give_feedback(command)
    require_not_ended(state)
    match command:
        case cmd.JumpToPhase():
            return _jump_to_phase(compiled, state, command)
        case cmd.Pause():
            return _pause(state)
        case cmd.Resume():
            return _resume(state)
        case cmd.SetTempo():
            return _set_tempo(command)
        case cmd.End():
            return ev.ExerciseEnded()
        case cmd.SendInject():
            return _send_inject(compiled, state, command)
        case cmd.SkipInject():
            return _skip_inject(compiled, state, command)
        case cmd.HoldInject():
            return _hold_inject(compiled, state, command)
        case cmd.ReleaseInject():
            return _release_inject(compiled, state, command)
        case cmd.SendAdHocInject():
            return _send_ad_hoc_inject(compiled, state, command)
        case cmd.AddEffects():
            return _add_effects(compiled, state, command)
        case cmd.WithdrawEffects():
            return _withdraw_effects(state, command)
        case cmd.Decide():
            return _decide(compiled, state, command)
        case cmd.LockDecision():
            return _lock_decision(compiled, state, command)
        case cmd.UnlockDecision():
            return _unlock_decision(compiled, state, command)
        case cmd.Adjudicate():
            return _adjudicate(compiled, state, command)
        case cmd.WithdrawAdjudication():
            return _withdraw_adjudication(compiled, state, command)
        case cmd.DecideUnasked():
            return _decide_unasked(compiled, state, command)
        case cmd.AdjudicateUnasked():
            return _adjudicate_unasked(compiled, state, command)
        case cmd.SendMessage():
            return _send_message(compiled, state, command)
        case cmd.WriteOnBoard():
            return _write_on_board(compiled, state, command)
        case cmd.PassTime():
            raise AssertionError(command)


def _start(compiled: CompiledScript, state: State, command: cmd.Start) -> ev.Event:
    require(not state.started, _("De oefening is al begonnen."))
    sentence = _("Er zijn 1 tot en met {most} speelvelden mogelijk.").format(most=MAX_WORLDS)
    require(1 <= len(command.worlds) <= MAX_WORLDS, sentence)
    require(len(set(command.worlds)) == len(command.worlds), _("Geef elk speelveld een eigen naam."))
    teams = command.teams or tuple(team.id for team in compiled.script.teams)
    for team in teams:
        require_team(compiled, team)
    tempo = compiled.script.tempo if command.tempo is None else command.tempo
    _require_tempo(tempo)
    return ev.ExerciseStarted(command.worlds, tempo, command.simulation, teams, command.pin, command.style)


def _jump_to_phase(compiled: CompiledScript, state: State, command: cmd.JumpToPhase) -> ev.Event:
    phases = {phase.id: phase for phase in compiled.script.phases}
    require_known(command.phase, phases, _("De fase ‘{name}’ bestaat niet."))
    require(phases[command.phase].begin > state.clock, _("Deze fase is al begonnen."))
    return ev.PhaseJumped(command.phase)


def _pause(state: State) -> ev.Event:
    require(state.running, _("De klok staat al stil."))
    return ev.ExercisePaused()


def _resume(state: State) -> ev.Event:
    require(not state.running, _("De klok loopt al."))
    return ev.ExerciseResumed()


def _set_tempo(command: cmd.SetTempo) -> ev.Event:
    _require_tempo(command.tempo)
    return ev.TempoSet(command.tempo)


def _send_inject(compiled: CompiledScript, state: State, command: cmd.SendInject) -> ev.Event:
    inject, inject_state = _inject_and_state(compiled, state, command)
    require_still_to_come(inject_state)
    return delivery(compiled, state.clock, command.world, state.worlds[command.world], inject)


def _skip_inject(compiled: CompiledScript, state: State, command: cmd.SkipInject) -> ev.Event:
    inject, inject_state = _inject_and_state(compiled, state, command)
    require_still_to_come(inject_state)
    return ev.InjectSkipped(command.world, inject.id, ev.SkipReason.LEADER)


def _hold_inject(compiled: CompiledScript, state: State, command: cmd.HoldInject) -> ev.Event:
    inject, inject_state = _inject_and_state(compiled, state, command)
    require_still_to_come(inject_state)
    require(inject_state.status is InjectStatus.WAITING, _("Deze inject wordt al vastgehouden."))
    return ev.InjectHeld(command.world, inject.id)


def _release_inject(compiled: CompiledScript, state: State, command: cmd.ReleaseInject) -> ev.Event:
    inject, inject_state = _inject_and_state(compiled, state, command)
    # What the leader dropped can be brought back; what the script itself skipped cannot.
    if not inject_state.dropped:
        require_still_to_come(inject_state)
        require(inject_state.status is InjectStatus.HELD, _("Deze inject wordt niet vastgehouden."))
    return ev.InjectReleased(command.world, inject.id)


def _send_ad_hoc_inject(compiled: CompiledScript, state: State, command: cmd.SendAdHocInject) -> ev.Event:
    require_world(state, command.world)
    require(bool(command.teams), _("Kies ten minste één team dat het bericht krijgt."))
    for team in command.teams:
        require_team(compiled, team)
    require_text(command.text)
    require_effects(compiled, command.effects)
    return ev.AdHocInjectSent(
        command.world, command.teams, command.sender, command.channel, command.subject, command.text, command.effects
    )


def _add_effects(compiled: CompiledScript, state: State, command: cmd.AddEffects) -> ev.Event:
    require_world(state, command.world)
    require(bool(command.effects), _("Geef ten minste één gevolg."))
    require_effects(compiled, command.effects)
    require_length(command.note)
    return ev.EffectsAdded(command.world, command.effects, command.note)


def _withdraw_effects(state: State, command: cmd.WithdrawEffects) -> ev.Event:
    world = require_world(state, command.world)
    require(1 <= command.number <= world.ad_hoc_effects, _("Deze verandering bestaat niet."))
    require(command.number not in world.withdrawn_effects, _("Deze verandering is al teruggenomen."))
    return ev.EffectsWithdrawn(command.world, command.number)


def _decide(compiled: CompiledScript, state: State, command: cmd.Decide) -> ev.Event:
    world = require_world(state, command.world)
    point_state = require_opened_point(compiled, world, command.point)
    point = definition_of(compiled, command.point)
    in_time = state.clock < point_state.deadline and not point_state.expired
    require(in_time, _("De termijn van dit beslispunt is voorbij."))
    require(not point_state.locked, _("De oefenleider heeft dit besluit vastgezet."))
    require(point_state.adjudicated is None, _("Dit besluit is al beoordeeld; het kan niet meer veranderen."))

    def available(option_id: str) -> bool:
        condition = next(option.available for option in point.options if option.id == option_id)
        return condition is None or condition_holds(compiled, world, state.clock, condition)

    require_no_objection(objection(point, command.answer, available))
    if point.reasons is ReasonsRule.REQUIRED:
        require(bool(command.reasons.strip()), _("Geef bij dit besluit ook de redenen."))
    require_length(command.reasons)
    return ev.DecisionMade(command.world, command.point, command.answer, command.reasons)


def _lock_decision(compiled: CompiledScript, state: State, command: cmd.LockDecision) -> ev.Event:
    point_state = require_decided_point(compiled, state, command.world, command.point)
    require(not point_state.locked, _("Dit besluit ligt al vast."))
    return ev.DecisionLocked(command.world, command.point)


def _unlock_decision(compiled: CompiledScript, state: State, command: cmd.UnlockDecision) -> ev.Event:
    point_state = require_decided_point(compiled, state, command.world, command.point)
    require(point_state.locked, _("Dit besluit ligt niet vast."))
    return ev.DecisionUnlocked(command.world, command.point)


def _adjudicate(compiled: CompiledScript, state: State, command: cmd.Adjudicate) -> ev.Event:
    point_state = require_decided_point(compiled, state, command.world, command.point)
    point = definition_of(compiled, command.point)
    require(point.kind is DecisionKind.OPEN, _("Alleen een vrij antwoord wordt beoordeeld."))
    require(point_state.adjudicated is None, _("Dit besluit is al beoordeeld."))
    if command.option is not None:
        known = [option.id for option in point.options]
        require_known(command.option, known, _("De optie ‘{name}’ bestaat hier niet."))
    require_effects(compiled, command.effects)
    require_length(command.note)
    return ev.DecisionAdjudicated(command.world, command.point, command.option, command.effects, command.note)


def _withdraw_adjudication(compiled: CompiledScript, state: State, command: cmd.WithdrawAdjudication) -> ev.Event:
    point_state = require_decided_point(compiled, state, command.world, command.point)
    require(point_state.adjudicated is not None, _("Dit besluit is nog niet beoordeeld."))
    return ev.AdjudicationWithdrawn(command.world, command.point)


def _decide_unasked(compiled: CompiledScript, state: State, command: cmd.DecideUnasked) -> ev.Event:
    require_world(state, command.world)
    require_team(compiled, command.team)
    require_text(command.text)
    require_length(command.reasons)
    return ev.OwnDecisionMade(command.world, command.team, command.text, command.reasons)


def _adjudicate_unasked(compiled: CompiledScript, state: State, command: cmd.AdjudicateUnasked) -> ev.Event:
    own = require_world(state, command.world).own_decisions
    require(1 <= command.number <= len(own), _("Dit eigen besluit bestaat niet."))
    require(not own[command.number - 1].adjudicated, _("Dit eigen besluit is al beoordeeld."))
    require_effects(compiled, command.effects)
    require_length(command.note)
    return ev.OwnDecisionAdjudicated(command.world, command.number, command.effects, command.note)


def _send_message(compiled: CompiledScript, state: State, command: cmd.SendMessage) -> ev.Event:
    require_world(state, command.world)
    for name in (command.sender, command.recipient):
        require_correspondent(compiled, name)
    require_text(command.text)
    return ev.MessageSent(command.world, command.sender, command.recipient, command.text)


def _write_on_board(compiled: CompiledScript, state: State, command: cmd.WriteOnBoard) -> ev.Event:
    require_world(state, command.world)
    require_team(compiled, command.team)
    require_length(command.text)
    return ev.BoardWritten(command.world, command.team, command.part, command.text)


def _note_observation(compiled: CompiledScript, state: State, command: cmd.NoteObservation) -> ev.Event:
    require_world(state, command.world)
    require_text(command.text)
    require_team(compiled, command.team)
    return ev.ObservationNoted(command.world, command.team, command.text)


def _rate_expectation(compiled: CompiledScript, state: State, command: cmd.RateExpectation) -> ev.Event:
    require_world(state, command.world)
    expectations = require_inject(compiled, command.inject).expectations
    require(0 <= command.expectation < len(expectations), _("Deze verwachting bestaat niet."))
    require_length(command.note)
    return ev.ExpectationRated(command.world, command.inject, command.expectation, command.performance, command.note)


def _note_improvement(compiled: CompiledScript, command: cmd.NoteImprovement) -> ev.Event:
    require_text(command.text)
    require_length(command.owner + command.due)
    known = not command.goal or command.goal in {goal.id for goal in compiled.script.goals}
    require(known, _("Dat continuïteitsdoel bestaat niet."))
    return ev.ImprovementNoted(command.text, command.owner, command.due, command.goal)


def _give_feedback(command: cmd.GiveFeedback) -> ev.Event:
    marks = {command.usefulness, command.realism} <= set(range(1, BEST_MARK + 1))
    require(marks, _("Geef cijfers van 1 tot en met {best}.").format(best=BEST_MARK))
    require_length(command.remark)
    return ev.FeedbackGiven(command.usefulness, command.realism, command.remark)


def _require_tempo(tempo: int) -> None:
    sentence = _("Het tempo is 1 tot en met {fastest} oefenminuten per minuut.").format(fastest=FASTEST)
    require(1 <= tempo <= FASTEST, sentence)


def _inject_and_state(
    compiled: CompiledScript,
    state: State,
    command: cmd.SendInject | cmd.SkipInject | cmd.HoldInject | cmd.ReleaseInject,
) -> tuple[Inject, InjectState]:
    world = require_world(state, command.world)
    inject = require_inject(compiled, command.inject)
    return inject, world.injects[compiled.injects[inject.id]]
