"""The state of an exercise at one moment: a value, folded from events and from nothing else.

Only what the rules need is here; messages, observations and ratings stay in the events. Tuples are indexed as in the
script: the state of its third inject is the third.
"""

from enum import StrEnum

from attrs import frozen

from oefening.engine.answers import Answer, Choice, FreeText
from oefening.engine.dynamics import Levels, Operation
from oefening.script.units import Minutes


class InjectStatus(StrEnum):
    """The progress of an inject."""

    WAITING = "wacht"
    HELD = "vastgehouden"
    DELIVERED = "verstuurd"
    SKIPPED = "overgeslagen"


@frozen
class InjectState:
    """An inject in one world: since when it is delivered or skipped, and whether it was the leader who dropped it."""

    status: InjectStatus = InjectStatus.WAITING
    minute: Minutes = Minutes(-1)
    dropped: bool = False


@frozen
class AnswerVersion:
    """One answer a team gave, with its reasons; a later version replaces it."""

    minute: Minutes
    answer: Answer
    reasons: str


@frozen
class PointState:
    """A decision point that was opened to its team. `deadline` is the first minute at which it is too late.

    `question` and `choices` are the texts as the team read them. `versions` are its answers, the last one counts.
    """

    opened: Minutes
    deadline: Minutes
    question: str
    choices: tuple[str, ...]
    versions: tuple[AnswerVersion, ...] = ()
    locked: bool = False
    expired: bool = False
    adjudicated: Minutes | None = None
    adjudged_option: str | None = None

    @property
    def decided_at(self) -> Minutes | None:
        """The minute from which the present answer counts; None where none counts yet.

        A free text counts from its adjudication. Giving the same answer again, with better reasons, keeps the minute.
        """
        if self.adjudicated is not None:
            return self.adjudicated
        if not self.versions or isinstance(self.versions[-1].answer, FreeText):
            return None
        answer = self.versions[-1].answer
        since = self.versions[-1].minute
        for version in reversed(self.versions):
            if version.answer != answer:
                break
            since = version.minute
        return since

    @property
    def effective_answer(self) -> Answer | None:
        """The answer that conditions read: the last one; for an adjudicated free text the option it came down to."""
        if self.adjudged_option is not None:
            return Choice(self.adjudged_option)
        return self.versions[-1].answer if self.versions else None


@frozen
class OwnDecision:
    """A decision that nobody asked for; `adjudicated` is whether it was judged."""

    minute: Minutes
    adjudicated: bool = False


@frozen
class World:
    """One copy of the simulated world. `schedule` has every operation, past and future, in order of time."""

    name: str
    levels: Levels
    schedule: tuple[Operation, ...]
    injects: tuple[InjectState, ...]
    points: tuple[PointState | None, ...]
    own_decisions: tuple[OwnDecision, ...] = ()
    ad_hoc_injects: int = 0
    ad_hoc_effects: int = 0
    withdrawn_effects: tuple[int, ...] = ()


@frozen
class State:
    """An exercise: one clock (minutes since the start), and the worlds that share it."""

    clock: Minutes = Minutes(0)
    running: bool = False
    tempo: int = 1
    started: bool = False
    ended: bool = False
    teams: tuple[str, ...] = ()
    pin: str = ""
    worlds: tuple[World, ...] = ()


INITIAL_STATE = State()
"""Before anything happened."""
