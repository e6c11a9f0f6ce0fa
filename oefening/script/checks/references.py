"""References: everything that a script names exists, and no name means two things."""

from collections.abc import Iterable
from fractions import Fraction

from oefening.script.checks.context import Check, Context, Guard, guarded_atoms
from oefening.script.conditions import NO_DECISION, DecisionComparison, FactHolds, LevelComparison, Name
from oefening.script.diagnostics import SourceSpan, did_you_mean, quoted
from oefening.script.model import DecisionKind, DecisionPoint, Inject, LearningGoal, Option, Party, Phase, Post, Team
from oefening.script.municipality import nested_term_message
from oefening.script.placeholders import PLACEHOLDER
from oefening.script.schema import keys_of, walk
from oefening.text.translation import _


def _unknown_message(table: str) -> str:
    sentences = {
        "team": _("Het team ‘{name}’ bestaat niet."),
        "indicator": _("De indicator ‘{name}’ bestaat niet."),
        "leerdoel": _("Het leerdoel ‘{name}’ bestaat niet."),
        "inject": _("De inject ‘{name}’ bestaat niet."),
        "beslispunt": _("Het beslispunt ‘{name}’ bestaat niet."),
        "afzender": _("De afzender ‘{name}’ bestaat niet; het is een partij uit ‘tegenspel’ of een team."),
    }
    return sentences[table]


def _check_exists(context: Context, span: SourceSpan, table: str, name: str) -> None:
    known = context.names[table]
    # An empty name is the stand-in for one that could not be read.
    if name and name not in known and not context.collector.is_full:
        sentence = _unknown_message(table).format(name=quoted(name)) + did_you_mean(name, known)
        context.report(span, f"onbekend-{table}", sentence)


def check_references(context: Context) -> None:
    """Every id that a key refers to exists."""
    for record in walk(context.script):
        for key_name, (field_name, key) in keys_of(type(record)).items():
            table, value = key.kind.refers_to, getattr(record, field_name)
            if table is None or value is None:
                continue
            if isinstance(value, tuple):
                for index, name in enumerate(value):
                    _check_exists(context, record.span(key_name, index), table, name)
            else:
                _check_exists(context, record.span(key_name), table, value)


def check_condition_names(context: Context) -> None:
    """Every name in a condition exists."""
    for guard, atom in guarded_atoms(context):
        match atom:
            case LevelComparison(indicator, _operator, other):
                for name in (indicator, other):
                    if isinstance(name, Name):
                        _check_exists(context, context.span_of_name(guard, name), "indicator", name.id)
            case FactHolds(fact) if fact.id not in context.facts:
                sentence = _("Geen gevolg zet het feit ‘{name}’.").format(name=quoted(fact.id))
                context.report(
                    context.span_of_name(guard, fact), "onbekend-feit", sentence + did_you_mean(fact.id, context.facts)
                )
            case DecisionComparison():
                _check_decision_comparison(context, guard, atom)
            case _:
                pass


def _check_decision_comparison(context: Context, guard: Guard, atom: DecisionComparison) -> None:
    span = context.span_of_name(guard, atom.point)
    if atom.point.id not in context.points:
        _check_exists(context, span, "beslispunt", atom.point.id)
        return
    point = context.points[atom.point.id][1]
    if isinstance(atom.answer, Fraction):
        if point.kind is not DecisionKind.NUMBER:
            sentence = _("‘{name}’ wordt niet met een getal beantwoord; vergelijk met de id van een optie.")
            context.report(span, "besluit-soort", sentence.format(name=atom.point.id))
    elif atom.answer.id != NO_DECISION:
        _check_option_name(context, guard, atom.answer, atom.point.id, point)


def _check_option_name(context: Context, guard: Guard, answer: Name, point_id: str, point: DecisionPoint) -> None:
    span = context.span_of_name(guard, answer)
    if point.kind is DecisionKind.NUMBER:
        sentence = _("‘{name}’ wordt met een getal beantwoord; vergelijk met een getal of met ‘geen’.")
        context.report(span, "besluit-soort", sentence.format(name=point_id))
    elif point.kind is DecisionKind.DISTRIBUTION:
        sentence = _("‘{name}’ is een verdeling; een voorwaarde kan alleen vragen of het ‘geen’ is.")
        context.report(span, "besluit-soort", sentence.format(name=point_id))
    elif answer.id not in (known := [option.id for option in point.options]):
        sentence = _("Het beslispunt ‘{point}’ heeft geen optie ‘{name}’.")
        message = sentence.format(point=point_id, name=quoted(answer.id)) + did_you_mean(answer.id, known)
        context.report(span, "onbekend-optie", message)


