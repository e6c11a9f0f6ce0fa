"""A script in which exploring finds nothing, and for every kind of finding a change that plants it."""

from attrs import frozen

from oefening.script.model import FindingKind

CLEAN = """\
formaat: 1
id: proef
titel: Proef
samenvatting: Het water zakt en er zijn weinig mensen.
niveau: kennismaking
speelduur: 90 min
start: 2026-11-16 07:30
tempo: 8
naloop: 1d
teams:
  beleid: {naam: Beleidsteam, opdracht: Beslis.}
  zorgteam: {naam: Team zorg, opdracht: Help.}
indicatoren:
  water: {naam: Water, eenheid: "%", begin: 100, min: 0, max: 100}
  mensen: {naam: Mensen, eenheid: "%", begin: 100, min: 0, max: 100}
  diesel: {naam: Diesel, eenheid: uur, begin: 10, min: 0, max: 100}
continuiteitsdoelen:
  drinken: {naam: Water, indicator: water, basisniveau: 60, hersteltijd: 60 min, maximale_uitval: 4 uur}
  volhouden: {naam: Mensen, indicator: mensen, basisniveau: 60, hersteltijd: 60 min, maximale_uitval: 4 uur}
injects:
  - id: druk-weg
    op: "00:05"
    aan: [beleid]
    kanaal: waarneming
    tekst: Het water zakt.
    gevolgen: [{indicator: water, verandering: -45}]
    beslispunt:
      vraag: Wat doet u?
      soort: keuze
      termijn: 20 min
      opties:
        - {id: tanks, tekst: Tanks., gevolgen: [{indicator: water, verandering: 20, na: 30 min}, {indicator: mensen, verandering: -30}]}
        - {id: wachten, tekst: Wachten.}
  - id: avond
    op: "01:00"
    aan: [zorgteam]
    kanaal: waarneming
    tekst: De ploeg is moe.
    beslispunt:
      vraag: Gaat u door?
      soort: keuze
      termijn: 1 uur
      opties:
        - {id: halen, tekst: Halen., gevolgen: [{indicator: mensen, verandering: -20}, {indicator: water, verandering: 10}]}
        - {id: sparen, tekst: Sparen., gevolgen: [{indicator: mensen, verandering: 10}, {indicator: water, verandering: -10}]}
"""

_COST = ", {indicator: mensen, verandering: -30}"
_WAIT = "        - {id: wachten, tekst: Wachten.}\n"

_MORE = """\
  - id: extra
    op: "02:00"
    aan: [beleid]
    kanaal: waarneming
    tekst: Er is nog iets.
"""
_QUESTION = """\
    beslispunt:
      vraag: Wat vindt u ervan?
      soort: keuze
      termijn: 30 min
      opties:
        - {id: ja, tekst: Ja.}
        - {id: nee, tekst: Nee.}
"""


@frozen
class Plant:
    """A change of the clean script, what it plants, and what that is about."""

    kind: FindingKind
    about: str
    old: str
    new: str
    sampled: bool = False
    """Whether it takes a sample to show."""

    @property
    def text(self) -> str:
        """The script with the change in it."""
        assert CLEAN.count(self.old) == 1, self.old
        return CLEAN.replace(self.old, self.new)


_END = "Sparen., gevolgen: [{indicator: mensen, verandering: 10}, {indicator: water, verandering: -10}]}\n"
_GOAL = "indicator: water, basisniveau: 60, hersteltijd: 60 min, maximale_uitval: 4 uur"

PLANTS = (
    Plant(
        FindingKind.INJECT_UNSEEN,
        "extra",
        _END,
        _END + _MORE.replace('op: "02:00"', "zodra: water < 30"),
        sampled=True,
    ),
    Plant(
        FindingKind.INJECT_NEVER,
        "extra",
        _END,
        _END + _MORE.replace('op: "02:00"', "zodra: water < 30"),
    ),
    Plant(
        FindingKind.OPTION_NEVER,
        "avond/bidden",
        _END,
        _END
        + "        - {id: bidden, tekst: Bidden., als: water > 95, gevolgen: [{indicator: water, verandering: 5}]}\n",
    ),
    Plant(FindingKind.NO_CONSEQUENCE, "extra", _END, _END + _MORE + _QUESTION),
    Plant(
        FindingKind.NO_GOAL,
        "extra",
        _END,
        _END
        + _MORE
        + _QUESTION
        + _MORE.replace("extra", "vervolg").replace("02:00", "03:00")
        + "    als: besluit.extra = ja\n",
    ),
    Plant(
        FindingKind.DOMINATED,
        "druk-weg/alles",
        _WAIT,
        _WAIT + "        - {id: alles, tekst: Alles., gevolgen: [{indicator: water, verandering: 20, na: 30 min}, "
        "{indicator: mensen, verandering: -35}]}\n",
    ),
    Plant(FindingKind.DOMINANT, "druk-weg/tanks", _COST, ""),
    Plant(
        FindingKind.IDLE_BEST,
        "druk-weg",
        "{indicator: water, verandering: 20, na: 30 min}, {indicator: mensen, verandering: -30}]}\n" + _WAIT,
        "{indicator: water, verandering: -5}]}\n"
        "        - {id: wachten, tekst: Wachten., gevolgen: [{indicator: water, verandering: -9}]}\n",
    ),
    Plant(FindingKind.GOAL_SAFE, "drinken", _GOAL, _GOAL.replace("basisniveau: 60", "basisniveau: 10")),
    Plant(FindingKind.GOAL_LOST, "drinken", _GOAL, _GOAL.replace("hersteltijd: 60", "hersteltijd: 10")),
    Plant(
        FindingKind.GOAL_FIXED,
        "drinken",
        _GOAL,
        _GOAL.replace("hersteltijd: 60 min, maximale_uitval: 4 uur", "hersteltijd: 10 min, maximale_uitval: 20 min"),
    ),
    Plant(
        FindingKind.ONE_DECISION,
        "volhouden/avond",
        "{indicator: mensen, verandering: -20}",
        "{indicator: mensen, verandering: -80}",
    ),
    Plant(
        FindingKind.ACCEPTED_IDLY,
        "avond/halen",
        "naloop: 1d\n",
        "naloop: 1d\naanvaard:\n  - {bevinding: optie-nooit-beter, bij: avond/halen, reden: Het is zo.}\n",
    ),
    Plant(
        FindingKind.TEXT_WRONG,
        "extra",
        _END,
        _END + _MORE + "    veronderstelt: water < 70\n",
    ),
    Plant(
        FindingKind.TEAM_OUT,
        "kijkers",
        "  zorgteam:",
        "  kijkers: {naam: Kijkers, opdracht: Kijk toe.}\n  zorgteam:",
    ),
    Plant(
        FindingKind.BRANCH_NEVER,
        "extra",
        _END,
        _END + _MORE + "    als: water < 10 of water < 90\n",
    ),
    Plant(
        FindingKind.DUPLICATE,
        "extra/nog-eens",
        _END,
        _END + _MORE + _MORE.replace("extra", "nog-eens"),
    ),
    Plant(FindingKind.DEAD_TIME, "avond", 'op: "01:00"', 'op: "05:00"'),
    Plant(
        FindingKind.TOO_MUCH,
        "beleid",
        "    tekst: Het water zakt.\n",
        f"    tekst: {'Het water zakt en niemand weet hoe lang dat nog duurt. ' * 200}\n",
    ),
    Plant(FindingKind.DEADLINE_LATE, "avond", "speelduur: 90 min", "speelduur: 10 min"),
)
