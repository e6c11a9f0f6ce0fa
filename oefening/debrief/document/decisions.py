"""The chapter on decisions: the answer and its reasons, what the team knew, and what other answers would have done."""

from collections.abc import Iterator

from oefening.debrief.document.formatting import change_line, decision_anchor, grade_span, story_time
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Fold,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Span,
    Table,
    TextLine,
    line,
    quote,
    soft,
    strong,
)
from oefening.debrief.report_model import AlternativeReport, DecisionReport, KnownAtDecision, Report, WorldReport
from oefening.script.units import format_duration
from oefening.text.phrases import counted
from oefening.text.translation import _

MAX_UNGRADED = 2
"""The most goals listed for an alternative that changes no grade."""

HOW_IT_WAS_FOUND = _(
    "Bij elk besluit staat wat andere antwoorden in het model hadden gedaan, als al het andere gelijk was gebleven: "
    "dezelfde andere besluiten op dezelfde momenten. Het zegt niets over hoe goed er is overlegd, en het model is "
    "de werkelijkheid niet."
)


def decisions(report: Report, world: WorldReport, number: int, name: str) -> Iterator[Block]:
    """The chapter on the decisions of one world, team by team."""
    title = _("Besluiten") + (f": {name}" if name else "")
    yield Heading(1, title, f"besluiten-{number}")
    if not world.decisions:
        yield Paragraph(line(_("Er is geen besluit gevraagd.")))
    elif report.analysed:
        yield Paragraph(line(HOW_IT_WAS_FOUND), ParagraphRole.NOTE)
    for team in world.teams:
        own = [decision for decision in world.decisions if decision.team == team.name]
        if not own and not team.own_decisions:
            continue
        yield Heading(2, team.name)
        for decision in own:
            yield from _decision(report, decision, number)
        if team.own_decisions:
            yield Heading(3, _("Besluiten die niemand vroeg"))
            yield Bullets(
                tuple(
                    line(soft(f"{story_time(report, minute)}  "), strong(text), " ", quote(reasons))
                    for minute, text, reasons in team.own_decisions
                )
            )


def _decision(report: Report, decision: DecisionReport, number: int) -> Iterator[Block]:
    yield Heading(3, decision.question, decision_anchor(number, decision.id))
    for version in decision.versions[:-1]:
        yield Paragraph(
            line(
                _("Eerst ({moment}): ").format(moment=story_time(report, version.minute)),
                version.answer.rstrip("."),
                ".",
            )
        )
    if decision.versions:
        last = decision.versions[-1]
        yield Paragraph(line(_("Besluit: "), strong(last.answer)))
        yield Paragraph(line(soft(_timing(report, decision))))
        if last.reasons:
            yield Paragraph(line(quote(last.reasons)))
        elif decision.reasons_wanted:
            yield Paragraph(line(soft(_("Geen redenen gegeven."))))
    elif decision.expired:
        yield Paragraph(line(strong(_("Niet op tijd besloten."))))
        yield Paragraph(line(soft(_timing(report, decision))))
    else:
        yield Paragraph(line(_("Nog open toen de oefening eindigde.")))
    if decision.adjudicated_as:
        yield Paragraph(line(_("Beoordeeld als: {option}").format(option=decision.adjudicated_as)))
    if decision.explanation:
        yield Paragraph(line(decision.explanation), ParagraphRole.NOTE)
    yield from _alternatives(decision)
    yield from _what_was_known(report, decision.known)


def _timing(report: Report, decision: DecisionReport) -> str:
    asked = story_time(report, decision.opened)
    term = format_duration(decision.deadline - decision.opened)
    if not decision.versions:
        return _("Gevraagd {asked}; de termijn van {term} verstreek.").format(asked=asked, term=term)
    taken = decision.versions[-1].minute - decision.opened
    words = _("Gevraagd {asked}, besloten na {taken} van de {term}.").format(
        asked=asked, taken=format_duration(taken), term=term
    )
    changed = len(decision.versions) - 1
    return words + (counted(changed, _(" Eén keer veranderd."), _(" {n} keer veranderd.")) if changed else "")


def _alternatives(decision: DecisionReport) -> Iterator[Block]:
    """The alternatives, and what the decision gave away."""
    if decision.alternatives is None:
        return
    if not decision.alternatives:
        yield Paragraph(line(soft(_("Geen ander antwoord had voor een doel iets uitgemaakt."))))
        return
    rows = tuple(Row((line(other.answer or _("geen besluit")), _changes(other))) for other in decision.alternatives)
    yield Table(_("Wat een ander antwoord had gedaan"), (_("Antwoord"), _("Gevolg in het model")), rows, (40, 60))
    if decision.alternatives_left_out:
        words = counted(
            decision.alternatives_left_out,
            _("Nog 1 ander antwoord had minder verschil gemaakt."),
            _("Nog {n} andere antwoorden hadden minder verschil gemaakt."),
        )
        yield Paragraph(line(soft(words)))
    for lost in decision.regrets:
        yield Paragraph(
            line(
                _("Vóór dit besluit was voor ‘{goal}’ nog ").format(goal=lost.goal),
                grade_span(lost.best_before),
                (
                    _(" haalbaar (met ‘{answer}’); erna nog ten hoogste ")
                    if lost.best_answer
                    else _(" haalbaar (zonder besluit); erna nog ten hoogste ")
                ).format(answer=lost.best_answer.rstrip(".")),
                grade_span(lost.best_after),
                ".",
            )
        )


def _changes(other: AlternativeReport) -> TextLine:
    """The goals that would have had another grade; without any, those with the most change in time below the MBCO."""
    parts: list[Span] = []
    graded = [change for change in other.changes if change.rank_gain]
    for change in (
        graded or sorted(other.changes, key=lambda change: -abs(change.minutes) * change.weight)[:MAX_UNGRADED]
    ):
        parts += [*change_line(change), Span("\n")]
    for doubt in other.caveats:
        parts += [soft(doubt), Span("\n")]
    return tuple(parts[:-1])


def _what_was_known(report: Report, known: KnownAtDecision) -> Iterator[Block]:
    blocks: list[Block] = []
    if known.injects:
        blocks += [
            Paragraph(line(_("Ontvangen berichten")), ParagraphRole.LABEL),
            Bullets(tuple(line(soft(f"{story_time(report, minute)}  "), words) for minute, words in known.injects)),
        ]
    if known.messages:
        blocks += [
            Paragraph(line(_("Contact")), ParagraphRole.LABEL),
            Bullets(tuple(line(soft(f"{story_time(report, minute)}  "), words) for minute, words in known.messages)),
        ]
    if known.levels:
        blocks += [
            Paragraph(line(_("Standen die het team kon zien")), ParagraphRole.LABEL),
            Bullets(tuple(line(f"{name}: ", strong(level)) for name, level in known.levels)),
        ]
    if blocks:
        yield Fold(_("Wat het team toen wist"), tuple(blocks))
