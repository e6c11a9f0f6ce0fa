"""What exploring finds wrong with a script, or weak, with the place, an example and what to do about it.

One function for each concern, in `FINDERS`; a finding is a value. Only what is certain is stated: what a sample merely
did not show says so, and what could be said only after all paths is left out where not all were explored.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from oefening.engine.continuity import Grade
from oefening.explore.answer_space import NO_ANSWER
from oefening.explore.dominance import AnswerComparison, always_asked
from oefening.explore.exploration import Exploration, GoalExploration
from oefening.explore.finding import Finding
from oefening.explore.indicator_states import RANKS
from oefening.explore.witness_paths import extreme_path
from oefening.explore.workload import WORKLOAD_FINDERS
from oefening.script.conditions import condition_text
from oefening.script.model import FindingKind, Inject
from oefening.text.phrases import enumerate_words
from oefening.text.translation import _


def findings_of(exploration: Exploration) -> tuple[Finding, ...]:
    """Everything found, in the order of the script; with the reason where the script accepts it."""
    reasons = {(entry.finding, entry.about): entry.reason for entry in exploration.analysis.compiled.script.accepted}
    found = [
        evolve(finding, accepted=reasons.get((finding.kind, finding.about), ""))
        for finder in FINDERS
        for finding in finder(exploration)
    ]
    idle = _accepted_for_nothing(exploration, found)
    return tuple(sorted([*found, *idle], key=lambda finding: (finding.span, finding.kind)))


def _accepted_for_nothing(exploration: Exploration, found: Sequence[Finding]) -> Iterator[Finding]:
    """What the script accepts but exploring did not find; only where all was explored can that be said."""
    known = {(finding.kind, finding.about) for finding in found}
    for entry in exploration.analysis.compiled.script.accepted if exploration.exact else ():
        if (entry.finding, entry.about) not in known:
            yield Finding(
                FindingKind.ACCEPTED_IDLY,
                entry.about,
                entry.span("bij"),
                _("De bevinding ‘{kind}’ bij ‘{about}’ wordt aanvaard, maar er is er geen.").format(
                    kind=entry.finding.value, about=entry.about
                ),
                _("Haal de regel weg, of verbeter de naam."),
            )


def _injects_that_never_come(exploration: Exploration) -> Iterator[Finding]:
    for index, inject in enumerate(exploration.analysis.compiled.script.injects):
        if inject.id in exploration.delivered_injects or (
            index not in exploration.certain_injects and not exploration.sample_size
        ):
            continue
        if index in exploration.certain_injects:
            kind, sentence = FindingKind.INJECT_NEVER, _("Inject ‘{name}’ komt op geen enkel pad voor.")
        else:
            kind = FindingKind.INJECT_UNSEEN
            sentence = _("Inject ‘{name}’ kwam op geen van de {sampled} paden van de steekproef.")
        yield Finding(
            kind,
            inject.id,
            inject.span("id"),
            sentence.format(name=inject.id, sampled=exploration.sample_size),
            _("Maak de voorwaarde ruimer, of haal de inject weg."),
        )


def _options_that_never_are(exploration: Exploration) -> Iterator[Finding]:
    for index, inject in _points(exploration):
        if (
            inject.id not in exploration.delivered_injects
            or index not in exploration.certain_points
            or inject.point is None
        ):
            continue
        for option in inject.point.options:
            candidates = [
                candidate.id for candidate in exploration.analysis.candidates[index] if option.id in candidate.options
            ]
            if option.available is not None and not any(
                (index, candidate) in exploration.possible_answers for candidate in candidates
            ):
                yield Finding(
                    FindingKind.OPTION_NEVER,
                    f"{inject.point_id}/{option.id}",
                    option.span("id"),
                    _("Optie ‘{option}’ van ‘{point}’ is er op geen enkel pad.").format(
                        option=option.id, point=inject.point_id
                    ),
                    _("Maak de voorwaarde van de optie ruimer, of haal de optie weg."),
                )


def _points(exploration: Exploration) -> Iterator[tuple[int, Inject]]:
    for index in exploration.analysis.candidates:
        yield index, exploration.analysis.compiled.script.injects[index]


def _decisions_without_consequence(exploration: Exploration) -> Iterator[Finding]:
    analysis = exploration.analysis
    for index, inject in _points(exploration):
        matters_to = [goal for goal in exploration.goals if index in analysis.cone(goals=[goal.goal]).points]
        told = [
            other.id
            for position, other in enumerate(analysis.compiled.script.injects)
            if position != index and index in analysis.cone(injects=[position]).points
        ]
        if not matters_to and not told:
            yield Finding(
                FindingKind.NO_CONSEQUENCE,
                inject.point_id,
                inject.span("beslispunt"),
                _("Wat het team bij ‘{point}’ ook besluit: het verandert geen doel en geen inject.").format(
                    point=inject.point_id
                ),
                _("Geef de opties gevolgen, of maak er een gewoon bericht van."),
            )
        elif all(goal.exact for goal in matters_to) and not any(goal.comparison(index).differs for goal in matters_to):
            yield Finding(
                FindingKind.NO_GOAL,
                inject.point_id,
                inject.span("beslispunt"),
                _("Wat het team bij ‘{point}’ ook besluit: elk doel loopt op elk pad hetzelfde.").format(
                    point=inject.point_id
                ),
                _("Geef de opties gevolgen voor een doel, of aanvaard dat het besluit alleen het verhaal stuurt."),
            )


def _options_that_are_no_dilemma(exploration: Exploration) -> Iterator[Finding]:
    for index, inject in _points(exploration):
        concerned = [goal for goal in exploration.goals if index in goal.graph.cone.points or not goal.exact]
        if not concerned or not all(goal.exact for goal in concerned):
            continue
        comparisons = [goal.comparison(index) for goal in concerned]
        if not any(comparison.differs for comparison in comparisons):
            continue
        candidates = [candidate.id for candidate in exploration.analysis.candidates[index]]
        best = list(_best_everywhere(inject, candidates, comparisons))
        yield from best or _never_better(inject, candidates, comparisons)


def _best_everywhere(inject: Inject, candidates: list[str], comparisons: list[AnswerComparison]) -> Iterator[Finding]:
    for candidate in (*candidates, NO_ANSWER.id):
        others = [other for other in (*candidates, NO_ANSWER.id) if other != candidate]
        if not all(_covers(comparisons, candidate, other) for other in others):
            continue
        if not any(_beats(comparisons, candidate, other) for other in others):
            continue
        kind = FindingKind.DOMINANT if candidate else FindingKind.IDLE_BEST
        sentence = (
            _("Antwoord ‘{case}’ op ‘{point}’ is op elk pad en voor elk doel het beste: geen dilemma.")
            if candidate
            else _("Bij ‘{point}’ is niets besluiten op elk pad en voor elk doel het beste.")
        )
        advice = _("Laat dit antwoord ergens iets kosten: mensen, tijd, vertrouwen of een ander doel.")
        yield Finding(
            kind,
            f"{inject.point_id}/{candidate}" if candidate else inject.point_id,
            inject.span("beslispunt"),
            sentence.format(case=candidate, point=inject.point_id),
            advice,
        )


def _never_better(inject: Inject, candidates: list[str], comparisons: list[AnswerComparison]) -> Iterator[Finding]:
    for candidate in candidates:
        above = [
            other
            for other in candidates
            if other != candidate and _covers(comparisons, other, candidate) and _beats(comparisons, other, candidate)
        ]
        if above and inject.point is not None:
            option = next((option for option in inject.point.options if option.id == candidate), None)
            yield Finding(
                FindingKind.DOMINATED,
                f"{inject.point_id}/{candidate}",
                option.span("id") if option else inject.span("beslispunt"),
                _("Antwoord ‘{case}’ op ‘{point}’ is voor geen enkel doel ooit beter dan {others}.").format(
                    case=candidate,
                    point=inject.point_id,
                    others=enumerate_words([f"‘{other}’" for other in above[:3]], _("en")),
                ),
                _("Geef dit antwoord een voordeel dat het andere niet heeft, of haal het weg."),
            )


def _covers(comparisons: list[AnswerComparison], candidate: str, other: str) -> bool:
    """Whether an answer is never worse than another, for any goal."""
    return not any(comparison.ever_better(other, candidate) for comparison in comparisons)


def _beats(comparisons: list[AnswerComparison], candidate: str, other: str) -> bool:
    return any(comparison.ever_better(candidate, other) for comparison in comparisons)


def _goals_that_are_not_at_stake(exploration: Exploration) -> Iterator[Finding]:
    for explored in exploration.goals:
        goal = exploration.analysis.compiled.script.goals[explored.goal]
        possible = [grade for rank, grade in enumerate(RANKS) if explored.values.at_start.possible_ranks >> rank & 1]
        where = (
            _("op elk pad")
            if explored.exact
            else _("op alle {n} paden van de steekproef").format(n=exploration.sample_size)
        )
        worst = extreme_path(explored.values, lambda state_value: state_value.worst)
        best = extreme_path(explored.values, lambda state_value: state_value.best)
        if possible == [Grade.MET]:
            kind, sentence, example = FindingKind.GOAL_SAFE, _("Doel ‘{goal}’ wordt {where} behaald."), worst
            advice = _("Maak de tegenslag groter of het basisniveau hoger: nu valt er niets te winnen.")
        elif len(possible) == 1:
            kind, example = FindingKind.GOAL_FIXED, best
            sentence = _("Doel ‘{goal}’ is {where} ‘{grade}’.")
            advice = _("Geef een besluit invloed op dit doel.")
        elif Grade.MET not in possible:
            kind, example = FindingKind.GOAL_LOST, best
            sentence = _("Doel ‘{goal}’ wordt {where} niet ‘behaald’; het beste is ‘{grade}’.")
            advice = _(
                "Geef de teams een kans: een besluit dat de uitval op tijd beëindigt, of een langere hersteltijd."
            )
        else:
            continue
        words = sentence.format(goal=goal.id, where=where, grade=possible[0].value)
        yield Finding(kind, goal.id, goal.span("basisniveau"), words, advice, example)


def _goals_settled_by_one_decision(exploration: Exploration) -> Iterator[Finding]:
    for explored in (goal for goal in exploration.goals if goal.exact):
        for index in sorted(explored.graph.cone.points):
            if not _decides_alone(explored, index):
                continue
            inject = exploration.analysis.compiled.script.injects[index]
            goal = exploration.analysis.compiled.script.goals[explored.goal]
            yield Finding(
                FindingKind.ONE_DECISION,
                f"{goal.id}/{inject.point_id}",
                inject.span("beslispunt"),
                _(
                    "Alleen het besluit ‘{point}’ bepaalt hoe doel ‘{goal}’ afloopt; al het andere doet er niet toe."
                ).format(point=inject.point_id, goal=goal.id),
                _("Laat ook andere besluiten meetellen, zodat een fout te herstellen is."),
            )


def _decides_alone(goal: GoalExploration, index: int) -> bool:
    ranks = goal.comparison(index).ranks_after
    single = all(bits & (bits - 1) == 0 for bits in ranks.values())
    return single and len(set(ranks.values())) > 1 and always_asked(goal.graph, index)


def _teams_left_out(exploration: Exploration) -> Iterator[Finding]:
    script = exploration.analysis.compiled.script
    deciding = {
        inject.deciding_team for _index, inject in _points(exploration) if inject.id in exploration.delivered_injects
    }
    for team in script.teams:
        if team.id not in deciding:
            yield Finding(
                FindingKind.TEAM_OUT,
                team.id,
                team.span(),
                _("Team ‘{team}’ krijgt op geen enkel pad iets te besluiten.").format(team=team.id),
                _("Geef het team een beslispunt, of voeg het bij een ander team."),
            )


def _texts_that_are_wrong(exploration: Exploration) -> Iterator[Finding]:
    for index, path in exploration.wrong_texts.items():
        inject = exploration.analysis.compiled.script.injects[index]
        yield Finding(
            FindingKind.TEXT_WRONG,
            inject.id,
            inject.span("veronderstelt"),
            _("Inject ‘{name}’ komt ook als niet waar is wat het bericht veronderstelt ({condition}).").format(
                name=inject.id, condition=condition_text(exploration.analysis.assumption(index))
            ),
            _("Stuur het bericht alleen onder die voorwaarde (‘als’), of schrijf de tekst zo dat hij altijd klopt."),
            path,
        )


def _branches_that_never_hold(exploration: Exploration) -> Iterator[Finding]:
    for part in exploration.unreachable_parts:
        inject = exploration.analysis.compiled.script.injects[part.inject]
        option = inject.point.options[part.option] if inject.point and part.option is not None else None
        about = inject.id if option is None else f"{inject.point_id}/{option.id}"
        yield Finding(
            FindingKind.BRANCH_NEVER,
            about,
            inject.span(part.key) if option is None else option.span(part.key),
            _("Van de voorwaarde van ‘{about}’ geldt het deel ‘{part}’ op geen enkel pad.").format(
                about=about, part=condition_text(part.condition)
            ),
            _("Haal dat deel weg, of maak het ruimer."),
        )


FINDERS: tuple[Callable[[Exploration], Iterator[Finding]], ...] = (
    _injects_that_never_come,
    _options_that_never_are,
    _decisions_without_consequence,
    _options_that_are_no_dilemma,
    _goals_that_are_not_at_stake,
    _goals_settled_by_one_decision,
    _teams_left_out,
    _texts_that_are_wrong,
    _branches_that_never_hold,
    *WORKLOAD_FINDERS,
)
