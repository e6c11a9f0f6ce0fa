"""Evaluates the conditions of a control state for many of its states at once.

States are rows of numbers (`indicator_states`); here they come as columns, one per target. A condition reads a few
targets only, and in thousands of states these have a handful of different combinations: each combination is evaluated
once, by the engine itself, and the outcome is looked up for all states that have it.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from oefening.engine.condition_eval import condition_holds
from oefening.engine.dynamics import Levels, Operation
from oefening.explore.control_state import ControlPhase, ControlState, LevelAssignment, TransitionSystem
from oefening.explore.indicator_states import IndicatorStateTable
from oefening.explore.state_graph import Row
from oefening.script.conditions import Atom, Condition, atoms
from oefening.script.units import Minutes


class ConditionReader:
    """Reads conditions in the states of control states. `columns` have the numbers of all states, target by target."""

    def __init__(self, system: TransitionSystem, state_tables: Sequence[IndicatorStateTable]) -> None:
        self._system, self._analysis, self._state_tables = system, system.analysis, state_tables
        self._column_of = {target: column for column, target in enumerate(system.cone.targets)}
        self._truths: dict[Atom, dict[Row, bool]] = {}

    def reads_targets(self, conditions: list[Condition]) -> bool:
        """Whether any of these conditions depends on an indicator or a fact."""
        return bool(self._atoms_read(conditions))

    def group_keys(self, control_state: ControlState, columns: list[Row]) -> Iterator[object] | None:
        """For each state what the rules of its control state see of it; None where they look at no target at all.

        States with the same key go on in the same way. When time passes, the key is the minute at which it stops.
        """
        if control_state.phase is ControlPhase.RUN:
            return self._stop_column(control_state, columns)
        read = self._atoms_read(self._conditions(control_state))
        if not read:
            return None
        return zip(*(self._truth_column(atom, columns) for atom in read), strict=True)

    def assignment_at(self, control_state: ControlState, columns: list[Row], position: int) -> LevelAssignment:
        """The levels that the rules of a control state read, as they are in one of its states."""
        read = self._atoms_read(self._conditions(control_state))
        targets = {target for atom in read for target in self._analysis.targets_read(atom)}
        return self._assignment({target: columns[self._column_of[target]][position] for target in targets})

    def _conditions(self, control_state: ControlState) -> list[Condition]:
        if control_state.to_check is not None:
            return [self._analysis.assumption(control_state.to_check)]
        if control_state.phase is ControlPhase.DUE:
            return self._system.due_conditions(control_state)
        question = self._system.current_question(control_state)
        return [] if question is None else list(self._analysis.option_conditions(question))

    def _atoms_read(self, conditions: list[Condition]) -> list[Atom]:
        # What reads the clock or a decision is the same in all states of a control state.
        found = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
        return [atom for atom in found if self._analysis.targets_read(atom)]

    def _truth_column(self, atom: Atom, columns: list[Row]) -> Iterator[bool]:
        targets = self._analysis.targets_read(atom)
        known = self._truths.setdefault(atom, {})
        read = list(zip(*(columns[self._column_of[target]] for target in targets), strict=True))
        for numbers in set(read):
            if numbers not in known:
                known[numbers] = self._truth(atom, dict(zip(targets, numbers, strict=True)))
        return map(known.__getitem__, read)

    def _truth(self, atom: Atom, numbers: dict[int, int]) -> bool:
        # The minute is of no importance: an atom that reads a target does not read the clock.
        world = evolve(self._system.blank_world, levels=self._assignment(numbers).levels)
        return condition_holds(self._analysis.compiled, world, Minutes(0), atom)

    def _stop_column(self, control_state: ControlState, columns: list[Row]) -> Iterator[Minutes]:
        """For each state the minute at which something happens next: by the clock, or where a `zodra` becomes true."""
        certain = self._system.next_certain_stop(control_state)
        waiting = self._system.as_soon_as_waiting(control_state)
        crossings = [self._crossing_column(control_state, index, columns) for index in waiting]
        for minutes in zip(*crossings, strict=True):
            yield min([certain, *(minute for minute in minutes if minute is not None)])

    def _crossing_column(self, control_state: ControlState, index: int, columns: list[Row]) -> list[Minutes | None]:
        condition = self._analysis.compiled.script.injects[index].as_soon_as
        assert condition is not None  # noqa: S101 - asked of injects that wait for a condition
        targets = sorted({target for atom in atoms(condition) for target in self._analysis.targets_read(atom)})
        size = len(columns[0]) if columns else 1
        read: list[Row] = [()] * size
        if targets:
            read = list(zip(*(columns[self._column_of[target]] for target in targets), strict=True))
        crossings = {
            numbers: self._system.crossing_minute(
                control_state, index, self._assignment(dict(zip(targets, numbers, strict=True)))
            )
            for numbers in set(read)
        }
        return [crossings[numbers] for numbers in read]

    def _assignment(self, numbers: dict[int, int]) -> LevelAssignment:
        """The levels in which these targets have the states with these numbers; the other targets are arbitrary."""
        begin = self._analysis.compiled.begin
        levels, slopes, facts = list(begin.levels), list(begin.slopes), list(begin.facts)
        schedule: list[Operation] = []
        for target, number in numbers.items():
            state = self._state_tables[self._column_of[target]].state(number)
            index = target - self._analysis.facts_from
            if index >= 0:
                facts[index] = state.levels.facts[0]
            else:
                index = target
                levels[index], slopes[index] = state.levels.levels[0], state.levels.slopes[0]
            schedule += [evolve(operation, target=index) for operation in state.pending]
        schedule.sort(key=lambda operation: operation.at)
        return LevelAssignment(Levels(tuple(levels), tuple(slopes), tuple(facts)), tuple(schedule))
