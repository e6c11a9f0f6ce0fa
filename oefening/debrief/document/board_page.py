"""The first chapters of the report: one page for the board, who read nothing else, and facts about the exercise."""

from collections.abc import Iterator

from oefening.debrief.document.formatting import (
    decision_anchor,
    goal_anchor,
    grade_span,
    longest_outage_text,
    sentence,
)
from oefening.debrief.document.model import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    ParagraphRole,
    Row,
    Span,
    Table,
    TextLine,
    Tone,
    line,
    soft,
    strong,
)
from oefening.debrief.report_model import DecisionReport, GoalChange, Improvement, Report, WorldReport
from oefening.engine.continuity import Grade
from oefening.script.units import format_date, format_duration
from oefening.text.phrases import counted, enumerate_words
from oefening.text.translation import _
from oefening.wording.answer_text import brief_answer

MAX_ON_BOARD_PAGE = 3
"""Decisions and improvements on the page for the board."""

MODEL_CAVEAT = _(
    "Wat er anders zou zijn geweest, is nagerekend met het model in het draaiboek, terwijl al het andere gelijk "
    "bleef. Het is een gevolg in het model, geen voorspelling."
)


def board(report: Report) -> Iterator[Block]:
    """The page for the board: which goals held, and the decisions and improvements that matter most."""
    yield Heading(1, _("Voor het bestuur"), "bestuur")
    if not report.ended:
        yield Paragraph(line(strong(_("De oefening is nog niet afgelopen; dit is de stand tot nu toe."))))
    if len(report.worlds) == 1:
        yield from _one_world(report, report.worlds[0])
    elif report.worlds and report.worlds[0].goals:
        yield Paragraph(line(_worlds_text(report)), ParagraphRole.LEAD)
        yield _grade_counts(report)
    yield Heading(2, _("Verbeteringen die het meest uitmaken"))
    if report.improvements:
        yield Bullets(tuple(map(_improvement, report.improvements[:MAX_ON_BOARD_PAGE])), numbered=True)
    else:
        yield Paragraph(
            line(_("Er zijn geen verbeterpunten: niet afgesproken, en niet af te leiden uit wat er gebeurde."))
        )


def _one_world(report: Report, world: WorldReport) -> Iterator[Block]:
    if not world.goals:
        yield Paragraph(line(_("Dit draaiboek heeft geen continuïteitsdoelen, dus er valt niets te beoordelen.")))
    else:
        yield Paragraph(line(_goals_met_text(world)), ParagraphRole.LEAD)
        yield Table(
            _("De continuïteitsdoelen"),
            (_("Doel"), _("Oordeel"), _("Langste uitval"), _("Hersteltijd"), _("Maximale uitval"), _("Grafiek")),
            tuple(
                Row(
                    (
                        line(Span(goal.name, to=goal_anchor(0, goal.id))),
                        line(grade_span(goal.grade)),
                        line(longest_outage_text(goal)),
                        line(format_duration(goal.rto)),
                        line(format_duration(goal.mtpd)),
                        line(Span(_short(goal.sparkline), Tone.CURVE)),
                    )
                )
                for goal in world.goals
            ),
            (28, 16, 16, 13, 14, 13),
        )
    yield Heading(2, _("Besluiten die het meest uitmaakten"))
    weighty = sorted((d for d in world.decisions if d.impact), key=lambda decision: -decision.impact)[
        :MAX_ON_BOARD_PAGE
    ]
    if not report.analysed:
        yield Paragraph(line(_("Wat andere besluiten hadden gedaan, is voor dit verslag niet doorgerekend.")))
    elif weighty:
        yield Bullets(tuple(map(_key_decision, weighty)), numbered=True)
        yield Paragraph(line(MODEL_CAVEAT), ParagraphRole.NOTE)
    else:
        yield Paragraph(line(_("Geen enkel besluit had het oordeel over een doel veranderd.")))


def _short(sparkline: str) -> str:
    """Every fourth block of a curve, so that it fits in a cell of the table."""
    return sparkline[::4]


def _goals_met_text(world: WorldReport) -> str:
    met = sum(goal.grade is Grade.MET for goal in world.goals)
    total = len(world.goals)
    if met == total:
        several = _("Beide continuïteitsdoelen zijn behaald.") if total == 2 else ""
        many = several or _("Alle {n} continuïteitsdoelen zijn behaald.")
        return counted(total, _("Het continuïteitsdoel is behaald."), many)
    if met == 0:
        words = _("Geen van de {total} continuïteitsdoelen is behaald.")
    else:
        words = _("{met} van de {total} continuïteitsdoelen zijn behaald.")
        words = _("1 van de {total} continuïteitsdoelen is behaald.") if met == 1 else words
    words = words.format(met=met, total=total)
    failed = [f"‘{goal.name}’" for goal in world.goals if goal.grade is Grade.FAILED]
    if failed:
        words += " " + _("De uitval was onaanvaardbaar lang bij {goals}.").format(
            goals=enumerate_words(failed, _("en"))
        )
    return words


