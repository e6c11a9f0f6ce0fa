"""What depends on what in a script, and when its play ends: the analysis that comes before exploring.

An indicator or a fact is a *target*: the indicators by their index, then the facts. A question about the script (how
can this goal come out? can this inject come?) depends on a part of it only: its cone of influence, a term of model
checking. The cone is the smallest set of targets, injects and decision points that has what the question is about and,
with everything in it, whatever can influence that: an inject with the one it waits for and all that its conditions
read; a decision point with its inject and the conditions of its options; a target with everything that can move it.

Exploring in a cone gives the same answer as exploring the whole script, because nothing outside a cone can change
anything inside it: what could would be in it. And it is much cheaper, as the number of states multiplies with every
question that is left out.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property

from attrs import define, field, frozen

from oefening.engine.compiled_script import CompiledScript
from oefening.explore.answer_space import CandidateAnswer, candidate_answers
from oefening.script.conditions import (
    Atom,
    Condition,
    DecisionComparison,
    FactHolds,
    LevelComparison,
    Name,
    TimeComparison,
    atoms,
)
from oefening.script.model import Effect, Inject
from oefening.script.schema import walk
from oefening.script.units import MAX_MINUTES, Minutes


class DecisionMoments(StrEnum):
    """When, within its deadline, a team is assumed to decide. The number of possible moments is part of the cost."""

    HALFWAY = "1"
    THREE = "3"

    def offsets(self, deadline: Minutes) -> tuple[int, ...]:
        """The moments, in minutes since the point was opened: halfway, or at once, halfway and the last minute."""
        halfway = deadline // 2
        return (halfway,) if self is DecisionMoments.HALFWAY else tuple(sorted({0, halfway, deadline - 1}))


@frozen
class Cone:
    """The part of a script that the answer to a question depends on, by index.

    `goals` are those to grade, `checks` the injects whose text is to be compared with what it assumes.
    """

    injects: frozenset[int]
    points: frozenset[int]
    targets: tuple[int, ...]
    goals: tuple[int, ...] = ()
    checks: frozenset[int] = frozenset()


@define(eq=False, slots=False)
class ScriptAnalysis:
    """A script, analysed for exploring. Decision points are known by the index of their inject.

    `candidates` are the answers to try at each. `ends_at` is when play stops; where it is not given, when everything
    has come and is decided.
    """

    compiled: CompiledScript
    moments: DecisionMoments = DecisionMoments.HALFWAY
    ends_at: Minutes | None = None
    candidates: dict[int, tuple[CandidateAnswer, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        read = [atom for condition in self._all_conditions() for atom in atoms(condition)]
        self.candidates = {
            index: candidate_answers(inject.point, tuple(atom for atom in read if _reads(atom, inject.point_id)))
            for index, inject in enumerate(self.compiled.script.injects)
            if inject.point
        }

    def _all_conditions(self) -> Iterator[Condition]:
        for index, inject in enumerate(self.compiled.script.injects):
            yield from self.conditions(index)
            yield from (inject.assumes,) if inject.assumes else ()
            if inject.point:
                yield from (option.available for option in inject.point.options if option.available)

    @property
    def facts_from(self) -> int:
        """The first target that is a fact."""
        return len(self.compiled.script.indicators)

    def target_of(self, effect: Effect) -> int:
        """The target that an effect moves."""
        if effect.fact is not None:
            return self.facts_from + self.compiled.facts[effect.fact]
        return self.compiled.indicators[effect.indicator or ""]

    def targets_read(self, atom: Atom) -> tuple[int, ...]:
        """The targets that an atom of a condition reads."""
        match atom:
            case LevelComparison(indicator, _operator, other):
                names = (indicator, other) if isinstance(other, Name) else (indicator,)
                return tuple(self.compiled.indicators[name.id] for name in names)
            case FactHolds(fact):
                return (self.facts_from + self.compiled.facts[fact.id],)
            case DecisionComparison() | TimeComparison():
                return ()

    def conditions(self, index: int) -> tuple[Condition, ...]:
        """The conditions under which an inject comes."""
        inject = self.compiled.script.injects[index]
        return tuple(condition for condition in (inject.as_soon_as, inject.condition) if condition is not None)

    @property
    def assuming(self) -> tuple[int, ...]:
        """The injects whose text assumes something (`veronderstelt`)."""
        return tuple(index for index, inject in enumerate(self.compiled.script.injects) if inject.assumes is not None)

    def assumption(self, index: int) -> Condition:
        """What the text of an inject assumes; only of one that does."""
        condition = self.compiled.script.injects[index].assumes
        assert condition is not None  # noqa: S101 - asked of those in `assuming`
        return condition

    def option_conditions(self, index: int) -> tuple[Condition, ...]:
        """The conditions of the options of an inject's decision point."""
        point = self.compiled.script.injects[index].point
        return tuple(option.available for option in point.options if option.available) if point else ()

    def predecessor(self, inject: Inject) -> int | None:
        """The inject that one waits for, by itself or through its decision point."""
        if inject.after is None:
            return None
        if inject.after.inject is not None:
            return self.compiled.injects[inject.after.inject]
        return self.compiled.points[inject.after.point or ""]

    @cached_property
    def moved_by_inject(self) -> tuple[frozenset[int], ...]:
        """The targets that each inject moves, without its decision point."""
        return tuple(frozenset(map(self.target_of, inject.effects)) for inject in self.compiled.script.injects)

    @cached_property
    def moved_by_point(self) -> dict[int, frozenset[int]]:
        """The targets that each decision point can move."""
        injects = self.compiled.script.injects
        return {
            index: frozenset(
                self.target_of(effect) for effect in walk(injects[index].point) if isinstance(effect, Effect)
            )
            for index in self.candidates
        }

    @cached_property
    def end_of_play(self) -> Minutes:
        """The minute until which every path is played: when, at the latest, everything has come and is decided.

        What waits for a condition (`zodra`) comes before the last of the rest, or not at all.
        """
        if self.ends_at is not None:
            return self.ends_at
        injects = self.compiled.script.injects
        certain = [phase.begin for phase in self.compiled.script.phases]
        conditional = [0]
        for index, inject in enumerate(injects):
            begin, rooted = self._latest(index)
            end = begin + (inject.point.deadline if inject.point else 0)
            (certain if rooted else conditional).append(Minutes(end))
        return Minutes(min(max(certain, default=0) + max(conditional), MAX_MINUTES))

    def _latest(self, index: int) -> tuple[int, bool]:
        """When an inject comes at the latest; False where that counts from the moment of a `zodra`."""
        inject = self.compiled.script.injects[index]
        waited = 0
        while inject.after is not None:
            waited += inject.after.wait
            before = self.compiled.script.injects[self.predecessor(inject) or 0]
            if inject.after.point is not None and before.point:
                waited += before.point.deadline
            inject = before
        return (inject.at_minute or 0) + waited, inject.as_soon_as is None

    def depends_on_clock_only(self, index: int) -> bool:
        """Whether an inject comes at a minute of the clock or after one that does, and not after a `zodra`."""
        return self._latest(index)[1]

    @property
    def horizon(self) -> Minutes:
        """The minute until which the world is followed: the end of play and the aftermath."""
        return Minutes(self.end_of_play + (self.compiled.script.aftermath or 0))

    def cone(
        self,
        goals: Iterable[int] = (),
        injects: Iterable[int] = (),
        points: Iterable[int] = (),
        checks: Iterable[int] = (),
    ) -> Cone:
        """The cone of a question about goals, injects, decision points and what the text of injects assumes."""
        goals, checks = tuple(goals), frozenset(checks)
        builder = _ConeBuilder(self)
        for goal in goals:
            builder.target(self.compiled.indicators[self.compiled.script.goals[goal].indicator])
        for index in injects:
            builder.inject(index)
        for index in points:
            builder.point(index)
        for index in checks:
            builder.inject(index)
            builder.condition(self.assumption(index))
        builder.close()
        targets = tuple(sorted(builder.targets))
        return Cone(frozenset(builder.injects), frozenset(builder.points), targets, goals, checks)


