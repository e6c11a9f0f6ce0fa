"""How the leader's views are written out: injects, teams, goals, the feed. Used by the leader's screen only."""

from rich.console import RenderableType
from textual.content import Content

from oefening.engine.command_rules import FASTEST
from oefening.script.units import Minutes, format_duration
from oefening.text.phrases import counted
from oefening.text.translation import _
from oefening.tui.format import channel_name, countdown, grade_text, join_lines, real_time, script_markdown, short_time
from oefening.views.leader import FeedEntry, GoalView, InjectView, LeaderView
from oefening.wording.timeline import EntryKind

_MARKS = {"wacht": "·", "vastgehouden": "‖", "verstuurd": "✓", "overgeslagen": "✗"}


TEMPOS = (1, 2, 4, 8, 12, 20, 30, 60, 120, 240, FASTEST)
"""The tempos that the + and - keys step through, in exercise minutes per real minute."""

FEED_FILTERS: tuple[tuple[str, tuple[EntryKind, ...]], ...] = (
    (_("alles"), tuple(EntryKind)),
    (_("besluiten"), (EntryKind.DECISION, EntryKind.LATE)),
    (_("injects"), (EntryKind.INJECT,)),
    (_("berichten"), (EntryKind.MESSAGE,)),
    (_("regie"), (EntryKind.LEADER, EntryKind.CLOCK)),
    (_("waarnemingen"), (EntryKind.OBSERVATION, EntryKind.BOARD)),
)
"""The filters of the feed, in the order in which F steps through them: name, and the kinds of entries shown."""


def next_up_text(view: LeaderView) -> Content:
    """The next scripted inject, what waits for the leader, and how many goals are at risk."""
    if view.next_minute is None:
        coming = Content(_("Geen inject meer op een vaste tijd"))
    else:
        left = max(view.next_minute - view.clock.minute, 0)
        words = _("Over {time} ({real}): {subject}")
        subject = view.next_subject
        coming = Content(
            words.format(time=format_duration(Minutes(left)), real=real_time(left, view.clock.tempo), subject=subject)
        )
    todo = []
    if view.unanswered:
        todo.append(counted(len(view.unanswered), _("1 vraag aan buiten (B)"), _("{n} vragen aan buiten (B)")))
    if view.open_answers:
        todo.append(_("{n} te beoordelen (O)").format(n=len(view.open_answers)))
    risks = sum(goal.at_risk for goal in view.goals)
    risk = counted(risks, _("! 1 doel in gevaar"), _("! {n} doelen in gevaar")) if risks else _("Alle doelen op peil")
    return join_lines(
        [
            coming,
            Content.styled(" · ".join(todo), "bold $text-accent"),
            Content.styled(risk, "bold" if risks else "$text-muted"),
        ]
    )


def inject_row(inject: InjectView) -> Content:
    """A row of the list of injects: time, mark and subject, dimmed when it is past."""
    style = {"wacht": "bold", "vastgehouden": "bold $text-warning"}.get(inject.status, "$text-muted")
    question = " ?" if inject.question else ""
    when = inject.time or "—"
    return Content.assemble(f"{when:>9} {_MARKS[inject.status]} ", Content.styled(f"{inject.subject}{question}", style))


def inject_texts(inject: InjectView) -> tuple[Content, RenderableType, Content]:
    """An inject in full: its heading, its text, and its question, guidance and expectations."""
    route = " · ".join(part for part in (channel_name(inject.channel), inject.sender, inject.teams) if part)
    head = [Content.styled(inject.subject, "bold"), Content.styled(route, "$text-muted")]
    if inject.reason:
        head.append(Content.styled(inject.reason, "italic"))
    foot = []
    if inject.question:
        foot.append(Content.assemble("\n", Content.styled(_("Vraag: "), "bold"), inject.question))
    if inject.guidance:
        foot.append(Content.assemble("\n", Content.styled(_("Begeleiding: "), "bold $text-accent"), inject.guidance))
    for expectation in inject.expectations:
        mark = f"[{expectation.performance.value}] " if expectation.performance else "[ ] "
        foot.append(Content.assemble("\n", Content.styled(_("Verwacht: "), "bold"), mark, expectation.text))
    return join_lines([*head, Content("")]), script_markdown(inject.text), join_lines(foot)


def teams_overview(view: LeaderView) -> Content:
    """What each team has open and decided last, and above that who waits for an answer."""
    parts = []
    for call in view.unanswered:
        words = _("B  {team} vraagt {party}: {text}").format(team=call.team_name, party=call.party.name, text=call.text)
        parts.append(Content.styled(words, "bold $text-accent"))
    for answer in view.open_answers:
        words = _("O  {team}: “{answer}”").format(team=answer.team_name, answer=answer.answer)
        parts.append(Content.styled(words, "bold $text-accent"))
    for team in view.teams:
        name = team.name if team.taking_part else _("{name} (doet niet mee; A antwoordt)").format(name=team.name)
        parts.append(Content.styled(name, "bold underline"))
        waiting = [point for point in team.points if point.changeable and not point.decided]
        parts += [Content.assemble("  ", countdown(point), f"  {point.subject}") for point in waiting]
        late = [point for point in team.points if point.expired]
        parts += [Content.assemble("  ", countdown(point), f"  {point.subject}") for point in late]
        if not waiting:
            parts.append(Content.styled(_("  geen open besluit"), "$text-muted"))
        if team.last_answer:
            parts.append(Content.styled(_("  laatst {last}").format(last=team.last_answer), "$text-muted"))
    return join_lines(parts)


def goal_line(goal: GoalView) -> Content:
    """A goal with its level and the grade it would get now."""
    style = "bold $text-error" if goal.at_risk else "$text-muted"
    mark = "! " if goal.at_risk else "  "
    name = Content.styled(f"{mark}{goal.name}", "bold" if goal.at_risk else "")
    note = Content.styled(f"\n    {goal.level}, {goal.note}", style)
    return Content.assemble(name, note, Content.styled(_(" · tot nu toe "), "$text-muted"), grade_text(goal.grade))


def feed_line(entry: FeedEntry) -> Content:
    """An entry of the feed."""
    line = entry.timeline_entry
    style = {"te laat": "bold $text-error", "besluit": "bold"}.get(line.kind.value, "")
    more = (
        f": {line.details}"
        if line.kind in (EntryKind.MESSAGE, EntryKind.OBSERVATION, EntryKind.BOARD) and line.details
        else ""
    )
    return Content.assemble(
        Content.styled(f"{short_time(entry.time)} {line.kind.value:<12} ", "$text-muted"),
        Content.styled(line.text + more, style),
    )
