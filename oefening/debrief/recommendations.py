"""What went well and what to do better, drawn from the evidence, beside what people agreed on themselves. Pure.

A proposal names what it rests on. It is a begin for the conversation; people put it in their own words and own it.
"""

from collections.abc import Iterator, Sequence

from oefening.debrief.report_model import DecisionReport, GivenAway, GoalReport, Improvement, WorldReport
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade
from oefening.engine.events import ImprovementNoted, Performance
from oefening.script.units import format_duration
from oefening.text.phrases import shortened
from oefening.text.translation import _

MOST_PROPOSALS = 8

MOST_ANSWER = 100
"""Characters of an answer in a proposal; the whole of it stands with the decision."""

POOR = (Performance.MAJOR_CHALLENGES, Performance.UNABLE)

_Proposal = tuple[int, Improvement]
"""How much it matters, and the improvement."""


def strengths_of(worlds: Sequence[WorldReport]) -> tuple[str, ...]:
    """What went well, the most important first; in an exercise of several worlds what went well in all of them."""
    found = [list(dict.fromkeys(_strengths(world))) for world in worlds]
    return tuple(sentence for sentence in found[0] if all(sentence in other for other in found[1:])) if found else ()


def _strengths(world: WorldReport) -> Iterator[str]:
    for goal in world.goals:
        if goal.grade is Grade.MET and not goal.outages:
            yield _("‘{goal}’ bleef de hele oefening op peil.").format(goal=goal.name)
        elif goal.grade is Grade.MET:
            yield _("‘{goal}’ was na uitval binnen de hersteltijd terug.").format(goal=goal.name)
    for team in world.teams:
        on_time = team.asked and team.decided == team.asked
        reasoned = team.reasons_asked and team.reasons_given == team.reasons_asked
        if on_time and reasoned:
            yield _("{team} besloot elke keer op tijd en legde de redenen vast.").format(team=team.name)
        elif on_time:
            yield _("{team} besloot elke keer op tijd.").format(team=team.name)
        elif reasoned:
            yield _("{team} legde bij elk besluit de redenen vast.").format(team=team.name)
    rated = [item for item in world.expectations if item.performance is not None]
    performed = [item for item in rated if item.performance is Performance.PERFORMED]
    if performed:
        words = _("Van de {rated} beoordeelde acties zijn er {performed} zonder problemen uitgevoerd.")
        yield words.format(rated=len(rated), performed=len(performed))


def improvements_of(
    compiled: CompiledScript, worlds: Sequence[WorldReport], noted: Sequence[ImprovementNoted]
) -> tuple[Improvement, ...]:
    """What people agreed on, then what the evidence proposes; each with the most important first."""
    goals = {goal.id: goal for goal in compiled.script.goals}
    grades = {goal.id: goal.grade for world in worlds for goal in world.goals}

    def importance(event: ImprovementNoted) -> int:
        goal = goals.get(event.goal)
        return goal.weight * (1 + grades[goal.id].rank) if goal else 0

    agreed = [
        Improvement(event.text, event.owner, event.due, goals[event.goal].name if event.goal else "", "", True)
        for event in sorted(noted, key=importance, reverse=True)
    ]
    proposals: dict[str, _Proposal] = {}
    for world in worlds:
        for weight, proposal in _proposals(world):
            known = proposals.get(proposal.text)
            proposals[proposal.text] = (weight + (known[0] if known else 0), proposal)
    ordered = sorted(proposals.values(), key=lambda pair: -pair[0])
    return (*agreed, *(proposal for _weight, proposal in ordered[:MOST_PROPOSALS]))


def _proposals(world: WorldReport) -> Iterator[_Proposal]:
    helped = set()
    for decision in world.decisions:
        best = max(decision.given_away, key=lambda lost: lost.weight * _steps(lost), default=None)
        if best is not None:
            helped.add(best.goal)
            yield best.weight * _steps(best) * 4, _about_decision(decision, best)
        if decision.expired and not decision.versions:
            yield 3 + decision.weight, _about_late(decision)
    for goal in world.goals:
        if goal.grade in (Grade.CRITICAL, Grade.FAILED) and goal.name not in helped:
            yield goal.weight * goal.grade.rank * 2, _about_goal(goal)
    for item in world.expectations:
        if item.performance in POOR:
            why = _("Waargenomen: {rating}{note}").format(
                rating=item.performance.value, note=f", {item.note}" if item.note else ""
            )
            text = _("Oefen opnieuw: {text}").format(text=item.text)
            yield 3, Improvement(text, "", "", "", why, noted=False)
    for team in world.teams:
        if team.reasons_given < team.reasons_asked / 2:
            text = _("Spreek af wie bij {team} de redenen van een besluit vastlegt.").format(team=team.name)
            why = _("Bij {given} van de {asked} besluiten stonden redenen.").format(
                given=team.reasons_given, asked=team.reasons_asked
            )
            yield 2, Improvement(text, "", "", "", why, noted=False)


def _steps(lost: GivenAway) -> int:
    return lost.left.rank - lost.best.rank


def _about_decision(decision: DecisionReport, lost: GivenAway) -> Improvement:
    text = _("Bereid het besluit voor over de vraag: {question}").format(question=decision.question)
    words = _("Met ‘{answer}’ was voor ‘{goal}’ nog {best} haalbaar; na dit besluit ten hoogste {left}.")
    if not lost.best_answer:
        words = _("Zonder besluit was voor ‘{goal}’ nog {best} haalbaar; na dit besluit ten hoogste {left}.")
    why = words.format(
        answer=shortened(lost.best_answer.rstrip("."), MOST_ANSWER),
        goal=lost.goal,
        best=lost.best.value,
        left=lost.left.value,
    )
    return Improvement(text, "", "", lost.goal, why, noted=False)


def _about_late(decision: DecisionReport) -> Improvement:
    text = _("Spreek af wie beslist als {team} er niet op tijd uitkomt.").format(team=decision.team)
    why = _("Op de vraag ‘{question}’ kwam geen besluit binnen de termijn van {term}.").format(
        question=decision.question, term=format_duration(decision.deadline - decision.opened)
    )
    return Improvement(text, "", "", "", why, noted=False)


def _about_goal(goal: GoalReport) -> Improvement:
    text = _("Zoek uit hoe ‘{goal}’ bij uitval sneller terugkomt.").format(goal=goal.name)
    longest = goal.longest
    why = _("De langste uitval duurde {length}; de hersteltijd is {rto}.").format(
        length=format_duration(longest.length if longest else 0), rto=format_duration(goal.rto)
    )
    return Improvement(text, "", "", goal.name, why, noted=False)
