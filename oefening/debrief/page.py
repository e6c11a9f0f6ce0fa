"""The debrief as one HTML page that needs nothing beside it: no network, no scripts, no other files.

Arranges what was rated for the template; rates nothing itself.
"""

from datetime import datetime
from fractions import Fraction
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from oefening.debrief.causes import causes, effect_words
from oefening.debrief.chart import draw
from oefening.debrief.rating import DecisionRating, GoalRating, Rating, WorldRating
from oefening.debrief.telling import (
    GRADE_MARKS,
    answer_words,
    choice_texts,
    explanation_of,
    name_of,
    performance_words,
    timeline,
)
from oefening.engine.continuity import Outage
from oefening.engine.events import Event, ExerciseStarted, FeedbackGiven, ImprovementNoted
from oefening.engine.plan import Plan
from oefening.engine.rules import BEST_MARK
from oefening.language import _
from oefening.script.units import format_duration, format_number, story_moment


@frozen
class Papers:
    """What the report says about the session itself."""

    session_name: str
    script_hash: str
    engine_version: str
    played_at: datetime


def render_page(plan: Plan, events: list[Event], rating: Rating, papers: Papers) -> str:
    """The whole page as HTML."""
    environment = Environment(
        loader=PackageLoader("oefening.debrief"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        marks=GRADE_MARKS,
        number=format_number,
        duration=format_duration,
        moment=lambda minute: story_moment(plan.script.start, minute),
        outage_words=lambda outage: outage_words(plan, outage),
        performance_words=performance_words,
    )
    template = environment.get_template("report.html.j2")
    start = next((event for event in events if isinstance(event, ExerciseStarted)), None)
    return template.render(
        script=plan.script,
        papers=papers,
        rating=rating,
        simulation=start.simulation if start else None,
        worlds=[_world(plan, events, rating, number) for number in range(len(rating.worlds))],
        timeline=timeline(plan, events),
        improvements=[event for event in events if isinstance(event, ImprovementNoted)],
        feedback=_feedback([event for event in events if isinstance(event, FeedbackGiven)]),
    )


def _feedback(given: list[FeedbackGiven]) -> dict[str, Any] | None:
    """What people thought of the exercise: mean marks and remarks; None where nobody said."""
    if not given:
        return None
    return {
        "number": len(given),
        "usefulness": Fraction(sum(form.usefulness for form in given), len(given)),
        "realism": Fraction(sum(form.realism for form in given), len(given)),
        "best": BEST_MARK,
        "remarks": [form.remark for form in given if form.remark],
    }


def _world(plan: Plan, events: list[Event], rating: Rating, number: int) -> dict[str, Any]:
    world = rating.worlds[number]
    return {
        "rating": world,
        "goals": [_goal(plan, events, rating, world, goal, number) for goal in world.goals],
        "decisions": [_decision(plan, decision) for decision in world.decisions],
    }


def _goal(
    plan: Plan, events: list[Event], rating: Rating, world: WorldRating, goal: GoalRating, number: int
) -> dict[str, Any]:
    indicator = plan.script.indicators[goal.indicator]
    moved = []
    for cause in causes(plan, events, number):
        words = [
            effect_words(effect, times, indicator)
            for effect, times in cause.effects
            if effect.indicator == indicator.id
        ]
        if words:
            moved.append({"minute": cause.minute, "line": cause.line, "effects": "; ".join(words)})
    return {
        "rating": goal,
        "indicator": indicator,
        "causes": moved,
        "chart": draw(plan, world.course, goal.indicator, goal.goal.mbco, goal.outages, rating.lived.play_end),
    }


def _decision(plan: Plan, decision: DecisionRating) -> dict[str, Any]:
    point = decision.inject.point
    assert point is not None  # noqa: S101 - a decision was made on it
    versions = [
        {
            "minute": version.minute,
            "answer": answer_words(point, decision.state, version.answer),
            "reasons": version.reasons,
        }
        for version in decision.state.versions
    ]
    return {
        "rating": decision,
        "question": decision.state.question,
        "team": name_of(plan, decision.inject.deciding_team or ""),
        "versions": versions,
        "judged": choice_texts(point, decision.state).get(decision.state.adjudged_option or "", ""),
        "explanation": explanation_of(point, decision.state),
    }


def outage_words(plan: Plan, outage: Outage) -> str:
    """An outage in words: from when to when, how long, and whether it had ended."""
    begin = story_moment(plan.script.start, outage.begin)
    if outage.open:
        words = _("van {begin}, nog niet hersteld na {duration}")
        return words.format(begin=begin, duration=format_duration(outage.length))
    words = _("van {begin} tot {end} ({duration})")
    end = story_moment(plan.script.start, outage.end)
    return words.format(begin=begin, end=end, duration=format_duration(outage.length))
