"""Effects typed in a hurry."""

from fractions import Fraction

import pytest

from oefening.script.effect_shorthand import parse_effects
from oefening.script.model import Effect

INDICATORS = ("internet", "water", "inzet")


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("", ()),
        (" ; ", ()),
        ("internet -20", (Effect(indicator="internet", change=Fraction(-20)),)),
        ("internet - 20 %", (Effect(indicator="internet", change=Fraction(-20)),)),
        ("water=50", (Effect(indicator="water", level=Fraction(50)),)),
        ("water 1,5", (Effect(indicator="water", change=Fraction(3, 2)),)),
        ("inzet -6 per uur", (Effect(indicator="inzet", drift=Fraction(-1, 10)),)),
        (
            "internet -20; water = 50",
            (Effect(indicator="internet", change=Fraction(-20)), Effect(indicator="water", level=Fraction(50))),
        ),
    ],
)
def test_a_line_stands_for_effects(text: str, effects: tuple[Effect, ...]) -> None:
    assert parse_effects(text, INDICATORS) == effects


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("intrnet -20", "De indicator ‘intrnet’ bestaat niet. Bedoelde u ‘internet’?"),
        ("internet", "‘internet’ is geen gevolg; schrijf bijvoorbeeld: internet -20"),
        ("water 5x", "‘5x’ is geen getal; schrijf bijvoorbeeld: water -20"),
        ("water = 5 per uur", "‘5 per uur’ is geen getal; schrijf bijvoorbeeld: water -20"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_why(text: str, sentence: str) -> None:
    assert parse_effects(text, INDICATORS) == sentence
