"""How single values look on any screen: times, marks, channels, levels.

The results are `Content`, never markup: a script's text may hold square brackets, and must not style the screen.
"""

import html

from rich.markdown import Markdown
from textual.content import Content

from oefening.engine.continuity import Grade
from oefening.engine.events import Performance
from oefening.script.model import Channel
from oefening.script.units import Minutes, format_duration
from oefening.session.seat import Link
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.views.participant import ClockView, LevelView, PointView
from oefening.wording.names import CHANNEL_NAMES, GRADE_MARKS

GRADE_STYLES = {
    Grade.MET: "bold $text-success",
    Grade.STRAINED: "bold $text-warning",
    Grade.CRITICAL: "bold $text-error",
    Grade.FAILED: "bold $text-error reverse",
}

RATING_KEYS = {
    "p": Performance.PERFORMED,
    "s": Performance.SOME_CHALLENGES,
    "m": Performance.MAJOR_CHALLENGES,
    "u": Performance.UNABLE,
}

URGENT = 5
"""Exercise minutes left from which a countdown asks for attention."""

_TRENDS = {-1: "↘", 0: "→", 1: "↗"}


def channel_name(channel: Channel | None) -> str:
    """The name of a channel, as a heading above a message."""
    if channel is None:
        return _("Bericht")
    return CHANNEL_NAMES[channel]


def short_time(time: str) -> str:
    """A time without its day: `07:30`."""
    return time[-5:]


def clock_state(clock: ClockView) -> Content:
    """Whether the clock runs, and at what tempo."""
    if clock.ended:
        return Content.styled(_("■ afgelopen"), "bold")
    if not clock.running:
        return Content.styled(_("❚❚ pauze"), "bold $text-warning reverse")
    return Content(_("► loopt · tempo {tempo}").format(tempo=clock.tempo))


def link_status(link: Link) -> str:
    """Whether there is a connection, and whether the leader's laptop has stored everything."""
    waiting = counted(link.waiting, _("1 bericht wacht"), _("{n} berichten wachten"))
    if not link.connected and link.since:
        kept = _(" · {waiting} hier").format(waiting=waiting) if link.waiting else ""
        return _("○ Geen verbinding sinds {since}{kept} · u kunt doorgaan").format(since=link.since, kept=kept)
    if not link.connected:
        return _("○ Verbinding maken …")
    if link.waiting:
        return _("● Verbonden · {waiting} op bevestiging").format(waiting=waiting)
    return _("● Verbonden · alles is bewaard bij de oefenleider")


def real_time(minutes: int, tempo: int) -> str:
    """Exercise minutes as real time at this tempo: `± 3 min`, in seconds below a minute."""
    seconds = minutes * 60 // max(tempo, 1)
    if seconds < 60:
        return _("± {seconds} sec").format(seconds=seconds)
    return _("± {time}").format(time=format_duration(Minutes(round(seconds / 60))))


def countdown(point: PointView) -> Content:
    """How much time a team has left for a decision, or what became of it."""
    if point.adjudicated_as is not None:
        return Content.styled(_("✓ beoordeeld"), "$text-success")
    if point.locked:
        return Content.styled(_("✓ vastgezet"), "$text-success")
    if point.expired:
        return Content.styled(_("✖ te laat"), "bold $text-error")
    if point.decided and not point.changeable:
        return Content.styled(_("✓ besloten"), "$text-success")
    left = _("nog {time}").format(time=format_duration(Minutes(point.minutes_left)))
    if point.decided:
        return Content.styled(_("✓ te wijzigen, {left}").format(left=left), "$text-success")
    if point.minutes_left <= URGENT:
        return Content.styled(f"! {left}", "bold $text-error reverse")
    return Content.styled(f"● {left}", "bold $text-warning")


def grade_text(grade: Grade) -> Content:
    """A grade with its mark: never told by colour alone."""
    return Content.styled(f"{GRADE_MARKS[grade]} {grade.value}", GRADE_STYLES[grade])


def curve(blocks: str, below: tuple[bool, ...]) -> Content:
    """A sparkline in which values below the minimum are underlined, for anyone who sees no colours."""
    parts = [
        Content.styled(block, "$text-error underline" if low else "$text-success")
        for block, low in zip(blocks, below, strict=True)
    ]
    return Content("").join(parts)


def level_line(level: LevelView, name_width: int) -> Content:
    """An indicator on one line: name, curve, trend, level and its minimum (MBCO)."""
    name = level.name if len(level.name) <= name_width else level.name[: name_width - 1] + "…"
    mark = "!" if level.below_mbco else " "
    shown = Content.styled(f"{level.level:>9}", "bold $text-error" if level.below_mbco else "bold")
    minimum = _(" (min. {level})").format(level=level.mbco) if level.mbco else ""
    return Content.assemble(
        f"{mark}{name:<{name_width}} ",
        curve(level.sparkline, level.blocks_below),
        f" {_TRENDS[level.trend]} ",
        shown,
        Content.styled(minimum, "$text-muted"),
    )


def join_lines(lines: list[Content]) -> Content:
    """The lines, one below the other."""
    return Content("\n").join(lines)


def unwrap_paragraphs(text: str) -> str:
    """A script's text with the line breaks inside paragraphs removed, as Markdown reads it; lists and tables stay."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        own = not line.strip() or line.lstrip()[:1] in "-*|>#" or line.lstrip()[:1].isdigit()
        if lines and lines[-1] and not own and not lines[-1].lstrip().startswith("|"):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)


def script_markdown(text: str) -> Markdown:
    """A script's text as Markdown. HTML in it stays visible text, and links cannot be followed."""
    return Markdown(html.escape(text, quote=False), hyperlinks=False)
