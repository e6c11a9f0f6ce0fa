"""A team's answer as text, with the author's explanation of what it chose. Pure."""

from oefening.engine.answers import Answer, Choice, Choices, Distribution, FreeText, Number, Ranking
from oefening.engine.state import PointState
from oefening.script.model import DecisionPoint, Option, Post
from oefening.text.phrases import shortened

MAX_BRIEF = 100
"""Characters of an answer within a sentence; the whole of it stands with its decision."""


def choice_texts(point: DecisionPoint, state: PointState) -> dict[str, str]:
    """The texts of options or posts as the team read them, by id."""
    # Not the script's own texts: their placeholders were filled in when the point was opened, with the levels then.
    ids = [choice.id for choice in point.options] + [choice.id for choice in point.posts]
    return dict(zip(ids, state.choices, strict=True))


def answer_text(point: DecisionPoint, state: PointState, answer: Answer) -> str:
    """An answer as text: what the team read of each option it chose, or what it wrote."""
    texts = choice_texts(point, state)
    match answer:
        case Choice(option):
            return texts[option]
        case Choices(options):
            return "; ".join(texts[option].rstrip(".") for option in options)
        case Ranking(options):
            return "; ".join(f"{place}. {texts[option].rstrip('.')}" for place, option in enumerate(options, 1))
        case Number(number):
            return f"{number} {point.unit or ''}".rstrip()
        case Distribution(shares):
            unit = f" {point.unit}" if point.unit else ""
            return "; ".join(f"{texts[share.post].rstrip('.')}: {share.amount}{unit}" for share in shares)
        case FreeText(text):
            return text.strip()


def brief_answer(answer: str) -> str:
    """The text of an answer, shortened and without its full stop, to stand within a sentence."""
    return shortened(answer.rstrip("."), MAX_BRIEF)


def explanation_of(point: DecisionPoint, state: PointState) -> str:
    """The author's explanations of what the team chose, or of not deciding in time."""
    if state.expired:
        return (point.no_decision.explanation or "") if point.no_decision else ""
    answer = state.effective_answer
    match answer:
        case Choice(option):
            chosen: tuple[str, ...] = (option,)
        case Choices(options):
            chosen = options
        case Distribution(shares):
            chosen = tuple(share.post for share in shares if share.amount)
        case _:
            chosen = ()
    offered: tuple[Option | Post, ...] = (*point.options, *point.posts)
    found = [choice.explanation for choice in offered if choice.id in chosen and choice.explanation]
    if isinstance(answer, Number):
        band = next((band for band in point.bands if answer.number <= band.upto), None)
        found += [band.explanation] if band and band.explanation else []
    return " ".join(found)
