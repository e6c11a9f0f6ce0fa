"""The decision tree of a script as seen on random paths: what each answer leads to, and how the goals spread.

Shares, not proof: an answer's paths differ in everything else that was decided on them.
"""

from statistics import quantiles

from attrs import frozen

from oefening.explore.exploration import Exploration
from oefening.explore.indicator_states import RANKS
from oefening.explore.sampled_paths import SampledPath
from oefening.explore.workload import WINDOW_MINUTES, Workload, readers_of, work_of
from oefening.script.units import Minutes


@frozen
class AnswerBranch:
    """One answer to a question, and what it leads to.

    `candidate` is the id of the answer, empty for not answering; `share` its part of the paths on which the question
    was asked. `grades` are shares of all goals of the paths with this answer, the best grade first. `exclusive_injects`
    are the injects (by index) that came on paths with this answer and with no other.
    """

    candidate: str
    share: float
    grades: tuple[float, ...]
    exclusive_injects: tuple[int, ...]


@frozen
class DecisionNode:
    """A question (index of its inject): the first minute at which it was answered, and what the answers lead to.

    `share` is the part of all paths on which it was asked.
    """

    question: int
    minute: Minutes
    share: float
    branches: tuple[AnswerBranch, ...]


def decision_nodes(exploration: Exploration) -> tuple[DecisionNode, ...]:
    """The questions of a script that were asked on some path, in order of time."""
    found = []
    for question in exploration.analysis.candidates:
        answering = [
            (path, last) for path in exploration.sampled_paths if (last := _last_answer(path, question)) is not None
        ]
        if answering:
            first = min(
                answer.minute
                for path, _candidate in answering
                for answer in path.answers
                if answer.question == question
            )
            branches = tuple(
                _branches(answering, [*(candidate.id for candidate in exploration.analysis.candidates[question]), ""])
            )
            found.append(DecisionNode(question, first, len(answering) / len(exploration.sampled_paths), branches))
    return tuple(sorted(found, key=lambda node: (node.minute, node.question)))


def _last_answer(path: SampledPath, question: int) -> str | None:
    return next((answer.candidate for answer in reversed(path.answers) if answer.question == question), None)


def _branches(answering: list[tuple[SampledPath, str]], candidates: list[str]) -> list[AnswerBranch]:
    delivered = {
        candidate: [
            frozenset(index for _m, index in path.deliveries) for path, chosen in answering if chosen == candidate
        ]
        for candidate in candidates
    }
    found = []
    for candidate in candidates:
        paths = [path for path, chosen in answering if chosen == candidate]
        if not paths:
            continue
        elsewhere = frozenset[int]().union(
            *(injects for other in candidates if other != candidate for injects in delivered[other])
        )
        exclusive_injects = frozenset[int]().union(*delivered[candidate]) - elsewhere
        found.append(
            AnswerBranch(candidate, len(paths) / len(answering), _grades(paths), tuple(sorted(exclusive_injects)))
        )
    return found


def _grades(paths: list[SampledPath]) -> tuple[float, ...]:
    ranks = [rank for path in paths for rank, _minutes, _lost in path.outcomes]
    return tuple(ranks.count(rank) / max(1, len(ranks)) for rank in range(len(RANKS)))


def quartiles(exploration: Exploration, goal: int) -> tuple[float, float, float]:
    """The minutes below the minimum that a quarter, half and three quarters of the paths stay within."""
    minutes = [path.outcomes[goal][1] for path in exploration.sampled_paths]
    first, middle, third = quantiles(minutes, n=4, method="inclusive")
    return first, middle, third


@frozen
class WorkloadSpread:
    """The work of a team (reading and discussing) in one window of WINDOW_MINUTES real minutes, in real minutes."""

    mean: float
    most: float


def workload_spreads(exploration: Exploration) -> dict[str, tuple[WorkloadSpread, ...]]:
    """For every team its workload, window by window from the start."""
    script = exploration.analysis.compiled.script
    work = [work_of(inject) for inject in script.injects]
    windows: dict[str, list[list[float]]] = {team.id: [] for team in script.teams}
    for number, path in enumerate(exploration.sampled_paths):
        workload = Workload(exploration, path)
        for minute, index in path.deliveries:
            window = int(workload.real_minutes(minute) // WINDOW_MINUTES)
            for team in readers_of(script.injects[index]):
                rows = windows[team]
                while len(rows) <= window:
                    rows.append([0.0] * len(exploration.sampled_paths))
                rows[window][number] += work[index]
    return {
        team: tuple(WorkloadSpread(sum(row) / len(row), max(row)) for row in rows) for team, rows in windows.items()
    }
