"""Stories of any length to measure exploring by: one decision after another, whose paths meet in equal states."""

from fractions import Fraction

from oefening.script.model import ContinuityGoal, Indicator, Script
from oefening.script.units import Minutes
from tests.support.random_scripts import DAY, a_choice, a_script, an_inject, an_option, change

STEP = 30
START = 50_000


def story(points: int, options: int = 3, indicators: int = 4, goals: int = 0, *, never_missed: bool = False) -> Script:
    """A question every half hour; each option moves two indicators by a little, at once.

    With `never_missed` the goals are so low that no path comes below: a state is levels only.
    """
    names = [f"i{number}" for number in range(indicators)]
    injects = []
    for point in range(points):
        choices = [
            an_option(
                f"o{option}",
                change(-(1 + option % 2), names[(point + option) % indicators]),
                change(option, names[(point * 2 + option + 1) % indicators]),
            )
            for option in range(options)
        ]
        injects.append(an_inject(f"p{point}", STEP * point, point=a_choice(20, *choices)))
    minimum = Fraction(1 if never_missed else START - 2)
    return a_script(
        indicators=tuple(
            Indicator(
                id=name, name=name, unit="%", start=Fraction(START), minimum=Fraction(0), maximum=Fraction(2 * START)
            )
            for name in names
        ),
        injects=tuple(injects),
        goals=tuple(
            ContinuityGoal(id=name, name=name, indicator=name, mbco=minimum, rto=Minutes(60), mtpd=Minutes(240))
            for name in names[:goals]
        ),
        aftermath=Minutes(DAY),
    )
