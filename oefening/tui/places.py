"""The places in a room at which someone can sit down."""

from enum import Enum, auto

from attrs import frozen


class Kind(Enum):
    """What sort of place it is."""

    LEADER = auto()
    TEAM = auto()
    OBSERVER = auto()
    ROOM = auto()


@frozen
class Place:
    """One place, at a world; `team` only where it is a team's."""

    kind: Kind
    world: int = 0
    team: str = ""
    name: str = ""
