"""The Dutch of a script: every sentence that people read, words that the dictionary does not know, and how long
sentences are. Social media is left out: people there misspell on purpose."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from oefening.script.model import Acceptance, Channel, Inject, Script
from oefening.script.schema import keys_of, walk
from oefening.text.plain_text import plain_text_of

NAMES = Path(__file__).with_name("dutch_names.txt")
"""Names, abbreviations and words of the trade that the dictionary lacks, one on a line."""

LONG = 25
"""Words in a sentence that is too long for plain Dutch (B1)."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_NOT_WORDS = re.compile(r"\{[\w-]+\}|@[\w.-]+|#\w+|https?://\S+|\S+@\S+|\*\*")


@frozen
class Sentences:
    """How long the sentences of a script are, in words."""

    number: int
    mean: float
    long: tuple[str, ...]


def dictionary_is_there() -> bool:
    """Whether this machine has hunspell with Dutch."""
    if shutil.which("hunspell") is None:
        return False
    found = subprocess.run(["hunspell", "-D"], capture_output=True, text=True, input="", check=False)
    return "nl_NL" in found.stdout + found.stderr


def texts(script: Script) -> Iterator[str]:
    """Everything that people read of a script, as plain text."""
    for record in walk(script):
        if isinstance(record, Acceptance) or (isinstance(record, Inject) and record.channel is Channel.SOCIAL_MEDIA):
            continue
        for name, definition in keys_of(type(record)).values():
            value = getattr(record, name)
            if definition.kind.prose and value:
                yield from map(plain_text_of, (value,) if isinstance(value, str) else value)


def unknown_words(script: Script) -> list[str]:
    """The words that neither the dictionary nor the list of names knows, each once."""
    known = {line.strip() for line in NAMES.read_text(encoding="utf-8").splitlines() if line.strip()}
    words = {word.rstrip(".") for text in texts(script) for word in _WORD.findall(_NOT_WORDS.sub(" ", text))}
    asked = sorted(word for word in words if word not in known and len(word) > 1)
    found = subprocess.run(
        ["hunspell", "-d", "nl_NL", "-i", "utf-8", "-l"],
        input="\n".join(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(set(found.stdout.split()) - known)


def sentences(script: Script) -> Sentences:
    """How long the sentences are; tables and lists count by their cells and items."""
    parts = [part for text in texts(script) for row in text.split("\n") if " | " not in row for part in _split(row)]
    lengths = [len(part.split()) for part in parts]
    long = tuple(part for part, length in zip(parts, lengths, strict=True) if length > LONG)
    return Sentences(len(parts), sum(lengths) / len(lengths), long)


def _split(row: str) -> Iterator[str]:
    for part in _SENTENCE_END.split(row):
        if len(part.split()) > 1:
            yield part.strip()
