"""Every course of play of a cone, equal states merged: the graph of what can come of it.

A state is a juncture with a row of lane numbers. All states of one juncture are worked through together, column by
column; the juncture's own rules are asked once for each group of states that they cannot tell apart. Since time and
the progress of play never go back, a juncture that is taken in order has all its states.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from attrs import evolve, frozen

from oefening.engine.condition_eval import condition_holds
from oefening.engine.dynamics import Action, Levels, Operation
from oefening.engine.events import Event
from oefening.engine.state import InjectStatus
from oefening.explore.answer_space import NO_ANSWER, CandidateAnswer
from oefening.explore.control_state import ControlState, LevelAssignment, Phase, Transition, TransitionSystem
from oefening.explore.dependencies import Cone, ScriptAnalysis
from oefening.explore.indicator_states import GONE, IndicatorStateTable
from oefening.explore.snapshot import Snapshot
from oefening.explore.state_graph import Branch, ControlNode, Group, Row, StateGraph, StateMapping, Step, shortened
from oefening.script.conditions import Atom, Condition, atoms
from oefening.script.units import Minutes

MOST_STATES = 2_000_000
"""More states than this do not fit beside everything else on a small laptop."""


@frozen
class _Chain:
    """What follows of itself from a juncture, until something has to be read or answered."""

    steps: tuple[Step, ...]
    events: tuple[tuple[Minutes, Event], ...]
    to: int


@frozen
class Sample:
    """So many courses instead of all; `draw` gives a random number below the one it is given."""

    courses: int
    draw: Callable[[int], int]


def explore_cone(
    analysis: ScriptAnalysis,
    cone: Cone,
    go_on: Callable[[], bool] = lambda: True,
    sample: Sample | None = None,
    snapshot: Snapshot | None = None,
    most_states: int = MOST_STATES,
) -> StateGraph:
    """The graph of a cone; `go_on` is asked now and then and breaks the search off by answering False.

    With a sample only the ways that its courses go: at every question each takes an answer at random. From where an
    exercise stands, only what can still come.
    """
    return _Search(analysis, cone, sample, snapshot).run(go_on, most_states)


class _Search:
    def __init__(self, analysis: ScriptAnalysis, cone: Cone, sample: Sample | None, snapshot: Snapshot | None) -> None:
        self.sample, self.snapshot = sample, snapshot
        self.analysis, self.cone = analysis, cone
        self.system = TransitionSystem(analysis, cone, Minutes(0) if snapshot is None else snapshot.clock)
        goals = [(analysis.compiled.indicators[analysis.compiled.script.goals[g].indicator], g) for g in cone.goals]
        self.books = tuple(
            IndicatorStateTable(
                analysis.compiled,
                target,
                [analysis.compiled.script.goals[g] for t, g in goals if t == target],
                analysis.horizon,
            )
            for target in cone.targets
        )
        self.place = {target: place for place, target in enumerate(cone.targets)}
        self.nodes: list[ControlNode] = []
        self.numbers: dict[ControlState, int] = {}
        self.queue: list[tuple[int, int, int, int]] = []
        self._chains: dict[ControlState, _Chain] = {}
        self._tables: dict[tuple[int, tuple[Step, ...]], StateMapping] = {}
        self._truths: dict[Atom, dict[Row, bool]] = {}
        self._crossings: dict[object, Minutes | None] = {}
        self._states = 0

    def run(self, go_on: Callable[[], bool], most_states: int) -> StateGraph:
        snapshot = self.snapshot
        chain = self._chain(self.system.begin() if snapshot is None else self.system.from_snapshot(snapshot))
        first: Row = tuple(book.begin if snapshot is None else book.from_snapshot(snapshot) for book in self.books)
        columns: list[Row] = [(number,) for number in first]
        weights = None if self.sample is None else [self.sample.courses]
        opening = self._branch(None, chain, columns, (0,), weights)
        order, finished = [], True
        while self.queue:
            if not go_on() or self._states > most_states:
                finished = False
                break
            number = heappop(self.queue)[-1]
            order.append(number)
            self._expand(self.nodes[number])
        return StateGraph(
            self.analysis,
            self.cone,
            tuple(self.nodes),
            tuple(order),
            self.books,
            finished,
            opening,
            first,
            self.sample.courses if self.sample else 0,
        )

    def _number(self, control_state: ControlState) -> int:
        number = self.numbers.get(control_state)
        if number is None:
            number = self.numbers[control_state] = len(self.nodes)
            self.nodes.append(ControlNode(control_state))
            rank = list(Phase).index(control_state.phase)
            heappush(self.queue, (control_state.clock, _progress(control_state), rank, number))
        return number

    def _expand(self, node: ControlNode) -> None:
        self._states += len(node.rows)
        control_state = node.control_state
        if control_state.phase is Phase.END or not node.rows:
            return
        columns = list(zip(*node.rows, strict=True)) if self.cone.targets else []
        keys = self._keys(control_state, columns)
        places: dict[object, Sequence[int]]
        if keys is None:
            places = {None: range(len(node.rows))}
        else:
            grouped: dict[object, list[int]] = {}
            for position, key in enumerate(keys):
                grouped.setdefault(key, []).append(position)
            places = dict(grouped)
        node.groups = tuple(self._group(node, key, columns, chosen) for key, chosen in places.items())

    def _keys(self, control_state: ControlState, columns: list[Row]) -> Iterator[object] | None:
        """What the juncture's rules see of each state; None where they look at nothing."""
        if control_state.phase is Phase.RUN:
            found = [
                self._crossing_column(control_state, index, columns)
                for index in self.system.zodra_waiting(control_state)
            ]
            certain = self.system.certain_stop(control_state)
            return (
                min(certain, *(minute for minute in minutes if minute is not None), certain)
                for minutes in zip(*found, strict=True)
            )
        read = self._atoms_read(self._conditions(control_state))
        if not read:
            return None
        return zip(*(self._truth_column(atom, columns) for atom in read), strict=True)

    def _conditions(self, control_state: ControlState) -> list[Condition]:
        if control_state.phase is Phase.CHECK:
            return [self.analysis.assumption(control_state.checked)]
        if control_state.phase is Phase.DUE:
            return self.system.due_conditions(control_state)
        question = self.system.asked_now(control_state)
        return [] if question is None else list(self.analysis.option_conditions(question))

    def _atoms_read(self, conditions: list[Condition]) -> list[Atom]:
        found = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
        return [atom for atom in found if self.analysis.targets_read(atom)]

    def _truth_column(self, atom: Atom, columns: list[Row]) -> Iterator[bool]:
        targets = self.analysis.targets_read(atom)
        known = self._truths.setdefault(atom, {})
        read = list(zip(*(columns[self.place[target]] for target in targets), strict=True))
        for numbers in set(read):
            if numbers not in known:
                known[numbers] = self._truth(atom, dict(zip(targets, numbers, strict=True)))
        return map(known.__getitem__, read)

    def _truth(self, atom: Atom, numbers: dict[int, int]) -> bool:
        world = evolve(self.system.blank, levels=self._reading(numbers).levels)
        return condition_holds(self.analysis.compiled, world, Minutes(0), atom)

    def _crossing_column(self, control_state: ControlState, index: int, columns: list[Row]) -> list[Minutes | None]:
        condition = self.analysis.compiled.script.injects[index].as_soon_as
        targets = (
            sorted({t for atom in atoms(condition) for t in self.analysis.targets_read(atom)}) if condition else []
        )
        size = len(columns[0]) if columns else 1
        read: list[Row] = list(zip(*(columns[self.place[t]] for t in targets), strict=True)) if targets else [()] * size
        if columns and not targets:
            read = [()] * len(columns[0])
        number = self.numbers[control_state]
        found = {}
        for numbers in set(read):
            key = (number, index, numbers)
            if key not in self._crossings:
                reading = self._reading(dict(zip(targets, numbers, strict=True)))
                self._crossings[key] = self.system.crossing(control_state, index, reading)
            found[numbers] = self._crossings[key]
        return [found[numbers] for numbers in read]

    def _reading(self, numbers: dict[int, int]) -> LevelAssignment:
        """What the engine is to see where these targets have these lane states."""
        begin = self.analysis.compiled.begin
        levels, slopes, facts = list(begin.levels), list(begin.slopes), list(begin.facts)
        schedule: list[Operation] = []
        for target, number in numbers.items():
            indicator_state = self.books[self.place[target]].indicator_state(number)
            place = target - self.analysis.facts_from
            if place >= 0:
                facts[place] = indicator_state.levels.facts[0]
            else:
                place = target
                levels[place], slopes[place] = indicator_state.levels.levels[0], indicator_state.levels.slopes[0]
            schedule += [evolve(operation, target=place) for operation in indicator_state.pending]
        schedule.sort(key=lambda operation: operation.at)
        return LevelAssignment(Levels(tuple(levels), tuple(slopes), tuple(facts)), tuple(schedule))

    def _group(self, node: ControlNode, key: object, columns: list[Row], places: Sequence[int]) -> Group:
        control_state, question, wrong = node.control_state, None, None
        ways: list[tuple[CandidateAnswer | None, _Chain]]
        if control_state.phase is Phase.RUN:
            assert isinstance(key, int)  # noqa: S101 - the key of a run is the minute it stops
            run = Step(control_state.clock, (), Minutes(key))
            ways = [(None, self._chain(self.system.ran(control_state, Minutes(key)), run))]
        else:
            reading = self._reading_of(control_state, columns, places[0])
            if control_state.phase is Phase.CHECK:
                wrong = None if self.system.holds(control_state, reading) else control_state.checked
                ways = [(None, self._from_turn(control_state, Transition((), (), self.system.checked(control_state))))]
            elif control_state.phase is Phase.DUE:
                ways = [(None, self._from_turn(control_state, self.system.due(control_state, reading)))]
            else:
                question = self.system.asked_now(control_state)
                assert question is not None  # noqa: S101 - only a juncture with a question stops to ask
                ways = [
                    (candidate, self._from_turn(control_state, self.system.decided(control_state, question, candidate)))
                    for candidate in self.system.answers(control_state, question, reading)
                ]
                ways.append(
                    (NO_ANSWER, self._from_turn(control_state, self.system.leave_unanswered(control_state, question)))
                )
        return Group(question, tuple(self._branches(ways, columns, places, node)), wrong)

    def _branches(
        self,
        ways: list[tuple[CandidateAnswer | None, _Chain]],
        columns: list[Row],
        places: Sequence[int],
        node: ControlNode,
    ) -> Iterator[Branch]:
        if self.sample is None:
            yield from (self._branch(candidate, chain, columns, places, None) for candidate, chain in ways)
            return
        taken = [dict[int, int]() for _way in ways]
        for place in places:
            for _course in range(node.courses[place]):
                way = taken[self.sample.draw(len(ways)) if len(ways) > 1 else 0]
                way[place] = way.get(place, 0) + 1
        for (candidate, chain), way in zip(ways, taken, strict=True):
            if way:
                yield self._branch(candidate, chain, columns, list(way), list(way.values()))

    def _branch(
        self,
        candidate: CandidateAnswer | None,
        chain: _Chain,
        columns: list[Row],
        places: Sequence[int],
        weights: list[int] | None,
    ) -> Branch:
        whole = bool(columns) and len(places) == len(columns[0])
        picked = columns if whole else [tuple(map(column.__getitem__, places)) for column in columns]
        tables = self._tables_of(chain)
        arrived = self._arrive_columns(tables, picked, len(places), chain.to)
        if weights is not None:
            courses = self.nodes[chain.to].courses
            courses += [0] * (len(self.nodes[chain.to].rows) - len(courses))
            for place, weight in zip(arrived, weights, strict=True):
                courses[place] += weight
        return Branch(candidate, chain.events, tables, chain.to, places, arrived, weights)

    def _reading_of(self, control_state: ControlState, columns: list[Row], place: int) -> LevelAssignment:
        read = self._atoms_read(self._conditions(control_state))
        targets = {target for atom in read for target in self.analysis.targets_read(atom)}
        return self._reading({target: columns[self.place[target]][place] for target in targets})

    def _from_turn(self, control_state: ControlState, transition: Transition) -> _Chain:
        opening = Step(control_state.clock, transition.operations, control_state.clock)
        chain = self._chain(transition.after, opening)
        events = tuple((control_state.clock, event) for event in transition.events)
        return evolve(chain, events=events + chain.events)

    def _chain(self, control_state: ControlState, opening: Step | None = None) -> _Chain:
        """What follows of itself from a juncture, after an opening step."""
        chain = self._chains.get(control_state)
        if chain is None:
            chain = self._chains[control_state] = self._followed(control_state)
        return chain if opening is None else evolve(chain, steps=(opening, *chain.steps))

    def _followed(self, control_state: ControlState) -> _Chain:
        steps: list[Step] = []
        events: list[tuple[Minutes, Event]] = []
        nothing = LevelAssignment(self.analysis.compiled.begin)
        while True:
            clock = control_state.clock
            if control_state.phase is Phase.DUE:
                if self._atoms_read(self.system.due_conditions(control_state)):
                    break
                transition = self.system.due(control_state, nothing)
                steps.append(Step(clock, transition.operations, clock))
                events += [(clock, event) for event in transition.events]
                control_state = transition.after
            elif control_state.phase is Phase.ASK:
                if self.system.asked_now(control_state) is not None:
                    break
                control_state = self.system.unasked(control_state)
            elif control_state.phase is Phase.CHECK:
                break
            elif control_state.phase is Phase.RUN:
                over = clock >= self.analysis.end_of_play
                if not over and self.system.zodra_waiting(control_state):
                    break
                stop = self.analysis.horizon if over else self.system.certain_stop(control_state)
                steps.append(Step(clock, (), stop))
                control_state = self.system.ran(control_state, stop)
            else:
                break
        return _Chain(tuple(steps), tuple(events), self._number(control_state))

    def _tables_of(self, chain: _Chain) -> tuple[StateMapping | None, ...]:
        """For each target the table of a chain; None where nothing depends on the target any more."""
        live = self.system.live_targets(self.nodes[chain.to].control_state)
        return tuple(
            self._table(place, chain.steps) if target in live else None
            for place, target in enumerate(self.cone.targets)
        )

    def _table(self, place: int, steps: tuple[Step, ...]) -> StateMapping:
        own = tuple(shortened(self._own_steps(place, steps)))
        table = self._tables.get((place, own))
        if table is None:
            table = self._tables[place, own] = StateMapping(self.books[place], own)
        return table

    def _own_steps(self, place: int, steps: tuple[Step, ...]) -> Iterator[Step]:
        target, facts_from = self.cone.targets[place], self.analysis.facts_from
        for step in steps:
            own = tuple(
                Operation(operation.at, "", operation.action, 0, operation.amount)
                for operation in step.operations
                if operation.target + (facts_from if operation.action is Action.FACT else 0) == target
            )
            yield Step(step.clock, own, step.to)

    def _arrive_columns(
        self, tables: tuple[StateMapping | None, ...], columns: list[Row], size: int, to: int
    ) -> list[int]:
        """Brings states to a juncture; their places there."""
        known = self.nodes[to].rows
        if not columns:
            return [known.setdefault((), 0)] * size
        moved = [
            map(table.__getitem__, column) if table is not None else (GONE,) * size
            for table, column in zip(tables, columns, strict=True)
        ]
        return [known.setdefault(row, len(known)) for row in zip(*moved, strict=True)]


def _progress(control_state: ControlState) -> int:
    """How far play is at one minute: grows with everything that happens there."""
    progress = 0
    for state, asked, point in zip(
        control_state.world.injects, control_state.asked, control_state.world.points, strict=True
    ):
        if state.status is not InjectStatus.WAITING:
            progress += 1000 + (asked if point is not None and asked >= 0 else 500)
    return progress
