"""The report on the continuity goals of one world: grade, reasoning, causes and curve. Pure."""

from collections.abc import Iterator, Sequence

from oefening.debrief.causes import Cause, effect_text
from oefening.debrief.chart import AlternativeCurve, Mark, draw
from oefening.debrief.decision_impact import DecisionImpact, TippingPoint
from oefening.debrief.rating import GoalRating, Rating, WorldRating
from oefening.debrief.report_decisions import candidate_text
from oefening.debrief.report_model import CauseReport, GoalReport
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade, Outage
from oefening.engine.history import samples
from oefening.engine.state import World
from oefening.explore.indicator_states import RANKS
from oefening.script.model import Indicator
from oefening.script.units import format_duration, format_number, format_story_moment
from oefening.text.phrases import counted, shortened
from oefening.text.sparkline import sparkline
from oefening.text.translation import _
from oefening.wording.names import GRADE_MARKS
from oefening.wording.timeline import EntryKind

CURVE_WIDTH = 40
"""Block characters in a curve, for formats without drawings."""

MAX_LABEL = 80
"""Characters of an answer in the legend of an alternative curve."""


def report_goals(
    compiled: CompiledScript,
    rating: Rating,
    world: WorldRating,
    moved: Sequence[Cause],
    analysis: DecisionImpact | None,
) -> Iterator[GoalReport]:
    """Every goal of a world, in the order of the script."""
    for number, goal in enumerate(world.goals):
        indicator = compiled.script.indicators[goal.indicator]
        own = tuple(_causes(moved, indicator))
        tippings = [tipping for tipping in analysis.tipping_points if tipping.goal == number] if analysis else []
        words = curve_text(compiled, goal, indicator)
        levels = samples(compiled, world.curve, goal.indicator, CURVE_WIDTH)
        yield GoalReport(
            id=goal.goal.id,
            name=goal.goal.name,
            indicator=indicator.name,
            unit=indicator.unit,
            mbco=goal.goal.mbco,
            rto=goal.goal.rto,
            mtpd=goal.goal.mtpd,
            weight=goal.goal.weight,
            grade=goal.grade,
            outages=goal.outages,
            minutes_below=goal.minutes_below,
            lost_below_mbco=goal.lost_below_mbco,
            lost_below_normal=goal.lost_below_normal,
            lowest=goal.lowest,
            final=goal.final,
            reasoning=tuple(_reasoning(compiled, goal, indicator, own)),
            causes=own,
            drawing=draw(
                compiled,
                world.curve,
                goal.goal,
                goal.outages,
                rating.history.play_end,
                [Mark(cause.number, cause.minute, cause.kind == EntryKind.DECISION.value) for cause in own],
                [_alternative_curve(compiled, world.world, tipping) for tipping in tippings],
                words,
            ),
            curve_text=words,
            sparkline=sparkline(levels, indicator.minimum, indicator.maximum),
        )


def _alternative_curve(compiled: CompiledScript, world: World, tipping: TippingPoint) -> AlternativeCurve:
    grade = RANKS[tipping.rank]
    answer = shortened(
        candidate_text(compiled, world, tipping.point, tipping.alternative.candidate) or _("geen besluit"), MAX_LABEL
    )
    return AlternativeCurve(
        f"{GRADE_MARKS[grade]} {grade.value}: {answer}", tipping.alternative.minute, tipping.alternative.replay.curve
    )


def _causes(moved: Sequence[Cause], indicator: Indicator) -> Iterator[CauseReport]:
    number = 0
    for cause in moved:
        effects = [
            effect_text(effect, times, indicator) for effect, times in cause.effects if effect.indicator == indicator.id
        ]
        if effects:
            number += 1
            yield CauseReport(number, cause.minute, cause.entry.kind.value, cause.entry.text, "; ".join(effects))


def _reasoning(
    compiled: CompiledScript, goal: GoalRating, indicator: Indicator, own: Sequence[CauseReport]
) -> Iterator[str]:
    """Why the goal has its grade, sentence by sentence, from the outages to the limits of ISO 22301."""
    mbco = f"{format_number(goal.goal.mbco)} {indicator.unit}"
    longest = goal.longest
    if longest is None:
        yield _("De stand kwam nooit onder het basisniveau van {mbco}.").format(mbco=mbco)
        return
    times = counted(len(goal.outages), _("één keer"), _("{n} keer"))
    yield _("De stand kwam {times} onder het basisniveau van {mbco}, samen {total}.").format(
        times=times, mbco=mbco, total=format_duration(goal.minutes_below)
    )
    yield _longest_text(compiled, longest)
    yield _limit_text(goal)
    before = [cause for cause in own if cause.minute <= longest.begin]
    if before:
        sentence = _("Het laatste dat de stand daarvoor bewoog, is nummer {number}: {text}")
        yield sentence.format(number=before[-1].number, text=before[-1].text)


def _longest_text(compiled: CompiledScript, longest: Outage) -> str:
    begin, length = format_story_moment(compiled.script.start, longest.begin), format_duration(longest.length)
    if longest.open:
        words = _("De langste uitval begon {begin} en was na {length} nog niet voorbij.")
    else:
        words = _("De langste uitval begon {begin} en duurde {length}.")
    return words.format(begin=begin, length=length)


def _limit_text(goal: GoalRating) -> str:
    rto, mtpd = goal.goal.rto, goal.goal.mtpd
    sentences = {
        Grade.MET: _("Dat is binnen de hersteltijd van {rto}: behaald."),
        Grade.STRAINED: _(
            "Dat is langer dan de hersteltijd van {rto}, maar niet voorbij de helft van de ruimte tot de maximale "
            "uitval (tot {half}): onder druk."
        ),
        Grade.CRITICAL: _(
            "Dat is voorbij de helft van de ruimte tussen hersteltijd en maximale uitval (vanaf {half}), "
            "maar binnen de maximale uitval van {mtpd}: kritiek."
        ),
        Grade.FAILED: _("Dat is langer dan de maximale uitval van {mtpd}: niet behaald."),
    }
    return sentences[goal.grade].format(
        rto=format_duration(rto), mtpd=format_duration(mtpd), half=format_duration((rto + mtpd) // 2)
    )


def curve_text(compiled: CompiledScript, goal: GoalRating, indicator: Indicator) -> str:
    """What a goal's curve shows, for people who cannot see it."""
    unit = indicator.unit
    words = _("Lijn van {name}: begint op {begin} {unit}, laagste stand {lowest} {unit}, eindigt op {final} {unit}.")
    text = words.format(
        name=indicator.name,
        begin=format_number(indicator.start),
        lowest=format_number(goal.lowest),
        final=format_number(goal.final),
        unit=unit,
    )
    if not goal.outages:
        return text + _(" Nooit onder het basisniveau.")
    return text + _(" Onder het basisniveau: {outages}.").format(
        outages="; ".join(outage_text(compiled, outage) for outage in goal.outages)
    )


def outage_text(compiled: CompiledScript, outage: Outage) -> str:
    """An outage as text: from when to when, how long, and whether it has ended."""
    begin = format_story_moment(compiled.script.start, outage.begin)
    if outage.open:
        words = _("van {begin}, nog niet hersteld na {duration}")
        return words.format(begin=begin, duration=format_duration(outage.length))
    words = _("van {begin} tot {end} ({duration})")
    end = format_story_moment(compiled.script.start, outage.end)
    return words.format(begin=begin, end=end, duration=format_duration(outage.length))
