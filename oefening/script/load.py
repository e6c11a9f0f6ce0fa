"""A script from its text: all that is wrong with it, or the script. Pure; reading files is for others."""

from oefening.language import _
from oefening.script.checks import run_checks
from oefening.script.fields import MOST_PROBLEMS, Reading, read_record
from oefening.script.model import Script
from oefening.script.places import settled
from oefening.script.problems import Place, Problem, Source
from oefening.script.yaml_tree import YamlError, read_yaml


def load(source: Source) -> Script | tuple[Problem, ...]:
    """The script, or its problems in the order of the text, each once."""
    if not source.text.strip():
        sentence = _("Dit bestand is leeg; een draaiboek begint met ‘formaat: 1’.")
        return (Problem(Place(1, 1), "leeg", sentence),)
    try:
        tree, problems = read_yaml(source)
    except YamlError as error:
        return (error.problem,)
    reading = Reading(source, problems)
    script = read_record(Script, tree, reading)
    run_checks(script, reading)
    if not reading.problems:
        return settled(script, dict(script.places) | dict(source.own_places))
    return tuple(sorted(set(reading.problems))[:MOST_PROBLEMS])
