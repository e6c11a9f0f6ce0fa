"""A document that compares exercises over the years: is it getting better, and did agreed improvements help. Pure.

Goals with the same id count as the same goal, so that different scripts about the same processes can be compared.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from oefening.debrief.document.formatting import grade_span
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Table,
    TextLine,
    line,
    soft,
)
from oefening.debrief.report_model import GoalReport, Improvement, Report
from oefening.engine.continuity import Grade
from oefening.script.units import format_date
from oefening.text.phrases import counted, enumerate_words
from oefening.text.translation import _


def compare_exercises(reports: Sequence[Report]) -> Document:
    """A document that compares exercises, the oldest first."""
    ordered = sorted(reports, key=lambda report: report.provenance.played_at)
    blocks: list[Block] = [*_summary(ordered), *_goals(ordered), *_actions(ordered), *_teamwork(ordered)]
    return Document(
        title=counted(len(ordered), _("Eén oefening"), _("{n} oefeningen vergeleken")),
        subtitle=_("Van {first} tot {last}").format(
            first=format_date(ordered[0].provenance.played_at), last=format_date(ordered[-1].provenance.played_at)
        ),
        blocks=tuple(blocks),
        footer=enumerate_words([report.provenance.session_name for report in ordered], _("en")),
    )


def _grades(report: Report, goal: str) -> list[Grade]:
    """The grades of a goal in an exercise, one for every world; empty where it has no such goal."""
    return [each.grade for world in report.worlds for each in world.goals if each.id == goal]


def _mean(grades: Sequence[Grade]) -> float:
    return sum(grade.rank for grade in grades) / len(grades)


def _all_goals(reports: Sequence[Report]) -> dict[str, GoalReport]:
    """Every goal by its id, as the newest exercise has it."""
    return {goal.id: goal for report in reports for world in report.worlds for goal in world.goals}


def _summary(reports: Sequence[Report]) -> Iterator[Block]:
    yield Heading(1, _("Wordt het beter?"), "bestuur")
    better, worse, same, once = list[str](), list[str](), list[str](), list[str]()
    for goal_id, goal in _all_goals(reports).items():
        seen = [grades for report in reports if (grades := _grades(report, goal_id))]
        if len(seen) < 2:
            once.append(goal.name)
            continue
        change = _mean(seen[-1]) - _mean(seen[0])
        (better if change < 0 else worse if change > 0 else same).append(goal.name)
    rows = (
        (_("Beter dan de eerste keer"), better),
        (_("Slechter dan de eerste keer"), worse),
        (_("Gelijk aan de eerste keer"), same),
        (_("Maar één keer beoefend"), once),
    )
    if not (better or worse or same):
        yield Paragraph(line(_("Deze oefeningen hebben geen enkel doel gemeen; er valt niets te vergelijken.")))
        return
    yield Bullets(tuple(line(f"{words}: {enumerate_words(names, _('en'))}.") for words, names in rows if names))


def _goals(reports: Sequence[Report]) -> Iterator[Block]:
    """Every goal in every exercise."""
    yield Heading(2, _("De doelen per oefening"))
    rows = [
        Row((line(goal.name), *(_grade_cell(_grades(report, goal_id)) for report in reports)))
        for goal_id, goal in _all_goals(reports).items()
    ]
    columns = (_("Doel"), *(_heading(report) for report in reports))
    yield Table(_("Oordelen per oefening"), columns, tuple(rows), (28, *(72 // len(reports) for _report in reports)))


def _heading(report: Report) -> str:
    return f"{report.title} ({format_date(report.provenance.played_at)})"


def _grade_cell(grades: Sequence[Grade]) -> TextLine:
    if not grades:
        return line(soft("–"))
    if len(set(grades)) == 1:
        return line(grade_span(grades[0]))
    parts = [(f"{grades.count(grade)} × ", grade_span(grade), "\n") for grade in Grade if grade in grades]
    return line(*[part for parts_of_one in parts for part in parts_of_one][:-1])


def _actions(reports: Sequence[Report]) -> Iterator[Block]:
    """What was agreed, and how its goal did in later exercises."""
    yield Heading(2, _("Wat er van de afspraken kwam"))
    rows = []
    for place, report in enumerate(reports):
        goals = {goal.name: goal.id for world in report.worlds for goal in world.goals}
        for action in report.improvements:
            if action.agreed:
                later = [
                    grades for other in reports[place + 1 :] if (grades := _grades(other, goals.get(action.goal, "")))
                ]
                rows.append(Row(tuple(_action_cells(report, action, later))))
    if not rows:
        yield Paragraph(line(_("In deze oefeningen zijn geen verbeterpunten afgesproken.")))
        return
    columns = (_("Actie"), _("Afgesproken"), _("Wie"), _("Voor welk doel"), _("Daarna"))
    yield Table(_("Afgesproken verbeterpunten"), columns, tuple(rows), (32, 16, 14, 20, 18))
    yield Paragraph(
        line(_("‘Kwam terug’: het doel waarvoor iets was afgesproken, werd in een latere oefening weer niet behaald.")),
        ParagraphRole.NOTE,
    )


def _action_cells(report: Report, action: Improvement, later: Sequence[Sequence[Grade]]) -> Iterator[TextLine]:
    yield line(action.text)
    yield line(format_date(report.provenance.played_at))
    yield line(action.owner or _("niemand"), soft(f"\n{action.due}" if action.due else ""))
    yield line(action.goal or soft(_("geen doel genoemd")))
    if not action.goal:
        yield line(soft(_("niet te volgen")))
    elif not later:
        yield line(soft(_("nog niet opnieuw beoefend")))
    elif any(grade is not Grade.MET for grade in later[-1]):
        yield line(_("kwam terug: "), grade_span(max(later[-1], key=lambda grade: grade.rank)))
    else:
        yield line(_("opgelost: "), grade_span(Grade.MET))


def _teamwork(reports: Sequence[Report]) -> Iterator[Block]:
    """How teams worked, as percentages, so that exercises of different size can be compared."""
    yield Heading(2, _("Hoe er werd gewerkt"))
    measures = [_measures(report) for report in reports]
    rows = []
    for name in measures[0]:
        values = [each[name] for each in measures]
        rows.append(Row((line(name), *map(line, values), line(soft(_direction(values))))))
    columns = (_("Maat"), *(format_date(report.provenance.played_at) for report in reports), _("Richting"))
    widths = (28, *(56 // len(reports) for _report in reports), 16)
    yield Table(_("Hoe er werd gewerkt"), columns, tuple(rows), widths)


def _measures(report: Report) -> dict[str, str]:
    teams = [team for world in report.worlds for team in world.teams]
    rated = [item.performance for world in report.worlds for item in world.expectations if item.performance]
    good = sum(performance.value in ("P", "S") for performance in rated)
    return {
        _("Op tijd besloten"): _percentage(sum(team.decided for team in teams), sum(team.asked for team in teams)),
        _("Redenen gegeven"): _percentage(
            sum(team.reasons_given for team in teams), sum(t.reasons_asked for t in teams)
        ),
        _("Verwachte acties P of S"): _percentage(good, len(rated)),
    }


def _percentage(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "–"


def _direction(values: Sequence[str]) -> str:
    numbers = [int(value.removesuffix(" %")) for value in values if value != "–"]
    steps = {(after > before) - (after < before) for before, after in pairwise(numbers)} - {0}
    if len(numbers) < 2:
        return ""
    return {(1,): _("stijgt"), (-1,): _("daalt"), (): _("gelijk")}.get(tuple(steps), _("wisselt"))
