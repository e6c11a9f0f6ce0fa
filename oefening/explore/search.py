"""Every path of play of a cone, equal states merged: builds the graph of what can come of it.

Theory of operation. The number of paths grows exponentially with the questions of a script (3 answers to 12 questions
are 531,441), the number of different states that they pass through does not: two paths that differ in what no longer
matters are in the same state, and what can still happen from there is worked out once. So this is explicit-state model
checking, with three reductions, none of which changes any answer about the cone:

1. Cone of influence (`dependencies`). A question about one goal is explored in the part of the script that can
   influence that goal; injects, decision points and indicators outside it are not played.
2. Control states (`control_state`). A state is split into a control state (clock, pending injects, open questions) and
   a row of numbers, one for each indicator or fact (`indicator_states`). Whatever no future rule can read is removed
   from both, so that histories that no longer matter become equal.
3. Independent indicators. Between two readings of a condition no indicator depends on another. What a stretch of play
   does to one indicator is therefore a mapping of that indicator's states alone, computed once per state that occurs,
   however many combinations of indicators there are.

All states of one control state are worked through together, in columns. They are first divided into groups that its
rules cannot tell apart (`condition_reader`); for each group the engine itself is asked once what happens. From there a
segment is followed until something must be read or answered again, and all states of the group are moved along it by
the mappings. Control states are taken in order of time and of progress within a minute, neither of which ever goes
back: by its turn a control state has all the states it will ever have.

Where there are too many states, a sample of paths is followed instead in the same way: each state carries how many of
the paths are in it, and at a question each of those takes an answer at random.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from attrs import evolve, frozen

from oefening.engine.dynamics import Action, Operation
from oefening.engine.events import Event
from oefening.engine.state import InjectStatus
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer
from oefening.explore.condition_reader import ConditionReader
from oefening.explore.control_state import ControlPhase, ControlState, LevelAssignment, Transition, TransitionSystem
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.indicator_states import DEAD, IndicatorStateTable
from oefening.explore.snapshot import Snapshot
from oefening.explore.state_graph import Edge, Group, Node, Row, StateGraph, StateMapping, TimeStep, merge_steps
from oefening.script.units import Minutes

MAX_STATES = 2_000_000
"""More states than this do not fit beside everything else on a small laptop."""


@frozen
class _Segment:
    """The stretch of play that follows a control state without any choice, and the number of the node it ends in."""

    steps: tuple[TimeStep, ...]
    events: tuple[tuple[Minutes, Event], ...]
    next_node: int


@frozen
class Sample:
    """A number of random paths instead of all; `draw` gives a random number below its argument."""

    size: int
    draw: Callable[[int], int]


def explore_cone(
    analysis: ScriptAnalysis,
    cone: Cone,
    keep_going: Callable[[], bool] = lambda: True,
    sample: Sample | None = None,
    snapshot: Snapshot | None = None,
    max_states: int = MAX_STATES,
) -> StateGraph:
    """The state graph of a cone, from the start of an exercise or from a snapshot of one.

    The search stops, with an unfinished graph, when `keep_going` says so (it is asked before every control state) or
    when there are more than `max_states` states. With a sample the graph has only the paths of that sample.
    """
    return _Search(analysis, cone, sample, snapshot).run(keep_going, max_states)


class _Search:
    def __init__(self, analysis: ScriptAnalysis, cone: Cone, sample: Sample | None, snapshot: Snapshot | None) -> None:
        self._sample, self._snapshot = sample, snapshot
        self._analysis, self._cone = analysis, cone
        self._system = TransitionSystem(analysis, cone, Minutes(0) if snapshot is None else snapshot.clock)
        compiled = analysis.compiled
        goals = [compiled.script.goals[goal] for goal in cone.goals]
        self._state_tables = tuple(
            IndicatorStateTable(
                compiled,
                target,
                [goal for goal in goals if compiled.indicators[goal.indicator] == target],
                analysis.horizon,
            )
            for target in cone.targets
        )
        self._reader = ConditionReader(self._system, self._state_tables)
        self._nodes: list[Node] = []
        self._numbers: dict[ControlState, int] = {}
        self._queue: list[tuple[int, int, int, int]] = []
        self._segments: dict[ControlState, _Segment] = {}
        self._mappings: dict[tuple[int, tuple[TimeStep, ...]], StateMapping] = {}
        self._states = 0

    def run(self, keep_going: Callable[[], bool], max_states: int) -> StateGraph:
        snapshot, system = self._snapshot, self._system
        segment = self._segment_from(system.initial() if snapshot is None else system.from_snapshot(snapshot))
        initial_row: Row = tuple(
            table.initial if snapshot is None else table.from_snapshot(snapshot) for table in self._state_tables
        )
        weights = None if self._sample is None else [self._sample.size]
        first_edge = self._edge(None, segment, [(number,) for number in initial_row], (0,), weights)
        order, finished = [], True
        while self._queue:
            if not keep_going() or self._states > max_states:
                finished = False
                break
            number = heappop(self._queue)[-1]
            order.append(number)
            self._expand(self._nodes[number])
        return StateGraph(
            self._analysis,
            self._cone,
            tuple(self._nodes),
            tuple(order),
            self._state_tables,
            finished,
            first_edge,
            initial_row,
            self._sample.size if self._sample else 0,
        )

    def _node_number(self, control_state: ControlState) -> int:
        number = self._numbers.get(control_state)
        if number is None:
            number = self._numbers[control_state] = len(self._nodes)
            self._nodes.append(Node(control_state))
            rank = list(ControlPhase).index(control_state.phase)
            heappush(self._queue, (control_state.clock, _progress(control_state), rank, number))
        return number

    def _expand(self, node: Node) -> None:
        """Finds the groups of a node's states, and for each where it leads."""
        self._states += len(node.rows)
        if node.control_state.phase is ControlPhase.END or not node.rows:
            return
        columns = list(zip(*node.rows, strict=True)) if self._cone.targets else []
        keys = self._reader.group_keys(node.control_state, columns)
        if keys is None:
            node.groups = (self._group(node, None, columns, range(len(node.rows))),)
            return
        grouped: dict[object, list[int]] = {}
        for position, key in enumerate(keys):
            grouped.setdefault(key, []).append(position)
        node.groups = tuple(self._group(node, key, columns, positions) for key, positions in grouped.items())

    def _group(self, node: Node, key: object, columns: list[Row], positions: Sequence[int]) -> Group:
        """What happens to a group of states; any one of them stands for all where the engine is asked."""
        control_state, system = node.control_state, self._system
        question, wrong_text = None, None
        choices: list[tuple[CandidateAnswer | None, _Segment]]
        if control_state.phase is ControlPhase.RUN:
            assert isinstance(key, int)  # noqa: S101 - when time passes, the key is the minute at which it stops
            step = TimeStep(control_state.clock, (), Minutes(key))
            choices = [(None, self._segment_from(system.after_time(control_state, Minutes(key)), step))]
        else:
            assignment = self._reader.assignment_at(control_state, columns, positions[0])
            if control_state.phase is ControlPhase.ASK:
                question = system.current_question(control_state)
                assert question is not None  # noqa: S101 - a segment ends in this phase at a question only
                choices = list(self._choices(control_state, question, assignment))
            elif control_state.phase is ControlPhase.CHECK:
                wrong_text = None if system.assumption_holds(control_state, assignment) else control_state.to_check
                transition = Transition((), (), system.after_check(control_state))
                choices = [(None, self._segment_after(control_state, transition))]
            else:
                transition = system.after_due(control_state, assignment)
                choices = [(None, self._segment_after(control_state, transition))]
        return Group(question, tuple(self._edges(choices, columns, positions, node)), wrong_text)

    def _choices(
        self, control_state: ControlState, question: int, assignment: LevelAssignment
    ) -> Iterator[tuple[CandidateAnswer | None, _Segment]]:
        for candidate in self._system.possible_answers(control_state, question, assignment):
            transition = self._system.after_answer(control_state, question, candidate)
            yield candidate, self._segment_after(control_state, transition)
        # Not answering is a choice of its own: it has effects (`geen_besluit`), conditions can read it, and it is what
        # a team does that answers at a later moment.
        transition = self._system.after_no_answer(control_state, question)
        yield NO_ANSWER, self._segment_after(control_state, transition)

    def _edges(
        self,
        choices: Sequence[tuple[CandidateAnswer | None, _Segment]],
        columns: list[Row],
        positions: Sequence[int],
        node: Node,
    ) -> Iterator[Edge]:
        if self._sample is None:
            yield from (self._edge(candidate, segment, columns, positions, None) for candidate, segment in choices)
            return
        # Every sampled path that is in a state draws an answer of its own. What is kept is how many took which, not
        # which took which: paths in the same state have the same future, so they need no identity.
        taken = [dict[int, int]() for _choice in choices]
        for position in positions:
            for _path in range(node.path_counts[position]):
                counts = taken[self._sample.draw(len(choices)) if len(choices) > 1 else 0]
                counts[position] = counts.get(position, 0) + 1
        for (candidate, segment), counts in zip(choices, taken, strict=True):
            if counts:
                yield self._edge(candidate, segment, columns, list(counts), list(counts.values()))

    def _edge(
        self,
        candidate: CandidateAnswer | None,
        segment: _Segment,
        columns: list[Row],
        positions: Sequence[int],
        weights: list[int] | None,
    ) -> Edge:
        all_states = bool(columns) and len(positions) == len(columns[0])
        picked = columns if all_states else [tuple(map(column.__getitem__, positions)) for column in columns]
        mappings = self._mappings_of(segment)
        next_positions = self._move(mappings, picked, len(positions), segment.next_node)
        if weights is not None:
            path_counts = self._nodes[segment.next_node].path_counts
            path_counts += [0] * (len(self._nodes[segment.next_node].rows) - len(path_counts))
            for position, weight in zip(next_positions, weights, strict=True):
                path_counts[position] += weight
        return Edge(candidate, segment.events, mappings, segment.next_node, positions, next_positions, weights)

    def _segment_after(self, control_state: ControlState, transition: Transition) -> _Segment:
        first_step = TimeStep(control_state.clock, transition.operations, control_state.clock)
        segment = self._segment_from(transition.after, first_step)
        events = tuple((control_state.clock, event) for event in transition.events)
        return evolve(segment, events=events + segment.events)

    def _segment_from(self, control_state: ControlState, first_step: TimeStep | None = None) -> _Segment:
        """The segment that begins in a control state, with a step before it where one is given."""
        segment = self._segments.get(control_state)
        if segment is None:
            segment = self._segments[control_state] = self._follow(control_state)
        return segment if first_step is None else evolve(segment, steps=(first_step, *segment.steps))

    def _follow(self, control_state: ControlState) -> _Segment:
        """Goes on from a control state until an indicator must be read or a question answered."""
        system, unread = self._system, LevelAssignment(self._analysis.compiled.begin)
        steps: list[TimeStep] = []
        events: list[tuple[Minutes, Event]] = []
        while True:
            clock = control_state.clock
            if control_state.phase is ControlPhase.DUE:
                if self._reader.reads_targets(system.due_conditions(control_state)):
                    break
                transition = system.after_due(control_state, unread)
                steps.append(TimeStep(clock, transition.operations, clock))
                events += [(clock, event) for event in transition.events]
                control_state = transition.after
            elif control_state.phase is ControlPhase.ASK:
                if system.current_question(control_state) is not None:
                    break
                control_state = system.after_questions(control_state)
            elif control_state.phase is ControlPhase.RUN:
                over = clock >= self._analysis.end_of_play
                if not over and system.as_soon_as_waiting(control_state):
                    break
                stop = self._analysis.horizon if over else system.next_certain_stop(control_state)
                steps.append(TimeStep(clock, (), stop))
                control_state = system.after_time(control_state, stop)
            else:
                break
        return _Segment(tuple(steps), tuple(events), self._node_number(control_state))

    def _mappings_of(self, segment: _Segment) -> tuple[StateMapping | None, ...]:
        """What a segment does to each target; None for a target that nothing after it depends on."""
        live = self._system.live_targets(self._nodes[segment.next_node].control_state)
        return tuple(
            self._mapping(column, segment.steps) if target in live else None
            for column, target in enumerate(self._cone.targets)
        )

    def _mapping(self, column: int, steps: tuple[TimeStep, ...]) -> StateMapping:
        # Segments that do the same to a target share one mapping, so that each state of it is worked out once.
        own = tuple(merge_steps(self._own_steps(column, steps)))
        mapping = self._mappings.get((column, own))
        if mapping is None:
            mapping = self._mappings[column, own] = StateMapping(self._state_tables[column], own)
        return mapping

    def _own_steps(self, column: int, steps: tuple[TimeStep, ...]) -> Iterator[TimeStep]:
        """The steps of a segment with the operations on one target only, which becomes target 0."""
        target, facts_from = self._cone.targets[column], self._analysis.facts_from
        for step in steps:
            own = tuple(
                Operation(operation.at, "", operation.action, 0, operation.amount)
                for operation in step.operations
                if operation.target + (facts_from if operation.action is Action.FACT else 0) == target
            )
            yield TimeStep(step.clock, own, step.until)

    def _move(
        self, mappings: tuple[StateMapping | None, ...], columns: list[Row], size: int, next_node: int
    ) -> list[int]:
        """Moves states to a node, where equal ones become one; their positions there."""
        rows = self._nodes[next_node].rows
        if not columns:
            return [rows.setdefault((), 0)] * size
        moved = [
            map(mapping.__getitem__, column) if mapping is not None else (DEAD,) * size
            for mapping, column in zip(mappings, columns, strict=True)
        ]
        return [rows.setdefault(row, len(rows)) for row in zip(*moved, strict=True)]


def _progress(control_state: ControlState) -> int:
    """How far play is within a minute: grows with every inject that comes and every moment to decide that passes."""
    progress = 0
    for inject, moments_passed, point in zip(
        control_state.world.injects, control_state.moments_passed, control_state.world.points, strict=True
    ):
        if inject.status is not InjectStatus.WAITING:
            # An inject counts 1000; its question counts 500 once it is settled, and until then the moments that have
            # passed, of which there are a few. So an answer is progress, and so is letting a moment pass.
            progress += 1000 + (moments_passed if point is not None and moments_passed >= 0 else 500)
    return progress
