"""A report without names: of teams, and of the persons that the exercise knows by name. Pure.

The session stays as it is. A name that only stands somewhere in free text cannot be known; whoever asks can name it.
"""

import re
from collections.abc import Sequence

from attrs import evolve

from oefening.debrief.report import Report
from oefening.debrief.select import with_texts
from oefening.language import _
from oefening.script.model import Script

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
