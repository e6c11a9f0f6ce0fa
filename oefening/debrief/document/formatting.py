"""Pieces of text and anchors that several chapters of the report use."""

from oefening.debrief.document.model import Span, TextLine, line, soft
from oefening.debrief.report_model import Change, GoalReport, Report
from oefening.engine.continuity import Grade
from oefening.script.units import format_duration, story_moment
from oefening.text.translation import _


def at(report: Report, minute: int) -> str:
    """A moment of the exercise as people in the story say it."""
    return story_moment(report.start, minute)


def grade_span(grade: Grade) -> Span:
    """A grade, said as such."""
    return Span(grade.value, grade=grade)


def longest_words(goal: GoalReport) -> str:
    """The longest outage in a few words."""
    if goal.longest is None:
        return _("geen")
    return format_duration(goal.longest.length) + (_(" (nog open)") if goal.longest.open else "")


def change_line(change: Change) -> TextLine:
    """What another answer would have done to a goal."""
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
    """The text, ended as a sentence."""
    stripped = text.rstrip()
    return stripped if stripped.endswith((".", "?", "!", "…")) else f"{stripped}."


def papers_line(report: Report) -> str:
    """What the report was made from."""
    papers = report.papers
    return _("Sessie {name} · draaiboek {script} · oefening {version}").format(
        name=papers.session_name, script=report.script_id, version=papers.engine_version
    )


def goal_anchor(world: int, goal: str) -> str:
    """Where a goal stands in the document."""
    return f"doel-{world}-{goal}"


def decision_anchor(world: int, point: str) -> str:
    """Where a decision stands in the document."""
    return f"besluit-{world}-{point}"
