"""How things are written on screens: times, marks and channels, as text that no script can turn into markup."""

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
"""Exercise minutes left at which a countdown asks for attention."""

_TRENDS = {-1: "↘", 0: "→", 1: "↗"}


def channel_name(channel: Channel | None) -> str:
    """What a channel is called above a message."""
    if channel is None:
        return _("Bericht")
    return CHANNEL_NAMES[channel]


def short_time(time: str) -> str:
    """The hour of a moment of the story, without its day."""
    return time[-5:]


def clock_state(clock: ClockView) -> Content:
    """Whether the clock runs, and how fast."""
    if clock.ended:
        return Content.styled(_("■ afgelopen"), "bold")
    if not clock.running:
        return Content.styled(_("❚❚ pauze"), "bold $text-warning reverse")
    return Content(_("► loopt · tempo {tempo}").format(tempo=clock.tempo))


def link_status(link: Link) -> str:
    """Whether there is a connection, and whether everything is kept at the leader's."""
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
    """How long exercise minutes last in the room: `± 3 min`, under a minute in seconds."""
    seconds = minutes * 60 // max(tempo, 1)
    if seconds < 60:
        return _("± {seconds} sec").format(seconds=seconds)
    return _("± {time}").format(time=format_duration(Minutes(round(seconds / 60))))


def countdown(point: PointView) -> Content:
    """What a team has left for a decision, or what became of it."""
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
    """A grade with its shape."""
    return Content.styled(f"{GRADE_MARKS[grade]} {grade.value}", GRADE_STYLES[grade])


def curve(blocks: str, below: tuple[bool, ...]) -> Content:
    """A sparkline; what lies below the minimum is underlined and coloured."""
    parts = [
        Content.styled(block, "$text-error underline" if low else "$text-success")
        for block, low in zip(blocks, below, strict=True)
    ]
    return Content("").join(parts)


def level_line(level: LevelView, name_width: int) -> Content:
    """An indicator on one line: name, curve, trend, level and the minimum it should keep."""
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
    """Lines below each other."""
    return Content("\n").join(lines)


def unwrap_paragraphs(text: str) -> str:
    """A script's text with its lines run on within a paragraph, as Markdown reads it; lists and tables stay."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        own = not line.strip() or line.lstrip()[:1] in "-*|>#" or line.lstrip()[:1].isdigit()
        if lines and lines[-1] and not own and not lines[-1].lstrip().startswith("|"):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)
