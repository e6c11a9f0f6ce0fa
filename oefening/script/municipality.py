"""The places of a script: words that another municipality replaces by its own, without editing the script.

A script gives them with a default (`plaats`), its texts name them as `{gemeente}`; a municipality gives its own words
in a small file. This module knows the names that scripts share and how texts are filled in, nothing of files.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

import attrs

from oefening.script.diagnostics import Diagnostic, Source, SourceSpan, did_you_mean, quoted
from oefening.script.placeholders import PLACEHOLDER, fill_placeholders
from oefening.script.schema import TEXT, WORDS_BY_NAME, Reading, Record, key, keys_of, read_record, record, whole_number
from oefening.script.yaml_tree import YamlError, read_yaml
from oefening.text.translation import _

R = TypeVar("R", bound=Record)

SHARED_PLACES: dict[str, str] = {
    "gemeente": _("de naam van de gemeente, zonder het woord gemeente"),
    "aantal_inwoners": _("hoeveel inwoners de gemeente heeft"),
    "hoofdkern": _("de kern of wijk waar het gemeentehuis staat"),
    "tweede_kern": _("een andere grote kern of wijk"),
    "dijkkern": _("een kern of wijk aan de rivier"),
    "kleine_kern": _("een kleine, afgelegen kern of wijk"),
    "buurgemeente": _("een gemeente ernaast"),
    "centrumgemeente": _("de grootste stad van de regio"),
    "rivier": _("de rivier, met lidwoord"),
    "veiligheidsregio": _("de naam van de veiligheidsregio"),
    "waterschap": _("het waterschap"),
    "netbeheerder": _("de netbeheerder voor stroom en gas"),
    "drinkwaterbedrijf": _("het drinkwaterbedrijf"),
    "omroep": _("de regionale omroep, die ook calamiteitenzender is"),
    "lokale_omroep": _("de lokale omroep"),
    "sporthal": _("een sporthal"),
    "evenementenhal": _("een grote hal"),
    "dorpshuis": _("een dorpshuis of buurthuis"),
    "zorghuis": _("een woonzorgcentrum of verpleeghuis"),
    "school": _("een basisschool"),
    "ziekenhuis": _("het ziekenhuis waar inwoners heen gaan"),
    "huisartsenpost": _("de huisartsenpost"),
    "thuiszorg": _("een organisatie voor thuiszorg"),
    "woningcorporatie": _("een woningcorporatie"),
    "uitvaartverzorger": _("een uitvaartverzorger"),
    "supermarkt": _("een supermarkt"),
    "tankstation": _("een tankstation"),
    "groot_bedrijf": _("het grootste bedrijf"),
    "bedrijventerrein": _("een bedrijventerrein"),
    "plein": _("het plein voor het gemeentehuis, met lidwoord"),
    "gemaal": _("een gemaal"),
    "snelweg": _("de snelweg, met lidwoord"),
    "spoorlijn": _("de spoorlijn, met lidwoord"),
}
"""The names that scripts of the library share, so that one file serves them all, each with its meaning."""


@record
class Municipality(Record):
    """The words of one municipality for the places of scripts (a file beside the scripts)."""

    format: int = key("formaat", whole_number(1, 1), "de versie van het formaat: 1")
    name: str = key("gemeente", TEXT, "voor welke gemeente dit is")
    places: tuple[tuple[str, str], ...] = key("plaats", WORDS_BY_NAME, "de eigen woorden, per naam")


def load_municipality(source: Source, known: Collection[str]) -> Municipality | tuple[Diagnostic, ...]:
    """The words of a municipality, or what is wrong with them; `known` are the names that scripts use."""
    if not source.text.strip():
        sentence = _("Dit bestand is leeg; een gemeentebestand begint met ‘formaat: 1’.")
        return (Diagnostic(SourceSpan(1, 1), "leeg", sentence),)
    try:
        tree, problems = read_yaml(source)
    except YamlError as error:
        return (error.problem,)
    reading = Reading(source, problems)
    found = read_record(Municipality, tree, reading)
    for name, words in found.places:
        place = found.at("plaats", name)
        if name not in known:
            sentence = _("Geen draaiboek gebruikt de plaats ‘{name}’.").format(name=quoted(name))
            reading.report(place, "onbekend-plaats", sentence + did_you_mean(name, known))
        if PLACEHOLDER.search(words):
            reading.report(place, "plaats-in-plaats", braces_complaint())
    return tuple(sorted(set(reading.problems))) or found


def braces_complaint() -> str:
    """Why a place may not hold another."""
    return _("De woorden van een plaats bevatten geen naam tussen accolades.")


def fill_in(value: R, own: Mapping[str, str]) -> R:
    """A record with every place in its texts, and in those within it, replaced by its words."""
    changes: dict[str, Any] = {
        name: _fill_in_value(getattr(value, name), definition.kind.prose, own)
        for name, definition in keys_of(type(value)).values()
    }
    changed = {name: new for name, new in changes.items() if new is not getattr(value, name)}
    return attrs.evolve(value, **changed) if changed else value


def _fill_in_value(value: object, prose: bool, own: Mapping[str, str]) -> object:
    if isinstance(value, Record):
        return fill_in(value, own)
    if isinstance(value, str) and prose:
        return fill_placeholders(value, lambda name: own.get(name, f"{{{name}}}")) if "{" in value else value
    if isinstance(value, tuple):
        items = tuple(_fill_in_value(item, prose, own) for item in cast(tuple[object, ...], value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value
