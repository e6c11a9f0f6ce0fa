"""Small pieces of text: making what someone wrote safe to show, and writing lists and counts as words."""

from functools import lru_cache


def plain(text: str) -> str:
    """What someone wrote, with spaces for control characters.

    A terminal obeys escape sequences: a message from a browser could otherwise move the cursor or change the title.
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


@lru_cache(maxsize=2048)
def one_line(text: str) -> str:
    """What someone wrote, plain and on one line, as a heading needs it."""
    return " ".join(plain(text).split())


def shortened(text: str, most: int) -> str:
    """The text, cut off between two words where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def enumerate_words(words: list[str], last: str) -> str:
    """Words as a phrase: `a, b of c`, where `last` is the joining word."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """A number with what it counts: `one` for exactly one, else `many`; both may hold `{n}`."""
    return (one if number == 1 else many).format(n=number)
