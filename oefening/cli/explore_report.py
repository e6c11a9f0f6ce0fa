"""What exploring a script shows, for the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from oefening.engine.continuity import Grade
from oefening.explore.answer_space import is_complete
from oefening.explore.backward_induction import Outcome
from oefening.explore.decision_tree import decision_nodes
from oefening.explore.dependencies import DecisionMoments
from oefening.explore.expected_effects import ExpectedOutcome
from oefening.explore.exploration import Exploration
from oefening.explore.finding import Finding, Severity
from oefening.explore.indicator_states import RANKS
from oefening.explore.witness_paths import AnswerPath
from oefening.script.diagnostics import Source
from oefening.script.units import format_moment
from oefening.text.phrases import counted, plain
from oefening.text.translation import _
from oefening.wording.names import GRADE_MARKS

BAR_WIDTH = 20
HEAT_WIDTH = 7
MAX_ANSWERS = 8
"""Answers to one question in the table; a ranking has more."""

LITTLE, MUCH = 0.1, 0.5
"""Differences in rank, in the mean of all paths, from which an arrow is shown, and a double one."""

GRADE_SIGNS = dict(zip(Grade, "█▓▒░", strict=True))
GRADE_STYLES = dict(zip(Grade, ("green", "yellow", "red", "bold red"), strict=True))


def print_exploration(
    screen: Console, exploration: Exploration, findings: Sequence[Finding], source: Source, seed: int
) -> None:
    """Prints what was explored, how the goals can come out, what each answer does, and the findings last."""
    script = exploration.analysis.compiled.script
    screen.print(Text(script.title, style="bold"))
    screen.print()
    for sentence in coverage(exploration, seed):
        screen.print(Text(sentence))
    screen.print()
    screen.print(Rule(_("Wat er van de doelen kan worden")))
    screen.print(Padding(_goals(exploration), (1, 0)))
    if exploration.goals and exploration.analysis.candidates:
        screen.print(Rule(_("Wat elk antwoord doet")))
        screen.print(Padding(_heat_map(exploration), (1, 0)))
    if exploration.sampled_paths and exploration.analysis.candidates:
        screen.print(Rule(_("Hoe het zich vertakt")))
        screen.print(Padding(_decision_tree(exploration), (1, 0)))
    screen.print(Rule(_("Bevindingen")))
    screen.print()
    open_ones = [finding for finding in findings if not finding.accepted]
    for finding in open_ones:
        screen.print(_finding(exploration, finding, source))
        screen.print()
    for finding in findings:
        if finding.accepted:
            screen.print(Text(_("Aanvaard: {kind} bij {about}").format(kind=finding.kind.value, about=finding.about)))
            screen.print(Text(f"  {plain(finding.accepted)}", style="dim"))
    screen.print(Text(verdict(open_ones), style="bold"))


def coverage(exploration: Exploration, seed: int) -> Iterator[str]:
    """What was explored, and what was not, in sentences."""
    exact = sum(goal.exact for goal in exploration.goals)
    states = sum(goal.graph.states for goal in exploration.goals if goal.exact)
    if exact:
        whole = _("{exact} van {goals} doelen: elk pad is verkend, in {states} verschillende toestanden.")
        yield whole.format(exact=exact, goals=len(exploration.goals), states=_grouped(states))
    if exploration.sample_size:
        part = _(
            "De rest is een steekproef van {n} willekeurige paden (zaad {seed}): "
            "best en slechtst zijn daar wat is gezien."
        )
        yield part.format(n=_grouped(exploration.sample_size), seed=seed)
    yield (
        _("Teams besluiten halverwege de termijn, of niet.")
        if exploration.analysis.moments is DecisionMoments.HALFWAY
        else _("Teams besluiten meteen, halverwege de termijn, op het laatste moment, of niet.")
    )
    points = [
        inject
        for inject in exploration.analysis.compiled.script.injects
        if inject.point and not is_complete(inject.point)
    ]
    if points:
        yield _("Niet elk antwoord is geprobeerd, maar een paar vaste, bij: {names}.").format(
            names=", ".join(inject.point_id for inject in points)
        )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _goals(exploration: Exploration) -> RenderableType:
    if not exploration.goals:
        return Text(
            _("Dit draaiboek heeft geen continuïteitsdoelen; geef het er een paar, dan valt er iets te toetsen.")
        )
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=BAR_WIDTH, no_wrap=True)
    table.add_column(ratio=1)
    for number, goal in enumerate(exploration.goals, 1):
        at_start = goal.values.at_start
        name = Text(f"{number}. {exploration.analysis.compiled.script.goals[goal.goal].name}", style="bold")
        if not goal.exact:
            name.append(_(" (steekproef)"), style="dim")
        mean = short_duration(round(at_start.mean.minutes))
        words = _("  best {best} · gemiddeld {mean} · slechtst {worst}")
        spread = words.format(best=outcome_words(at_start.best), mean=mean, worst=outcome_words(at_start.worst))
        table.add_row(grade_bar(at_start.mean.grades), name)
        table.add_row("", Text(spread.strip(), style="dim"))
    legend = Text()
    for grade in Grade:
        legend.append(f"{GRADE_SIGNS[grade]} {GRADE_MARKS[grade]} ", style=GRADE_STYLES[grade])
        legend.append(f"{grade.value}   ", style="dim")
    legend.append(
        _("\nDe balk is het deel van de paden, de tijd hoe lang het doel onder zijn basisniveau was."), style="dim"
    )
    return Group(table, Text(), legend)


def _heat_map(exploration: Exploration) -> RenderableType:
    """What each answer does to each goal, compared with the mean of all answers to that question."""
    goals = [exploration.analysis.compiled.script.goals[goal.goal].id for goal in exploration.goals]
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(ratio=1, overflow="ellipsis", no_wrap=True)
    for _goal in goals:
        table.add_column(width=HEAT_WIDTH, no_wrap=True, overflow="ellipsis")
    table.add_row("", *(Text(f"{number}.{goal}", style="dim") for number, goal in enumerate(goals, 1)))
    for index in exploration.analysis.candidates:
        inject = exploration.analysis.compiled.script.injects[index]
        columns = [goal.expected(index) for goal in exploration.goals]
        candidates = list(dict.fromkeys(candidate for column in columns for candidate in column))
        table.add_row(Text(inject.point_id, style="bold"))
        shown = candidates if len(candidates) <= MAX_ANSWERS else [*candidates[: MAX_ANSWERS - 1], candidates[-1]]
        for candidate in shown:
            signs = [_sign(column, candidate) for column in columns]
            table.add_row(Text("  " + (candidate or _("geen besluit"))), *signs)
        if len(candidates) > len(shown):
            more = _("  … en nog {n}; alles met --json").format(n=len(candidates) - len(shown))
            table.add_row(Text(more, style="dim"))
    legend = _(
        "↑ het doel loopt beter af dan na een ander antwoord, ↓ slechter; twee tekens: een half oordeel of meer; "
        "leeg: het besluit raakt het doel niet. De cijfers zijn die van de doelen hierboven."
    )
    return Group(table, Text(), Text(legend, style="dim"))


def _decision_tree(exploration: Exploration) -> RenderableType:
    """The questions in order of time, and under each its answers: how the goals ended, what came only after it."""
    injects = exploration.analysis.compiled.script.injects
    lines = []
    for decision_node in decision_nodes(exploration):
        head = Text.assemble(
            (format_moment(decision_node.minute), "dim"), "  ", (injects[decision_node.question].point_id, "bold")
        )
        if decision_node.share < 1:
            head.append(_("  op {share} van de paden").format(share=percentage(decision_node.share)), style="dim")
        lines.append(head)
        shown = (
            decision_node.branches
            if len(decision_node.branches) <= MAX_ANSWERS
            else (*decision_node.branches[: MAX_ANSWERS - 1], decision_node.branches[-1])
        )
        for branch in shown:
            elbow = "  └─ " if branch is shown[-1] else "  ├─ "
            line = Text.assemble((elbow, "dim"), grade_bar(branch.grades), " ", branch.candidate or _("geen besluit"))
            if branch.exclusive_injects:
                names = ", ".join(injects[index].id for index in branch.exclusive_injects)
                line.append(_("  → alleen hierna: {names}").format(names=names), style="dim")
            lines.append(line)
    note = _("Uit {n} willekeurige paden. De balk telt alle doelen samen; een balk die afwijkt, is een echte keuze.")
    lines += [Text(), Text(note.format(n=len(exploration.sampled_paths)), style="dim")]
    return Group(*lines)


def percentage(share: float) -> str:
    """A share in whole percents; what is above zero is never shown as zero."""
    return _("minder dan 1%") if 0 < share < 0.005 else f"{share:.0%}"


def _sign(column: dict[str, ExpectedOutcome], candidate: str) -> Text:
    if candidate not in column:
        return Text("")
    difference = column[candidate].rank - sum(each.rank for each in column.values()) / len(column)
    size = 2 if abs(difference) >= MUCH else 1 if abs(difference) >= LITTLE else 0
    if not size:
        return Text("·", style="dim")
    return Text("↑" * size, style="green") if difference < 0 else Text("↓" * size, style="red")


def grade_bar(shares: Sequence[float]) -> Text:
    """The share of paths that end in each grade, as a bar."""
    ends = [round(sum(shares[: place + 1]) * BAR_WIDTH) for place in range(len(shares))]
    bar = Text()
    for grade, begin, end in zip(RANKS, [0, *ends], ends, strict=False):
        bar.append(GRADE_SIGNS[grade] * (end - begin), style=GRADE_STYLES[grade])
    return bar


def outcome_words(outcome: Outcome) -> str:
    """A grade and how long the goal was below its minimum."""
    rank, minutes, _lost = outcome
    return f"{GRADE_MARKS[RANKS[rank]]} {short_duration(minutes)}"


def short_duration(minutes: int) -> str:
    """A duration in its two largest units, short enough for a table."""
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        return _("{days} d {hours} u").format(days=hours // 24, hours=hours % 24)
    return _("{hours} u {minutes:02}").format(hours=hours, minutes=rest) if hours else _("{n} min").format(n=rest)


def _finding(exploration: Exploration, finding: Finding, source: Source) -> RenderableType:
    style = "bold red" if finding.severity is Severity.FAULT else "bold yellow"
    span = finding.span
    lines = [
        Text.assemble(
            (finding.severity.value, style),
            (f"  {source.name}:{span.line}:{span.column}  {finding.kind.value}", "dim"),
        ),
        Text(plain(finding.message)),
    ]
    if finding.example:
        lines.append(
            Text(_("Voorbeeld: {course}").format(course=path_words(exploration, finding.example)), style="dim")
        )
    lines.append(Text(f"→ {finding.advice}"))
    return Group(*lines)


def path_words(exploration: Exploration, path: AnswerPath) -> str:
    """The answers of a path in one line."""
    injects = exploration.analysis.compiled.script.injects
    return ", ".join(
        f"{format_moment(answer.minute)} {injects[answer.question].point_id}: {answer.candidate or _('geen besluit')}"
        for answer in path
    )


def verdict(findings: Sequence[Finding]) -> str:
    """How much was found, in a sentence."""
    faults = sum(finding.severity is Severity.FAULT for finding in findings)
    if not findings:
        return _("Geen bevindingen.")
    weak = len(findings) - faults
    return _("{faults} en {weak} gevonden.").format(
        faults=counted(faults, _("1 fout"), _("{n} fouten")),
        weak=counted(weak, _("1 zwak punt"), _("{n} zwakke punten")),
    )
