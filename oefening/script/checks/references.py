"""Names: everything a script refers to exists, and no name means two things."""

from collections.abc import Iterable
from fractions import Fraction

from oefening.script.checks.context import Check, Context, Guard, guard_atoms
from oefening.script.conditions import NO_DECISION, DecisionComparison, FactHolds, LevelComparison, Name
from oefening.script.diagnostics import SourceSpan, did_you_mean, quoted
from oefening.script.model import DecisionKind, DecisionPoint, Inject, LearningGoal, Option, Party, Phase, Post, Team
from oefening.script.municipality import braces_complaint
from oefening.script.placeholders import PLACEHOLDER
from oefening.script.schema import keys_of, walk
from oefening.text.translation import _


def _unknown(table: str) -> str:
    sentences = {
        "team": _("Het team ‘{name}’ bestaat niet."),
        "indicator": _("De indicator ‘{name}’ bestaat niet."),
        "leerdoel": _("Het leerdoel ‘{name}’ bestaat niet."),
        "inject": _("De inject ‘{name}’ bestaat niet."),
        "beslispunt": _("Het beslispunt ‘{name}’ bestaat niet."),
        "afzender": _("De afzender ‘{name}’ bestaat niet; het is een partij uit ‘tegenspel’ of een team."),
    }
    return sentences[table]


def _complain(context: Context, place: SourceSpan, table: str, name: str) -> None:
    known = context.names[table]
    if name and name not in known and not context.reading.hopeless:
        sentence = _unknown(table).format(name=quoted(name)) + did_you_mean(name, known)
        context.report(place, f"onbekend-{table}", sentence)


def references(context: Context) -> None:
    """Every id that a key refers to exists."""
    for record in walk(context.script):
        for word, (field_name, definition) in keys_of(type(record)).items():
            table, value = definition.kind.refers_to, getattr(record, field_name)
            if table is None or value is None:
                continue
            if isinstance(value, tuple):
                for number, name in enumerate(value):
                    _complain(context, record.at(word, number), table, name)
            else:
                _complain(context, record.at(word), table, value)


def condition_names(context: Context) -> None:
    """Every name in a condition exists."""
    for guard, atom in guard_atoms(context):
        match atom:
            case LevelComparison(indicator, _operator, other):
                for name in (indicator, other):
                    if isinstance(name, Name):
                        _complain(context, context.place_of(guard, name), "indicator", name.id)
            case FactHolds(fact) if fact.id not in context.facts:
                sentence = _("Geen gevolg zet het feit ‘{name}’.").format(name=quoted(fact.id))
                context.report(
                    context.place_of(guard, fact), "onbekend-feit", sentence + did_you_mean(fact.id, context.facts)
                )
            case DecisionComparison():
                _check_decision_comparison(context, guard, atom)
            case _:
                pass


def _check_decision_comparison(context: Context, guard: Guard, atom: DecisionComparison) -> None:
    place = context.place_of(guard, atom.point)
    if atom.point.id not in context.points:
        _complain(context, place, "beslispunt", atom.point.id)
        return
    point = context.points[atom.point.id][1]
    if isinstance(atom.answer, Fraction):
        if point.kind is not DecisionKind.NUMBER:
            sentence = _("‘{name}’ wordt niet met een getal beantwoord; vergelijk met de id van een optie.")
            context.report(place, "besluit-soort", sentence.format(name=atom.point.id))
    elif atom.answer.id != NO_DECISION:
        _check_option_name(context, guard, atom.answer, atom.point.id, point)


def _check_option_name(context: Context, guard: Guard, answer: Name, point_id: str, point: DecisionPoint) -> None:
    place = context.place_of(guard, answer)
    if point.kind is DecisionKind.NUMBER:
        sentence = _("‘{name}’ wordt met een getal beantwoord; vergelijk met een getal of met ‘geen’.")
        context.report(place, "besluit-soort", sentence.format(name=point_id))
    elif point.kind is DecisionKind.DISTRIBUTION:
        sentence = _("‘{name}’ is een verdeling; een voorwaarde kan alleen vragen of het ‘geen’ is.")
        context.report(place, "besluit-soort", sentence.format(name=point_id))
    elif answer.id not in (known := [option.id for option in point.options]):
        sentence = _("Het beslispunt ‘{point}’ heeft geen optie ‘{name}’.")
        message = sentence.format(point=point_id, name=quoted(answer.id)) + did_you_mean(answer.id, known)
        context.report(place, "onbekend-optie", message)


