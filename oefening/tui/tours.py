"""The texts of the tours: for each screen at most five steps. `dialogs.tour` shows them."""

from typing import NamedTuple

from oefening.text.translation import _


class Step(NamedTuple):
    """One step of a tour."""

    title: str
    text: str


LEADER = (
    Step(_("De regie"), _("Dit is uw scherm als oefenleider. De klok staat nog stil: Spatie laat hem lopen en zet hem stil. Met + en - verandert u het tempo.")),
    Step(_("Het draaiboek"), _("Links staan alle injects: wat kwam, wat komt en wat niet kwam. Bij de gekozen inject leest u de inhoud en uw begeleiding. S verstuurt nu, V houdt vast, X slaat over.")),
    Step(_("Teams en tegenspel"), _("Bij Teams ziet u wat elk team open heeft staan. B beantwoordt een vraag aan de buitenwereld, O beoordeelt een vrij antwoord, I verstuurt een eigen inject.")),
    Step(_("Overdragen"), _("T geeft de laptop aan een team, de waarnemer of de zaal. Zij zien alleen wat voor hen is. U keert terug met T, met uw pincode als u die koos. Met M doen teams mee op hun eigen laptop.")),
    Step(_("Niets gaat verloren"), _("Alles wordt meteen bewaard. U neemt terug wat terug te nemen is, E eindigt de oefening en opent de nabespreking.")),
)  # fmt: skip

TEAM = (
    Step(_("Welkom"), _("Hier ziet uw team alles wat binnenkomt. Bovenaan staan de oefenklok en wat nog van u gevraagd wordt.")),
    Step(_("Lezen"), _("In het postvak opent u een bericht met de pijltjes. Een stip betekent: nog niet gelezen. Hoort er een besluit bij, dan opent Enter het formulier.")),
    Step(_("Besluiten"), _("Kies, geef uw redenen en druk op Ctrl+S. Tot de termijn kunt u een besluit wijzigen. Wat u begint, blijft bewaard.")),
    Step(_("Zelf handelen"), _("Met C vraagt of vertelt u iets aan een ander team of aan de buitenwereld. Met E legt u een eigen besluit vast, ook als niemand erom vroeg.")),
    Step(_("Overdragen"), _("Klaar? Druk op T om de laptop aan een ander team of aan de oefenleider te geven. Met ? ziet u alle toetsen.")),
)  # fmt: skip

OBSERVER = (
    Step(_("Waarnemen"), _("Links staat wat u van de teams verwacht. Wat nu aan de orde is, staat bovenaan; de rest volgt als de inject komt.")),
    Step(_("Waarderen"), _("Druk op P (uitgevoerd), S (met enkele problemen), M (met grote problemen) of U (niet uitgevoerd). Met N schrijft u er een toelichting bij.")),
    Step(_("Vrij noteren"), _("Met W schrijft u op wat u verder ziet. De oefentijd komt er vanzelf bij.")),
    Step(_("Overdragen"), _("Met T geeft u de laptop door.")),
)  # fmt: skip

DEBRIEF = (
    Step(_("De nabespreking"), _("De oefening is afgelopen. Hier ziet u wat er van de doelen werd, wat teams besloten en waar u het samen over kunt hebben.")),
    Step(_("Verbeterpunten"), _("Met V legt u vast wat er beter moet, wie het doet en wanneer. Het komt in het verslag.")),
    Step(_("Feedback en verslag"), _("Met K vult iedereen om de beurt een kort formulier in, zonder naam. Met R schrijft u het verslag.")),
)  # fmt: skip

START = (
    Step(_("Welkom bij oefening"), _("Hier kiest u een draaiboek om te spelen, of gaat u verder met een oefening die onderbroken werd. Typ een woord om te zoeken, kies met de pijltjes, open met Enter.")),
    Step(_("Eigen draaiboeken"), _("Met Ctrl+O opent u een map met eigen draaiboeken. Staat er een fout in, dan leest u hier waar; na het verbeteren leest F5 opnieuw.")),
    Step(_("Hulp en kleuren"), _("Met ? ziet u op elk scherm de toetsen. Met Ctrl+P vindt u alles wat er kan, ook andere kleuren.")),
)  # fmt: skip

AUDIENCE = (
    Step(_("Scherm voor de zaal"), _("Dit scherm is voor de beamer: de klok, het nieuws dat iedereen hoort en de standen die elk team mag zien.")),
    Step(_("Overdragen"), _("Met T geeft u de laptop terug.")),
)  # fmt: skip

RESPONSE_CELL = (
    Step(_("Het tegenspel"), _("U speelt iedereen buiten de zaal. Bij Teams ziet u wie er belt of vraagt: B beantwoordt de vraag die het langst wacht, in de naam van wie gebeld werd.")),
    Step(_("Oordelen"), _("Met O beoordeelt u een vrij antwoord of een eigen besluit. Uw beoordeling bepaalt wat er in de oefening gebeurt. R waardeert een verwachting, W noteert wat u ziet.")),
    Step(_("Meekijken"), _("U ziet alles wat de oefenleider ziet. De klok en de injects bedient alleen de oefenleider.")),
)  # fmt: skip

LINK = Step(_("Verbinding"), _("Bovenaan staat of er verbinding is en of alles bewaard is. Valt de verbinding weg? Lees en schrijf gewoon door: uw antwoorden gaan vanzelf alsnog naar de oefenleider. Gaat de oefening verder op een andere laptop die niet gevonden wordt? Geef met F6 het nieuwe adres."))  # fmt: skip


def for_guest(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The tour as shown on a participant's own laptop: without handing over, with the connection."""
    return (*(step for step in steps if step.title != _("Overdragen")), LINK)
