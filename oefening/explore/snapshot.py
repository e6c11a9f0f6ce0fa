"""Where an exercise that is being played, or was, stands at one minute: a begin from which to explore what can come."""

from attrs import frozen

from oefening.engine.continuity import Curve
from oefening.engine.state import World
from oefening.script.units import Minutes


@frozen
class Snapshot:
    """A world at a minute, everything that fell due then included, and how it came there.

    `declined` are the open questions (indices of injects) that are taken to stay unanswered.
    """

    clock: Minutes
    world: World
    course: Curve
    declined: frozenset[int] = frozenset()