def _reads(atom: Atom, point_id: str) -> bool:
    return isinstance(atom, DecisionComparison) and atom.point.id == point_id


class _ConeBuilder:
    """A cone under construction: the transitive closure of what influences what."""

    def __init__(self, analysis: ScriptAnalysis) -> None:
        self.analysis = analysis
        self.injects: set[int] = set()
        self.points: set[int] = set()
        self.targets: set[int] = set()

    def target(self, target: int) -> None:
        self.targets.add(target)

    def inject(self, index: int) -> None:
        if index in self.injects:
            return
        self.injects.add(index)
        inject = self.analysis.compiled.script.injects[index]
        before = self.analysis.predecessor(inject)
        if before is not None:
            self.inject(before)
            if inject.after and inject.after.point is not None:
                self.point(before)
        for condition in self.analysis.conditions(index):
            self.condition(condition)

    def point(self, index: int) -> None:
        if index in self.points:
            return
        self.points.add(index)
        self.inject(index)
        for condition in self.analysis.option_conditions(index):
            self.condition(condition)

    def condition(self, condition: Condition) -> None:
        for atom in atoms(condition):
            self.targets.update(self.analysis.targets_read(atom))
            if isinstance(atom, DecisionComparison):
                self.point(self.analysis.compiled.points[atom.point.id])

    def close(self) -> None:
        """Adds whatever moves a target of the cone, until nothing is left to add (a fixed point)."""
        size = -1
        while size != len(self.targets) + len(self.injects) + len(self.points):
            size = len(self.targets) + len(self.injects) + len(self.points)
            for index, moved in enumerate(self.analysis.moved_by_inject):
                if moved & self.targets:
                    self.inject(index)
            for index, moved in self.analysis.moved_by_point.items():
                if moved & self.targets:
                    self.point(index)
