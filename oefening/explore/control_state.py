"""Where play stands apart from the levels: the clock, which injects are to come, which questions lie open.

A juncture is a world of the engine without its numbers, reduced to what the rest of play can still depend on, so that
courses that differ only in what no longer matters meet in the same one. What happens at a juncture the engine itself
decides; this module only asks it, with the levels filled in that it will look at.
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
from oefening.script.units import Minutes

DONE = InjectState(InjectStatus.SKIPPED)
"""An inject that came or did not come, where that no longer matters."""

UNASKED = -1


class Phase(Enum):
    """What happens next at a juncture."""

    CHECK = "a text that has just come is held against what it assumes"
    DUE = "what falls due at this minute"
    ASK = "a team decides, or lets it lie"
    RUN = "time passes"
    END = "play is over"


@frozen
class ControlState:
    """A place in play. `asked` counts, for every open question, the moments at which its team could have decided."""

    phase: Phase
    clock: Minutes
    world: World
    asked: tuple[int, ...]
    checked: int = UNASKED
    """At a CHECK the inject whose text it is."""


@frozen
class LevelAssignment:
    """The levels that the engine is to see: full rows, of which only the targets read are right."""

    levels: Levels
    schedule: tuple[Operation, ...] = ()


@frozen
class Transition:
    """What happened at a juncture: the events, what they set going, and the juncture after."""

    events: tuple[Event, ...]
    operations: tuple[Operation, ...]
    after: ControlState


class TransitionSystem:
    """The play of a cone of a script, juncture by juncture."""

    def __init__(self, analysis: ScriptAnalysis, cone: Cone, earliest: Minutes = Minutes(0)) -> None:
        self.analysis = analysis
        self._earliest = earliest
        self.cone = cone
        self.compiled = analysis.compiled
        self._goal_targets = {
            self.compiled.indicators[self.compiled.script.goals[goal].indicator] for goal in cone.goals
        }
        injects = self.compiled.script.injects
        self._asking = [
            analysis.option_conditions(index) if index in cone.points else () for index in range(len(injects))
        ]
        self._followers: dict[int, list[int]] = {}
        for index in cone.injects:
            before = analysis.predecessor(injects[index])
            if before is not None:
                self._followers.setdefault(before, []).append(index)
        self._representatives: dict[object, PointState] = {}

    @property
    def blank(self) -> World:
        """A world in which nothing has happened and, outside the cone, nothing will."""
        injects = tuple(
            InjectState() if i in self.cone.injects else DONE for i in range(len(self.compiled.script.injects))
        )
        return World("", self.compiled.begin, (), injects, (None,) * len(injects))

    def begin(self) -> ControlState:
        """The juncture at which the exercise starts."""
        world = self.blank
        return ControlState(Phase.DUE, Minutes(0), world, (UNASKED,) * len(world.injects))

    def from_snapshot(self, snapshot: Snapshot) -> ControlState:
        """The juncture at which an exercise stands; a question whose moment has passed can be answered now."""
        lived = snapshot.world
        injects = tuple(
            known if blank.status is InjectStatus.WAITING else blank
            for known, blank in zip(lived.injects, self.blank.injects, strict=True)
        )
        world = self._reduced(World("", self.compiled.begin, (), injects, lived.points))
        asked = tuple(
            UNASKED
            if point is None or not awaits_decision(point)
            else len(self._offsets(index))
            if index in snapshot.declined
            else 0
            for index, point in enumerate(world.points)
        )
        return ControlState(Phase.DUE, snapshot.clock, world, asked)

    def waiting(self, control_state: ControlState) -> Iterator[int]:
        """The injects that are still to come."""
        for index in self.cone.injects:
            if control_state.world.injects[index].status is InjectStatus.WAITING:
                yield index

    def open_points(self, control_state: ControlState) -> Iterator[tuple[int, PointState]]:
        """The questions that wait for a decision, in the order of the script."""
        for index, point in enumerate(control_state.world.points):
            if point is not None and awaits_decision(point):
                yield index, point

    def live_targets(self, control_state: ControlState) -> frozenset[int]:
        """The targets that what is still to come depends on."""
        if control_state.phase is Phase.END:
            return frozenset(self._goal_targets)
        to_come = self._atoms_to_come(control_state.world)
        if control_state.phase is Phase.CHECK:
            to_come |= set(atoms(self.analysis.assumption(control_state.checked)))
        read = (self.analysis.targets_read(atom) for atom in to_come)
        return frozenset(self._goal_targets).union(*read)

    def _atoms_to_come(self, world: World) -> set[Atom]:
        conditions: list[Condition] = []
        for index in self.cone.injects:
            state, point = world.injects[index], world.points[index]
            waits = state.status is InjectStatus.WAITING
            if waits:
                conditions += self.analysis.conditions(index)
                conditions += [self.analysis.assumption(index)] if index in self.cone.checks else []
            if waits or (point is not None and awaits_decision(point)):
                conditions += self._asking[index]
        return {atom for condition in conditions for atom in atoms(condition)}

    def due_conditions(self, control_state: ControlState) -> list[Condition]:
        """The conditions that decide what falls due at this minute."""
        found: list[Condition] = []
        for index in self.waiting(control_state):
            inject = self.compiled.script.injects[index]
            minute = None if inject.as_soon_as else due_minute(self.compiled, control_state.world, inject)
            if inject.as_soon_as or (minute is not None and minute <= control_state.clock):
                found += self.analysis.conditions(index)
        return found

    def due(self, control_state: ControlState, reading: LevelAssignment) -> Transition:
        """What falls due next at this minute; the same juncture, asking, where nothing does."""
        world = evolve(control_state.world, levels=reading.levels)
        event = first_due(self.compiled, State(clock=control_state.clock, started=True, worlds=(world,)))
        if event is None:
            return Transition((), (), evolve(control_state, phase=Phase.ASK))
        return self._after(control_state, (event,), control_state.asked)

    def holds(self, control_state: ControlState, reading: LevelAssignment) -> bool:
        """Whether what the text under check assumes is so."""
        world = evolve(control_state.world, levels=reading.levels)
        return condition_holds(
            self.compiled, world, control_state.clock, self.analysis.assumption(control_state.checked)
        )

    def checked(self, control_state: ControlState) -> ControlState:
        """The juncture once the text under check was held against what it assumes."""
        return evolve(control_state, phase=Phase.DUE, world=self._reduced(control_state.world), checked=UNASKED)

    def asked_now(self, control_state: ControlState) -> int | None:
        """The question whose team decides at this minute, or lets it lie; the first in the script."""
        for index, point in self.open_points(control_state):
            if self._moment(control_state, index, point) == control_state.clock:
                return index
        return None

    def _moment(self, control_state: ControlState, index: int, point: PointState) -> Minutes | None:
        """The minute at which the team of an open question decides or lets it lie; None once all have passed."""
        moments, passed = self._offsets(index), control_state.asked[index]
        return max(Minutes(point.opened + moments[passed]), self._earliest) if passed < len(moments) else None

    def _offsets(self, index: int) -> tuple[int, ...]:
        definition = self.compiled.script.injects[index].point
        assert definition is not None  # noqa: S101 - only points are open
        return self.analysis.moments.offsets(definition.deadline)

    def unasked(self, control_state: ControlState) -> ControlState:
        """The juncture once no team decides any more at this minute."""
        return evolve(control_state, phase=Phase.RUN)

    def answers(self, control_state: ControlState, index: int, reading: LevelAssignment) -> tuple[CandidateAnswer, ...]:
        """The answers that can be given to a question now."""
        world = evolve(control_state.world, levels=reading.levels)
        point = self.compiled.script.injects[index].point
        assert point is not None  # noqa: S101
        barred = {
            option.id
            for option in point.options
            if option.available is not None
            and not condition_holds(self.compiled, world, control_state.clock, option.available)
            and point.kind.value in ("keuze", "meerkeuze")
        }
        return tuple(candidate for candidate in self.analysis.candidates[index] if barred.isdisjoint(candidate.options))

    def decided(self, control_state: ControlState, index: int, candidate: CandidateAnswer) -> Transition:
        """A team gives an answer; a free one is judged at once."""
        point = self.compiled.script.injects[index].point_id
        assert candidate.answer is not None  # noqa: S101 - not deciding is letting it lie
        events: tuple[Event, ...] = (DecisionMade(0, point, candidate.answer, ""),)
        if candidate.adjudged is not None:
            events += (DecisionAdjudicated(0, point, candidate.adjudged, (), ""),)
        return self._after(control_state, events, control_state.asked)

    def leave_unanswered(self, control_state: ControlState, index: int) -> Transition:
        """A team does not decide at this moment."""
        asked = list(control_state.asked)
        asked[index] += 1
        return Transition((), (), evolve(control_state, asked=tuple(asked)))

    def zodra_waiting(self, control_state: ControlState) -> list[int]:
        """The injects that wait for a condition to hold."""
        return [index for index in self.waiting(control_state) if self.compiled.script.injects[index].as_soon_as]

    def crossing(self, control_state: ControlState, index: int, reading: LevelAssignment) -> Minutes | None:
        """The minute at which the condition that an inject waits for will hold, if nobody does anything."""
        condition = self.compiled.script.injects[index].as_soon_as
        assert condition is not None  # noqa: S101
        world = evolve(control_state.world, levels=reading.levels, schedule=reading.schedule)
        return first_minute(self.compiled, world, control_state.clock, condition, self.analysis.end_of_play)

    def certain_stop(self, control_state: ControlState) -> Minutes:
        """The next minute at which something falls due by the clock or a team decides; the end of play where none."""
        stops = [self.analysis.end_of_play]
        for index in self.waiting(control_state):
            inject = self.compiled.script.injects[index]
            minute = None if inject.as_soon_as else due_minute(self.compiled, control_state.world, inject)
            if minute is not None:
                stops.append(minute)
        for index, point in self.open_points(control_state):
            moment = self._moment(control_state, index, point)
            stops.append(point.deadline if moment is None else moment)
        return min(stops)

    def ran(self, control_state: ControlState, to: Minutes) -> ControlState:
        """The juncture after time passed until a minute; play is over where there is no such minute any more."""
        if control_state.clock >= self.analysis.end_of_play:
            blank = (None,) * len(control_state.world.points)
            world = evolve(control_state.world, injects=(DONE,) * len(blank), points=blank)
            return ControlState(Phase.END, self.analysis.horizon, world, (UNASKED,) * len(blank))
        return evolve(control_state, phase=Phase.DUE, clock=to)

    def _after(self, control_state: ControlState, events: Sequence[Event], asked: tuple[int, ...]) -> Transition:
        state = State(clock=control_state.clock, started=True, worlds=(control_state.world,))
        world = fold(self.compiled, events, state).worlds[0]
        checked = next(
            (
                i
                for e in events
                if isinstance(e, InjectDelivered) and (i := self.compiled.injects[e.inject]) in self.cone.checks
            ),
            UNASKED,
        )
        reduced = self._reduced(world, checked)
        counted = tuple(
            UNASKED if point is None or not awaits_decision(point) else max(before, 0)
            for point, before in zip(reduced.points, asked, strict=True)
        )
        phase = Phase.DUE if checked == UNASKED else Phase.CHECK
        after = ControlState(phase, control_state.clock, reduced, counted, checked)
        return Transition(tuple(events), world.schedule, after)

    def _reduced(self, world: World, checked: int = UNASKED) -> World:
        """The world with nothing left of it that what is to come, or the text under check, cannot depend on."""
        waits = [state.status is InjectStatus.WAITING for state in world.injects]
        awaited = {before for before, followers in self._followers.items() if any(waits[i] for i in followers)}
        injects = tuple(
            state if waits[index] or index in awaited else DONE for index, state in enumerate(world.injects)
        )
        points = tuple(point if index in self.cone.points else None for index, point in enumerate(world.points))
        bare = evolve(world, levels=self.compiled.begin, schedule=(), injects=injects, points=points)
        to_come = self._atoms_to_come(bare)
        if checked != UNASKED:
            to_come |= set(atoms(self.analysis.assumption(checked)))
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
        truths = frozenset((atom, answer_satisfies(atom, point.effective_answer, point.expired)) for atom in read)
        settled = (point.deadline if point.expired else point.decided_at) if awaited else None
        key = (index, truths, settled, point.expired)
        return self._representatives.setdefault(key, _bare_point(point, settled))


def _bare_point(point: PointState, settled: Minutes | None) -> PointState:
    """A settled point with nothing but its answer and, where somebody waits for it, its minute."""
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
