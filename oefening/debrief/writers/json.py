"""The report as JSON, for other programs; `report.schema.json` beside this module is its schema.

`FORMAT_VERSION` changes when a key goes or gets another meaning, not when one is added. Keys are Dutch, as in scripts.
"""

import json
from fractions import Fraction

from oefening.debrief.report_model import DecisionReport, GoalReport, Report, TeamReport, WorldReport

FORMAT_VERSION = "oefening-verslag/2"


def write_json(report: Report) -> bytes:
    """The whole report."""
    provenance = report.provenance
    data = {
        "vorm": FORMAT_VERSION,
        "titel": report.title,
        "samenvatting": report.summary,
        "draaiboek": {"id": report.script_id, "sha256": provenance.script_hash, "bronnen": list(report.sources)},
        "sessie": {
            "naam": provenance.session_name,
            "gespeeld_op": provenance.played_at.isoformat(timespec="seconds"),
            "gebeurtenissen_sha256": provenance.events_hash,
            "versie": provenance.engine_version,
            "afgelopen": report.ended,
            "simulatie": report.simulation,
            "anoniem": report.anonymous,
        },
        "start": report.start.isoformat(timespec="minutes"),
        "gespeelde_minuten": report.played,
        "naloop_minuten": report.aftermath,
        "leerdoelen": list(report.learning_goals),
        "doorgerekend": report.analysed,
        "speelvelden": [_world(world) for world in report.worlds],
        "sterke_punten": list(report.strengths),
        "verbeterplan": [
            {
                "actie": item.text, "doel": item.goal, "wie": item.owner, "wanneer": item.due, "waarom": item.reason,
                "afgesproken": item.agreed,
            }
            for item in report.improvements
        ],
        "feedback": None
        if report.feedback is None
        else {
            "aantal": report.feedback.count,
            "nut": _number(report.feedback.usefulness),
            "echtheid": _number(report.feedback.realism),
            "hoogste_cijfer": report.feedback.highest_mark,
            "opmerkingen": list(report.feedback.remarks),
        },
        "tijdlijn": [
            {
                "minuut": row.minute, "soort": row.kind, "tekst": row.text, "route": row.route, "meer": row.details,
                "speelveld": row.world,
            }
            for row in report.timeline
        ],
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _number(value: Fraction) -> int | float:
    """A number rounded to six decimals: a fraction is exact, but no program reads one."""
    return int(value) if value.denominator == 1 else round(float(value), 6)


def _world(world: WorldReport) -> dict[str, object]:
    return {
        "naam": world.name,
        "doelen": [_goal(goal) for goal in world.goals],
        "besluiten": [_decision(decision) for decision in world.decisions],
        "teams": [_team(team) for team in world.teams],
        "verwachtingen": [
            {
                "tekst": item.text, "leerdoel": item.learning_goal, "notitie": item.note,
                "waardering": item.performance.value if item.performance else None,
            }
            for item in world.expectations
        ],
        "waarnemingen": [
            {"minuut": minute, "over": who, "tekst": text} for minute, who, text in world.observations
        ],
    }  # fmt: skip


def _goal(goal: GoalReport) -> dict[str, object]:
    return {
        "id": goal.id,
        "naam": goal.name,
        "oordeel": goal.grade.value,
        "gewicht": goal.weight,
        "indicator": {"naam": goal.indicator, "eenheid": goal.unit},
        "basisniveau": _number(goal.mbco),
        "hersteltijd_minuten": goal.rto,
        "maximale_uitval_minuten": goal.mtpd,
        "minuten_onder_basisniveau": goal.minutes_below,
        "langste_uitval_minuten": goal.longest.length if goal.longest else 0,
        "verlies_onder_basisniveau": _number(goal.lost_below_mbco),
        "verlies_onder_beginstand": _number(goal.lost_below_normal),
        "laagste_stand": _number(goal.lowest),
        "eindstand": _number(goal.final),
        "uitval": [{"begin": o.begin, "einde": o.end, "nog_open": o.open} for o in goal.outages],
        "redenering": list(goal.reasoning),
        "oorzaken": [
            {"nummer": c.number, "minuut": c.minute, "soort": c.kind, "tekst": c.text, "gevolg": c.effects}
            for c in goal.causes
        ],
    }


def _decision(decision: DecisionReport) -> dict[str, object]:
    known = decision.known
    return {
        "id": decision.id,
        "team": decision.team,
        "vraag": decision.question,
        "gevraagd": decision.opened,
        "termijn_tot": decision.deadline,
        "verstreken": decision.expired,
        "antwoorden": [
            {"minuut": version.minute, "antwoord": version.answer, "redenen": version.reasons}
            for version in decision.versions
        ],
        "beoordeeld_als": decision.adjudicated_as,
        "uitleg": decision.explanation,
        "bekend": {
            "berichten": [{"minuut": minute, "tekst": text} for minute, text in known.injects],
            "contact": [{"minuut": minute, "tekst": text} for minute, text in known.messages],
            "standen": [{"indicator": name, "stand": level} for name, level in known.levels],
        },
        "gewicht": decision.impact,
        "anders": None
        if decision.alternatives is None
        else [
            {
                "antwoord": other.answer,
                "gevolgen": [
                    {
                        "doel": change.goal, "oordeel": change.after.value, "was": change.before.value,
                        "minuten_verschil": change.minutes,
                    }
                    for change in other.changes
                ],
                "twijfel": list(other.caveats),
            }
            for other in decision.alternatives
        ],
        "weggegeven": [
            {
                "doel": lost.goal, "haalbaar": lost.best_before.value, "erna": lost.best_after.value,
                "met": lost.best_answer,
            }
            for lost in decision.regrets
        ],
    }  # fmt: skip


def _team(team: TeamReport) -> dict[str, object]:
    return {
        "naam": team.name,
        "rollen": list(team.roles),
        "gevraagd": team.asked,
        "op_tijd": team.decided,
        "te_laat": team.late,
        "redenen_gevraagd": team.reasons_asked,
        "redenen_gegeven": team.reasons_given,
        "eigen_besluiten": [
            {"minuut": minute, "tekst": text, "redenen": reasons} for minute, text, reasons in team.own_decisions
        ],
        "gedeeld": team.shared,
        "vragen": team.questions,
        "bord": [{"deel": part, "tekst": text} for part, text in team.board],
    }
