"""Changes to a whole report: only one of its worlds, and every text fit to be written. Pure."""

from collections.abc import Callable
from typing import cast

import attrs
from attrs import evolve

from oefening.debrief.report import Report
from oefening.language import plain


def only_world(report: Report, number: int) -> Report:
    """The report of one world: what happened in others is left out, what happened to all stays."""
    world = report.worlds[number]
    rows = tuple(row for row in report.timeline if row.world in ("", world.name))
    return evolve(
        report,
        worlds=(world,),
        timeline=tuple(evolve(row, world="") for row in rows),
        analysed=True,
    )


def printable(report: Report) -> Report:
    """The report without characters that steer a terminal or that a file of some format may not hold."""
    return with_texts(report, plain)


def with_texts(report: Report, change: Callable[[str], str]) -> Report:
    """The report with every text in it changed."""
    return cast(Report, _changed(report, change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    kind = type(value)
    if attrs.has(kind):
        return kind(**{field.name: _changed(getattr(value, field.name), change) for field in attrs.fields(kind)})
    return value
