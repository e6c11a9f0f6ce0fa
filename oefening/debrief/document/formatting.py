"""Pieces of text and anchors that several chapters of the report use."""

from oefening.debrief.document.model import Span, TextLine, line, soft
from oefening.debrief.report_model import GoalChange, GoalReport, Report
from oefening.engine.continuity import Grade
from oefening.script.units import format_duration, format_story_moment
from oefening.text.translation import _


def story_time(report: Report, minute: int) -> str:
    """A moment of the exercise as date and time in the story."""
    return format_story_moment(report.start, minute)


def grade_span(grade: Grade) -> Span:
    """A grade as a span, which writers mark with its sign and colour."""
    return Span(grade.value, grade=grade)


def longest_outage_text(goal: GoalReport) -> str:
    """The length of the longest outage as text."""
    if goal.longest is None:
        return _("geen")
    return format_duration(goal.longest.length) + (_(" (nog open)") if goal.longest.open else "")


def change_line(change: GoalChange) -> TextLine:
    """What another answer would have done to a goal, as a line."""
    if change.rank_gain:
        parts: list[str | Span] = [
            f"{change.goal}: ",
            grade_span(change.after),
            _(" in plaats van "),
            grade_span(change.before),
        ]
    else:
        parts = [f"{change.goal}: ", _("blijft "), grade_span(change.before)]
    if change.minutes:
        words = (
            _("{duration} langer onder het basisniveau")
            if change.minutes > 0
            else _("{duration} korter onder het basisniveau")
        )
        parts.append(soft(f" ({words.format(duration=format_duration(abs(change.minutes)))})"))
    return line(*parts)


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends as a sentence already."""
    stripped = text.rstrip()
    return stripped if stripped.endswith((".", "?", "!", "…")) else f"{stripped}."


def provenance_line(report: Report) -> str:
    """What the report was made from."""
    provenance = report.provenance
    return _("Sessie {name} · draaiboek {script} · oefening {version}").format(
        name=provenance.session_name, script=report.script_id, version=provenance.engine_version
    )


def goal_anchor(world: int, goal: str) -> str:
    """The anchor of a goal's section."""
    return f"doel-{world}-{goal}"


def decision_anchor(world: int, point: str) -> str:
    """The anchor of a decision's section."""
    return f"besluit-{world}-{point}"
