"""Answers to decision points: which are valid, what effects they have, and what conditions read of them.

One class of answer per kind of decision point. Pure rules about a point and an answer; nothing of state or time.
"""

from collections.abc import Callable, Iterator

from attrs import frozen

from oefening.script.conditions import NO_DECISION, DecisionComparison, decision_comparison_holds
from oefening.script.diagnostics import quoted
from oefening.script.model import DecisionKind, DecisionPoint, Effect
from oefening.text.translation import _

LONGEST_TEXT = 20_000
"""Characters of a free answer, a message or reasons; more is most likely pasted by mistake."""


@frozen
class Choice:
    """One option (`keuze`)."""

    option: str


@frozen
class Choices:
    """Several options (`meerkeuze`), in the order of the script."""

    options: tuple[str, ...]


@frozen
class Ranking:
    """Every option, the most important first (`rangorde`)."""

    options: tuple[str, ...]


@frozen
class Number:
    """A whole number (`getal`)."""

    number: int


@frozen
class Share:
    """What one item of a distribution gets of the total."""

    post: str
    amount: int


@frozen
class Distribution:
    """A total shared over items (`verdeling`), in the order of the script."""

    shares: tuple[Share, ...]


@frozen
class FreeText:
    """The team's own words (`open`)."""

    text: str


Answer = Choice | Choices | Ranking | Number | Distribution | FreeText

ANSWER_KINDS: dict[DecisionKind, type[Answer]] = {
    DecisionKind.CHOICE: Choice,
    DecisionKind.MULTIPLE: Choices,
    DecisionKind.RANKING: Ranking,
    DecisionKind.NUMBER: Number,
    DecisionKind.DISTRIBUTION: Distribution,
    DecisionKind.OPEN: FreeText,
}


def objection(point: DecisionPoint, answer: Answer, available: Callable[[str], bool]) -> str | None:
    """Why an answer is not valid, as a Dutch sentence; None where it is.

    `available` tells whether the option with an id can be chosen in the world as it is now.
    """
    if not isinstance(answer, ANSWER_KINDS[point.kind]):
        return _("Dit beslispunt vraagt een antwoord van de soort ‘{kind}’.").format(kind=point.kind.value)
    match answer:
        case Choice(option):
            return _objection_to_options(point, (option,), available)
        case Choices(options):
            if not options:
                return _("Kies ten minste één optie.")
            if point.most is not None and len(options) > point.most:
                return _("Kies hoogstens {most} opties; dit zijn er {number}.").format(
                    most=point.most, number=len(options)
                )
            return _objection_to_options(point, options, available)
        case Ranking(options):
            if sorted(options) != sorted(option.id for option in point.options):
                return _("Zet elke optie precies één keer in de rangorde.")
        case Number(number):
            lowest, highest = point.lowest or 0, point.highest or 0
            if not lowest <= number <= highest:
                return _("Geef een heel getal van {lowest} tot en met {highest}.").format(
                    lowest=lowest, highest=highest
                )
        case Distribution(shares):
            return _objection_to_shares(point, shares)
        case FreeText(text):
            return objection_to_text(text)
    return None


def objection_to_text(text: str) -> str | None:
    """Why a text is not valid (empty, or too long), as a Dutch sentence; None where it is."""
    if not text.strip():
        return _("Schrijf eerst iets op.")
    return objection_to_length(text)


def objection_to_length(text: str) -> str | None:
    """Why a text is too long, as a Dutch sentence; None where it is not."""
    if len(text) <= LONGEST_TEXT:
        return None
    return _("De tekst heeft {length} tekens; er passen er {most}.").format(length=len(text), most=LONGEST_TEXT)


def _objection_to_options(
    point: DecisionPoint, chosen: tuple[str, ...], available: Callable[[str], bool]
) -> str | None:
    known = [option.id for option in point.options]
    for option in chosen:
        if option not in known:
            return _("De optie ‘{option}’ bestaat hier niet.").format(option=quoted(option))
        if not available(option):
            return _("De optie ‘{option}’ kan nu niet: de situatie laat het niet toe.").format(option=option)
    if len(set(chosen)) < len(chosen):
        return _("Kies elke optie hoogstens één keer.")
    return None


def _objection_to_shares(point: DecisionPoint, shares: tuple[Share, ...]) -> str | None:
    if [share.post for share in shares] != [post.id for post in point.posts]:
        return _("Geef elke post een aandeel, in de volgorde van de vraag.")
    if any(share.amount < 0 for share in shares):
        return _("Een aandeel kan niet onder nul zijn.")
    total = sum(share.amount for share in shares)
    if total != point.total:
        return _("Verdeel precies {total}; nu is het {number}.").format(total=point.total, number=total)
    return None


def effects_of(point: DecisionPoint, answer: Answer) -> Iterator[tuple[tuple[Effect, ...], int]]:
    """The effects of a valid answer, each group with how often it counts (the number, or the share of an item).

    A free text has none by itself: it has those of the option it is adjudicated to.
    """
    options = {option.id: option for option in point.options}
    match answer:
        case Choice(option):
            yield options[option].effects, 1
        case Choices(chosen):
            for option in chosen:
                yield options[option].effects, 1
        case Ranking(ranked):
            for place, option in enumerate(ranked):
                yield options[option].effects_by_rank[place], 1
        case Number(number) if point.bands:
            yield next(band.effects for band in point.bands if number <= band.upto), 1
        case Number(number):
            yield point.effects_per_unit, number
        case Distribution(shares):
            for post, share in zip(point.posts, shares, strict=True):
                yield post.effects_per_unit, share.amount
        case FreeText():
            pass


def answer_satisfies(comparison: DecisionComparison, answer: Answer | None, expired: bool) -> bool:
    """Whether a comparison of `besluit.X` holds for the answer that counts; `expired`: the deadline passed without one.

    An answer of several options equals each of them, a ranking its first; a distribution equals nothing.
    """
    match answer:
        case Number(number):
            return decision_comparison_holds(comparison, (), number)
        case Choice(option):
            return decision_comparison_holds(comparison, (option,))
        case Choices(options):
            return decision_comparison_holds(comparison, options)
        case Ranking(options):
            return decision_comparison_holds(comparison, options[:1])
        case None if expired:
            return decision_comparison_holds(comparison, (NO_DECISION,))
        case _:
            return decision_comparison_holds(comparison, ())
