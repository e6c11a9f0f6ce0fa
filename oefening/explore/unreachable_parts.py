"""The parts of conditions that are joined by `of`, and for each a script in which it is the whole condition.

Whether such a part is ever true is then a question that exploring can answer: whether in that script the inject ever
comes, or the option is ever available.
"""

from collections.abc import Iterator

from attrs import evolve, frozen

from oefening.script.conditions import AnyOf, Condition
from oefening.script.model import Inject, Script


@frozen
class ConditionPart:
    """A part of the condition of an inject (by index) or of one of its options (by index); `key` is its YAML key."""

    inject: int
    option: int | None
    key: str
    condition: Condition


def condition_parts(script: Script) -> Iterator[ConditionPart]:
    """Every part of every `of` in the conditions of injects and options."""
    for index, inject in enumerate(script.injects):
        for key, condition in (("als", inject.condition), ("zodra", inject.as_soon_as)):
            for part in condition.parts if isinstance(condition, AnyOf) else ():
                yield ConditionPart(index, None, key, part)
        for option_index, option in enumerate(inject.point.options if inject.point else ()):
            for part in option.available.parts if isinstance(option.available, AnyOf) else ():
                yield ConditionPart(index, option_index, "als", part)


def script_with_part(script: Script, part: ConditionPart) -> Script:
    """The script with one part as the whole condition."""
    injects = list(script.injects)
    injects[part.inject] = _inject_with_part(injects[part.inject], part)
    return evolve(script, injects=tuple(injects))


def _inject_with_part(inject: Inject, part: ConditionPart) -> Inject:
    if part.option is None:
        if part.key == "als":
            return evolve(inject, condition=part.condition)
        return evolve(inject, as_soon_as=part.condition)
    assert inject.point is not None  # noqa: S101 - it has options
    options = list(inject.point.options)
    options[part.option] = evolve(options[part.option], available=part.condition)
    return evolve(inject, point=evolve(inject.point, options=tuple(options)))