def check_placeholders(context: Context) -> None:
    """Every `{name}` in a text is a term of the script or, where the text can show levels, an indicator."""
    terms = tuple(name for name, _text in context.script.terms)
    for record in walk(context.script):
        for key_name, (field_name, key) in keys_of(type(record)).items():
            kind = key.kind
            # A script that defines no terms does not use them: braces in its prose are braces.
            if not kind.prose or (not terms and not kind.template):
                continue
            known = (*context.names["indicator"], *terms) if kind.template else terms
            value = getattr(record, field_name) or ()
            for index, text in enumerate((value,) if isinstance(value, str) else value):
                start = record.span(key_name) if isinstance(value, str) else record.span(key_name, index)
                for match in PLACEHOLDER.finditer(text):
                    if match[1] not in known:
                        sentence = _unknown_placeholder_message(kind.template).format(name=match[1])
                        span = _span_of_text(context, start, match[0])
                        context.report(span, "onbekend-in-tekst", sentence + did_you_mean(match[1], known))


def _unknown_placeholder_message(template: bool) -> str:
    if template:
        return _("De tekst noemt ‘{{{name}}}’, maar die indicator of plaats bestaat niet.")
    return _("De tekst noemt ‘{{{name}}}’, maar die plaats bestaat niet.")


def check_terms(context: Context) -> None:
    """A term has a name of its own, and its words hold no placeholder."""
    for name, text in context.script.terms:
        span = context.script.span("plaats", name)
        if name in context.names["indicator"]:
            sentence = _("‘{name}’ is al een indicator; geef de plaats een andere naam.")
            context.report(span, "dubbele-id", sentence.format(name=name))
        if PLACEHOLDER.search(text):
            context.report(span, "plaats-in-plaats", nested_term_message())


def _span_of_text(context: Context, start: SourceSpan, text: str) -> SourceSpan:
    """Where a text first stands in the source from `start` on: a block of text runs over many lines."""
    lines = context.collector.source.lines
    for number in range(start.line, min(start.line + _MAX_TEXT_LINES, len(lines) + 1)):
        column = lines[number - 1].find(text, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return SourceSpan(number, column + 1, len(text))
    return start


_MAX_TEXT_LINES = 200
"""Lines of one text in which a placeholder is looked for."""

Named = Inject | Phase | LearningGoal | Team | Party | Option | Post


def check_unique_ids(context: Context) -> None:
    """No two things of one kind share an id."""
    script = context.script

    def of(records: Iterable[Named]) -> list[tuple[str, SourceSpan]]:
        return [(record.id, record.span("id")) for record in records]

    groups: list[tuple[str, list[tuple[str, SourceSpan]]]] = [
        (_("De inject-id ‘{name}’ bestaat al (regel {line})."), of(script.injects)),
        (_("De fase-id ‘{name}’ bestaat al (regel {line})."), of(script.phases)),
        (_("De leerdoel-id ‘{name}’ bestaat al (regel {line})."), of(script.learning_goals)),
        (_("De id ‘{name}’ is al van een team (regel {line})."), of([*script.teams, *script.parties])),
        (
            _("De beslispunt-id ‘{name}’ bestaat al (regel {line})."),
            [(inject.point_id, inject.point.span("id")) for inject in script.injects if inject.point],
        ),
    ]
    for inject in script.injects:
        if inject.point:
            groups.append((_("De optie-id ‘{name}’ bestaat al (regel {line})."), of(inject.point.options)))
            groups.append((_("De post-id ‘{name}’ bestaat al (regel {line})."), of(inject.point.posts)))
    for sentence, named in groups:
        _report_duplicates(context, sentence, named)


def _report_duplicates(context: Context, sentence: str, named: list[tuple[str, SourceSpan]]) -> None:
    seen: dict[str, SourceSpan] = {}
    for name, span in named:
        if name and name in seen:
            context.report(span, "dubbele-id", sentence.format(name=name, line=seen[name].line))
        seen.setdefault(name, span)


REFERENCE_CHECKS: tuple[Check, ...] = (
    check_references,
    check_condition_names,
    check_placeholders,
    check_terms,
    check_unique_ids,
)
