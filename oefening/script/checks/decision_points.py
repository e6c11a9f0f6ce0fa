"""Decision points: each has the keys that its kind (`soort`) needs and no other, and one team that decides."""

from collections.abc import Iterator

from attrs import frozen

from oefening.script.checks.context import Check, Context
from oefening.script.model import DecisionKind, DecisionPoint, Effect, Inject, Option
from oefening.text.translation import _


@frozen
class KeyRules:
    """The keys that a kind of decision point must and may have, of those that not every kind has.

    `fewest` is how many options or posts it needs at least.
    """

    required: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    option_required: tuple[str, ...] = ()
    option_allowed: tuple[str, ...] = ()
    fewest: int = 2


KEY_RULES: dict[DecisionKind, KeyRules] = {
    DecisionKind.CHOICE: KeyRules(("opties",), option_allowed=("als", "gevolgen")),
    DecisionKind.MULTIPLE: KeyRules(("opties",), ("maximaal",), option_allowed=("als", "gevolgen")),
    DecisionKind.RANKING: KeyRules(("opties",), option_required=("per_plaats",)),
    DecisionKind.NUMBER: KeyRules(("min", "max", "eenheid"), ("per_eenheid", "banden")),
    DecisionKind.DISTRIBUTION: KeyRules(("totaal", "posten"), ("eenheid",)),
    DecisionKind.OPEN: KeyRules(("opties",), option_required=("herkenning",), option_allowed=("gevolgen",), fewest=1),
}
_POINT_KEYS = ("opties", "maximaal", "min", "max", "eenheid", "per_eenheid", "banden", "totaal", "posten")
_OPTION_KEYS = ("als", "gevolgen", "per_plaats", "herkenning")


def _readable_points(context: Context) -> Iterator[tuple[Inject, DecisionPoint, KeyRules]]:
    """Every point whose kind could be read, with the rules of that kind."""
    for inject in context.script.injects:
        point = inject.point
        if point is not None and point.has_key("soort") and not context.is_stand_in(point.span("soort")):
            yield inject, point, KEY_RULES[point.kind]


def check_keys(context: Context) -> None:
    """A point and its options have the keys of their kind."""
    for _inject, point, rules in _readable_points(context):
        _check_keys(context, point, _POINT_KEYS, rules.required, rules.allowed, point.kind)
        for option in point.options:
            _check_keys(context, option, _OPTION_KEYS, rules.option_required, rules.option_allowed, point.kind)


def _check_keys(
    context: Context,
    record: DecisionPoint | Option,
    names: tuple[str, ...],
    required: tuple[str, ...],
    allowed: tuple[str, ...],
    kind: DecisionKind,
) -> None:
    for name in names:
        written = record.has_key(name)
        if name in required and not written:
            sentence = _("Bij soort ‘{kind}’ hoort ‘{key}’; die ontbreekt.").format(kind=kind.value, key=name)
            context.report(record.span(), "beslispunt-ontbreekt", sentence)
        if written and name not in (*required, *allowed):
            sentence = _("‘{key}’ hoort niet bij soort ‘{kind}’.").format(key=name, kind=kind.value)
            context.report(record.span(name), "beslispunt-sleutel", sentence)


def check_choices(context: Context) -> None:
    """There is something to choose: enough options or posts, and a maximum that is one."""
    for _inject, point, rules in _readable_points(context):
        for key_name, items in (("opties", point.options), ("posten", point.posts)):
            if key_name in rules.required and point.has_key(key_name) and len(items) < rules.fewest:
                sentence = _("Er valt niets te kiezen: geef ten minste {fewest} {things}.")
                message = sentence.format(fewest=rules.fewest, things=key_name)
                context.report(point.span(key_name), "te-weinig-opties", message)
        if point.most is not None and point.options and point.most > len(point.options):
            sentence = _("‘maximaal’ is {most}, maar er zijn {number} opties.")
            message = sentence.format(most=point.most, number=len(point.options))
            context.report(point.span("maximaal"), "maximaal", message)


