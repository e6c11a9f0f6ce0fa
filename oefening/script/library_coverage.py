"""Which threats and processes the scripts of a library exercise, and in which scripts. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from attrs import frozen

from oefening.script.model import Process, Script

K = TypeVar("K", bound=str)


@frozen
class Coverage:
    """The names of the scripts for each threat and each process, those with the most scripts first."""

    threats: tuple[tuple[str, tuple[str, ...]], ...]
    processes: tuple[tuple[Process, tuple[str, ...]], ...]


def coverage(scripts: Mapping[str, Script]) -> Coverage:
    """The coverage of these scripts. Every process is in it, also one that no script exercises."""
    threats: dict[str, list[str]] = {}
    processes: dict[Process, list[str]] = {process: [] for process in Process}
    for name, script in scripts.items():
        for threat in script.threats:
            threats.setdefault(threat, []).append(name)
        for process in dict.fromkeys(goal.process for goal in script.goals if goal.process):
            processes[process].append(name)
    return Coverage(_by_script_count(threats), _by_script_count(processes))


def _by_script_count(found: Mapping[K, Sequence[str]]) -> tuple[tuple[K, tuple[str, ...]], ...]:
    return tuple(sorted(((key, tuple(names)) for key, names in found.items()), key=lambda row: -len(row[1])))
