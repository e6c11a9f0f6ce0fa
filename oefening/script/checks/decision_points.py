"""Decision points: each has what its kind (`soort`) needs and nothing else, and a team that gets it."""

from collections.abc import Iterator

from attrs import frozen

from oefening.script.checks.context import Check, Context
from oefening.script.model import DecisionKind, DecisionPoint, Effect, Inject, Option
from oefening.text.translation import _


@frozen
class Needs:
    """The keys a kind of decision point must have and may have, of those that not every kind has."""

    required: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    option_required: tuple[str, ...] = ()
    option_allowed: tuple[str, ...] = ()
    fewest: int = 2


NEEDS: dict[DecisionKind, Needs] = {
    DecisionKind.CHOICE: Needs(("opties",), option_allowed=("als", "gevolgen")),
    DecisionKind.MULTIPLE: Needs(("opties",), ("maximaal",), option_allowed=("als", "gevolgen")),
    DecisionKind.RANKING: Needs(("opties",), option_required=("per_plaats",)),
    DecisionKind.NUMBER: Needs(("min", "max", "eenheid"), ("per_eenheid", "banden")),
    DecisionKind.DISTRIBUTION: Needs(("totaal", "posten"), ("eenheid",)),
    DecisionKind.OPEN: Needs(("opties",), option_required=("herkenning",), option_allowed=("gevolgen",), fewest=1),
}
_POINT_KEYS = ("opties", "maximaal", "min", "max", "eenheid", "per_eenheid", "banden", "totaal", "posten")
_OPTION_KEYS = ("als", "gevolgen", "per_plaats", "herkenning")


def _sound_points(context: Context) -> Iterator[tuple[Inject, DecisionPoint, Needs]]:
    """Every point whose kind was readable, with what that kind needs."""
    for inject in context.script.injects:
        point = inject.point
        if point is not None and point.at.has("soort") and not context.flawed(point.at("soort")):
            yield inject, point, NEEDS[point.kind]


def keys(context: Context) -> None:
    """A point and its options have the keys of their kind."""
    for _inject, point, needs in _sound_points(context):
        _check_keys(context, point, _POINT_KEYS, needs.required, needs.allowed, point.kind)
        for option in point.options:
            _check_keys(context, option, _OPTION_KEYS, needs.option_required, needs.option_allowed, point.kind)


def _check_keys(
    context: Context,
    record: DecisionPoint | Option,
    words: tuple[str, ...],
    required: tuple[str, ...],
    allowed: tuple[str, ...],
    kind: DecisionKind,
) -> None:
    for word in words:
        written = record.at.has(word)
        if word in required and not written:
            sentence = _("Bij soort ‘{kind}’ hoort ‘{key}’; die ontbreekt.").format(kind=kind.value, key=word)
            context.report(record.at(), "beslispunt-ontbreekt", sentence)
        if written and word not in (*required, *allowed):
            sentence = _("‘{key}’ hoort niet bij soort ‘{kind}’.").format(key=word, kind=kind.value)
            context.report(record.at(word), "beslispunt-sleutel", sentence)


def choices(context: Context) -> None:
    """There is something to choose: enough options or posts, and a maximum that is one."""
    for _inject, point, needs in _sound_points(context):
        for word, things in (("opties", point.options), ("posten", point.posts)):
            if word in needs.required and point.at.has(word) and len(things) < needs.fewest:
                sentence = _("Er valt niets te kiezen: geef ten minste {fewest} {things}.")
                message = sentence.format(fewest=needs.fewest, things=word)
                context.report(point.at(word), "te-weinig-opties", message)
        if point.most is not None and point.options and point.most > len(point.options):
            sentence = _("‘maximaal’ is {most}, maar er zijn {number} opties.")
            message = sentence.format(most=point.most, number=len(point.options))
            context.report(point.at("maximaal"), "maximaal", message)


def places(context: Context) -> None:
    """A ranked option has effects for exactly as many places as there are."""
    for _inject, point, _needs in _sound_points(context):
        if point.kind is not DecisionKind.RANKING:
            continue
        for option in point.options:
            if option.at.has("per_plaats") and len(option.effects_by_place) != len(point.options):
                sentence = _("‘per_plaats’ hoort voor elk van de {options} opties een rang te hebben, niet {places}.")
                message = sentence.format(places=len(option.effects_by_place), options=len(point.options))
                context.report(option.at("per_plaats"), "per-plaats", message)


def scales(context: Context) -> None:
    """A number runs from low to high, and its effects cover the whole scale."""
    for _inject, point, _needs in _sound_points(context):
        if point.kind is not DecisionKind.NUMBER:
            continue
        written = [word for word in ("per_eenheid", "banden") if point.at.has(word)]
        if len(written) != 1:
            sentence = _("Geef bij soort ‘getal’ de gevolgen met ‘per_eenheid’ of met ‘banden’ (een van de twee).")
            context.report(point.at(*written[1:]), "getal-gevolgen", sentence)
        if point.lowest is None or point.highest is None:
            continue
        if point.lowest >= point.highest:
            sentence = _("‘min’ ({lowest}) hoort kleiner te zijn dan ‘max’ ({highest}).")
            message = sentence.format(lowest=point.lowest, highest=point.highest)
            context.report(point.at("min"), "min-max", message)
        else:
            _check_bands(context, point, point.lowest, point.highest)


def _check_bands(context: Context, point: DecisionPoint, lowest: int, highest: int) -> None:
    before = lowest - 1
    for band in point.bands:
        if band.upto <= before:
            sentence = _("De banden horen op te lopen: ‘tot: {upto}’ komt na {before}.")
            context.report(band.at("tot"), "banden", sentence.format(upto=band.upto, before=before))
        before = max(before, band.upto)
    if point.bands and point.bands[-1].upto != highest:
        sentence = _("De laatste band hoort tot en met ‘max’ ({highest}) te lopen.")
        context.report(point.bands[-1].at("tot"), "banden", sentence.format(highest=highest))


def countable_effects(context: Context) -> None:
    """What is multiplied by a number is a change or a drift."""
    for _inject, point, _needs in _sound_points(context):
        multiplied: list[Effect] = [
            *point.effects_per_unit,
            *(e for post in point.posts for e in post.effects_per_unit),
        ]
        for effect in multiplied:
            if effect.level is not None or effect.fact is not None:
                sentence = _("In ‘per_eenheid’ kan alleen ‘verandering’ of ‘verloop’: dat laat zich vermenigvuldigen.")
                context.report(effect.at(), "per-eenheid", sentence)


def deciders(context: Context) -> None:
    """Every decision has one team, and that team gets the inject."""
    for inject in context.script.injects:
        point = inject.point
        if point is None:
            continue
        if point.team is None:
            if len(inject.teams) > 1 and not point.at.has("team"):
                sentence = _("Deze inject gaat naar meer teams: zeg met ‘team’ welk team beslist.")
                context.report(point.at(), "beslisser", sentence)
        elif point.team in context.names["team"] and inject.teams and point.team not in inject.teams:
            sentence = _("Dit besluit krijgt niemand: het team ‘{team}’ staat niet achter ‘aan’ van de inject.")
            context.report(point.at("team"), "beslisser", sentence.format(team=point.team))


POINT_CHECKS: tuple[Check, ...] = (keys, choices, places, scales, countable_effects, deciders)
