"""A municipality's own terms: words that replace those of a script, so that one script serves every municipality.

A script gives each term (`gemeente`, `rivier`, `sporthal` ...) with a default under `plaats`, and its texts name it as
`{gemeente}`. A municipality gives its own terms in one small file, without editing any script. This module knows the
names of terms that scripts share and how texts are filled in; it knows nothing of paths and files.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

import attrs

from oefening.script.diagnostics import Diagnostic, DiagnosticCollector, Source, SourceSpan, did_you_mean, quoted
from oefening.script.placeholders import PLACEHOLDER, fill_placeholders
from oefening.script.reader import TEXT, TEXT_BY_NAME, read_record, whole_number
from oefening.script.schema import Record, key, keys_of, record
from oefening.script.yaml_tree import YamlError, read_yaml
from oefening.text.translation import _

R = TypeVar("R", bound=Record)

SHARED_TERMS: dict[str, str] = {
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
"""The terms that the scripts of the library share, so that one file serves them all, each with its meaning."""


@record
class Municipality(Record):
    """The terms of one municipality (a file beside the scripts)."""

    format: int = key("formaat", whole_number(1, 1), "de versie van het formaat: 1")
    name: str = key("gemeente", TEXT, "voor welke gemeente dit is")
    terms: tuple[tuple[str, str], ...] = key("plaats", TEXT_BY_NAME, "de eigen woorden, per naam")


def load_municipality(source: Source, known_terms: Collection[str]) -> Municipality | tuple[Diagnostic, ...]:
    """The terms of a municipality, or what is wrong with them; `known_terms` are the names that scripts use."""
    if not source.text.strip():
        sentence = _("Dit bestand is leeg; een gemeentebestand begint met ‘formaat: 1’.")
        return (Diagnostic(SourceSpan(1, 1), "leeg", sentence),)
    try:
        tree, diagnostics = read_yaml(source)
    except YamlError as error:
        return (error.diagnostic,)
    collector = DiagnosticCollector(source, diagnostics)
    municipality = read_record(Municipality, tree, collector)
    for name, text in municipality.terms:
        span = municipality.span("plaats", name)
        if name not in known_terms:
            sentence = _("Geen draaiboek gebruikt de plaats ‘{name}’.").format(name=quoted(name))
            collector.report(span, "onbekend-plaats", sentence + did_you_mean(name, known_terms))
        if PLACEHOLDER.search(text):
            collector.report(span, "plaats-in-plaats", nested_term_message())
    return tuple(sorted(set(collector.diagnostics))) or municipality


def nested_term_message() -> str:
    """What is said of a term whose words hold a placeholder.

    Terms are filled in once, in one pass: a term within a term would stay unfilled, or could go round in a circle.
    """
    return _("De woorden van een plaats bevatten geen naam tussen accolades.")


def fill_in(original: R, terms: Mapping[str, str]) -> R:
    """A record with the words of every term in its texts, and in those of the records within it.

    Placeholders that are no term stay: they stand for levels of indicators and are filled in when the text is shown.
    What holds no placeholder is kept as the very same object, so that nearly the whole script is shared.
    """
    values: dict[str, Any] = {
        name: _fill_in_value(getattr(original, name), definition.kind.prose, terms)
        for name, definition in keys_of(type(original)).values()
    }
    changed = {name: value for name, value in values.items() if value is not getattr(original, name)}
    return attrs.evolve(original, **changed) if changed else original


def _fill_in_value(value: object, prose: bool, terms: Mapping[str, str]) -> object:
    if isinstance(value, Record):
        return fill_in(value, terms)
    if isinstance(value, str) and prose:
        return fill_placeholders(value, lambda name: terms.get(name, f"{{{name}}}")) if "{" in value else value
    if isinstance(value, tuple):
        items = tuple(_fill_in_value(item, prose, terms) for item in cast(tuple[object, ...], value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value
