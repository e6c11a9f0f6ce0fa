"""The chapter on continuity goals: the curve, the reasoning behind the grade, figures and causes."""

from collections.abc import Iterator

from oefening.debrief.document.formatting import goal_anchor, story_time
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Figure,
    Fold,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Table,
    line,
    soft,
    strong,
)
from oefening.debrief.report_model import GoalReport, Report, WorldReport
from oefening.script.units import format_duration, format_number
from oefening.text.translation import _

GRADES_EXPLAINED = _(
    "Behaald: nooit onder het basisniveau, of terug binnen de hersteltijd. Onder druk: langer, maar niet voorbij de "
    "helft van de ruimte tot de maximale uitval. Kritiek: daar voorbij, binnen de maximale uitval. Niet behaald: "
    "een uitval langer dan de maximale uitval. In de tekening is een ruit een besluit en een streepje iets anders "
    "dat de stand bewoog; de nummers staan in de tabel eronder. Een gestreepte lijn laat zien hoe het "
    "bij een ander besluit was gegaan."
)


def goals(report: Report, world: WorldReport, number: int, name: str) -> Iterator[Block]:
    """The chapter on the goals of one world."""
    if not world.goals:
        return
    title = _("Continuïteitsdoelen") + (f": {name}" if name else "")
    yield Heading(1, title, f"doelen-{number}")
    yield Paragraph(line(GRADES_EXPLAINED), ParagraphRole.NOTE)
    for goal in world.goals:
        yield from _goal(report, goal, number)


def _goal(report: Report, goal: GoalReport, number: int) -> Iterator[Block]:
    yield Heading(2, goal.name, goal_anchor(number, goal.id), goal.grade)
    yield Paragraph(
        line(
            _(
                "{indicator}: basisniveau {mbco} {unit}, hersteltijd {rto}, maximale uitval {mtpd}, gewicht {weight}."
            ).format(
                indicator=goal.indicator,
                mbco=format_number(goal.mbco),
                unit=goal.unit,
                rto=format_duration(goal.rto),
                mtpd=format_duration(goal.mtpd),
                weight=goal.weight,
            )
        ),
        ParagraphRole.ABOVE,
    )
    yield Figure(goal.drawing, goal.curve_text, goal.sparkline)
    yield Bullets(tuple(map(line, goal.reasoning)))
    yield Fold(_("Cijfers en oorzaken"), tuple(_evidence(report, goal)))


def _evidence(report: Report, goal: GoalReport) -> Iterator[Block]:
    unit = goal.unit
    figures = [
        (_("Onder het basisniveau"), format_duration(goal.minutes_below) if goal.minutes_below else _("nooit")),
        (_("Laagste stand"), f"{format_number(goal.lowest)} {unit}"),
        (_("Eindstand"), f"{format_number(goal.final)} {unit}"),
        (_("Verlies onder het basisniveau"), f"{format_number(goal.lost_below_mbco)} {unit} × uur"),
        (_("Verlies onder de beginstand"), f"{format_number(goal.lost_below_normal)} {unit} × uur"),
    ]
    rows = tuple(Row((line(strong(name)), line(value))) for name, value in figures)
    yield Table(_("Cijfers bij ‘{goal}’").format(goal=goal.name), (_("Maat"), _("Waarde")), rows, (50, 50))
    if goal.outages:
        periods = tuple(
            Row(
                (
                    line(story_time(report, outage.begin)),
                    line(_("nog open") if outage.open else story_time(report, outage.end)),
                    line(format_duration(outage.length)),
                )
            )
            for outage in goal.outages
        )
        yield Table(
            _("Uitval van ‘{goal}’").format(goal=goal.name), (_("Van"), _("Tot"), _("Duur")), periods, (35, 35, 30)
        )
    if goal.causes:
        causes = tuple(
            Row(
                (
                    line(str(cause.number)),
                    line(story_time(report, cause.minute)),
                    line(soft(f"{cause.kind}  "), cause.text),
                    line(cause.effects),
                )
            )
            for cause in goal.causes
        )
        yield Table(
            _("Wat ‘{goal}’ bewoog").format(goal=goal.name),
            (_("Nr."), _("Wanneer"), _("Wat"), _("Gevolg")),
            causes,
            (6, 18, 48, 28),
        )
