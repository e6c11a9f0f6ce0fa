"""A goal's curve as SVG: level, MBCO, outages with their limits, what moved it, and alternative curves. Pure.

Drawn here and not by a chart library: an exact piecewise linear curve with the limits of ISO 22301 is a page of code,
reads no fonts or files, and looks the same in a browser, in a PDF and in Word. Shapes and words carry the meaning, so
that it can be read without colour. Every text from outside goes through `Markup.format`, which escapes it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from attrs import frozen
from markupsafe import Markup

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve, Outage, pieces
from oefening.script.model import ContinuityGoal
from oefening.script.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minutes, format_number, format_story_day
from oefening.text.translation import _

WIDTH, HEIGHT = 760, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 34, 38
MAX_TICKS = 9
LEGEND_LINE = 15
"""Points for each line of the legend, which explains the alternative curves."""

MARK_ROOM = 15
"""Points between two numbers above the drawing, so that both can be read."""

STYLE = (
    ".kr text{font:11px 'Source Sans 3','Segoe UI',system-ui,sans-serif;fill:#333;"
    "paint-order:stroke;stroke:#fff;stroke-width:2.5px;stroke-linejoin:round}"
    ".kr .as{stroke:#8a8a8a;stroke-width:1}"
    ".kr .basis{stroke:#1f1f1f;stroke-width:1;stroke-dasharray:5 4}"
    ".kr .uitval{fill:#f3d6cf}"
    ".kr .einde{stroke:#8a8a8a;stroke-dasharray:2 3}"
    ".kr .grens{stroke:#8c1c2c;stroke-width:1.4}"
    ".kr .stand{fill:none;stroke:#154273;stroke-width:2.4;stroke-linejoin:round}"
    ".kr .tak{fill:none;stroke:#b35c00;stroke-width:1.8;stroke-dasharray:6 3}"
    ".kr text.letter{fill:#8a4700;font-weight:bold}"
    ".kr .merk{stroke:#5d6b7a;stroke-width:1}"
    ".kr .besluit{fill:#154273}"
    ".kr text.nummer{font-size:10px}"
)
"""The styles, within the drawing itself, so that it can be put into any document."""

_TICK_STEPS = (15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200, 525600)
"""Minutes between two ticks of the time axis, from a quarter of an hour to a year."""


@frozen
class Mark:
    """Something that moved the level: a decision is a diamond, anything else a bar. `number` is that in the table."""

    number: int
    minute: Minutes
    decision: bool


@frozen
class AlternativeCurve:
    """The curve that another answer would have given, from a minute on."""

    label: str
    minute: Minutes
    curve: Curve


@frozen
class _PlotArea:
    """Converts minutes and levels to points of the drawing."""

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
    compiled: CompiledScript,
    curve: Curve,
    goal: ContinuityGoal,
    outages: tuple[Outage, ...],
    play_end: Minutes,
    marks: Sequence[Mark],
    branches: Sequence[AlternativeCurve],
    description: str,
) -> str:
    """A goal's curve with everything that its grade rests on; `description` tells screen readers the same."""
    indicator = compiled.indicators[goal.indicator]
    record = compiled.script.indicators[indicator]
    area = _PlotArea(curve[0][0], curve[-1][0], record.minimum, record.maximum)
    parts = [_outage(area, outage) for outage in outages]
    parts += _level_axis(area, record.unit, goal.mbco)
    parts += _time_axis(area, compiled.script.start)
    if play_end < area.end:
        parts.append(_vertical(area, play_end, "einde", _("einde spel")))
    for number, branch in enumerate(branches):
        parts += _branch(compiled, area, branch, indicator, number)
    parts.append(f'<polyline class="stand" points="{_points(compiled, area, curve, indicator)}"/>')
    longest = max(outages, key=lambda outage: outage.length, default=None)
    parts += _limits(area, goal, longest) if longest else []
    parts += _marks(area, marks)
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="kr" viewBox="0 0 {} {}" role="img" aria-label="{}"><style>'
    ).format(WIDTH, HEIGHT + LEGEND_LINE * len(branches), description)
    return opening + Markup(STYLE) + Markup("</style>") + Markup("".join(parts)) + Markup("</svg>")  # noqa: S704


def _points(compiled: CompiledScript, area: _PlotArea, curve: Curve, indicator: int, since: int = 0) -> str:
    points = []
    for piece in pieces(compiled, curve, indicator):
        if piece.end >= since:
            corners = (max(corner, Fraction(since)) for corner in piece.corners())
            points += [(corner, piece.level_at(corner)) for corner in corners]
    if not points:
        level = Fraction(curve[0][1].levels[indicator])
        points = [(Fraction(area.begin), level), (Fraction(area.begin + 1), level)]
    pairs = (f"{area.x(moment)},{area.y(level / compiled.denominator)}" for moment, level in points)
    return " ".join(dict.fromkeys(pairs))


