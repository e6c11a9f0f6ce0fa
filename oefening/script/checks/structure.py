"""Structure: what belongs together stands together, and nothing stands where it means nothing."""

from oefening.script.checks.context import Check, Context
from oefening.script.model import After, Channel, Effect
from oefening.script.schema import walk
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _


def check_effects(context: Context) -> None:
    """An effect does exactly one thing, with only the keys that belong to it."""
    for effect in walk(context.script):
        if isinstance(effect, Effect):
            _check_effect(context, effect)


def _check_effect(context: Context, effect: Effect) -> None:
    given = {
        "verandering": effect.change,
        "wordt": effect.level,
        "verloop": effect.drift,
        "feit": effect.fact,
    }
    used = [name for name, value in given.items() if value is not None]
    if not used:
        sentence = _("Dit gevolg doet niets: geef ‘verandering’, ‘wordt’, ‘verloop’ of ‘feit’.")
        context.report(effect.span(), "gevolg-leeg", sentence)
        return
    if len(used) > 1:
        sentence = _("Een gevolg doet één ding; hier staan {keys} bij elkaar.")
        names = enumerate_words([f"‘{name}’" for name in used], _("en"))
        context.report(effect.span(used[1]), "gevolg-dubbel", sentence.format(keys=names))
        return
    if used == ["feit"] and effect.indicator is not None:
        sentence = _("Bij ‘feit’ hoort geen ‘indicator’; maak er twee gevolgen van.")
        context.report(effect.span("indicator"), "gevolg-sleutel", sentence)
    if used != ["feit"] and effect.indicator is None:
        sentence = _("Bij ‘{key}’ hoort ‘indicator’: zeg welke indicator verandert.")
        context.report(effect.span(), "gevolg-indicator", sentence.format(key=used[0]))
    belongs = {
        "over": (effect.spread, "verandering"),
        "tot": (effect.until, "verloop"),
        "duur": (effect.duration, "verloop"),
    }
    for name, (value, home) in belongs.items():
        if value is not None and used != [home]:
            sentence = _("‘{word}’ hoort alleen bij ‘{home}’, niet bij ‘{key}’.")
            message = sentence.format(word=name, home=home, key=used[0])
            context.report(effect.span(name), "gevolg-sleutel", message)
    if effect.until is not None and effect.duration is not None:
        sentence = _("Geef ‘tot’ of ‘duur’, niet allebei.")
        context.report(effect.span("duur"), "gevolg-sleutel", sentence)


def check_triggers(context: Context) -> None:
    """An inject comes at a time, after something, or as soon as something holds: exactly one of these."""
    for inject in context.script.injects:
        written = [name for name in ("op", "na", "zodra") if inject.has_key(name)]
        if not written:
            sentence = _("Deze inject komt nooit: geef ‘op’, ‘na’ of ‘zodra’.")
            context.report(inject.span(), "moment-ontbreekt", sentence)
        elif len(written) > 1:
            names = enumerate_words([f"‘{name}’" for name in written], _("en"))
            sentence = _("Een inject komt op één manier; hier staan {keys} bij elkaar.").format(keys=names)
            context.report(inject.span(written[1]), "moment-dubbel", sentence)
        if inject.after is not None:
            _check_after(context, inject.after)


def _check_after(context: Context, after: After) -> None:
    if after.inject is None and after.point is None and not after.has_key("inject") and not after.has_key("besluit"):
        sentence = _("Achter ‘na’ hoort ‘inject’ of ‘besluit’: zeg waarna de inject komt.")
        context.report(after.span(), "na-leeg", sentence)
    elif after.inject is not None and after.point is not None:
        sentence = _("Geef achter ‘na’ een ‘inject’ of een ‘besluit’, niet allebei.")
        context.report(after.span("besluit"), "na-dubbel", sentence)


def check_senders(context: Context) -> None:
    """Someone sends every inject, unless the team sees it for itself."""
    for inject in context.script.injects:
        if inject.sender is None and not inject.has_key("van") and inject.channel is not Channel.SIGHTING:
            sentence = _("De sleutel ‘van’ ontbreekt; alleen bij kanaal ‘waarneming’ mag hij weg.")
            context.report(inject.span(), "afzender-ontbreekt", sentence)


def check_something_to_play(context: Context) -> None:
    """There are teams and injects, and every inject reaches a team."""
    script = context.script
    required: tuple[tuple[str, tuple[object, ...], str], ...] = (
        ("teams", script.teams, _("Een draaiboek heeft ten minste één team.")),
        ("injects", script.injects, _("Een draaiboek heeft ten minste één inject.")),
    )
    for name, values, sentence in required:
        if not values and script.has_key(name):
            context.report(script.span(name), "niets-te-spelen", sentence)
    for inject in script.injects:
        if not inject.teams and inject.has_key("aan"):
            sentence = _("Niemand krijgt deze inject: noem achter ‘aan’ ten minste één team.")
            context.report(inject.span("aan"), "niets-te-spelen", sentence)


STRUCTURE_CHECKS: tuple[Check, ...] = (check_effects, check_triggers, check_senders, check_something_to_play)
