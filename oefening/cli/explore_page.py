"""What exploring a script shows, as one self-contained HTML page: no network, no scripts, no other files."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from markupsafe import Markup

from oefening.cli.explore_report import (
    LITTLE,
    MAX_ANSWERS,
    MUCH,
    coverage,
    outcome_words,
    path_words,
    percentage,
    short_duration,
    verdict,
)
from oefening.debrief.writers.html import page_environment
from oefening.engine.continuity import Grade
from oefening.explore.decision_tree import WorkloadSpread, decision_nodes, quartiles, workload_spreads
from oefening.explore.expected_effects import ExpectedOutcome
from oefening.explore.exploration import Exploration
from oefening.explore.finding import Finding
from oefening.explore.indicator_states import RANKS
from oefening.explore.workload import WINDOW_MINUTES
from oefening.script.units import format_decimals, format_moment
from oefening.text.translation import _
from oefening.wording.names import GRADE_MARKS

BAR = 320
LOAD_HEIGHT, WINDOW_WIDTH = 90, 26


def explore_page(exploration: Exploration, findings: Sequence[Finding], seed: int) -> str:
    """The whole page as HTML."""
    environment = page_environment("oefening.cli")
    environment.globals.update(
        bar=bar,
        moment=format_moment,
        percentage=percentage,
        duration=lambda minutes: short_duration(round(minutes)),
        outcome=outcome_words,
    )
    return environment.get_template("explore.html.j2").render(
        script=exploration.analysis.compiled.script,
        injects=exploration.analysis.compiled.script.injects,
        exploration=exploration,
        coverage=list(coverage(exploration, seed)),
        grades=[(GRADE_MARKS[grade], grade) for grade in Grade],
        quartiles=[quartiles(exploration, goal.goal) for goal in exploration.goals],
        heat=list(_heat_map(exploration)),
        decision_nodes=decision_nodes(exploration),
        loads={team: load_chart(row) for team, row in workload_spreads(exploration).items() if row},
        window=WINDOW_MINUTES,
        shown=MAX_ANSWERS,
        findings=[(finding, path_words(exploration, finding.example)) for finding in findings if not finding.accepted],
        accepted=[finding for finding in findings if finding.accepted],
        verdict=verdict([finding for finding in findings if not finding.accepted]),
    )


def bar(shares: Sequence[float]) -> Markup:
    """The share of every grade as a bar; its label says the same in words, for anyone who cannot see it."""
    words = ", ".join(f"{grade.value} {percentage(share)}" for grade, share in zip(RANKS, shares, strict=True) if share)
    parts, x = [], 0.0
    for grade, share in zip(RANKS, shares, strict=True):
        width = share * BAR
        if share:
            shape = Markup('<rect class="g{}" x="{:.1f}" y="0" width="{:.1f}" height="16"/>')
            parts.append(shape.format(grade.name, x, width))
        if width > 18:
            sign = Markup('<text class="teken" x="{:.1f}" y="12" text-anchor="middle">{}</text>')
            parts.append(sign.format(x + width / 2, GRADE_MARKS[grade]))
        x += width
    opening = Markup('<svg class="balk" viewBox="0 0 {} 16" role="img" aria-label="{}">').format(BAR, words)
    return opening + Markup("").join(parts) + Markup("</svg>")


@frozen
class _Cell:
    """What an answer does to a goal: a class name for its colour, and words."""

    name: str
    words: str


@frozen
class _Question:
    """A decision point in the heat map, with a row of cells for each answer."""

    point: str
    rows: tuple[tuple[str, tuple[_Cell, ...]], ...]


def _heat_map(exploration: Exploration) -> Iterator[_Question]:
    """For every question what each answer does to each goal, compared with the mean of all answers to it."""
    for index in exploration.analysis.candidates:
        columns = [goal.expected(index) for goal in exploration.goals]
        candidates = dict.fromkeys(candidate for column in columns for candidate in column)
        rows = [
            (candidate or _("geen besluit"), tuple(_cell(column, candidate) for column in columns))
            for candidate in candidates
        ]
        yield _Question(exploration.analysis.compiled.script.injects[index].point_id, tuple(rows))


def _cell(column: dict[str, ExpectedOutcome], candidate: str) -> _Cell:
    if candidate not in column:
        return _Cell("leeg", "")
    difference = column[candidate].rank - sum(each.rank for each in column.values()) / len(column)
    if abs(difference) < LITTLE:
        return _Cell("gelijk", "·")
    strength = "veel" if abs(difference) >= MUCH else "iets"
    number = format_decimals(abs(difference), 1)
    better = difference < 0
    return _Cell(f"{'beter' if better else 'slechter'} {strength}", f"{'▲' if better else '▼'} {number}")


def load_chart(row: Sequence[WorkloadSpread]) -> Markup:
    """The workload of a team: per window the mean as a bar, the maximum as a mark; a line where it is too much."""
    top = max([WINDOW_MINUTES * 1.2, *(load.most for load in row)])
    width = len(row) * WINDOW_WIDTH + 34

    def y(minutes: float) -> float:
        return round(LOAD_HEIGHT - minutes / top * (LOAD_HEIGHT - 8), 1)

    parts = []
    for place, load in enumerate(row):
        x = 34 + place * WINDOW_WIDTH
        title = _("minuut {begin} tot {end}: gemiddeld {mean} minuten werk, hoogstens {most}").format(
            begin=place * WINDOW_MINUTES,
            end=(place + 1) * WINDOW_MINUTES,
            mean=format_decimals(load.mean, 1),
            most=format_decimals(load.most, 1),
        )
        shape = Markup(
            '<g><title>{}</title><rect class="werk" x="{}" y="{}" width="{}" height="{:.1f}"/>'
            '<line class="meest" x1="{}" y1="{}" x2="{}" y2="{}"/></g>'
        )
        high, most = y(load.mean), y(load.most)
        parts.append(
            shape.format(title, x, high, WINDOW_WIDTH - 4, LOAD_HEIGHT - high, x, most, x + WINDOW_WIDTH - 4, most)
        )
        if place % 3 == 0:
            label = Markup('<text x="{}" y="{}">{}</text>')
            parts.append(label.format(x, LOAD_HEIGHT + 14, place * WINDOW_MINUTES))
    line = Markup('<line class="grens" x1="30" y1="{0}" x2="{1}" y2="{0}"/><text x="0" y="{0}" dy="4">{2}</text>')
    parts.append(line.format(y(WINDOW_MINUTES), width, WINDOW_MINUTES))
    words = _("Werkdruk: hoogstens {most} minuten werk in {window} minuten").format(
        most=format_decimals(max(load.most for load in row), 1), window=WINDOW_MINUTES
    )
    opening = Markup('<svg class="druk" width="{0}" viewBox="0 0 {0} {1}" role="img" aria-label="{2}">')
    return opening.format(width, LOAD_HEIGHT + 18, words) + Markup("").join(parts) + Markup("</svg>")
