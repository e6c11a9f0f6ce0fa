"""Checks of a script that was read: does everything it names exist, fit together and happen?

Each module holds the checks of one concern; `CHECKS` is the registry. A check reads the script and reports; it
changes nothing and does not rely on another check having passed, so that one run finds every problem.
"""

from oefening.script.checks.context import Check, Context
from oefening.script.checks.decision_points import POINT_CHECKS
from oefening.script.checks.ranges import NUMBER_CHECKS
from oefening.script.checks.reachability import REACH_CHECKS
from oefening.script.checks.references import NAME_CHECKS
from oefening.script.checks.structure import SHAPE_CHECKS
from oefening.script.model import Script
from oefening.script.schema import Reading

CHECKS: tuple[Check, ...] = (*NAME_CHECKS, *SHAPE_CHECKS, *POINT_CHECKS, *NUMBER_CHECKS, *REACH_CHECKS)


def run_checks(script: Script, reading: Reading) -> None:
    """Runs every check, adding what is wrong to the reading's problems."""
    context = Context(script, reading)
    for check in CHECKS:
        if reading.hopeless:
            return
        check(context)


__all__ = ["CHECKS", "run_checks"]
