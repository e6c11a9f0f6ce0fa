"""`oefening lijst`: the scripts in the library."""

from rich.table import Table
from rich.text import Text

from oefening.cli.dutch import command
from oefening.cli.surroundings import console, read_script
from oefening.language import _
from oefening.script.model import Script
from oefening.script.units import format_duration
from oefening.session.scripts import library_folder, scripts_in


@command(
    "lijst",
    _("Toon de draaiboeken in de bibliotheek, met waar ze over gaan."),
    "oefening lijst",
)
def list_command() -> None:
    """Prints what every script in the library is about."""
    screen = console()
    paths = scripts_in(library_folder())
    if not paths:
        screen.print(_("De bibliotheek is leeg. Speel een eigen draaiboek met: oefening demo PAD"))
        return
    for path in paths:
        _source, script = read_script(path)
        if isinstance(script, Script):
            screen.print(_entry(path.stem, script))
        else:
            sentence = _("{name}: heeft {number} problemen; bekijk ze met: oefening controleer {path}")
            screen.print(sentence.format(name=path.stem, number=len(script), path=path), soft_wrap=True)
        screen.print()
    screen.print(_("Speel er een met: oefening demo {name}").format(name=paths[0].stem))


def _entry(name: str, script: Script) -> Table:
    points = sum(inject.point is not None for inject in script.injects)
    facts = [
        script.difficulty.value,
        format_duration(script.playing_time),
        _("{number} teams").format(number=len(script.teams)),
        _("{number} injects").format(number=len(script.injects)),
        _("{number} beslispunten").format(number=points),
        _("{number} continuïteitsdoelen").format(number=len(script.goals)),
    ]
    entry = Table.grid(padding=(0, 2))
    entry.add_column(min_width=16, no_wrap=True)
    entry.add_column(ratio=1)
    entry.add_row(Text(name, style="bold cyan"), Text(script.title, style="bold"))
    entry.add_row("", Text(" · ".join(facts), style="dim"))
    entry.add_row("", Text(script.summary.strip()))
    return entry
