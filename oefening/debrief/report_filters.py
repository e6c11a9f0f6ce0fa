"""Filters on a whole report: one of its worlds only, names left out, texts made printable. Pure.

They work on the finished report and not while it is built: a team's name also occurs within sentences, labels of curves
and texts that people wrote, and only here are all of these together.
"""

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
    """The report of one world: what happened in the others is left out, what happened in all stays."""
    world = report.worlds[number]
    rows = tuple(row for row in report.timeline if row.world in ("", world.name))
    return evolve(
        report,
        worlds=(world,),
        timeline=tuple(evolve(row, world="") for row in rows),
        analysed=True,
    )


def printable(report: Report) -> Report:
    """The report without control characters, which steer a terminal or which XML formats do not allow."""
    return map_texts(report, plain)


def map_texts(report: Report, change: Callable[[str], str]) -> Report:
    """The report with every text in it passed through `change`."""
    return cast(Report, _map(report, change))


def _map(value: object, change: Callable[[str], str]) -> object:
    # Not `isinstance`: values of enumerations such as Grade are strings too, and must stay what they are.
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_map(item, change) for item in value)
    kind = type(value)
    if attrs.has(kind):
        return kind(**{field.name: _map(getattr(value, field.name), change) for field in attrs.fields(kind)})
    return value


SHORTEST_NAME = 3
"""Letters of the shortest name that is left out: a shorter one would be found in ordinary words and figures."""


def anonymised(report: Report, script: Script, names: Sequence[str] = ()) -> Report:
    """The report with teams as ‘team 1’ and persons as ‘persoon 1’; `names` are further names to leave out.

    Persons known to the program are owners of improvements only. The provenance stays as it is: with a changed file
    name or hash the report could not be checked.
    """
    replaced = {team.name: _("team {n}").format(n=n) for n, team in enumerate(script.teams, 1)}
    people = [improvement.owner for improvement in report.improvements] + list(names)
    known = dict.fromkeys(person.strip() for person in people if len(person.strip()) >= SHORTEST_NAME)
    replaced |= {person: _("persoon {n}").format(n=n) for n, person in enumerate(known, 1)}
    if not replaced:
        return evolve(report, anonymous=True)
    by_folded = {name.casefold(): word for name, word in replaced.items()}
    # The longest first, so that of ‘Team Noord’ and ‘Team Noord-Oost’ the second is not found as the first.
    longest_first = sorted(replaced, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    provenance = report.provenance
    bare = map_texts(report, lambda text: pattern.sub(lambda match: by_folded[match[0].casefold()], text))
    return evolve(bare, anonymous=True, provenance=provenance)
