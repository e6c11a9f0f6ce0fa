"""What a library of scripts covers: which threats, and which processes that must go on, each by which scripts. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from attrs import frozen

from oefening.script.model import Process, Script

K = TypeVar("K", bound=str)


@frozen
class Coverage:
    """For every threat and every process the scripts in which it occurs; those with the most scripts first."""

    threats: tuple[tuple[str, tuple[str, ...]], ...]
    processes: tuple[tuple[Process, tuple[str, ...]], ...]


def coverage(scripts: Mapping[str, Script]) -> Coverage:
    """What these scripts, by name, cover; a process that none of them has is there with none."""
    threats: dict[str, list[str]] = {}
    processes: dict[Process, list[str]] = {process: [] for process in Process}
    for name, script in scripts.items():
        for threat in script.threats:
            threats.setdefault(threat, []).append(name)
        for process in dict.fromkeys(goal.process for goal in script.goals if goal.process):
            processes[process].append(name)
    return Coverage(_most_first(threats), _most_first(processes))


def _most_first(found: Mapping[K, Sequence[str]]) -> tuple[tuple[K, tuple[str, ...]], ...]:
    return tuple(sorted(((key, tuple(names)) for key, names in found.items()), key=lambda row: -len(row[1])))
