"""How play branches, seen on whole courses at random: what each answer leads to, and how the goals spread."""

from statistics import quantiles

from attrs import frozen

from oefening.explore.lanes import RANKS
from oefening.explore.pace import WINDOW_MINUTES, Pace, readers_of, work_of
from oefening.explore.study import Study
from oefening.explore.walks import Walk
from oefening.script.units import Minutes


@frozen
class Way:
    """One answer at a fork: in which share of the courses that came by, how their goals ended, and what it brings.

    `case` is empty for not deciding. `grades` are shares of all goals of those courses, the best grade first.
    `brings` are injects (by index) that came after this answer and after no other.
    """

    case: str
    share: float
    grades: tuple[float, ...]
    brings: tuple[int, ...]


@frozen
class Fork:
    """A question (index of its inject): the first minute at which it was answered, and what the answers lead to.

    `share` is the part of the courses that came by.
    """

    question: int
    minute: Minutes
    share: float
    ways: tuple[Way, ...]


def forks(study: Study) -> tuple[Fork, ...]:
    """The questions of a script as its courses came by them, in order of time."""
    found = []
    for question in study.frame.cases:
        settled = [(walk, last) for walk in study.walks if (last := _last_answer(walk, question)) is not None]
        if settled:
            first = min(
                answer.minute for walk, _case in settled for answer in walk.answers if answer.question == question
            )
            ways = tuple(_ways(settled, [*(case.id for case in study.frame.cases[question]), ""]))
            found.append(Fork(question, first, len(settled) / len(study.walks), ways))
    return tuple(sorted(found, key=lambda fork: (fork.minute, fork.question)))


def _last_answer(walk: Walk, question: int) -> str | None:
    return next((answer.case for answer in reversed(walk.answers) if answer.question == question), None)


def _ways(settled: list[tuple[Walk, str]], cases: list[str]) -> list[Way]:
    came = {case: [frozenset(i for _m, i in w.came) for w, c in settled if c == case] for case in cases}
    found = []
    for case in cases:
        courses = [walk for walk, chosen in settled if chosen == case]
        if not courses:
            continue
        elsewhere = frozenset[int]().union(*(injects for other in cases if other != case for injects in came[other]))
        brings = frozenset[int]().union(*came[case]) - elsewhere
        found.append(Way(case, len(courses) / len(settled), _grades(courses), tuple(sorted(brings))))
    return found


def _grades(courses: list[Walk]) -> tuple[float, ...]:
    ranks = [rank for walk in courses for rank, _minutes, _lost in walk.outcomes]
    return tuple(ranks.count(place) / max(1, len(ranks)) for place in range(len(RANKS)))


def quartiles(study: Study, goal: int) -> tuple[float, float, float]:
    """The minutes below the minimum that a quarter, half and three quarters of the courses stay within."""
    minutes = [walk.outcomes[goal][1] for walk in study.walks]
    first, middle, third = quantiles(minutes, n=4, method="inclusive")
    return first, middle, third


@frozen
class Load:
    """What a team has to read and talk over in one stretch of WINDOW_MINUTES real minutes, itself in real minutes."""

    mean: float
    most: float


def loads(study: Study) -> dict[str, tuple[Load, ...]]:
    """For every team its load, stretch by stretch from the begin."""
    script = study.frame.plan.script
    work = [work_of(inject) for inject in script.injects]
    stretches: dict[str, list[list[float]]] = {team.id: [] for team in script.teams}
    for number, walk in enumerate(study.walks):
        pace = Pace(study, walk)
        for minute, index in walk.came:
            stretch = int(pace.real(minute) // WINDOW_MINUTES)
            for team in readers_of(script.injects[index]):
                rows = stretches[team]
                while len(rows) <= stretch:
                    rows.append([0.0] * len(study.walks))
                rows[stretch][number] += work[index]
    return {team: tuple(Load(sum(row) / len(row), max(row)) for row in rows) for team, rows in stretches.items()}
