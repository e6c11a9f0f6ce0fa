"""Strengths and improvements: what people agreed on, and what the program proposes from the evidence. Pure.

A proposal names the evidence that it rests on. It is a starting point for a discussion: it gets no owner and no date,
because only people can promise something.
"""

from collections.abc import Iterator, Sequence

from oefening.debrief.report_model import DecisionReport, GoalReport, Improvement, RegretReport, WorldReport
from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade
from oefening.engine.events import ImprovementNoted, Performance
from oefening.script.units import format_duration
from oefening.text.translation import _
from oefening.wording.answer_text import brief_answer

MAX_PROPOSALS = 8
"""Proposals in a report, the most important ones."""

POOR_PERFORMANCES = (Performance.MAJOR_CHALLENGES, Performance.UNABLE)

_Proposal = tuple[int, Improvement]
"""How much it matters, and the improvement. Only the order of these numbers means something."""


def strengths_of(worlds: Sequence[WorldReport]) -> tuple[str, ...]:
    """What went well, goals first; with several worlds only what went well in all of them."""
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
        words = _("Van de {rated} acties met een waardering zijn er {performed} zonder problemen uitgevoerd.")
        yield words.format(rated=len(rated), performed=len(performed))


def improvements_of(
    compiled: CompiledScript, worlds: Sequence[WorldReport], noted: Sequence[ImprovementNoted]
) -> tuple[Improvement, ...]:
    """What people agreed on, then proposals from the evidence; each with the most important first."""
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
            # The same proposal from several worlds is one proposal that matters more.
            known = proposals.get(proposal.text)
            proposals[proposal.text] = (weight + (known[0] if known else 0), proposal)
    ordered = sorted(proposals.values(), key=lambda pair: -pair[0])
    return (*agreed, *(proposal for _weight, proposal in ordered[:MAX_PROPOSALS]))


def _proposals(world: WorldReport) -> Iterator[_Proposal]:
    helped = set()
    for decision in world.decisions:
        best = max(decision.regrets, key=lambda lost: lost.weight * _steps(lost), default=None)
        if best is not None:
            helped.add(best.goal)
            yield best.weight * _steps(best) * 4, _decision_proposal(decision, best)
        if decision.expired and not decision.versions:
            yield 3 + decision.impact, _deadline_proposal(decision)
    for goal in world.goals:
        if goal.grade in (Grade.CRITICAL, Grade.FAILED) and goal.name not in helped:
            yield goal.weight * goal.grade.rank * 2, _goal_proposal(goal)
    for item in world.expectations:
        if item.performance in POOR_PERFORMANCES:
            why = _("Waargenomen: {rating}{note}").format(
                rating=item.performance.value, note=f", {item.note}" if item.note else ""
            )
            text = _("Oefen opnieuw: {text}").format(text=item.text)
            yield 3, Improvement(text, "", "", "", why, agreed=False)
    for team in world.teams:
        if team.reasons_given < team.reasons_asked / 2:
            text = _("Spreek af wie bij {team} de redenen van een besluit vastlegt.").format(team=team.name)
            why = _("Bij {given} van de {asked} besluiten stonden redenen.").format(
                given=team.reasons_given, asked=team.reasons_asked
            )
            yield 2, Improvement(text, "", "", "", why, agreed=False)


def _steps(lost: RegretReport) -> int:
    """How many grades a decision put out of reach."""
    return lost.best_after.rank - lost.best_before.rank


def _decision_proposal(decision: DecisionReport, lost: RegretReport) -> Improvement:
    text = _("Bereid het besluit voor over de vraag: {question}").format(question=decision.question)
    words = _("Met ‘{answer}’ was voor ‘{goal}’ nog {best} haalbaar; na dit besluit ten hoogste {left}.")
    if not lost.best_answer:
        words = _("Zonder besluit was voor ‘{goal}’ nog {best} haalbaar; na dit besluit ten hoogste {left}.")
    why = words.format(
        answer=brief_answer(lost.best_answer),
        goal=lost.goal,
        best=lost.best_before.value,
        left=lost.best_after.value,
    )
    return Improvement(text, "", "", lost.goal, why, agreed=False)


def _deadline_proposal(decision: DecisionReport) -> Improvement:
    text = _("Spreek af wie beslist als {team} er niet op tijd uitkomt.").format(team=decision.team)
    why = _("Op de vraag ‘{question}’ kwam geen besluit binnen de termijn van {term}.").format(
        question=decision.question, term=format_duration(decision.deadline - decision.opened)
    )
    return Improvement(text, "", "", "", why, agreed=False)


def _goal_proposal(goal: GoalReport) -> Improvement:
    text = _("Zoek uit hoe ‘{goal}’ bij uitval sneller terugkomt.").format(goal=goal.name)
    longest = goal.longest
    why = _("De langste uitval duurde {length}; de hersteltijd is {rto}.").format(
        length=format_duration(longest.length if longest else 0), rto=format_duration(goal.rto)
    )
    return Improvement(text, "", "", goal.name, why, agreed=False)
