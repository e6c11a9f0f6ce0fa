"""Every course of play of a cone, equal states merged: the graph of what can come of it.

A state is a juncture with a row of lane numbers. All states of one juncture are worked through together, column by
column; the juncture's own rules are asked once for each group of states that they cannot tell apart. Since time and
the progress of play never go back, a juncture that is taken in order has all its states.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush

from attrs import evolve, frozen

from oefening.engine.events import Event
from oefening.engine.levels import Action, Levels, Operation
from oefening.engine.state import InjectStatus
from oefening.engine.truth import holds_in
from oefening.explore.cases import NO_CASE, Case
from oefening.explore.frame import Cone, Frame
from oefening.explore.graph import Branch, Graph, Group, LaneTable, Node, Row, Step, shortened
from oefening.explore.junctures import Juncture, Phase, Reading, Stage, Turn
from oefening.explore.lanes import GONE, LaneBook
from oefening.explore.standing import Standing
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


def explore(
    frame: Frame,
    cone: Cone,
    go_on: Callable[[], bool] = lambda: True,
    sample: Sample | None = None,
    standing: Standing | None = None,
    most_states: int = MOST_STATES,
) -> Graph:
    """The graph of a cone; `go_on` is asked now and then and breaks the search off by answering False.

    With a sample only the ways that its courses go: at every question each takes an answer at random. From where an
    exercise stands, only what can still come.
    """
    return _Search(frame, cone, sample, standing).run(go_on, most_states)


class _Search:
    def __init__(self, frame: Frame, cone: Cone, sample: Sample | None, standing: Standing | None) -> None:
        self.sample, self.standing = sample, standing
        self.frame, self.cone = frame, cone
        self.stage = Stage(frame, cone, Minutes(0) if standing is None else standing.clock)
        goals = [(frame.plan.indicators[frame.plan.script.goals[g].indicator], g) for g in cone.goals]
        self.books = tuple(
            LaneBook(frame.plan, target, [frame.plan.script.goals[g] for t, g in goals if t == target], frame.horizon)
            for target in cone.targets
        )
        self.place = {target: place for place, target in enumerate(cone.targets)}
        self.nodes: list[Node] = []
        self.numbers: dict[Juncture, int] = {}
        self.queue: list[tuple[int, int, int, int]] = []
        self._chains: dict[Juncture, _Chain] = {}
        self._tables: dict[tuple[int, tuple[Step, ...]], LaneTable] = {}
        self._truths: dict[Atom, dict[Row, bool]] = {}
        self._crossings: dict[object, Minutes | None] = {}
        self._states = 0

    def run(self, go_on: Callable[[], bool], most_states: int) -> Graph:
        standing = self.standing
        chain = self._chain(self.stage.begin() if standing is None else self.stage.from_standing(standing))
        first: Row = tuple(book.begin if standing is None else book.from_standing(standing) for book in self.books)
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
        return Graph(
            self.frame,
            self.cone,
            tuple(self.nodes),
            tuple(order),
            self.books,
            finished,
            opening,
            first,
            self.sample.courses if self.sample else 0,
        )

    def _number(self, juncture: Juncture) -> int:
        number = self.numbers.get(juncture)
        if number is None:
            number = self.numbers[juncture] = len(self.nodes)
            self.nodes.append(Node(juncture))
            rank = list(Phase).index(juncture.phase)
            heappush(self.queue, (juncture.clock, _progress(juncture), rank, number))
        return number

    def _expand(self, node: Node) -> None:
        self._states += len(node.rows)
        juncture = node.juncture
        if juncture.phase is Phase.END or not node.rows:
            return
        columns = list(zip(*node.rows, strict=True)) if self.cone.targets else []
        keys = self._keys(juncture, columns)
        places: dict[object, Sequence[int]]
        if keys is None:
            places = {None: range(len(node.rows))}
        else:
            grouped: dict[object, list[int]] = {}
            for position, key in enumerate(keys):
                grouped.setdefault(key, []).append(position)
            places = dict(grouped)
        node.groups = tuple(self._group(node, key, columns, chosen) for key, chosen in places.items())

    def _keys(self, juncture: Juncture, columns: list[Row]) -> Iterator[object] | None:
        """What the juncture's rules see of each state; None where they look at nothing."""
        if juncture.phase is Phase.RUN:
            found = [self._crossing_column(juncture, index, columns) for index in self.stage.zodra_waiting(juncture)]
            certain = self.stage.certain_stop(juncture)
            return (
                min(certain, *(minute for minute in minutes if minute is not None), certain)
                for minutes in zip(*found, strict=True)
            )
        read = self._atoms_read(self._conditions(juncture))
        if not read:
            return None
        return zip(*(self._truth_column(atom, columns) for atom in read), strict=True)

    def _conditions(self, juncture: Juncture) -> list[Condition]:
        if juncture.phase is Phase.CHECK:
            return [self.frame.assumption(juncture.checked)]
        if juncture.phase is Phase.DUE:
            return self.stage.due_conditions(juncture)
        question = self.stage.asked_now(juncture)
        return [] if question is None else list(self.frame.option_conditions(question))

    def _atoms_read(self, conditions: list[Condition]) -> list[Atom]:
        found = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
        return [atom for atom in found if self.frame.targets_read(atom)]

    def _truth_column(self, atom: Atom, columns: list[Row]) -> Iterator[bool]:
        targets = self.frame.targets_read(atom)
        known = self._truths.setdefault(atom, {})
        read = list(zip(*(columns[self.place[target]] for target in targets), strict=True))
        for numbers in set(read):
            if numbers not in known:
                known[numbers] = self._truth(atom, dict(zip(targets, numbers, strict=True)))
        return map(known.__getitem__, read)

    def _truth(self, atom: Atom, numbers: dict[int, int]) -> bool:
        world = evolve(self.stage.blank, levels=self._reading(numbers).levels)
        return holds_in(self.frame.plan, world, Minutes(0), atom)

    def _crossing_column(self, juncture: Juncture, index: int, columns: list[Row]) -> list[Minutes | None]:
        condition = self.frame.plan.script.injects[index].as_soon_as
        targets = sorted({t for atom in atoms(condition) for t in self.frame.targets_read(atom)}) if condition else []
        size = len(columns[0]) if columns else 1
        read: list[Row] = list(zip(*(columns[self.place[t]] for t in targets), strict=True)) if targets else [()] * size
        if columns and not targets:
            read = [()] * len(columns[0])
        number = self.numbers[juncture]
        found = {}
        for numbers in set(read):
            key = (number, index, numbers)
            if key not in self._crossings:
                reading = self._reading(dict(zip(targets, numbers, strict=True)))
                self._crossings[key] = self.stage.crossing(juncture, index, reading)
            found[numbers] = self._crossings[key]
        return [found[numbers] for numbers in read]

    def _reading(self, numbers: dict[int, int]) -> Reading:
        """What the engine is to see where these targets have these lane states."""
        begin = self.frame.plan.begin
        levels, slopes, facts = list(begin.levels), list(begin.slopes), list(begin.facts)
        schedule: list[Operation] = []
        for target, number in numbers.items():
            lane = self.books[self.place[target]].lane(number)
            place = target - self.frame.facts_from
            if place >= 0:
                facts[place] = lane.levels.facts[0]
            else:
                place = target
                levels[place], slopes[place] = lane.levels.levels[0], lane.levels.slopes[0]
            schedule += [evolve(operation, target=place) for operation in lane.pending]
        schedule.sort(key=lambda operation: operation.at)
        return Reading(Levels(tuple(levels), tuple(slopes), tuple(facts)), tuple(schedule))

    def _group(self, node: Node, key: object, columns: list[Row], places: Sequence[int]) -> Group:
        juncture, question, wrong = node.juncture, None, None
        ways: list[tuple[Case | None, _Chain]]
        if juncture.phase is Phase.RUN:
            assert isinstance(key, int)  # noqa: S101 - the key of a run is the minute it stops
            run = Step(juncture.clock, (), Minutes(key))
            ways = [(None, self._chain(self.stage.ran(juncture, Minutes(key)), run))]
        else:
            reading = self._reading_of(juncture, columns, places[0])
            if juncture.phase is Phase.CHECK:
                wrong = None if self.stage.holds(juncture, reading) else juncture.checked
                ways = [(None, self._from_turn(juncture, Turn((), (), self.stage.checked(juncture))))]
            elif juncture.phase is Phase.DUE:
                ways = [(None, self._from_turn(juncture, self.stage.due(juncture, reading)))]
            else:
                question = self.stage.asked_now(juncture)
                assert question is not None  # noqa: S101 - only a juncture with a question stops to ask
                ways = [
                    (case, self._from_turn(juncture, self.stage.decided(juncture, question, case)))
                    for case in self.stage.answers(juncture, question, reading)
                ]
                ways.append((NO_CASE, self._from_turn(juncture, self.stage.let_lie(juncture, question))))
        return Group(question, tuple(self._branches(ways, columns, places, node)), wrong)

    def _branches(
        self, ways: list[tuple[Case | None, _Chain]], columns: list[Row], places: Sequence[int], node: Node
    ) -> Iterator[Branch]:
        if self.sample is None:
            yield from (self._branch(case, chain, columns, places, None) for case, chain in ways)
            return
        taken = [dict[int, int]() for _way in ways]
        for place in places:
            for _course in range(node.courses[place]):
                way = taken[self.sample.draw(len(ways)) if len(ways) > 1 else 0]
                way[place] = way.get(place, 0) + 1
        for (case, chain), way in zip(ways, taken, strict=True):
            if way:
                yield self._branch(case, chain, columns, list(way), list(way.values()))

    def _branch(
        self, case: Case | None, chain: _Chain, columns: list[Row], places: Sequence[int], weights: list[int] | None
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
        return Branch(case, chain.events, tables, chain.to, places, arrived, weights)

    def _reading_of(self, juncture: Juncture, columns: list[Row], place: int) -> Reading:
        read = self._atoms_read(self._conditions(juncture))
        targets = {target for atom in read for target in self.frame.targets_read(atom)}
        return self._reading({target: columns[self.place[target]][place] for target in targets})

    def _from_turn(self, juncture: Juncture, turn: Turn) -> _Chain:
        opening = Step(juncture.clock, turn.operations, juncture.clock)
        chain = self._chain(turn.after, opening)
        events = tuple((juncture.clock, event) for event in turn.events)
        return evolve(chain, events=events + chain.events)

    def _chain(self, juncture: Juncture, opening: Step | None = None) -> _Chain:
        """What follows of itself from a juncture, after an opening step."""
        chain = self._chains.get(juncture)
        if chain is None:
            chain = self._chains[juncture] = self._followed(juncture)
        return chain if opening is None else evolve(chain, steps=(opening, *chain.steps))

    def _followed(self, juncture: Juncture) -> _Chain:
        steps: list[Step] = []
        events: list[tuple[Minutes, Event]] = []
        nothing = Reading(self.frame.plan.begin)
        while True:
            clock = juncture.clock
            if juncture.phase is Phase.DUE:
                if self._atoms_read(self.stage.due_conditions(juncture)):
                    break
                turn = self.stage.due(juncture, nothing)
                steps.append(Step(clock, turn.operations, clock))
                events += [(clock, event) for event in turn.events]
                juncture = turn.after
            elif juncture.phase is Phase.ASK:
                if self.stage.asked_now(juncture) is not None:
                    break
                juncture = self.stage.unasked(juncture)
            elif juncture.phase is Phase.CHECK:
                break
            elif juncture.phase is Phase.RUN:
                over = clock >= self.frame.end_of_play
                if not over and self.stage.zodra_waiting(juncture):
                    break
                stop = self.frame.horizon if over else self.stage.certain_stop(juncture)
                steps.append(Step(clock, (), stop))
                juncture = self.stage.ran(juncture, stop)
            else:
                break
        return _Chain(tuple(steps), tuple(events), self._number(juncture))

    def _tables_of(self, chain: _Chain) -> tuple[LaneTable | None, ...]:
        """For each target the table of a chain; None where nothing depends on the target any more."""
        live = self.stage.live_targets(self.nodes[chain.to].juncture)
        return tuple(
            self._table(place, chain.steps) if target in live else None
            for place, target in enumerate(self.cone.targets)
        )

    def _table(self, place: int, steps: tuple[Step, ...]) -> LaneTable:
        own = tuple(shortened(self._own_steps(place, steps)))
        table = self._tables.get((place, own))
        if table is None:
            table = self._tables[place, own] = LaneTable(self.books[place], own)
        return table

    def _own_steps(self, place: int, steps: tuple[Step, ...]) -> Iterator[Step]:
        target, facts_from = self.cone.targets[place], self.frame.facts_from
        for step in steps:
            own = tuple(
                Operation(operation.at, "", operation.action, 0, operation.amount)
                for operation in step.operations
                if operation.target + (facts_from if operation.action is Action.FACT else 0) == target
            )
            yield Step(step.clock, own, step.to)

    def _arrive_columns(
        self, tables: tuple[LaneTable | None, ...], columns: list[Row], size: int, to: int
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


def _progress(juncture: Juncture) -> int:
    """How far play is at one minute: grows with everything that happens there."""
    progress = 0
    for state, asked, point in zip(juncture.world.injects, juncture.asked, juncture.world.points, strict=True):
        if state.status is not InjectStatus.WAITING:
            progress += 1000 + (asked if point is not None and asked >= 0 else 500)
    return progress
