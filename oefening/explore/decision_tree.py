"""How play branches, seen on whole courses at random: what each answer leads to, and how the goals spread."""

from statistics import quantiles

from attrs import frozen

from oefening.explore.exploration import Exploration
from oefening.explore.indicator_states import RANKS
from oefening.explore.sampled_paths import SampledPath
from oefening.explore.workload import WINDOW_MINUTES, Workload, readers_of, work_of
from oefening.script.units import Minutes


@frozen
class AnswerBranch:
    """One answer at a fork: in which share of the courses that came by, how their goals ended, and what it brings.

    `candidate` is empty for not deciding. `grades` are shares of all goals of those courses, the best grade first.
    `brings` are injects (by index) that came after this answer and after no other.
    """

    candidate: str
    share: float
    grades: tuple[float, ...]
    brings: tuple[int, ...]


@frozen
class DecisionNode:
    """A question (index of its inject): the first minute at which it was answered, and what the answers lead to.

    `share` is the part of the courses that came by.
    """

    question: int
    minute: Minutes
    share: float
    ways: tuple[AnswerBranch, ...]


def decision_nodes(exploration: Exploration) -> tuple[DecisionNode, ...]:
    """The questions of a script as its courses came by them, in order of time."""
    found = []
    for question in exploration.analysis.candidates:
        settled = [
            (walk, last) for walk in exploration.sampled_paths if (last := _last_answer(walk, question)) is not None
        ]
        if settled:
            first = min(
                answer.minute for walk, _case in settled for answer in walk.answers if answer.question == question
            )
            ways = tuple(
                _ways(settled, [*(candidate.id for candidate in exploration.analysis.candidates[question]), ""])
            )
            found.append(DecisionNode(question, first, len(settled) / len(exploration.sampled_paths), ways))
    return tuple(sorted(found, key=lambda decision_node: (decision_node.minute, decision_node.question)))


def _last_answer(walk: SampledPath, question: int) -> str | None:
    return next((answer.candidate for answer in reversed(walk.answers) if answer.question == question), None)


def _ways(settled: list[tuple[SampledPath, str]], candidates: list[str]) -> list[AnswerBranch]:
    came = {
        candidate: [frozenset(i for _m, i in w.came) for w, c in settled if c == candidate] for candidate in candidates
    }
    found = []
    for candidate in candidates:
        courses = [walk for walk, chosen in settled if chosen == candidate]
        if not courses:
            continue
        elsewhere = frozenset[int]().union(
            *(injects for other in candidates if other != candidate for injects in came[other])
        )
        brings = frozenset[int]().union(*came[candidate]) - elsewhere
        found.append(AnswerBranch(candidate, len(courses) / len(settled), _grades(courses), tuple(sorted(brings))))
    return found


def _grades(courses: list[SampledPath]) -> tuple[float, ...]:
    ranks = [rank for walk in courses for rank, _minutes, _lost in walk.outcomes]
    return tuple(ranks.count(place) / max(1, len(ranks)) for place in range(len(RANKS)))


def quartiles(exploration: Exploration, goal: int) -> tuple[float, float, float]:
    """The minutes below the minimum that a quarter, half and three quarters of the courses stay within."""
    minutes = [walk.outcomes[goal][1] for walk in exploration.sampled_paths]
    first, middle, third = quantiles(minutes, n=4, method="inclusive")
    return first, middle, third


@frozen
class WorkloadSpread:
    """What a team has to read and talk over in one stretch of WINDOW_MINUTES real minutes, itself in real minutes."""

    mean: float
    most: float


def workload_spreads(exploration: Exploration) -> dict[str, tuple[WorkloadSpread, ...]]:
    """For every team its load, stretch by stretch from the begin."""
    script = exploration.analysis.compiled.script
    work = [work_of(inject) for inject in script.injects]
    stretches: dict[str, list[list[float]]] = {team.id: [] for team in script.teams}
    for number, walk in enumerate(exploration.sampled_paths):
        workload = Workload(exploration, walk)
        for minute, index in walk.came:
            stretch = int(workload.real(minute) // WINDOW_MINUTES)
            for team in readers_of(script.injects[index]):
                rows = stretches[team]
                while len(rows) <= stretch:
                    rows.append([0.0] * len(exploration.sampled_paths))
                rows[stretch][number] += work[index]
    return {
        team: tuple(WorkloadSpread(sum(row) / len(row), max(row)) for row in rows) for team, rows in stretches.items()
    }
