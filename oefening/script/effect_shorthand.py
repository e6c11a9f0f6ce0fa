"""The short notation in which a leader types effects during an exercise: `internet -20; water = 50; inzet -2 per uur`.

`-20` changes a level, `= 50` sets it, `-2 per uur` changes its drift. Knows the notation only; the caller says which
indicators there are.
"""

import re
from collections.abc import Collection
from fractions import Fraction

from oefening.script.diagnostics import did_you_mean, quoted
from oefening.script.model import Effect
from oefening.script.units import parse_drift, parse_number
from oefening.text.translation import _

_PART = re.compile(r"(?P<indicator>[A-Za-z][\w-]*)\s*(?P<set>=)?\s*(?P<sign>[-+]?)\s*(?P<amount>\d.*)")


def parse_effects(text: str, indicators: Collection[str]) -> tuple[Effect, ...] | str:
    """The effects in a line, or a Dutch sentence that says why it cannot be read. An empty line has no effects."""
    effects = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        effect = _parse_effect(part, indicators)
        if isinstance(effect, str):
            return effect
        effects.append(effect)
    return tuple(effects)


def _parse_effect(part: str, indicators: Collection[str]) -> Effect | str:
    match = _PART.fullmatch(part)
    if match is None:
        sentence = _("‘{part}’ is geen gevolg; schrijf bijvoorbeeld: {indicator} -20")
        return sentence.format(part=quoted(part), indicator=next(iter(indicators), "internet"))
    name, amount = match["indicator"], match["sign"] + match["amount"]
    if name not in indicators:
        return _("De indicator ‘{name}’ bestaat niet.").format(name=quoted(name)) + did_you_mean(name, indicators)
    drift: Fraction | None = parse_drift(amount)
    if drift is not None and not match["set"]:
        return Effect(indicator=name, drift=drift)
    number = parse_number(amount.removesuffix("%").strip())
    if number is None:
        return _("‘{amount}’ is geen getal; schrijf bijvoorbeeld: {name} -20").format(amount=quoted(amount), name=name)
    return Effect(indicator=name, level=number) if match["set"] else Effect(indicator=name, change=number)
