"""From the text of a script to the script, or to everything that is wrong with it. Pure; reading files is for others.

The steps: YAML text -> tree of nodes that know their span (`yaml_tree`) -> records (`reader`, as `model` defines them)
-> checks across the whole script (`checks`) -> texts with the municipality's terms filled in (`municipality`).
"""

from oefening.script.checks import run_checks
from oefening.script.diagnostics import MAX_DIAGNOSTICS, Diagnostic, DiagnosticCollector, Source, SourceSpan
from oefening.script.model import Script
from oefening.script.municipality import fill_in
from oefening.script.reader import read_record
from oefening.script.yaml_tree import YamlError, read_yaml
from oefening.text.translation import _


def load(source: Source) -> Script | tuple[Diagnostic, ...]:
    """The script, or its diagnostics in the order of the text, each once.

    A script with one mistake in it is not returned at all: from there on, nobody has to think of half a script.
    """
    if not source.text.strip():
        sentence = _("Dit bestand is leeg; een draaiboek begint met ‘formaat: 1’.")
        return (Diagnostic(SourceSpan(1, 1), "leeg", sentence),)
    try:
        tree, diagnostics = read_yaml(source)
    except YamlError as error:
        return (error.diagnostic,)
    collector = DiagnosticCollector(source, diagnostics)
    script = read_record(Script, tree, collector)
    run_checks(script, collector)
    if not collector.diagnostics:
        # After the checks: they point at places in the source text, in which the placeholders still stand.
        return fill_in(script, dict(script.terms) | dict(source.municipality_terms))
    return tuple(sorted(set(collector.diagnostics))[:MAX_DIAGNOSTICS])
