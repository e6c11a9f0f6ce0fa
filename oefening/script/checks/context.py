"""What every check gets: the script, its names by kind, and a way to report."""

from collections.abc import Callable, Iterator

from attrs import field, frozen

from oefening.script.conditions import Atom, Condition, Name, atoms
from oefening.script.diagnostics import SourceSpan
from oefening.script.model import DecisionPoint, Effect, Inject, Option, Script
from oefening.script.schema import Reading, walk, within


@frozen
class Guard:
    """A condition somewhere in the script: on an inject (`als`, `zodra`, `veronderstelt`) or on an option (`als`)."""

    condition: Condition
    place: SourceSpan
    key: str
    inject: Inject
    option: Option | None = None


@frozen
class Context:
    """The script under check, with the names it defines."""

    script: Script
    reading: Reading
    names: dict[str, tuple[str, ...]] = field(init=False)
    points: dict[str, tuple[Inject, DecisionPoint]] = field(init=False)
    injects: dict[str, Inject] = field(init=False)
    facts: frozenset[str] = field(init=False)
    guards: tuple[Guard, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        script = self.script
        points = {inject.point_id: (inject, inject.point) for inject in script.injects if inject.point}
        teams = tuple(team.id for team in script.teams)
        names = {
            "team": teams,
            "indicator": tuple(indicator.id for indicator in script.indicators),
            "leerdoel": tuple(goal.id for goal in script.learning_goals),
            "inject": tuple(inject.id for inject in script.injects),
            "beslispunt": tuple(points),
            "afzender": (*teams, *(party.id for party in script.parties)),
        }
        effects = [record for record in walk(script) if isinstance(record, Effect)]
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "injects", {inject.id: inject for inject in reversed(script.injects)})
        object.__setattr__(self, "facts", frozenset(effect.fact for effect in effects if effect.fact))
        object.__setattr__(self, "guards", tuple(_guards(script)))

    def report(self, place: SourceSpan, rule: str, sentence: str) -> None:
        """Notes a problem."""
        self.reading.report(place, rule, sentence)

    def flawed(self, place: SourceSpan) -> bool:
        """Whether a problem was found at this very place, so that the value there is only a stand-in."""
        return any(problem.place == place for problem in self.reading.problems)

    def place_of(self, guard: Guard, name: Name) -> SourceSpan:
        """Where a name in a condition stands; the whole condition where the source writes it over several lines."""
        line = self.reading.source.line(guard.place.line)
        start = guard.place.column - 1
        for skipped in (0, 1):
            text = line[start + skipped :]
            if text[name.offset : name.offset + len(name.id)] == name.id:
                return within(self.reading.source, guard.place, text, name.offset, len(name.id))
        return guard.place


Check = Callable[[Context], None]


def _guards(script: Script) -> Iterator[Guard]:
    for inject in script.injects:
        if inject.as_soon_as is not None:
            yield Guard(inject.as_soon_as, inject.at("zodra"), "zodra", inject)
        if inject.condition is not None:
            yield Guard(inject.condition, inject.at("als"), "als", inject)
        if inject.assumes is not None:
            yield Guard(inject.assumes, inject.at("veronderstelt"), "veronderstelt", inject)
        for option in inject.point.options if inject.point else ():
            if option.available is not None:
                yield Guard(option.available, option.at("als"), "als", inject, option)


def guard_atoms(context: Context) -> Iterator[tuple[Guard, Atom]]:
    """Every atom of every condition in the script, with the condition it stands in."""
    for guard in context.guards:
        for atom in atoms(guard.condition):
            yield guard, atom
