"""The chapters on how teams worked (counts, boards, expected actions, observations) and on participants' feedback."""

from collections.abc import Iterator

from oefening.debrief.document.formatting import story_time
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Row,
    Span,
    Table,
    line,
    quote,
    soft,
    strong,
)
from oefening.debrief.report_model import ExpectationReport, Report, WorldReport
from oefening.script.units import format_number
from oefening.text.translation import _
from oefening.wording.names import performance_text


def teams(report: Report, world: WorldReport, name: str) -> Iterator[Block]:
    """The chapter on how the teams of one world worked."""
    yield Heading(1, _("Hoe de teams werkten") + (f": {name}" if name else ""))
    columns = (
        _("Team"), _("Op tijd besloten"), _("Te laat"), _("Redenen gegeven"), _("Eigen besluiten"),
        _("Informatie gedeeld"), _("Vragen gesteld"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                line(team.name),
                line(_("{part} van {whole}").format(part=team.decided, whole=team.asked)),
                line(str(team.late)),
                line(_("{part} van {whole}").format(part=team.reasons_given, whole=team.reasons_asked)),
                line(str(len(team.own_decisions))),
                line(str(team.shared)),
                line(str(team.questions)),
            )
        )
        for team in world.teams
    )
    yield Table(_("Hoe de teams werkten"), columns, rows, (28, 12, 12, 12, 12, 12, 12))
    yield from _boards(world)
    yield from _expectations(world)
    if world.observations:
        yield Heading(2, _("Wat waarnemers opschreven"))
        yield Bullets(
            tuple(
                line(soft(f"{story_time(report, minute)}  "), strong(who), f": {text}")
                for minute, who, text in world.observations
            )
        )


def _boards(world: WorldReport) -> Iterator[Block]:
    written = [team for team in world.teams if team.board]
    if written:
        yield Heading(2, _("Het bord: beeld, duiding, besluit"))
    for team in written:
        yield Heading(3, team.name)
        rows = tuple(Row((line(strong(part)), line(text))) for part, text in team.board)
        yield Table(_("Bord van {team}").format(team=team.name), (_("Deel"), _("Tekst aan het einde")), rows, (16, 84))


def _expectations(world: WorldReport) -> Iterator[Block]:
    if not world.expectations:
        return
    yield Heading(2, _("Verwachte acties"))
    rated = [item for item in world.expectations if item.performance is not None]
    if not rated:
        yield Paragraph(line(_("Niemand gaf een verwachte actie een waardering.")))
        return
    columns = (_("Verwachting"), _("Waargenomen"))
    for learning_goal in dict.fromkeys(item.learning_goal for item in rated):
        own = [item for item in rated if item.learning_goal == learning_goal]
        rows = tuple(Row((line(item.text), line(*_rating(item)))) for item in own)
        caption = _("Leerdoel: {goal}").format(goal=learning_goal) if learning_goal else _("Zonder leerdoel")
        yield Table(caption, columns, rows, (62, 38))
    left = len(world.expectations) - len(rated)
    if left:
        yield Paragraph(line(soft(_("Geen waardering kregen {n} andere verwachte acties.").format(n=left))))


def _rating(item: ExpectationReport) -> list[str | Span]:
    assert item.performance is not None  # noqa: S101 - only rated items stand in the table
    note = f"\n{item.note}" if item.note else ""
    return [strong(item.performance.value), f" {performance_text(item.performance)}", soft(note)]


def feedback(report: Report) -> Iterator[Block]:
    """The chapter on what participants thought of the exercise."""
    given = report.feedback
    if given is None:
        return
    yield Heading(1, _("Wat deelnemers ervan vonden"))
    sentence = _("{n} keer ingevuld. Nut: {usefulness} van {best}. Echtheid: {realism} van {best}.")
    yield Paragraph(
        line(
            sentence.format(
                n=given.count,
                usefulness=format_number(given.usefulness),
                realism=format_number(given.realism),
                best=given.highest_mark,
            )
        )
    )
    if given.remarks:
        yield Bullets(tuple(line(quote(remark)) for remark in given.remarks))
