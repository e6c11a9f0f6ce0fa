"""Lays a report out as a document, in the order of a HSEEP after-action report and improvement plan (HSEEP 2020).

One page in front for the board; then the exercise, what became of the goals, what was decided, how people worked, the
improvement plan, the timeline, and how all this was worked out.
"""

from oefening.debrief.document.appendix import appendix, improvement_plan, timeline
from oefening.debrief.document.board_page import board, exercise
from oefening.debrief.document.decisions import decisions
from oefening.debrief.document.formatting import provenance_line
from oefening.debrief.document.goals import goals
from oefening.debrief.document.model import Block, Document
from oefening.debrief.document.teams import feedback, teams
from oefening.debrief.document.world_comparison import side_by_side
from oefening.debrief.report_model import Report
from oefening.script.units import format_date
from oefening.text.translation import _


def lay_out(report: Report, *, ranked: bool = False, paper: bool = False) -> Document:
    """The report as a document.

    `ranked` orders worlds by their results. `paper` leaves out a timeline that is too long to print.
    """
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
        subtitle=_("Verslag van de oefening, gespeeld op {day}").format(day=format_date(report.provenance.played_at)),
        blocks=tuple(blocks),
        footer=provenance_line(report),
    )
