"""The commands: the name of each, the module that carries it out and its help, in the order in which people need them.

It imports none of them. What the program's own help shows stands here, so that `--help` takes a tenth of a second
instead of loading the screens, document writers and web server of every command; a command's module is imported when
the command is called.
"""

from attrs import frozen

from oefening.text.translation import _


@frozen
class CommandEntry:
    """A command: its module in `oefening.cli.commands` (where its function is `<module>_command`), and its help.

    The list of commands shows the first sentence of the help.
    """

    module: str
    help: str


COMMANDS: dict[str, CommandEntry] = {
    "speel": CommandEntry(
        "play",
        _("Speel een draaiboek met mensen: oefenleider en teams op deze laptop."),
    ),
    "leid": CommandEntry(
        "lead",
        _("Leid een oefening op deze laptop; teams doen mee op hun eigen laptop of in een browser."),
    ),
    "team": CommandEntry(
        "join",
        _("Doe vanaf deze laptop mee met een oefening die elders geleid wordt; zonder adres wordt er gezocht."),
    ),
    "zoek": CommandEntry(
        "find",
        _("Zoek oefeningen op dit netwerk, zodat niemand een adres hoeft te typen."),
    ),
    "web": CommandEntry(
        "serve_web",
        _("Laat mensen zonder het programma meedoen, in een browser. Bij ‘oefening leid’ gaat dit vanzelf."),
    ),
    "demo": CommandEntry(
        "demo",
        _(
            "Speel een hele oefening met gesimuleerde teams, en maak het verslag. Hetzelfde zaad geeft dezelfde "
            "oefening."
        ),
    ),
    "lijst": CommandEntry(
        "list_scripts",
        _("Toon de draaiboeken in de bibliotheek, met waar ze over gaan."),
    ),
    "controleer": CommandEntry(
        "check",
        _("Controleer draaiboeken en gemeentebestanden: bestanden, of mappen met alles wat erin staat."),
    ),
    "verken": CommandEntry(
        "explore",
        _(
            "Verken een draaiboek: speel elk pad door en toon wat er van elk doel kan worden en wat er aan "
            "het draaiboek zwak is."
        ),
    ),
    "proefspel": CommandEntry(
        "trial",
        _(
            "Speel een draaiboek vele keren met gesimuleerde teams, elk in een echte sessie, en tel hoe de "
            "doelen aflopen."
        ),
    ),
    "verslag": CommandEntry(
        "report",
        _("Maak het verslag van een sessie, en toon de bladzijde voor het bestuur; zonder naam van de nieuwste."),
    ),
    "vergelijk": CommandEntry(
        "compare",
        _(
            "Vergelijk oefeningen van hetzelfde draaiboek of met dezelfde doelen: wordt het beter, en welke "
            "verbeterpunten kwamen terug?"
        ),
    ),
    "hervat": CommandEntry(
        "resume",
        _("Ga verder met een onderbroken sessie of met de nabespreking; zonder naam met de nieuwste."),
    ),
}
"""The commands by the name that a user types."""
