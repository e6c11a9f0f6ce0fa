"""One thing that exploring finds wrong with a script, or weak."""

from enum import StrEnum

from attrs import frozen

from oefening.explore.witness_paths import AnswerPath
from oefening.script.diagnostics import SourceSpan
from oefening.script.model import FindingKind


class Severity(StrEnum):
    """How much a finding matters: a fault spoils the exercise, a weakness makes it poorer."""

    FAULT = "fout"
    WEAKNESS = "zwak punt"


SEVERITIES = dict.fromkeys((FindingKind.INJECT_NEVER, FindingKind.OPTION_NEVER, FindingKind.TEXT_WRONG), Severity.FAULT)
"""The severity of each kind that is a fault; the others are weaknesses."""


@frozen
class Finding:
    """One thing found.

    `about` names what it is about (an id, or ids with a slash); `example` is a course that shows it; `accepted` is
    why the script's author leaves it so, empty where that was not said.
    """

    kind: FindingKind
    about: str
    place: SourceSpan
    message: str
    advice: str
    example: AnswerPath = ()
    accepted: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return SEVERITIES.get(self.kind, Severity.WEAKNESS)
