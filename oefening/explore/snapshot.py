"""An exercise at one minute, as a start from which to explore what can still come."""

from attrs import frozen

from oefening.engine.continuity import Curve
from oefening.engine.state import World
from oefening.script.units import Minutes


@frozen
class Snapshot:
    """A world at a minute, after everything that fell due then, with its curve until then.

    `declined` are the open questions (indices of injects) that are taken to stay unanswered.
    """

    clock: Minutes
    world: World
    curve: Curve
    declined: frozenset[int] = frozenset()
