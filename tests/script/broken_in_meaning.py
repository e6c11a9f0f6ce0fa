"""Broken scripts and what is said about them: what belongs together, decision points, numbers and reach.

Each is the good script with one piece of text replaced, and every problem that is then shown.
"""

from tests.script.broken import Broken

BROKEN_IN_MEANING = (
    Broken(
        "gevolg-leeg",
        "{feit: tanks_besteld}",
        "{na: 1 uur}",
        """
proef.yaml:46:71: Dit gevolg doet niets: geef ‘verandering’, ‘wordt’, ‘verloop’ of ‘feit’.
    46 |         - {id: tanks, tekst: Tankwagens., als: diesel > 2, gevolgen: [{na: 1 uur}]}
       |                                                                       ^
proef.yaml:53:42: Geen gevolg zet het feit ‘tanks_besteld’.
    53 |     als: besluit.melding = tanks en feit.tanks_besteld
       |                                          ^^^^^^^^^^^^^
""",
    ),
    Broken(
        "gevolg-dubbel",
        "verandering: -30, na",
        "verandering: -30, wordt: 3, na",
        """
proef.yaml:39:53: Een gevolg doet één ding; hier staan ‘verandering’ en ‘wordt’ bij elkaar.
    39 |       - {indicator: water, verandering: -30, wordt: 3, na: 1 uur, over: 2 uur}
       |                                                     ^
""",
    ),
    Broken(
        "gevolg-sleutel feit",
        "{feit: tanks_besteld}",
        "{feit: tanks_besteld, indicator: water}",
        """
proef.yaml:46:104: Bij ‘feit’ hoort geen ‘indicator’; maak er twee gevolgen van.
    46 | iesel > 2, gevolgen: [{feit: tanks_besteld, indicator: water}]}
       |                                                        ^^^^^
""",
    ),
    Broken(
        "gevolg-sleutel over",
        "wordt: 10}",
        "wordt: 10, over: 1 uur}",
        """
proef.yaml:49:56: ‘over’ hoort alleen bij ‘verandering’, niet bij ‘wordt’.
    49 |         gevolgen: [{indicator: water, wordt: 10, over: 1 uur}]
       |                                                        ^^^^^
""",
    ),
    Broken(
        "gevolg-sleutel tot en duur",
        'tot: "12:00"}',
        'tot: "12:00", duur: 1 uur}',
        """
proef.yaml:40:70: Geef ‘tot’ of ‘duur’, niet allebei.
    40 |       - {indicator: diesel, verloop: -1 per uur, tot: "12:00", duur: 1 uur}
       |                                                                      ^^^^^
""",
    ),
    Broken(
        "gevolg-indicator",
        "{indicator: water, wordt: 10}",
        "{wordt: 10}",
        """
proef.yaml:49:20: Bij ‘wordt’ hoort ‘indicator’: zeg welke indicator verandert.
    49 |         gevolgen: [{wordt: 10}]
       |                    ^
""",
    ),
    Broken(
        "moment-ontbreekt",
        '    op: "00:05"\n',
        "",
        """
proef.yaml:32:5: Deze inject komt nooit: geef ‘op’, ‘na’ of ‘zodra’.
    32 |   - id: melding
       |     ^
""",
    ),
    Broken(
        "moment-dubbel",
        "    zodra: diesel <= 1\n",
        '    zodra: diesel <= 1\n    op: "01:00"\n',
        """
proef.yaml:70:12: Een inject komt op één manier; hier staan ‘op’ en ‘zodra’ bij elkaar.
    70 |     zodra: diesel <= 1
       |            ^^^^^^^^^^^
""",
    ),
    Broken(
        "na-leeg",
        "na: {inject: melding, wacht: 1 uur}",
        "na: {wacht: 1 uur}",
        """
proef.yaml:52:9: Achter ‘na’ hoort ‘inject’ of ‘besluit’: zeg waarna de inject komt.
    52 |     na: {wacht: 1 uur}
       |         ^
""",
    ),
    Broken(
        "na-dubbel",
        "na: {inject: melding, wacht",
        "na: {inject: melding, besluit: melding, wacht",
        """
proef.yaml:52:36: Geef achter ‘na’ een ‘inject’ of een ‘besluit’, niet allebei.
    52 |     na: {inject: melding, besluit: melding, wacht: 1 uur}
       |                                    ^^^^^^^
""",
    ),
    Broken(
        "afzender-ontbreekt",
        "    van: omroep\n",
        "",
        """
proef.yaml:32:5: De sleutel ‘van’ ontbreekt; alleen bij kanaal ‘waarneming’ mag hij weg.
    32 |   - id: melding
       |     ^
""",
    ),
    Broken(
        "niets-te-spelen",
        "aan: [zorgteam]",
        "aan: []",
        """
proef.yaml:71:10: Niemand krijgt deze inject: noem achter ‘aan’ ten minste één team.
    71 |     aan: []
       |          ^
""",
    ),
    Broken(
        "beslispunt-ontbreekt",
        "      eenheid: ploegen\n",
        "",
        """
proef.yaml:58:7: Bij soort ‘getal’ hoort ‘eenheid’; die ontbreekt.
    58 |       id: ploegen
       |       ^
""",
    ),
    Broken(
        "beslispunt-sleutel",
        "      soort: keuze\n",
        "      soort: keuze\n      totaal: 3\n",
        """
proef.yaml:44:15: ‘totaal’ hoort niet bij soort ‘keuze’.
    44 |       totaal: 3
       |               ^
""",
    ),
    Broken(
        "te-weinig-opties",
        "        - {id: wachten, tekst: Wachten.}\n",
        "",
        """
proef.yaml:46:9: Er valt niets te kiezen: geef ten minste 2 opties.
    46 |         - {id: tanks, tekst: Tankwagens., als: diesel > 2, gevolgen: [{feit: tanks_besteld}]}
       |         ^
""",
    ),
    Broken(
        "maximaal",
        "      soort: keuze\n",
        "      soort: meerkeuze\n      maximaal: 3\n",
        """
proef.yaml:44:17: ‘maximaal’ is 3, maar er zijn 2 opties.
    44 |       maximaal: 3
       |                 ^
""",
    ),
    Broken(
        "per-plaats",
        "per_plaats: [[], []]",
        "per_plaats: [[]]",
        """
proef.yaml:81:48: ‘per_plaats’ hoort voor elk van de 2 opties een rang te hebben, niet 1.
    81 |         - {id: raad, tekst: Raad., per_plaats: [[]]}
       |                                                ^
""",
    ),
    Broken(
        "getal-gevolgen",
        "      banden:",
        "      per_eenheid: []\n      banden:",
        """
proef.yaml:68:9: Geef bij soort ‘getal’ de gevolgen met ‘per_eenheid’ of met ‘banden’ (een van de twee).
    68 |         - {tot: 4, gevolgen: []}
       |         ^
""",
    ),
    Broken(
        "min-max",
        "      min: 0\n      max: 10",
        "      min: 10\n      max: 10",
        """
proef.yaml:63:12: ‘min’ (10) hoort kleiner te zijn dan ‘max’ (10).
    63 |       min: 10
       |            ^^
""",
    ),
    Broken(
        "banden",
        "{tot: 4, gevolgen: []}",
        "{tot: 10, gevolgen: []}",
        """
proef.yaml:68:17: De banden horen op te lopen: ‘tot: 10’ komt na 10.
    68 |         - {tot: 10, gevolgen: [{indicator: water, verandering: 10}]}
       |                 ^^
""",
    ),
    Broken(
        "banden laatste",
        "- {tot: 10, gevolgen: [{",
        "- {tot: 9, gevolgen: [{",
        """
proef.yaml:68:17: De laatste band hoort tot en met ‘max’ (10) te lopen.
    68 |         - {tot: 9, gevolgen: [{indicator: water, verandering: 10}]}
       |                 ^
""",
    ),
    Broken(
        "per-eenheid",
        "      banden:\n        - {tot: 4, gevolgen: []}\n        - {tot: 10, gevolgen: [{indicator: water, verandering: 10}]}\n",
        "      per_eenheid: [{indicator: water, wordt: 10}]\n",
        """
proef.yaml:66:21: In ‘per_eenheid’ kan alleen ‘verandering’ of ‘verloop’: dat laat zich vermenigvuldigen.
    66 |       per_eenheid: [{indicator: water, wordt: 10}]
       |                     ^
""",
    ),
    Broken(
        "beslisser",
        "      team: zorgteam\n",
        "",
        """
proef.yaml:58:7: Deze inject gaat naar meer teams: zeg met ‘team’ welk team beslist.
    58 |       id: ploegen
       |       ^
""",
    ),
    Broken(
        "beslisser niemand",
        "aan: [beleid, zorgteam]",
        "aan: [beleid]",
        """
proef.yaml:59:13: Dit besluit krijgt niemand: het team ‘zorgteam’ staat niet achter ‘aan’ van de inject.
    59 |       team: zorgteam
       |             ^^^^^^^^
""",
    ),
    Broken(
        "min-max indicator",
        "min: 0, max: 48",
        "min: 48, max: 48",
        """
proef.yaml:20:55: ‘min’ (48) hoort kleiner te zijn dan ‘max’ (48).
    20 |   diesel: {naam: Diesel, eenheid: uur, begin: 8, min: 48, max: 48, verloop: -1 per uur}
       |                                                       ^^
""",
    ),
    Broken(
        "buiten-bereik",
        "begin: 8, min",
        "begin: 80, min",
        """
proef.yaml:20:47: ‘begin’ ligt buiten het bereik van ‘diesel’: 0 tot en met 48.
    20 |   diesel: {naam: Diesel, eenheid: uur, begin: 80, min: 0, max: 48, verloop: -1 per uur}
       |                                               ^^
""",
    ),
    Broken(
        "buiten-bereik wordt",
        "wordt: 10",
        "wordt: 110",
        """
proef.yaml:49:46: ‘wordt’ ligt buiten het bereik van ‘water’: 0 tot en met 100.
    49 |         gevolgen: [{indicator: water, wordt: 110}]
       |                                              ^^^
""",
    ),
    Broken(
        "buiten-bereik doel",
        "basisniveau: 60",
        "basisniveau: 160",
        """
proef.yaml:25:18: ‘basisniveau’ ligt buiten het bereik van ‘water’: 0 tot en met 100.
    25 |     basisniveau: 160
       |                  ^^^
""",
    ),
    Broken(
        "doel-kan-niet-mislukken",
        "basisniveau: 60",
        "basisniveau: 0",
        """
proef.yaml:25:18: Dit doel kan niet mislukken: ‘water’ komt nooit onder het basisniveau 0.
    25 |     basisniveau: 0
       |                  ^
""",
    ),
    Broken(
        "hersteltijd",
        "hersteltijd: 4 uur",
        "hersteltijd: 4 dagen",
        """
proef.yaml:26:18: De hersteltijd (4 dagen) is langer dan de maximale uitval (1 dag).
    26 |     hersteltijd: 4 dagen
       |                  ^^^^^^^
""",
    ),
    Broken(
        "tijd-onmogelijk",
        'tot: "12:00"',
        'tot: "00:05"',
        """
proef.yaml:40:55: Dit verloop is afgelopen voor het begint: het kan niet eerder beginnen dan 00:05.
    40 |       - {indicator: diesel, verloop: -1 per uur, tot: "00:05"}
       |                                                       ^^^^^^^
""",
    ),
    Broken(
        "tijd-onmogelijk fase",
        'begin: "2d 00:00"',
        'begin: "00:00"',
        """
proef.yaml:30:39: Fase ‘dag3’ begint niet na de fase ervoor (00:00).
    30 |   - {id: dag3, naam: Dag drie, begin: "00:00"}
       |                                       ^^^^^^^
""",
    ),
    Broken(
        "onbereikbaar kring",
        "na: {inject: melding,",
        "na: {inject: vervolg,",
        """
proef.yaml:52:9: Deze inject komt nooit: ‘na’ leidt terug naar de inject zelf (vervolg → vervolg).
    52 |     na: {inject: vervolg, wacht: 1 uur}
       |         ^
""",
    ),
    Broken(
        "onbereikbaar stand",
        "zodra: diesel <= 1",
        "zodra: diesel <= 1 en diesel > 1",
        """
proef.yaml:70:12: Deze inject komt nooit: de stand van ‘diesel’ (van 0 tot en met 48) kan dit niet zijn.
    70 |     zodra: diesel <= 1 en diesel > 1
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^
""",
    ),
    Broken(
        "onbereikbaar feit",
        "als: besluit.melding = tanks en feit.tanks_besteld",
        "als: feit.tanks_besteld en niet feit.tanks_besteld",
        """
proef.yaml:53:10: Deze inject komt nooit: ‘feit.tanks_besteld’ kan niet tegelijk wel en niet gelden.
    53 |     als: feit.tanks_besteld en niet feit.tanks_besteld
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
    ),
    Broken(
        "onbereikbaar besluit",
        "als: besluit.melding = tanks en feit.tanks_besteld",
        "als: besluit.melding = tanks en besluit.melding = wachten",
        """
proef.yaml:53:10: Deze inject komt nooit: ‘besluit.melding’ kan dit niet zijn.
    53 |     als: besluit.melding = tanks en besluit.melding = wachten
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
    ),
    Broken(
        "onbereikbaar te vroeg",
        "    na: {inject: melding, wacht: 1 uur}\n",
        '    op: "00:05"\n',
        """
proef.yaml:53:10: Deze inject komt nooit: ‘besluit.melding’ is dan nog niet genomen.
    53 |     als: besluit.melding = tanks en feit.tanks_besteld
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
    ),
    Broken(
        "onbereikbaar tijd",
        "als: diesel > 2",
        "als: tijd < 3 min",
        """
proef.yaml:46:48: Deze optie is er nooit: de tijd kan dit niet zijn.
    46 |         - {id: tanks, tekst: Tankwagens., als: tijd < 3 min, gevolgen: [{feit: tanks_besteld}]}
       |                                                ^^^^^^^^^^^^
""",
    ),
)
