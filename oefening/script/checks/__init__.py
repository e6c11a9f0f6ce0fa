"""Checks of a script that was read: does everything it names exist, fit together and happen?

Each module holds the checks of one concern; `CHECKS` is the registry. A check reads the script and reports; it
changes nothing and does not rely on another check having passed, so that one run finds every mistake.
"""

from oefening.script.checks.context import Check, Context
from oefening.script.checks.decision_points import DECISION_POINT_CHECKS
from oefening.script.checks.ranges import RANGE_CHECKS
from oefening.script.checks.reachability import REACHABILITY_CHECKS
from oefening.script.checks.references import REFERENCE_CHECKS
from oefening.script.checks.structure import STRUCTURE_CHECKS
from oefening.script.diagnostics import DiagnosticCollector
from oefening.script.model import Script

CHECKS: tuple[Check, ...] = (
    *REFERENCE_CHECKS,
    *STRUCTURE_CHECKS,
    *DECISION_POINT_CHECKS,
    *RANGE_CHECKS,
    *REACHABILITY_CHECKS,
)


def run_checks(script: Script, collector: DiagnosticCollector) -> None:
    """Runs every check; what is wrong is reported to the collector."""
    context = Context(script, collector)
    for check in CHECKS:
        if collector.is_full:
            return
        check(context)


__all__ = ["CHECKS", "run_checks"]