def _branch(
    compiled: CompiledScript, area: _PlotArea, branch: AlternativeCurve, indicator: int, number: int
) -> list[str]:
    """An alternative curve, a letter near its end, and the letter's meaning below the drawing."""
    points = _points(compiled, area, branch.curve, indicator, branch.minute)
    letter = "ABCDEF"[number]
    x, y = (float(place) for place in points.rsplit(" ", 1)[-1].split(","))
    near = f'<text class="letter" x="{x - 6 - 14 * number}" y="{max(y - 5, TOP + 12)}">{letter}</text>'
    low = HEIGHT + LEGEND_LINE * number + 6
    sample = f'<line class="tak" x1="{LEFT}" y1="{low - 4}" x2="{LEFT + 26}" y2="{low - 4}"/>'
    words = Markup('<text x="{}" y="{}"><tspan font-weight="bold">{}</tspan> {}</text>')
    return [
        f'<polyline class="tak" points="{points}"/>',
        near,
        sample,
        words.format(LEFT + 32, low, letter, branch.label),
    ]


def _limits(area: _PlotArea, goal: ContinuityGoal, longest: Outage) -> list[str]:
    """Where RTO and MTPD end, counted from the begin of the longest outage: that outage decides the grade."""
    parts = []
    for length, words in ((goal.rto, _("hersteltijd")), (goal.mtpd, _("maximale uitval"))):
        minute = longest.begin + length
        if minute <= area.end:
            x = area.x(minute)
            parts.append(f'<line class="grens" x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>')
            near_right = x > WIDTH - RIGHT - 90
            parts.append(_text(x - 3 if near_right else x + 3, TOP + 11, words, "end" if near_right else "start"))
    return parts if len(parts) < 4 or not _crowded(area, goal, longest) else [*parts[:3], _lower(parts[3])]


def _crowded(area: _PlotArea, goal: ContinuityGoal, longest: Outage) -> bool:
    return area.x(longest.begin + goal.mtpd) - area.x(longest.begin + goal.rto) < 80


def _lower(text: str) -> str:
    return text.replace(f'y="{TOP + 11}"', f'y="{TOP + 24}"')


def _marks(area: _PlotArea, marks: Sequence[Mark]) -> list[str]:
    """A bar or a diamond above the drawing for each, with its number where there is room."""
    parts, free = [], 0.0
    for mark in marks:
        x = area.x(min(mark.minute, area.end))
        if mark.decision:
            parts.append(f'<path class="besluit" d="M{x} {TOP - 11} l4 5 l-4 5 l-4 -5 z"/>')
        else:
            parts.append(f'<line class="merk" x1="{x}" y1="{TOP - 10}" x2="{x}" y2="{TOP - 2}"/>')
        if x >= free:
            parts.append(f'<text class="nummer" x="{x}" y="{TOP - 15}" text-anchor="middle">{mark.number}</text>')
            free = x + MARK_ROOM
    return parts


def _outage(area: _PlotArea, outage: Outage) -> str:
    left, right = area.x(outage.begin), area.x(outage.end)
    width = max(round(right - left, 2), 1.5)
    return f'<rect class="uitval" x="{left}" y="{TOP}" width="{width}" height="{HEIGHT - TOP - BOTTOM}"/>'


def _level_axis(area: _PlotArea, unit: str, minimum: Fraction) -> list[str]:
    right, low, high, mark = WIDTH - RIGHT, area.y(area.lowest), area.y(area.highest), area.y(minimum)
    parts = [f'<line class="as" x1="{LEFT}" y1="{low}" x2="{right}" y2="{low}"/>']
    for level in (area.lowest, area.highest):
        parts.append(_text(LEFT - 6, area.y(level) + 4, format_number(level), "end"))
    parts.append(_text(4, high - 8, unit, "start"))
    parts.append(f'<line class="basis" x1="{LEFT}" y1="{mark}" x2="{right}" y2="{mark}"/>')
    if min(abs(mark - low), abs(mark - high)) > 10:
        parts.append(_text(LEFT - 6, mark + 4, format_number(minimum), "end"))
    parts.append(_text(LEFT + 3, mark - 4, _("basisniveau"), "start"))
    return parts


def _time_axis(area: _PlotArea, start: datetime) -> list[str]:
    span = area.end - area.begin
    step = next((step for step in _TICK_STEPS if span / step <= MAX_TICKS), _TICK_STEPS[-1])
    offset = start.hour * MINUTES_PER_HOUR + start.minute if step >= MINUTES_PER_HOUR else start.minute
    parts, last_day = [], ""
    for minute in range(-(offset % step if step < MINUTES_PER_DAY else offset), span + 1, step):
        if minute < 0:
            continue
        moment = start + timedelta(minutes=minute)
        x, bottom = area.x(minute), HEIGHT - BOTTOM
        parts.append(f'<line class="as" x1="{x}" y1="{bottom}" x2="{x}" y2="{bottom + 4}"/>')
        if step < MINUTES_PER_DAY:
            parts.append(_text(x, bottom + 16, f"{moment:%H:%M}", "middle"))
        day = format_story_day(moment)
        if day != last_day:
            parts.append(_text(x, bottom + (30 if step < MINUTES_PER_DAY else 16), day, "middle"))
        last_day = day
    return parts


def _vertical(area: _PlotArea, minute: int, name: str, words: str) -> str:
    x = area.x(minute)
    line = f'<line class="{name}" x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>'
    return line + _text(x + 3, HEIGHT - BOTTOM - 5, words, "start")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return str(Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, y, anchor, words))
