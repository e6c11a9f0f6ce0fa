"""Which seats an exercise has: a seat is a role in one of the exercise's worlds."""

from enum import StrEnum

from attrs import field, frozen


class Role(StrEnum):
    """What someone in a seat does. The values are stored and sent; screens show `SeatId.name`."""

    LEADER = "oefenleider"
    RESPONSE_CELL = "tegenspel"
    TEAM = "team"
    OBSERVER = "waarnemer"
    AUDIENCE = "zaal"


@frozen
class SeatId:
    """One seat. `team` is empty unless the role is TEAM. `name` is for people and does not count in comparisons."""

    role: Role
    world: int = 0
    team: str = ""
    name: str = field(default="", eq=False)
