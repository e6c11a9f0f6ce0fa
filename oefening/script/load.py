"""A script from its text: all that is wrong with it, or the script. Pure; reading files is for others."""

from oefening.script.checks import run_checks
from oefening.script.diagnostics import Diagnostic, Source, SourceSpan
from oefening.script.model import Script
from oefening.script.municipality import fill_in
from oefening.script.schema import MOST_PROBLEMS, Reading, read_record
from oefening.script.yaml_tree import YamlError, read_yaml
from oefening.text.translation import _


def load(source: Source) -> Script | tuple[Diagnostic, ...]:
    """The script, or its problems in the order of the text, each once."""
    if not source.text.strip():
        sentence = _("Dit bestand is leeg; een draaiboek begint met ‘formaat: 1’.")
        return (Diagnostic(SourceSpan(1, 1), "leeg", sentence),)
    try:
        tree, problems = read_yaml(source)
    except YamlError as error:
        return (error.problem,)
    reading = Reading(source, problems)
    script = read_record(Script, tree, reading)
    run_checks(script, reading)
    if not reading.problems:
        return fill_in(script, dict(script.places) | dict(source.own_places))
    return tuple(sorted(set(reading.problems))[:MOST_PROBLEMS])