def check_ranks(context: Context) -> None:
    """A ranked option has effects for each rank that it can get: as many as there are options."""
    for _inject, point, _rules in _readable_points(context):
        if point.kind is not DecisionKind.RANKING:
            continue
        for option in point.options:
            if option.has_key("per_plaats") and len(option.effects_by_rank) != len(point.options):
                sentence = _("‘per_plaats’ hoort voor elk van de {options} opties een rang te hebben, niet {places}.")
                message = sentence.format(places=len(option.effects_by_rank), options=len(point.options))
                context.report(option.span("per_plaats"), "per-plaats", message)


def check_number_scales(context: Context) -> None:
    """A number runs from low to high, and its effects cover the whole scale."""
    for _inject, point, _rules in _readable_points(context):
        if point.kind is not DecisionKind.NUMBER:
            continue
        written = [name for name in ("per_eenheid", "banden") if point.has_key(name)]
        if len(written) != 1:
            sentence = _("Geef bij soort ‘getal’ de gevolgen met ‘per_eenheid’ of met ‘banden’ (een van de twee).")
            context.report(point.span(*written[1:]), "getal-gevolgen", sentence)
        if point.lowest is None or point.highest is None:
            continue
        if point.lowest >= point.highest:
            sentence = _("‘min’ ({lowest}) hoort kleiner te zijn dan ‘max’ ({highest}).")
            message = sentence.format(lowest=point.lowest, highest=point.highest)
            context.report(point.span("min"), "min-max", message)
        else:
            _check_bands(context, point, point.lowest, point.highest)


def _check_bands(context: Context, point: DecisionPoint, lowest: int, highest: int) -> None:
    # A band begins where the one before it ended, so together they cover the scale if they rise and reach its end.
    before = lowest - 1
    for band in point.bands:
        if band.upto <= before:
            sentence = _("De banden horen op te lopen: ‘tot: {upto}’ komt na {before}.")
            context.report(band.span("tot"), "banden", sentence.format(upto=band.upto, before=before))
        before = max(before, band.upto)
    if point.bands and point.bands[-1].upto != highest:
        sentence = _("De laatste band hoort tot en met ‘max’ ({highest}) te lopen.")
        context.report(point.bands[-1].span("tot"), "banden", sentence.format(highest=highest))


def check_multiplied_effects(context: Context) -> None:
    """Effects per unit can be multiplied: they are a change or a drift, not a level or a fact."""
    for _inject, point, _rules in _readable_points(context):
        multiplied: list[Effect] = [
            *point.effects_per_unit,
            *(e for post in point.posts for e in post.effects_per_unit),
        ]
        for effect in multiplied:
            if effect.level is not None or effect.fact is not None:
                sentence = _("In ‘per_eenheid’ kan alleen ‘verandering’ of ‘verloop’: dat laat zich vermenigvuldigen.")
                context.report(effect.span(), "per-eenheid", sentence)


def check_deciding_teams(context: Context) -> None:
    """Every decision has one team, and that team gets the inject."""
    for inject in context.script.injects:
        point = inject.point
        if point is None:
            continue
        if point.team is None:
            if len(inject.teams) > 1 and not point.has_key("team"):
                sentence = _("Deze inject gaat naar meer teams: zeg met ‘team’ welk team beslist.")
                context.report(point.span(), "beslisser", sentence)
        elif point.team in context.names["team"] and inject.teams and point.team not in inject.teams:
            sentence = _("Dit besluit krijgt niemand: het team ‘{team}’ staat niet achter ‘aan’ van de inject.")
            context.report(point.span("team"), "beslisser", sentence.format(team=point.team))


DECISION_POINT_CHECKS: tuple[Check, ...] = (
    check_keys,
    check_choices,
    check_ranks,
    check_number_scales,
    check_multiplied_effects,
    check_deciding_teams,
)
