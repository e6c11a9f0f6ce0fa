"""The control state of a play-through: clock, pending injects and open questions, without the levels of indicators.

Theory of operation. A control state is a world of the engine without its numbers, reduced to what the rest of play can
still depend on. What happens in it is decided by the engine itself (`first_due`, `apply_event`), which is given levels
that are right only where its rules will read them. So the rules of play exist once, and cannot differ between an
exercise and its exploration.

Two play-throughs may be merged when nothing that can still happen tells them apart. So whatever has happened is
forgotten as soon as no future rule can read it: the text of a question once it was delivered, the minute of an inject
that no other waits for, the answer to a question that no condition asks after any more. What an answer did to the
levels is not in the control state; that is in the states of the indicators.

An answer that can still be read is replaced by a representative: the first answer met that makes every comparison
that can still be evaluated come out the same. If the only conditions left ask whether a number is above 5, then all
numbers above 5 are one and the same from there on.

A play-through goes through phases: what is due at this minute (DUE, again and again until nothing is), the questions to
decide at this minute (ASK, likewise), then time passes (RUN) to the next minute at which anything can be due.
"""

from collections.abc import Iterator, Sequence
from enum import Enum

from attrs import evolve, frozen

from oefening.engine.answers import answer_satisfies
from oefening.engine.apply_event import fold
from oefening.engine.condition_eval import condition_holds, first_minute
from oefening.engine.dynamics import Levels, Operation
from oefening.engine.events import DecisionAdjudicated, DecisionMade, Event, InjectDelivered
from oefening.engine.state import AnswerVersion, InjectState, InjectStatus, PointState, State, World
from oefening.engine.triggers import awaits_decision, due_minute, first_due
from oefening.explore.answer_space import CandidateAnswer
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.snapshot import Snapshot
from oefening.script.conditions import Atom, Condition, DecisionComparison, atoms
from oefening.script.model import DecisionKind
from oefening.script.units import Minutes

IRRELEVANT = InjectState(InjectStatus.SKIPPED)
"""The state of an inject that is no longer pending, where it does not matter any more what became of it."""

NOT_OPEN = -1
"""In `moments_passed`, for a question that does not wait for an answer."""


class ControlPhase(Enum):
    """What happens next in a control state."""

    CHECK = "the text that was just delivered is compared with what it assumes"
    DUE = "the first thing that is due at this minute happens"
    ASK = "a team answers a question, or does not"
    RUN = "time passes"
    END = "play is over"


@frozen
class ControlState:
    """A state of play without levels. `moments_passed` counts the past moments to decide of every open question."""

    phase: ControlPhase
    clock: Minutes
    world: World
    moments_passed: tuple[int, ...]
    to_check: int | None = None
    """In the phase CHECK the index of the inject whose text it is."""


@frozen
class LevelAssignment:
    """The levels that the engine is given: complete, but right only for the targets that will be read."""

    levels: Levels
    schedule: tuple[Operation, ...] = ()


@frozen
class Transition:
    """What happened in a control state: the events, the operations they scheduled, and the control state after."""

    events: tuple[Event, ...]
    operations: tuple[Operation, ...]
    after: ControlState


