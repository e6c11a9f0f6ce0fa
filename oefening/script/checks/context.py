"""What every check is given: the script, the names it defines, its conditions, and where to report."""

from collections.abc import Callable, Iterator

from attrs import field, frozen

from oefening.script.conditions import Atom, Condition, Name, atoms
from oefening.script.diagnostics import DiagnosticCollector, SourceSpan
from oefening.script.model import DecisionPoint, Effect, Inject, Option, Script
from oefening.script.reader import span_within
from oefening.script.schema import walk


@frozen
class Guard:
    """A condition in the script, under key `als`, `zodra` or `veronderstelt` of an inject, or `als` of an option."""

    condition: Condition
    span: SourceSpan
    key: str
    inject: Inject
    option: Option | None = None


@frozen
class Context:
    """The script under check, and what many checks look up in it.

    `names` has the ids that exist, by the table that `Kind.refers_to` names. `points` has each decision point with the
    inject that opens it.
    """

    script: Script
    collector: DiagnosticCollector
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
        # Reversed, so that of injects with the same id the first counts; `check_unique_ids` reports the others.
        object.__setattr__(self, "injects", {inject.id: inject for inject in reversed(script.injects)})
        object.__setattr__(self, "facts", frozenset(effect.fact for effect in effects if effect.fact))
        object.__setattr__(self, "guards", tuple(_guards(script)))

    def report(self, span: SourceSpan, rule: str, message: str) -> None:
        """Adds a diagnostic."""
        self.collector.report(span, rule, message)

    def is_stand_in(self, span: SourceSpan) -> bool:
        """Whether the value here could not be read, so that what stands in the record is not what was written.

        A check passes over such a value: the mistake is reported already, and a stand-in would give a false one.
        """
        return any(diagnostic.span == span for diagnostic in self.collector.diagnostics)

    def span_of_name(self, guard: Guard, name: Name) -> SourceSpan:
        """Where a name in a condition stands; the whole condition where the source writes it over several lines."""
        # As in `span_within`, the condition may stand in quotes. Here its text is no longer known, only the offset.
        line = self.collector.source.line(guard.span.line)
        start = guard.span.column - 1
        for quote_length in (0, 1):
            text = line[start + quote_length :]
            if text[name.offset : name.offset + len(name.id)] == name.id:
                return span_within(self.collector.source, guard.span, text, name.offset, len(name.id))
        return guard.span


Check = Callable[[Context], None]


def _guards(script: Script) -> Iterator[Guard]:
    for inject in script.injects:
        if inject.as_soon_as is not None:
            yield Guard(inject.as_soon_as, inject.span("zodra"), "zodra", inject)
        if inject.condition is not None:
            yield Guard(inject.condition, inject.span("als"), "als", inject)
        if inject.assumes is not None:
            yield Guard(inject.assumes, inject.span("veronderstelt"), "veronderstelt", inject)
        for option in inject.point.options if inject.point else ():
            if option.available is not None:
                yield Guard(option.available, option.span("als"), "als", inject, option)


def guarded_atoms(context: Context) -> Iterator[tuple[Guard, Atom]]:
    """Every comparison and fact of every condition in the script, with the condition it stands in."""
    for guard in context.guards:
        for atom in atoms(guard.condition):
            yield guard, atom
