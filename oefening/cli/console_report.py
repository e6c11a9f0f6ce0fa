"""The debrief in the terminal: timeline, decisions, then grades with a small curve: what stays on screen comes last."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from oefening.debrief.rating import DecisionRating, GoalRating, Rating, WorldRating
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Curve, Grade
from oefening.engine.history import samples
from oefening.script.units import format_duration, format_moment
from oefening.text.phrases import plain
from oefening.text.sparkline import sparkline
from oefening.text.translation import _
from oefening.wording.answer_text import answer_text
from oefening.wording.names import GRADE_MARKS, name_of
from oefening.wording.timeline import EntryKind, TimelineEntry

CURVE_WIDTH = 24
"""Block characters in the curve of a goal."""

_GRADE_STYLES = {
    Grade.MET: "bold green",
    Grade.STRAINED: "bold yellow",
    Grade.CRITICAL: "bold red",
    Grade.FAILED: "bold white on red",
}
_KIND_STYLES = {
    EntryKind.CLOCK: "dim",
    EntryKind.INJECT: "cyan",
    EntryKind.DECISION: "bold",
    EntryKind.LATE: "bold red",
    EntryKind.LEADER: "magenta",
    EntryKind.MESSAGE: "blue",
    EntryKind.BOARD: "dim",
    EntryKind.IMPROVEMENT: "bold",
    EntryKind.OBSERVATION: "dim",
}


def timeline_row(minute: int, entry: TimelineEntry, world_name: str = "") -> RenderableType:
    """One row of the timeline; a long text wraps within its own column."""
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(width=9, justify="right", no_wrap=True)
    row.add_column(width=12, no_wrap=True)
    row.add_column(ratio=1)
    text = Text(plain(entry.text), style="bold" if entry.kind is EntryKind.DECISION else "")
    if entry.kind is EntryKind.MESSAGE:
        text.append(f": {plain(entry.details)}")
    if entry.route:
        text.append(f" ({plain(entry.route)})", style="dim")
    if world_name:
        text = Text.assemble((f"[{world_name}] ", "dim"), text)
    row.add_row(Text(format_moment(minute), style="dim"), Text(entry.kind.value, style=_KIND_STYLES[entry.kind]), text)
    return row


def decisions_view(compiled: CompiledScript, world: WorldRating) -> RenderableType:
    """Every decision with its time, its answer and the reasons."""
    if not world.decisions:
        return Text(_("Er is geen besluit gevraagd."))
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(width=9, justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for decision in sorted(world.decisions, key=_decision_minute):
        moment = Text(format_moment(_decision_minute(decision)), style="dim")
        table.add_row(moment, _decision_text(compiled, decision))
    return table


def _decision_minute(decision: DecisionRating) -> int:
    """When the team decided, or could no longer."""
    return decision.state.versions[-1].minute if decision.state.versions else decision.state.deadline


def _decision_text(compiled: CompiledScript, decision: DecisionRating) -> Text:
    point, state = decision.inject.point, decision.state
    assert point is not None  # noqa: S101 - a decision was made on it
    text = Text()
    text.append(f"{name_of(compiled, decision.inject.deciding_team or '')}: ", style="dim")
    text.append(f"{plain(state.question)}\n")
    if not state.versions:
        text.append(_("Niet op tijd besloten.") if state.expired else _("Nog open."), style="bold red")
        return text
    text.append(f"→ {plain(answer_text(point, state, state.versions[-1].answer))}", style="bold")
    if len(state.versions) > 1:
        text.append(_(" (eerder anders besloten)"), style="dim")
    if state.versions[-1].reasons:
        text.append(f"\n“{plain(state.versions[-1].reasons)}”", style="italic dim")
    return text


def goals_view(compiled: CompiledScript, world: WorldRating) -> RenderableType:
    """Every goal with its grade, its curve and the longest outage."""
    if not world.goals:
        return Text(_("Dit draaiboek heeft geen continuïteitsdoelen."))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=max(len(grade.value) for grade in Grade) + 2, no_wrap=True)
    table.add_column(ratio=1)
    for goal in world.goals:
        grade = Text(f"{GRADE_MARKS[goal.grade]} {goal.grade.value}", style=_GRADE_STYLES[goal.grade])
        table.add_row(grade, Text(goal.goal.name, style="bold"))
        table.add_row("", Text.assemble(_curve(compiled, world.curve, goal), "  ", _outage_text(goal)))
    return table


def _outage_text(goal: GoalRating) -> str:
    if goal.longest is None:
        return _("geen uitval")
    words = _("langste uitval {duration}").format(duration=format_duration(goal.longest.length))
    return words + (_(", nog open") if goal.longest.open else "")


def _curve(compiled: CompiledScript, curve: Curve, goal: GoalRating) -> Text:
    """The curve of the goal's indicator as one line of block characters: red and underlined below the MBCO."""
    record = compiled.script.indicators[goal.indicator]
    text = Text()
    levels = samples(compiled, curve, goal.indicator, CURVE_WIDTH)
    for level, block in zip(levels, sparkline(levels, record.minimum, record.maximum), strict=True):
        text.append(block, style="red underline" if level < goal.goal.mbco else "green")
    return text


def summary(compiled: CompiledScript, rating: Rating) -> RenderableType:
    """The debrief of every world: decisions, then the grades."""
    parts: list[RenderableType] = []
    for world in rating.worlds:
        name = f" – {world.world.name}" if len(rating.worlds) > 1 else ""
        parts += [Rule(_("Besluiten") + name), Padding(decisions_view(compiled, world), (1, 0, 0, 0))]
        parts += [Rule(_("Continuïteitsdoelen") + name), Padding(goals_view(compiled, world), (1, 0))]
    if not rating.history.state.ended:
        parts.append(Text(_("De oefening is nog niet afgelopen; dit is de stand tot nu toe."), style="bold"))
    return Group(*parts)
