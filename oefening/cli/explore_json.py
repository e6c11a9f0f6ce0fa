"""What exploring a script shows as JSON, for other programs; `explore.schema.json` beside this module describes it.

The form has a version, which goes up with every change of the keys, as the schema allows no others. A key means the
same wherever it stands. Rounding can push shares and mean ranks just above their
maximum; they are capped there.
"""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from oefening.explore.backward_induction import Outcome
from oefening.explore.decision_tree import DecisionNode, decision_nodes, quartiles, workload_spreads
from oefening.explore.exploration import Exploration, GoalExploration
from oefening.explore.finding import Finding
from oefening.explore.indicator_states import RANKS
from oefening.script.diagnostics import Source

FORM = "oefening-verkenning/1"

WORST_RANK = float(len(RANKS) - 1)


def as_json(exploration: Exploration, findings: Sequence[Finding], source: Source, seed: int) -> str:
    """What exploring shows. Times are in minutes, lost service in unit times hours; `null` means no decision."""
    found = {
        "vorm": FORM,
        "draaiboek": exploration.analysis.compiled.script.id,
        "bestand": source.name,
        "momenten": exploration.analysis.moments.value,
        "volledig": exploration.exact,
        "steekproef": {"paden": exploration.sample_size, "zaad": seed} if exploration.sample_size else None,
        "doelen": [_goal_row(exploration, goal) for goal in exploration.goals],
        "beslispunten": [_point_row(exploration, index) for index in exploration.analysis.candidates],
        "takken": [_decision_node_row(exploration, decision_node) for decision_node in decision_nodes(exploration)],
        "werkdruk": {
            team: [{"minuten_gemiddeld": load.mean, "minuten_meest": load.most} for load in row]
            for team, row in workload_spreads(exploration).items()
        },
        "bevindingen": [_finding_row(exploration, finding) for finding in findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _goal_row(exploration: Exploration, goal: GoalExploration) -> dict[str, object]:
    at_start, denominator = goal.values.at_start, exploration.analysis.compiled.denominator
    return {
        "doel": exploration.analysis.compiled.script.goals[goal.goal].id,
        "volledig": goal.exact,
        "toestanden": goal.graph.states,
        "best": _outcome_row(at_start.best, denominator),
        "slechtst": _outcome_row(at_start.worst, denominator),
        "gemiddeld": {
            "minuten_onder": at_start.mean.minutes,
            "gemis": at_start.mean.lost / denominator / 60,
            "aandeel_per_oordeel": _shares_row(at_start.mean.grades),
        },
        "kwartielen_minuten_onder": quartiles(exploration, goal.goal),
    }


def _outcome_row(outcome: Outcome, denominator: int) -> dict[str, object]:
    rank, minutes, lost = outcome
    return {"oordeel": RANKS[rank].value, "minuten_onder": minutes, "gemis": float(Fraction(lost) / denominator / 60)}


def _shares_row(grades: Sequence[float]) -> dict[str, float]:
    return {grade.value: min(share, 1.0) for grade, share in zip(RANKS, grades, strict=True)}


def _point_row(exploration: Exploration, index: int) -> dict[str, object]:
    return {
        "beslispunt": exploration.analysis.compiled.script.injects[index].point_id,
        "verwacht": list(_expected_rows(exploration, index)),
    }


def _expected_rows(exploration: Exploration, index: int) -> Iterator[dict[str, object]]:
    for goal in exploration.goals:
        for candidate, expected in goal.expected(index).items():
            yield {
                "doel": exploration.analysis.compiled.script.goals[goal.goal].id,
                "antwoord": candidate or None,
                "gemiddelde_rang": min(expected.rank, WORST_RANK),
                "minuten_onder_hierna": expected.minutes,
            }


def _decision_node_row(exploration: Exploration, decision_node: DecisionNode) -> dict[str, object]:
    injects = exploration.analysis.compiled.script.injects
    return {
        "beslispunt": injects[decision_node.question].point_id,
        "vanaf_minuut": decision_node.minute,
        "aandeel": decision_node.share,
        "antwoorden": [
            {
                "antwoord": branch.candidate or None,
                "aandeel_hier": branch.share,
                "aandeel_per_oordeel": _shares_row(branch.grades),
                "alleen_hierna": [injects[index].id for index in branch.exclusive_injects],
            }
            for branch in decision_node.branches
        ],
    }


def _finding_row(exploration: Exploration, finding: Finding) -> dict[str, object]:
    return {
        "soort": finding.kind.value,
        "ernst": finding.severity.value,
        "over": finding.about,
        "regel": finding.span.line,
        "kolom": finding.span.column,
        "melding": finding.message,
        "raad": finding.advice,
        "aanvaard": finding.accepted or None,
        "pad": [
            {
                "minuut": answered.minute,
                "beslispunt": exploration.analysis.compiled.script.injects[answered.question].point_id,
                "antwoord": answered.candidate or None,
            }
            for answered in finding.example
        ],
    }