class TransitionSystem:
    """The rules of play of a cone: which transition leads from one control state to the next.

    `earliest` is the first minute at which teams can decide: where the play of a snapshot goes on.
    """

    def __init__(self, analysis: ScriptAnalysis, cone: Cone, earliest: Minutes = Minutes(0)) -> None:
        self.analysis = analysis
        self._earliest = earliest
        self.cone = cone
        self.compiled = analysis.compiled
        self._goal_targets = {
            self.compiled.indicators[self.compiled.script.goals[goal].indicator] for goal in cone.goals
        }
        injects = self.compiled.script.injects
        self._option_conditions = [
            analysis.option_conditions(index) if index in cone.points else () for index in range(len(injects))
        ]
        self._followers: dict[int, list[int]] = {}
        for index in cone.injects:
            before = analysis.predecessor(injects[index])
            if before is not None:
                self._followers.setdefault(before, []).append(index)
        self._representatives: dict[object, PointState] = {}

    @property
    def blank_world(self) -> World:
        """A world in which nothing has happened and, outside the cone, nothing will."""
        injects = tuple(
            InjectState() if i in self.cone.injects else IRRELEVANT for i in range(len(self.compiled.script.injects))
        )
        return World("", self.compiled.begin, (), injects, (None,) * len(injects))

    def initial(self) -> ControlState:
        """The control state at the start of an exercise."""
        world = self.blank_world
        return ControlState(ControlPhase.DUE, Minutes(0), world, (NOT_OPEN,) * len(world.injects))

    def from_snapshot(self, snapshot: Snapshot) -> ControlState:
        """The control state of an exercise that is under way.

        A question whose moment to decide has passed can still be answered now; one that is declined cannot.
        """
        played = snapshot.world
        injects = tuple(
            known if blank.status is InjectStatus.WAITING else blank
            for known, blank in zip(played.injects, self.blank_world.injects, strict=True)
        )
        world = self._reduced(World("", self.compiled.begin, (), injects, played.points))
        moments_passed = tuple(
            NOT_OPEN
            if point is None or not awaits_decision(point)
            else len(self._offsets(index))
            if index in snapshot.declined
            else 0
            for index, point in enumerate(world.points)
        )
        return ControlState(ControlPhase.DUE, snapshot.clock, world, moments_passed)

    def pending_injects(self, control_state: ControlState) -> Iterator[int]:
        """The injects of the cone that are still to come."""
        for index in self.cone.injects:
            if control_state.world.injects[index].status is InjectStatus.WAITING:
                yield index

    def open_points(self, control_state: ControlState) -> Iterator[tuple[int, PointState]]:
        """The questions that wait for an answer, in the order of the script."""
        for index, point in enumerate(control_state.world.points):
            if point is not None and awaits_decision(point):
                yield index, point

    def live_targets(self, control_state: ControlState) -> frozenset[int]:
        """The targets that can still be read, by a condition or for the grade of a goal (liveness analysis)."""
        if control_state.phase is ControlPhase.END:
            return frozenset(self._goal_targets)
        to_come = self._atoms_to_come(control_state.world)
        if control_state.to_check is not None:
            to_come |= set(atoms(self.analysis.assumption(control_state.to_check)))
        read = (self.analysis.targets_read(atom) for atom in to_come)
        return frozenset(self._goal_targets).union(*read)

    def _atoms_to_come(self, world: World) -> set[Atom]:
        """Every comparison in the conditions of what can still come."""
        conditions: list[Condition] = []
        for index in self.cone.injects:
            state, point = world.injects[index], world.points[index]
            waits = state.status is InjectStatus.WAITING
            if waits:
                conditions += self.analysis.conditions(index)
                conditions += [self.analysis.assumption(index)] if index in self.cone.checks else []
            if waits or (point is not None and awaits_decision(point)):
                conditions += self._option_conditions[index]
        return {atom for condition in conditions for atom in atoms(condition)}

    def due_conditions(self, control_state: ControlState) -> list[Condition]:
        """The conditions that decide what falls due at this minute."""
        found: list[Condition] = []
        for index in self.pending_injects(control_state):
            inject = self.compiled.script.injects[index]
            minute = None if inject.as_soon_as else due_minute(self.compiled, control_state.world, inject)
            if inject.as_soon_as or (minute is not None and minute <= control_state.clock):
                found += self.analysis.conditions(index)
        return found

    def after_due(self, control_state: ControlState, assignment: LevelAssignment) -> Transition:
        """The first thing due at this minute happens; where nothing is due, the questions of this minute come next."""
        world = evolve(control_state.world, levels=assignment.levels)
        event = first_due(self.compiled, State(clock=control_state.clock, started=True, worlds=(world,)))
        if event is None:
            return Transition((), (), evolve(control_state, phase=ControlPhase.ASK))
        return self._transition(control_state, (event,))

    def assumption_holds(self, control_state: ControlState, assignment: LevelAssignment) -> bool:
        """Whether what the text to check assumes is true."""
        assert control_state.to_check is not None  # noqa: S101 - asked in the phase CHECK only
        world = evolve(control_state.world, levels=assignment.levels)
        assumed = self.analysis.assumption(control_state.to_check)
        return condition_holds(self.compiled, world, control_state.clock, assumed)

    def after_check(self, control_state: ControlState) -> ControlState:
        """The control state once the text was checked."""
        return evolve(control_state, phase=ControlPhase.DUE, world=self._reduced(control_state.world), to_check=None)

    def current_question(self, control_state: ControlState) -> int | None:
        """The question (index of its inject) that is decided at this minute, or not; the first in the script."""
        for index, point in self.open_points(control_state):
            if self._moment(control_state, index, point) == control_state.clock:
                return index
        return None

    def _moment(self, control_state: ControlState, index: int, point: PointState) -> Minutes | None:
        """The next minute at which the team of an open question may decide; None once all have passed."""
        moments, passed = self._offsets(index), control_state.moments_passed[index]
        return max(Minutes(point.opened + moments[passed]), self._earliest) if passed < len(moments) else None

    def _offsets(self, index: int) -> tuple[int, ...]:
        definition = self.compiled.script.injects[index].point
        assert definition is not None  # noqa: S101 - only points are open
        return self.analysis.moments.offsets(definition.deadline)

    def after_questions(self, control_state: ControlState) -> ControlState:
        """The control state once no question is left to decide at this minute."""
        return evolve(control_state, phase=ControlPhase.RUN)

    def possible_answers(
        self, control_state: ControlState, index: int, assignment: LevelAssignment
    ) -> tuple[CandidateAnswer, ...]:
        """The answers that can be given to a question now."""
        world = evolve(control_state.world, levels=assignment.levels)
        point = self.compiled.script.injects[index].point
        assert point is not None  # noqa: S101
        # As in the engine, only a choice can be barred: a ranking always has all options, a hidden one is not chosen.
        choosable = point.kind in (DecisionKind.CHOICE, DecisionKind.MULTIPLE)
        barred = {
            option.id
            for option in (point.options if choosable else ())
            if option.available is not None
            and not condition_holds(self.compiled, world, control_state.clock, option.available)
        }
        return tuple(candidate for candidate in self.analysis.candidates[index] if barred.isdisjoint(candidate.options))

    def after_answer(self, control_state: ControlState, index: int, candidate: CandidateAnswer) -> Transition:
        """A team gives an answer; a free one is adjudicated at once."""
        point = self.compiled.script.injects[index].point_id
        assert candidate.answer is not None  # noqa: S101 - NO_ANSWER is for `after_no_answer`
        events: tuple[Event, ...] = (DecisionMade(0, point, candidate.answer, ""),)
        if candidate.adjudged is not None:
            events += (DecisionAdjudicated(0, point, candidate.adjudged, (), ""),)
        return self._transition(control_state, events)

    def after_no_answer(self, control_state: ControlState, index: int) -> Transition:
        """A team does not answer at this moment; it may at a later one, if its question has more."""
        moments_passed = list(control_state.moments_passed)
        moments_passed[index] += 1
        return Transition((), (), evolve(control_state, moments_passed=tuple(moments_passed)))

    def as_soon_as_waiting(self, control_state: ControlState) -> list[int]:
        """The pending injects that wait for a condition (`zodra`)."""
        return [
            index for index in self.pending_injects(control_state) if self.compiled.script.injects[index].as_soon_as
        ]

    def crossing_minute(self, control_state: ControlState, index: int, assignment: LevelAssignment) -> Minutes | None:
        """The minute at which the condition that an inject waits for will hold, if nobody does anything."""
        condition = self.compiled.script.injects[index].as_soon_as
        assert condition is not None  # noqa: S101
        world = evolve(control_state.world, levels=assignment.levels, schedule=assignment.schedule)
        return first_minute(self.compiled, world, control_state.clock, condition, self.analysis.end_of_play)

    def next_certain_stop(self, control_state: ControlState) -> Minutes:
        """The next minute at which something is due by the clock or a team may decide; the end of play where none."""
        stops = [self.analysis.end_of_play]
        for index in self.pending_injects(control_state):
            inject = self.compiled.script.injects[index]
            minute = None if inject.as_soon_as else due_minute(self.compiled, control_state.world, inject)
            if minute is not None:
                stops.append(minute)
        for index, point in self.open_points(control_state):
            moment = self._moment(control_state, index, point)
            stops.append(point.deadline if moment is None else moment)
        return min(stops)

    def after_time(self, control_state: ControlState, to: Minutes) -> ControlState:
        """The control state once time has passed until a minute; at the end of play, the final one."""
        if control_state.clock >= self.analysis.end_of_play:
            # Nothing is read any more, so all play-throughs end in the same control state.
            count = len(control_state.world.points)
            world = evolve(control_state.world, injects=(IRRELEVANT,) * count, points=(None,) * count)
            return ControlState(ControlPhase.END, self.analysis.horizon, world, (NOT_OPEN,) * count)
        return evolve(control_state, phase=ControlPhase.DUE, clock=to)

    def _transition(self, control_state: ControlState, events: Sequence[Event]) -> Transition:
        state = State(clock=control_state.clock, started=True, worlds=(control_state.world,))
        (world,) = fold(self.compiled, events, state).worlds
        delivered = (self.compiled.injects[event.inject] for event in events if isinstance(event, InjectDelivered))
        to_check = next((index for index in delivered if index in self.cone.checks), None)
        reduced = self._reduced(world, to_check)
        moments_passed = tuple(
            NOT_OPEN if point is None or not awaits_decision(point) else max(passed, 0)
            for point, passed in zip(reduced.points, control_state.moments_passed, strict=True)
        )
        phase = ControlPhase.DUE if to_check is None else ControlPhase.CHECK
        # A control state has no levels and no schedule, so the schedule holds just the operations of these events.
        after = ControlState(phase, control_state.clock, reduced, moments_passed, to_check)
        return Transition(tuple(events), world.schedule, after)

    def _reduced(self, world: World, to_check: int | None = None) -> World:
        """The world without anything that no rule can read any more."""
        waits = [state.status is InjectStatus.WAITING for state in world.injects]
        # The minute of an inject or of a decision matters only while another inject waits for it (`na`).
        awaited = {before for before, followers in self._followers.items() if any(waits[i] for i in followers)}
        injects = tuple(
            state if waits[index] or index in awaited else IRRELEVANT for index, state in enumerate(world.injects)
        )
        points = tuple(point if index in self.cone.points else None for index, point in enumerate(world.points))
        bare = evolve(world, levels=self.compiled.begin, schedule=(), injects=injects, points=points)
        to_come = self._atoms_to_come(bare)
        if to_check is not None:
            to_come |= set(atoms(self.analysis.assumption(to_check)))
        reduced = tuple(
            None if point is None else self._reduced_point(index, point, to_come, index in awaited)
            for index, point in enumerate(points)
        )
        return evolve(bare, points=reduced)

    def _reduced_point(self, index: int, point: PointState, to_come: set[Atom], awaited: bool) -> PointState | None:
        if awaits_decision(point):
            return evolve(point, question="", choices=())
        name = self.compiled.script.injects[index].point_id
        read = [atom for atom in to_come if isinstance(atom, DecisionComparison) and atom.point.id == name]
        if not read and not awaited:
            return None
        # The key says all that can still be read of this point; points with the same key are the same from here on.
        truths = frozenset((atom, answer_satisfies(atom, point.effective_answer, point.expired)) for atom in read)
        settled = (point.deadline if point.expired else point.decided_at) if awaited else None
        key = (index, truths, settled, point.expired)
        return self._representatives.setdefault(key, _representative(point, settled))


def _representative(point: PointState, settled: Minutes | None) -> PointState:
    """A settled point with nothing but its answer and, where an inject waits for it, the minute."""
    minute = Minutes(0) if settled is None else settled
    versions = tuple(AnswerVersion(minute, version.answer, "") for version in point.versions[-1:])
    adjudicated = None if point.adjudicated is None else minute
    return evolve(
        point,
        opened=Minutes(0),
        deadline=minute,
        question="",
        choices=(),
        versions=versions,
        adjudicated=adjudicated,
    )
