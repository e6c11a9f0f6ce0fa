"""The places at an exercise at which someone can sit down."""

from enum import StrEnum

from attrs import field, frozen


class Role(StrEnum):
    """What sort of place it is."""

    LEADER = "oefenleider"
    ASSISTANT = "tegenspel"
    TEAM = "team"
    OBSERVER = "waarnemer"
    ROOM = "zaal"


@frozen
class SeatId:
    """One place, at a world; `team` only where it is a team's. The name is for people: two names are one place."""

    kind: Role
    world: int = 0
    team: str = ""
    name: str = field(default="", eq=False)