def _key_decision(decision: DecisionReport) -> TextLine:
    """A decision, with the one other answer that shows best what depended on it."""
    answer = brief_answer(decision.answer) or _("niet op tijd besloten")
    opening = line(
        strong(decision.team), ": ", Span(decision.question, to=decision_anchor(0, decision.id)), " ",
        strong(sentence(answer)), " ",
    )  # fmt: skip
    telling = _most_revealing_change(decision)
    if telling is None:
        return opening
    other, change = telling
    words = _("Met ‘{other}’ was ‘{goal}’ ") if other else _("Zonder besluit was ‘{goal}’ ")
    words = words.format(other=brief_answer(other), goal=change.goal)
    return (*opening, *line(words, grade_span(change.after), _(" geweest, nu "), grade_span(change.before), "."))


def _most_revealing_change(decision: DecisionReport) -> tuple[str, GoalChange] | None:
    """The alternative and the change of a goal that show best what a decision meant; None where no grade changed."""
    # By the weight of the goal times the grades gained or lost. The half point lets a missed chance win from an equally
    # large loss that was prevented: there is more to learn from it.
    found = [
        (change.weight * abs(change.rank_gain) + (0.5 if change.rank_gain > 0 else 0), other.answer, change)
        for other in decision.alternatives or ()
        for change in other.changes
        if change.rank_gain
    ]
    best = max(found, key=lambda item: item[0], default=None)
    return (best[1], best[2]) if best else None


def _improvement(improvement: Improvement) -> TextLine:
    who = enumerate_words([word for word in (improvement.owner, improvement.due) if word], _("voor"))
    return line(
        strong(sentence(improvement.text)),
        f" {improvement.reason}" if improvement.reason else "",
        f" {who}." if who else "",
        soft(_(" (voorstel van het programma)")) if not improvement.agreed else "",
    )


def _worlds_text(report: Report) -> str:
    return _("De oefening is in {worlds} speelvelden naast elkaar gespeeld, met dezelfde doelen.").format(
        worlds=len(report.worlds)
    )


def _grade_counts(report: Report) -> Table:
    """How often each goal got each grade, over all worlds."""
    rows = []
    for number, goal in enumerate(report.worlds[0].goals):
        grades = [world.goals[number].grade for world in report.worlds]
        counts = (str(grades.count(grade)) if grade in grades else "–" for grade in Grade)
        rows.append(Row((line(goal.name), *(line(count) for count in counts))))
    columns = (_("Doel"), *(grade.value for grade in Grade))
    return Table(_("In hoeveel speelvelden elk oordeel viel"), columns, tuple(rows), (44, 14, 14, 14, 14))


def exercise(report: Report) -> Iterator[Block]:
    """The chapter with facts about the exercise, and what went well."""
    yield Heading(1, _("De oefening"), "oefening")
    yield Paragraph(line(report.summary))
    facts = [
        (_("Gespeeld"), format_date(report.provenance.played_at)),
        (_("Verhaal begint"), f"{format_date(report.start)}, {report.start:%H.%M} uur"),
        (_("Tijd in het verhaal"), format_duration(report.played) + _aftermath(report)),
        (_("Teams"), "\n".join(_team_texts(report))),
    ]
    if len(report.worlds) > 1:
        facts.append((_("Speelvelden"), str(len(report.worlds))))
    if report.simulation is not None:
        facts.append((_("Gespeeld door"), _("gesimuleerde teams, zaad {seed}").format(seed=report.simulation)))
    rows = tuple(Row((line(strong(name)), line(words))) for name, words in facts)
    yield Table(_("Over de oefening"), (_("Onderwerp"), _("Gegeven")), rows, (24, 76))
    if report.learning_goals:
        yield Heading(2, _("Leerdoelen"))
        yield Bullets(tuple(map(line, report.learning_goals)))
    yield Heading(2, _("Wat goed ging"))
    if report.strengths:
        yield Bullets(tuple(map(line, report.strengths)))
    else:
        yield Paragraph(line(_("Daarover is niets vastgelegd, en wat er gebeurde wijst niets aan.")))


def _aftermath(report: Report) -> str:
    if not report.aftermath:
        return ""
    return _("; daarna liep de wereld nog {aftermath} door, zonder nieuwe besluiten").format(
        aftermath=format_duration(report.aftermath)
    )


def _team_texts(report: Report) -> Iterator[str]:
    for team in report.worlds[0].teams if report.worlds else ():
        yield f"{team.name} ({', '.join(team.roles)})" if team.roles else team.name
