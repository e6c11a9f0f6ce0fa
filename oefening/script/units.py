"""Minutes, durations, dates, numbers and drifts: parsing what authors write, and formatting them for people.

Exercise time is a whole number of minutes since the start; an amount is an exact fraction and never a float, because
an exercise that is resumed or explored must come out the same on every machine. Every name of a unit, day or month
that a person reads passes through `_` here and nowhere else; what an author may write in a script is part of the
format and is not translated. This module knows the notation only, nothing of scripts.
"""

import re
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NewType

from oefening.text.phrases import counted
from oefening.text.translation import _

Minutes = NewType("Minutes", int)
"""A moment on the exercise clock (minutes since the start) or a duration, in whole minutes."""

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR

MAX_MINUTES = Minutes(10 * 366 * MINUTES_PER_DAY)
"""Ten years. No exercise lasts longer; a larger time is a typing error."""

_UNITS = {
    "min": 1, "minuut": 1, "minuten": 1,
    "u": MINUTES_PER_HOUR, "uur": MINUTES_PER_HOUR, "uren": MINUTES_PER_HOUR,
    "d": MINUTES_PER_DAY, "dag": MINUTES_PER_DAY, "dagen": MINUTES_PER_DAY,
    "week": 7 * MINUTES_PER_DAY, "weken": 7 * MINUTES_PER_DAY,
}  # fmt: skip
_UNIT_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))
_DURATION_PART = re.compile(rf"\s*(\d{{1,8}})\s*({_UNIT_NAMES})\b")
_MOMENT = re.compile(r"(?:(\d{1,5})\s*d(?:ag|agen)?(?:\s+|$))?(?:(\d{1,2}):([0-5]\d))?")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,9})?")
_DRIFT = re.compile(rf"({_NUMBER.pattern})\s+per\s+(minuut|min|uur|dag|week)")


def parse_duration(text: str) -> Minutes | None:
    """The duration `20 min`, `1 uur 30 min`, `3 dagen` or `3d`; None where the text is none."""
    position, total = 0, 0
    stripped = text.strip()
    while position < len(stripped):
        part = _DURATION_PART.match(stripped, position)
        if part is None:
            return None
        total += int(part[1]) * _UNITS[part[2]]
        position = part.end()
    return Minutes(total) if stripped and total <= MAX_MINUTES else None


def parse_moment(text: str) -> Minutes | None:
    """The moment `00:05`, `1d 06:00` or `2d`, in minutes since the start; None where the text is none."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None or not match[0]:
        return None
    days, hours, minutes = (int(group or 0) for group in match.groups())
    total = days * MINUTES_PER_DAY + hours * MINUTES_PER_HOUR + minutes
    return Minutes(total) if total <= MAX_MINUTES else None


def parse_number(text: str) -> Fraction | None:
    """The number `12`, `-0.5` or `0,5`, exactly; None where the text is none."""
    stripped = text.strip()
    return Fraction(stripped.replace(",", ".")) if _NUMBER.fullmatch(stripped) else None


def parse_drift(text: str) -> Fraction | None:
    """The change per minute that `-2 per uur` means, exactly; None where the text is none."""
    match = _DRIFT.fullmatch(text.strip())
    if match is None:
        return None
    return Fraction(match[1].replace(",", ".")) / _UNITS[match[2]]


def format_duration(minutes: int) -> str:
    """A duration in words: `1 dag 2 uur 5 min`."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    hours, rest = divmod(rest, MINUTES_PER_HOUR)
    parts = [counted(days, _("1 dag"), _("{n} dagen"))] if days else []
    if hours:
        parts.append(_("{n} uur").format(n=hours))
    if rest or not parts:
        parts.append(_("{n} min").format(n=rest))
    return " ".join(parts)


def format_moment(minutes: int) -> str:
    """A moment on the exercise clock: `07:05`, from the second day on `1d 07:05`."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    clock = f"{rest // MINUTES_PER_HOUR:02}:{rest % MINUTES_PER_HOUR:02}"
    return f"{days}d {clock}" if days else clock


_DAYS = (_("ma"), _("di"), _("wo"), _("do"), _("vr"), _("za"), _("zo"))
_MONTHS = (
    _("januari"), _("februari"), _("maart"), _("april"), _("mei"), _("juni"),
    _("juli"), _("augustus"), _("september"), _("oktober"), _("november"), _("december"),
)  # fmt: skip
_SHORT_MONTHS = (
    _("jan"), _("feb"), _("mrt"), _("apr"), _("mei"), _("jun"),
    _("jul"), _("aug"), _("sep"), _("okt"), _("nov"), _("dec"),
)  # fmt: skip


def format_date(moment: datetime) -> str:
    """A day in full: `24 november 2026`."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def format_story_moment(start: datetime, minute: int) -> str:
    """A minute of the exercise as date and time in its story: `ma 16 nov 07:35`."""
    moment = start + timedelta(minutes=minute)
    return f"{format_story_day(moment)} {moment:%H:%M}"


def format_story_day(moment: datetime) -> str:
    """The day of a moment: `ma 16 nov`. No year: a story stays within one."""
    return f"{_DAYS[moment.weekday()]} {moment.day} {_SHORT_MONTHS[moment.month - 1]}"


def format_spoken_number(value: Fraction) -> str:
    """A number as people say it in a message: without decimals from ten on."""
    return format_number(Fraction(round(value)) if abs(value) >= 10 else value)


def format_number(value: Fraction) -> str:
    """A number for people: whole where it is whole, else rounded to one decimal, with a decimal comma."""
    tenths = round(value * 10)
    whole, tenth = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}{_(',')}{tenth}" if tenth else f"{sign}{whole}"


def format_decimals(value: float | Fraction, decimals: int) -> str:
    """A number with a fixed number of decimals and a decimal comma: `3,0`."""
    return f"{float(value):.{decimals}f}".replace(".", _(","))
