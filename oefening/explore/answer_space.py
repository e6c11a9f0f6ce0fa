"""The candidate answers to a decision point: those that exploring tries.

Every option of a choice, every allowed set of options. Of a number with bands one per band: all numbers in a band have
the same effects, so the only other thing that can tell them apart is a condition that compares the answer with a
number, and both sides of each such number are tried too. A ranking, a distribution or a number without bands has too
many answers: a few canonical ones stand for them, and `is_complete` says whether any were left out.

Knows a point and the conditions that read it; nothing of state or time.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

from attrs import frozen

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking, Share
from oefening.script.conditions import Atom, DecisionComparison, Name
from oefening.script.model import DecisionKind, DecisionPoint

MAX_RANKED = 4
"""A ranking of more items than this is explored by canonical orders only: 24 orders are fine, 120 are too many."""

FREE_TEXT = FreeText("Het team antwoordt in eigen woorden.")


@frozen
class CandidateAnswer:
    """An answer to try; `adjudged` is the hidden option to which a free text comes down. `id` is unique in its point.

    NO_ANSWER, with an empty id, stands for not answering.
    """

    id: str
    answer: Answer | None
    adjudged: str | None = None
    options: tuple[str, ...] = ()
    """The options chosen, for a ranking the first."""


NO_ANSWER = CandidateAnswer("", None)


def candidate_answers(point: DecisionPoint, read_by: tuple[Atom, ...] = ()) -> tuple[CandidateAnswer, ...]:
    """The answers to explore; `read_by` are the comparisons in the script that may read this point."""
    options = [option.id for option in point.options]
    match point.kind:
        case DecisionKind.CHOICE:
            return tuple(CandidateAnswer(option, Choice(option), options=(option,)) for option in options)
        case DecisionKind.MULTIPLE:
            most = min(point.most or len(options), len(options))
            chosen = (picked for number in range(1, most + 1) for picked in combinations(options, number))
            return tuple(CandidateAnswer("+".join(picked), Choices(picked), options=picked) for picked in chosen)
        case DecisionKind.RANKING:
            return tuple(
                CandidateAnswer(">".join(order), Ranking(order), options=order[:1]) for order in _orders(options)
            )
        case DecisionKind.NUMBER:
            return tuple(
                CandidateAnswer(str(number), Number(number)) for number in sorted(set(_numbers(point, read_by)))
            )
        case DecisionKind.DISTRIBUTION:
            return tuple(_candidate_of_shares(point, amounts) for amounts in dict.fromkeys(_shares(point)))
        case DecisionKind.OPEN:
            return tuple(CandidateAnswer(option, FREE_TEXT, adjudged=option, options=(option,)) for option in options)


def is_complete(point: DecisionPoint) -> bool:
    """Whether the candidate answers stand for every possible answer."""
    match point.kind:
        case DecisionKind.RANKING:
            return len(point.options) <= MAX_RANKED
        case DecisionKind.NUMBER:
            return bool(point.bands)
        case DecisionKind.DISTRIBUTION:
            return False
        case _:
            return True


def _orders(options: list[str]) -> Iterator[tuple[str, ...]]:
    """All orders of a few options; of many, those that put each option once in each place, and their reverses."""
    if len(options) <= MAX_RANKED:
        yield from permutations(options)
        return
    for start in range(len(options)):
        rotated = (*options[start:], *options[:start])
        yield rotated
        yield rotated[::-1]


def _numbers(point: DecisionPoint, read_by: tuple[Atom, ...]) -> Iterator[int]:
    """The ends and the middle, the last number of every band, and both sides of every number in a condition."""
    lowest, highest = point.lowest or 0, point.highest or 0
    marks = [band.upto for band in point.bands] or [lowest, (lowest + highest) // 2, highest]
    for atom in read_by:
        if isinstance(atom, DecisionComparison) and not isinstance(atom.answer, Name):
            marks += [int(atom.answer) - 1, int(atom.answer), int(atom.answer) + 1]
    yield from (mark for mark in marks if lowest <= mark <= highest)
    yield highest


def _shares(point: DecisionPoint) -> Iterator[tuple[int, ...]]:
    """All to one item, for every item, and the most even shares."""
    total, number = point.total or 0, len(point.posts)
    for receiving in range(number):
        yield tuple(total if place == receiving else 0 for place in range(number))
    even, rest = divmod(total, number)
    yield tuple(even + (place < rest) for place in range(number))


def _candidate_of_shares(point: DecisionPoint, amounts: tuple[int, ...]) -> CandidateAnswer:
    shares = tuple(Share(post.id, amount) for post, amount in zip(point.posts, amounts, strict=True))
    return CandidateAnswer("/".join(map(str, amounts)), Distribution(shares))
