"""Lays a report out as a document, in the order of a HSEEP after-action report and improvement plan (HSEEP 2020).

One page in front for the board; then the exercise, what became of the goals, what was decided, how people worked, the
improvement plan, the timeline, and how all this was worked out.
"""

from oefening.debrief.document import Block, Document
from oefening.debrief.layout.back import appendix, improvement_plan, timeline
from oefening.debrief.layout.decisions import decisions
from oefening.debrief.layout.front import board, exercise
from oefening.debrief.layout.goals import goals
from oefening.debrief.layout.people import feedback, teams
from oefening.debrief.layout.words import day_words, papers_line
from oefening.debrief.layout.worlds import side_by_side
from oefening.debrief.report import Report
from oefening.language import _


def lay_out(report: Report, *, ranked: bool = False, paper: bool = False) -> Document:
    """The report as a document; `ranked` puts worlds in the order of how they fared, `paper` leaves out what nobody
    prints."""
    several = len(report.worlds) > 1
    blocks: list[Block] = [*board(report), *exercise(report)]
    if several:
        blocks += side_by_side(report, ranked=ranked)
    for number, world in enumerate(report.worlds):
        name = world.name if several else ""
        if several and not report.analysed:
            continue
        blocks += [*goals(report, world, number, name), *decisions(report, world, number, name)]
        blocks += teams(report, world, name)
    blocks += [*feedback(report), *improvement_plan(report), *timeline(report, paper=paper), *appendix(report)]
    return Document(
        title=report.title,
        subtitle=_("Verslag van de oefening, gespeeld op {day}").format(day=day_words(report.papers.played_at)),
        blocks=tuple(blocks),
        footer=papers_line(report),
    )
