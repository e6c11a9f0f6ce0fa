"""Decisions, goals and timeline as tables: CSV for any program, one workbook for Excel.

What people wrote must never run as a formula on the laptop of whoever opens the file (CSV injection). A workbook marks
every text cell as text; CSV has no such marks, so there a quotation mark goes before what looks like a formula.
"""

import csv
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from oefening.debrief.document.formatting import story_time
from oefening.debrief.report_model import Report
from oefening.text.translation import _

Cell = str | int | float
Sheet = tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]
"""The name of a table, its columns and its rows."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""Characters that may start a formula in a spreadsheet (OWASP, CSV Injection)."""

LONGEST_CELL = 32_767
"""Characters that fit in a cell of Excel."""


def write_csv(report: Report) -> tuple[tuple[str, bytes], ...]:
    """Two files, with semicolons and a byte order mark, as a Dutch Excel expects them."""
    sheets = (decisions_sheet(report), timeline_sheet(report))
    return tuple((f" {name}.csv", _csv(columns, rows)) for name, columns, rows in sheets)


def _csv(columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def escape_formula(cell: Cell) -> Cell:
    """The cell, so that no spreadsheet takes it for a formula."""
    if isinstance(cell, str) and cell.lstrip().startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def write_xlsx(report: Report) -> bytes:
    """One workbook with a sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns, rows in (
        goals_sheet(report),
        decisions_sheet(report),
        plan_sheet(report),
        timeline_sheet(report),
    ):
        _fill(book.create_sheet(name), columns, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, columns: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> None:
    sheet.append(columns)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = value[:LONGEST_CELL] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, column in enumerate(columns, 1):
        longest = max([len(column), *(len(str(row[place - 1])) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, 8), 60)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def goals_sheet(report: Report) -> Sheet:
    """The outcome for every goal in every world."""
    columns = (
        _("speelveld"), _("doel"), _("oordeel"), _("gewicht"), _("basisniveau"), _("eenheid"),
        _("hersteltijd (min)"), _("maximale uitval (min)"), _("langste uitval (min)"), _("onder basisniveau (min)"),
        _("laagste stand"), _("eindstand"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            world.name, goal.name, goal.grade.value, goal.weight, _number(goal.mbco), goal.unit, goal.rto, goal.mtpd,
            goal.longest.length if goal.longest else 0, goal.minutes_below, _number(goal.lowest), _number(goal.final),
        )
        for world in report.worlds
        for goal in world.goals
    ]  # fmt: skip
    return _("doelen"), columns, rows


def decisions_sheet(report: Report) -> Sheet:
    """Every decision, with a row for each version of its answer."""
    columns = (
        _("speelveld"), _("team"), _("vraag"), _("gevraagd (min)"), _("gevraagd"), _("termijn tot (min)"),
        _("besloten (min)"), _("besloten"), _("antwoord"), _("redenen"), _("geldt"), _("beoordeeld als"),
    )  # fmt: skip
    return _("besluiten"), columns, list(_decision_rows(report))


def _decision_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    for world in report.worlds:
        for decision in world.decisions:
            begin = (
                world.name, decision.team, decision.question, decision.opened, story_time(report, decision.opened),
                decision.deadline,
            )  # fmt: skip
            for number, version in enumerate(decision.versions, 1):
                last = number == len(decision.versions)
                yield (
                    *begin, version.minute, story_time(report, version.minute), version.answer, version.reasons,
                    _("ja") if last else _("nee, later veranderd"), decision.adjudicated_as if last else "",
                )  # fmt: skip
            if not decision.versions:
                answer = _("niet op tijd besloten") if decision.expired else _("nog open")
                yield (*begin, "", "", answer, "", "", "")


def plan_sheet(report: Report) -> Sheet:
    """The improvement plan."""
    columns = (_("actie"), _("doel"), _("wie"), _("wanneer"), _("waarom"), _("herkomst"))
    rows: list[tuple[Cell, ...]] = [
        (item.text, item.goal, item.owner, item.due, item.reason, _("afgesproken") if item.agreed else _("voorstel"))
        for item in report.improvements
    ]
    return _("verbeterplan"), columns, rows


def timeline_sheet(report: Report) -> Sheet:
    """Everything that happened."""
    columns = (_("minuut"), _("moment"), _("speelveld"), _("soort"), _("tekst"), _("route"), _("meer"))
    rows: list[tuple[Cell, ...]] = [
        (row.minute, story_time(report, row.minute), row.world, row.kind, row.text, row.route, row.details)
        for row in report.timeline
    ]
    return _("tijdlijn"), columns, rows


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