def placeholders(context: Context) -> None:
    """Every `{indicator}` in a text exists, and so does every place; what shows no levels names places only."""
    places = tuple(name for name, _words in context.script.places)
    for record in walk(context.script):
        for word, (field_name, definition) in keys_of(type(record)).items():
            kind = definition.kind
            if not kind.prose or (not places and not kind.template):
                continue
            known = (*context.names["indicator"], *places) if kind.template else places
            value = getattr(record, field_name) or ()
            for number, text in enumerate((value,) if isinstance(value, str) else value):
                start = record.at(word) if isinstance(value, str) else record.at(word, number)
                for match in PLACEHOLDER.finditer(text):
                    if match[1] not in known:
                        sentence = _unknown_in_text(kind.template).format(name=match[1])
                        place = _find(context, start, match[0])
                        context.report(place, "onbekend-in-tekst", sentence + did_you_mean(match[1], known))


def _unknown_in_text(template: bool) -> str:
    if template:
        return _("De tekst noemt ‘{{{name}}}’, maar die indicator of plaats bestaat niet.")
    return _("De tekst noemt ‘{{{name}}}’, maar die plaats bestaat niet.")


def place_names(context: Context) -> None:
    """A place has a name of its own, and words that hold no other name."""
    for name, words in context.script.places:
        where = context.script.at("plaats", name)
        if name in context.names["indicator"]:
            sentence = _("‘{name}’ is al een indicator; geef de plaats een andere naam.")
            context.report(where, "dubbele-id", sentence.format(name=name))
        if PLACEHOLDER.search(words):
            context.report(where, "plaats-in-plaats", braces_complaint())


def _find(context: Context, start: SourceSpan, words: str) -> SourceSpan:
    lines = context.reading.source.lines
    for number in range(start.line, min(start.line + 200, len(lines) + 1)):
        column = lines[number - 1].find(words, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return SourceSpan(number, column + 1, len(words))
    return start


Named = Inject | Phase | LearningGoal | Team | Party | Option | Post


def unique_names(context: Context) -> None:
    """No two things of one kind share an id."""
    script = context.script

    def of(records: Iterable[Named]) -> list[tuple[str, SourceSpan]]:
        return [(record.id, record.at("id")) for record in records]

    groups: list[tuple[str, list[tuple[str, SourceSpan]]]] = [
        (_("De inject-id ‘{name}’ bestaat al (regel {line})."), of(script.injects)),
        (_("De fase-id ‘{name}’ bestaat al (regel {line})."), of(script.phases)),
        (_("De leerdoel-id ‘{name}’ bestaat al (regel {line})."), of(script.learning_goals)),
        (_("De id ‘{name}’ is al van een team (regel {line})."), of([*script.teams, *script.parties])),
        (
            _("De beslispunt-id ‘{name}’ bestaat al (regel {line})."),
            [(inject.point_id, inject.point.at("id")) for inject in script.injects if inject.point],
        ),
    ]
    for inject in script.injects:
        if inject.point:
            groups.append((_("De optie-id ‘{name}’ bestaat al (regel {line})."), of(inject.point.options)))
            groups.append((_("De post-id ‘{name}’ bestaat al (regel {line})."), of(inject.point.posts)))
    for sentence, named in groups:
        _report_doubles(context, sentence, named)


def _report_doubles(context: Context, sentence: str, named: list[tuple[str, SourceSpan]]) -> None:
    seen: dict[str, SourceSpan] = {}
    for name, place in named:
        if name and name in seen:
            context.report(place, "dubbele-id", sentence.format(name=name, line=seen[name].line))
        seen.setdefault(name, place)


NAME_CHECKS: tuple[Check, ...] = (
    references,
    condition_names,
    placeholders,
    place_names,
    unique_names,
)
