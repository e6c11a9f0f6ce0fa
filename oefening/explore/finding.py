"""A finding: one thing that exploring shows to be wrong with a script, or weak."""

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
    """One thing that was found.

    `about` names what it is about (an id, or ids with a slash); `example` is a path that shows it; `accepted` is
    why the author of the script accepts it, empty where that is not said.
    """

    kind: FindingKind
    about: str
    span: SourceSpan
    message: str
    advice: str
    example: AnswerPath = ()
    accepted: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return SEVERITIES.get(self.kind, Severity.WEAKNESS)
