"""The parts of a condition that are joined by `of`, each made the whole condition of a script like the one it is from.

Whether such a part ever holds is then the question whether the inject ever comes, or the option ever is there.
"""

from collections.abc import Iterator

from attrs import evolve, frozen

from oefening.script.conditions import AnyOf, Condition
from oefening.script.model import Inject, Script


@frozen
class UnreachablePart:
    """A part of the condition of an inject (by index) or of one of its options (by place); `key` is its YAML key."""

    inject: int
    option: int | None
    key: str
    part: Condition


def operands(script: Script) -> Iterator[UnreachablePart]:
    """Every part of an `of` in the conditions of injects and options."""
    for index, inject in enumerate(script.injects):
        for key, condition in (("als", inject.condition), ("zodra", inject.as_soon_as)):
            for part in condition.parts if isinstance(condition, AnyOf) else ():
                yield UnreachablePart(index, None, key, part)
        for place, option in enumerate(inject.point.options if inject.point else ()):
            for part in option.available.parts if isinstance(option.available, AnyOf) else ():
                yield UnreachablePart(index, place, "als", part)


def with_operand(script: Script, branch: UnreachablePart) -> Script:
    """The script with one part for the whole condition."""
    injects = list(script.injects)
    injects[branch.inject] = _narrowed(injects[branch.inject], branch)
    return evolve(script, injects=tuple(injects))


def _narrowed(inject: Inject, branch: UnreachablePart) -> Inject:
    if branch.option is None:
        if branch.key == "als":
            return evolve(inject, condition=branch.part)
        return evolve(inject, as_soon_as=branch.part)
    assert inject.point is not None  # noqa: S101 - it has options
    options = list(inject.point.options)
    options[branch.option] = evolve(options[branch.option], available=branch.part)
    return evolve(inject, point=evolve(inject.point, options=tuple(options)))
