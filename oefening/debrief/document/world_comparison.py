"""The chapter that compares worlds: the same goals and decision points, what differed, and who stood out."""

from collections import Counter
from collections.abc import Iterator

from oefening.debrief.document.formatting import grade_span, longest_outage_text
from oefening.debrief.document.model import (
    Block,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Table,
    TextLine,
    line,
    soft,
    strong,
)
from oefening.debrief.report_model import Report, WorldReport
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _

WIDEST = 5
"""Worlds that fit as columns of a table; more become rows."""


def side_by_side(report: Report, *, ranked: bool) -> Iterator[Block]:
    """The chapter that compares worlds; in their own order unless a ranking is asked for."""
    yield Heading(1, _("Speelvelden naast elkaar"), "speelvelden")
    worlds = sorted(report.worlds, key=_score) if ranked else list(report.worlds)
    if ranked:
        yield Paragraph(
            line(_("In de volgorde van hoe het afliep: de doelen tellen naar hun gewicht.")), ParagraphRole.NOTE
        )
    if worlds[0].goals:
        yield Heading(2, _("De doelen"))
        yield _goals(worlds)
        yield from _outliers(worlds)
    yield Heading(2, _("De besluiten"))
    yield from _decisions(worlds)
    if not report.analysed:
        words = _(
            "De doelen en besluiten van één speelveld staan uitgewerkt in een eigen verslag; kies het met --speelveld."
        )
        yield Paragraph(line(words), ParagraphRole.NOTE)


def _score(world: WorldReport) -> int:
    return sum(goal.weight * goal.grade.rank for goal in world.goals)


def _goals(worlds: list[WorldReport]) -> Table:
    """Worlds as columns where they fit, else as rows."""
    if len(worlds) <= WIDEST:
        rows = tuple(
            Row((line(goal.name), *(_grade_cell(world, number) for world in worlds)))
            for number, goal in enumerate(worlds[0].goals)
        )
        columns = (_("Doel"), *(world.name for world in worlds))
        return Table(_("Doelen per speelveld"), columns, rows, (30, *(70 // len(worlds) for _world in worlds)))
    goals = worlds[0].goals
    rows = tuple(Row((line(world.name), *(line(grade_span(goal.grade)) for goal in world.goals))) for world in worlds)
    columns = (_("Speelveld"), *(goal.name for goal in goals))
    return Table(_("Doelen per speelveld"), columns, rows, (16, *(84 // len(goals) for _goal in goals)))


def _grade_cell(world: WorldReport, number: int) -> TextLine:
    goal = world.goals[number]
    return line(
        grade_span(goal.grade), soft("\n" + _("langste uitval: {length}").format(length=longest_outage_text(goal)))
    )


def _outliers(worlds: list[WorldReport]) -> Iterator[Block]:
    """The goals for which most worlds have the same grade and at most three another."""
    for number, goal in enumerate(worlds[0].goals):
        grades = Counter(world.goals[number].grade for world in worlds)
        most, count = grades.most_common(1)[0]
        others = [world.name for world in worlds if world.goals[number].grade is not most]
        if others and count > len(worlds) / 2 and len(others) <= 3:
            sentence = _("‘{goal}’: meestal {grade}, anders in {worlds}.")
            words = sentence.format(goal=goal.name, grade=most.value, worlds=enumerate_words(others, _("en")))
            yield Paragraph(line(words))


def _decisions(worlds: list[WorldReport]) -> Iterator[Block]:
    """Which answers each decision point got, and in which worlds."""
    questions = {decision.id: decision for world in worlds for decision in reversed(world.decisions)}
    order = dict.fromkeys(decision.id for world in worlds for decision in world.decisions)
    rows = []
    for point in order:
        answers: dict[str, list[str]] = {}
        for world in worlds:
            decision = next((each for each in world.decisions if each.id == point), None)
            if decision is not None:
                answers.setdefault(decision.adjudicated_as or decision.answer or _("niet besloten"), []).append(
                    world.name
                )
        cells: list[object] = []
        for answer, names in sorted(answers.items(), key=lambda pair: -len(pair[1])):
            cells += [strong(f"{len(names)} × "), answer.rstrip("."), soft(f" ({', '.join(names)})"), "\n"]
        spans = tuple(span for part in cells[:-1] for span in line(part))  # type: ignore[arg-type]
        rows.append(Row((line(soft(questions[point].team), f"\n{questions[point].question}"), spans)))
    yield Table(_("Besluiten per speelveld"), (_("Vraag"), _("Antwoorden")), tuple(rows), (40, 60))
