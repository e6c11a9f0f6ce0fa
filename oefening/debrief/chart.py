"""A goal's curve drawn as SVG: the level, the minimum, the outages, and where play stopped. Pure: values in, text out.

Colours come from the page's style sheet by class name; shape and words carry the meaning without them.
"""

from datetime import datetime, timedelta
from fractions import Fraction

from attrs import frozen
from markupsafe import Markup

from oefening.engine.continuity import Course, Outage, pieces
from oefening.engine.plan import Plan
from oefening.language import _
from oefening.script.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minutes, format_number, story_day

WIDTH, HEIGHT = 760, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 34
MOST_TICKS = 9
_STEPS = (15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 7200, 10080, 43200, 525600)


@frozen
class _Frame:
    """From minutes and levels to points of the drawing."""

    begin: int
    end: int
    lowest: Fraction
    highest: Fraction

    def x(self, minute: Fraction | int) -> float:
        span = max(self.end - self.begin, 1)
        return round(LEFT + float(Fraction(minute - self.begin) / span) * (WIDTH - LEFT - RIGHT), 2)

    def y(self, level: Fraction | int) -> float:
        span = self.highest - self.lowest
        return round(HEIGHT - BOTTOM - float((level - self.lowest) / span) * (HEIGHT - TOP - BOTTOM), 2)


def draw(
    plan: Plan,
    course: Course,
    indicator: int,
    minimum: Fraction,
    outages: tuple[Outage, ...],
    play_end: Minutes,
) -> Markup:
    """The curve of one indicator with the minimum it should keep."""
    record = plan.script.indicators[indicator]
    frame = _Frame(course[0][0], course[-1][0], record.minimum, record.maximum)
    parts = [_outage(frame, outage) for outage in outages]
    parts += _level_axis(frame, record.unit, minimum)
    parts += _time_axis(frame, plan.script.start)
    if play_end < frame.end:
        parts.append(_vertical(frame, play_end, "einde", _("einde spel")))
    parts.append(f'<polyline class="stand" points="{_points(plan, frame, course, indicator)}"/>')
    label = _("Verloop van {name}").format(name=record.name)
    opening = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, label)
    return opening + Markup("".join(parts)) + Markup("</svg>")  # noqa: S704 - numbers and escaped words


def _points(plan: Plan, frame: _Frame, course: Course, indicator: int) -> str:
    points = []
    for piece in pieces(plan, course, indicator):
        points += [(corner, piece.level_at(corner)) for corner in piece.corners()]
    if not points:
        level = Fraction(course[0][1].levels[indicator])
        points = [(Fraction(frame.begin), level), (Fraction(frame.begin + 1), level)]
    return " ".join(f"{frame.x(moment)},{frame.y(level / plan.denominator)}" for moment, level in points)


def _outage(frame: _Frame, outage: Outage) -> str:
    left, right = frame.x(outage.begin), frame.x(outage.end)
    width = max(round(right - left, 2), 1.5)
    return f'<rect class="uitval" x="{left}" y="{TOP}" width="{width}" height="{HEIGHT - TOP - BOTTOM}"/>'


def _level_axis(frame: _Frame, unit: str, minimum: Fraction) -> list[str]:
    right, low, high, mark = WIDTH - RIGHT, frame.y(frame.lowest), frame.y(frame.highest), frame.y(minimum)
    parts = [f'<line class="as" x1="{LEFT}" y1="{low}" x2="{right}" y2="{low}"/>']
    for level in (frame.lowest, frame.highest):
        parts.append(_text(LEFT - 6, frame.y(level) + 4, format_number(level), "end"))
    parts.append(_text(4, high - 4, unit, "start"))
    parts.append(f'<line class="basis" x1="{LEFT}" y1="{mark}" x2="{right}" y2="{mark}"/>')
    if min(abs(mark - low), abs(mark - high)) > 10:
        parts.append(_text(LEFT - 6, mark + 4, format_number(minimum), "end"))
    parts.append(_text(right - 2, mark - 4, _("basisniveau"), "end"))
    return parts


def _time_axis(frame: _Frame, start: datetime) -> list[str]:
    span = frame.end - frame.begin
    step = next((step for step in _STEPS if span / step <= MOST_TICKS), _STEPS[-1])
    offset = start.hour * MINUTES_PER_HOUR + start.minute if step >= MINUTES_PER_HOUR else start.minute
    parts, last_day = [], ""
    for minute in range(-(offset % step if step < MINUTES_PER_DAY else offset), span + 1, step):
        if minute < 0:
            continue
        moment = start + timedelta(minutes=minute)
        x, bottom = frame.x(minute), HEIGHT - BOTTOM
        parts.append(f'<line class="as" x1="{x}" y1="{bottom}" x2="{x}" y2="{bottom + 4}"/>')
        if step < MINUTES_PER_DAY:
            parts.append(_text(x, bottom + 15, f"{moment:%H:%M}", "middle"))
        day = story_day(moment)
        if day != last_day:
            parts.append(_text(x, bottom + (28 if step < MINUTES_PER_DAY else 15), day, "middle"))
        last_day = day
    return parts


def _vertical(frame: _Frame, minute: int, name: str, words: str) -> str:
    x = frame.x(minute)
    line = f'<line class="{name}" x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>'
    return line + _text(x + 3, TOP + 9, words, "start")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return str(Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, y, anchor, words))
