"""Changes to a whole report: only one of its worlds, and every text fit to be written. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import cast

import attrs
from attrs import evolve

from oefening.debrief.report_model import Report
from oefening.script.model import Script
from oefening.text.phrases import plain
from oefening.text.translation import _


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


SHORTEST = 3
"""A name of fewer letters would be found within ordinary words and figures."""


def anonymised(report: Report, script: Script, names: Sequence[str] = ()) -> Report:
    """The report with teams by number and persons as ‘persoon 1’; `names` are further names to leave out."""
    replaced = {team.name: _("team {n}").format(n=n) for n, team in enumerate(script.teams, 1)}
    people = [improvement.owner for improvement in report.improvements] + list(names)
    known = dict.fromkeys(person.strip() for person in people if len(person.strip()) >= SHORTEST)
    replaced |= {person: _("persoon {n}").format(n=n) for n, person in enumerate(known, 1)}
    if not replaced:
        return evolve(report, anonymous=True)
    by_folded = {name.casefold(): word for name, word in replaced.items()}
    longest_first = sorted(replaced, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    papers = report.papers
    bare = with_texts(report, lambda text: pattern.sub(lambda match: by_folded[match[0].casefold()], text))
    return evolve(bare, anonymous=True, papers=papers)
