"""Broken scripts and what is said about them: the text, the keys and the names.

Each is the good script with one piece of text replaced, and every problem that is then shown.
"""

from tests.script.broken import Broken

BROKEN_TO_READ = (
    Broken(
        "yaml",
        "titel: Proef",
        "titel: [Proef",
        """
proef.yaml:4:13: In deze lijst of groep ontbreekt een komma of een sluitend haakje ] of }. Zet tekst met een accolade erin tussen aanhalingstekens.
     4 | samenvatting: Een proef.
       |             ^
""",
    ),
    Broken(
        "anker",
        "titel: Proef",
        "titel: &a Proef",
        """
proef.yaml:3:8: Een draaiboek kent geen ankers en verwijzingen (& en *). Zet tekst die zo begint tussen aanhalingstekens.
     3 | titel: &a Proef
       |        ^^^^^^^^
""",
    ),
    Broken(
        "dubbele-sleutel",
        "titel: Proef",
        "titel: Proef\ntitel: Nog eens",
        """
proef.yaml:4:1: De sleutel ‘titel’ staat hier dubbel; de eerste staat op regel 3.
     4 | titel: Nog eens
       | ^^^^^
""",
    ),
    Broken(
        "stuurteken-yaml",
        "titel: Proef",
        "titel: Pro\x07ef",
        """
proef.yaml:3:11: Hier staat een onzichtbaar stuurteken dat niet in tekst hoort.
     3 | titel: Pro ef
       |           ^
""",
    ),
    Broken(
        "tab",
        "titel: Proef",
        "titel: Proef\n\tid: x",
        """
proef.yaml:4:1: Een regel mag niet met dit teken beginnen. Spring in met spaties, niet met een tab, en zet tekst met @, %, ` of | aan het begin tussen aanhalingstekens.
     4 |  id: x
       | ^
""",
    ),
    Broken(
        "verkeerde-soort groep",
        "beleid: {naam: Beleidsteam, rollen: [burgemeester], opdracht: Beslis.}",
        "beleid: Beleidsteam",
        """
proef.yaml:14:11: Hier hoort een groep met sleutels: naam, rollen, opdracht.
    14 |   beleid: Beleidsteam
       |           ^^^^^^^^^^^
""",
    ),
    Broken(
        "verkeerde-soort lijst",
        "rollen: [burgemeester]",
        "rollen: burgemeester",
        """
proef.yaml:14:39: Hier hoort een lijst, zoals [a, b], of regels met een streepje.
    14 |   beleid: {naam: Beleidsteam, rollen: burgemeester, opdracht: Beslis.}
       |                                       ^^^^^^^^^^^^
""",
    ),
    Broken(
        "verkeerde-soort tekst",
        "titel: Proef",
        "titel: [a]",
        """
proef.yaml:3:8: Hier hoort tekst, geen lijst of groep; zet tekst die met { of [ begint tussen aanhalingstekens.
     3 | titel: [a]
       |        ^
""",
    ),
    Broken(
        "verkeerde-soort waarde",
        "titel: Proef",
        "titel: true",
        """
proef.yaml:3:8: Hier hoort tekst. Staat er bewust ‘true’, zet het dan tussen aanhalingstekens.
     3 | titel: true
       |        ^^^^
""",
    ),
    Broken(
        "verkeerde-soort tabel",
        "tegenspel:\n  omroep: {naam: Omroep, antwoorden: [Wij bellen terug.]}",
        "tegenspel: [a]",
        """
proef.yaml:16:12: Hier hoort een groep waarin elke sleutel een naam (id) is.
    16 | tegenspel: [a]
       |            ^
proef.yaml:34:10: De afzender ‘omroep’ bestaat niet; het is een partij uit ‘tegenspel’ of een team. Bekend: beleid, zorgteam.
    34 |     van: omroep
       |          ^^^^^^
""",
    ),
    Broken(
        "onbekende-sleutel",
        "titel: Proef",
        "titel: Proef\nsamenvating: x",
        """
proef.yaml:4:1: De sleutel ‘samenvating’ bestaat hier niet. Bedoelde u ‘samenvatting’?
     4 | samenvating: x
       | ^^^^^^^^^^^
""",
    ),
    Broken(
        "leeg",
        "naam: Iedereen heeft water",
        "naam:",
        """
proef.yaml:23:5: Achter ‘naam’ staat niets; vul het in of haal de sleutel weg.
    23 |     naam:
       |     ^^^^
""",
    ),
    Broken(
        "leeg tekst",
        "titel: Proef",
        'titel: " "',
        """
proef.yaml:3:8: Hier staat geen tekst tussen de aanhalingstekens.
     3 | titel: " "
       |        ^^^
""",
    ),
    Broken(
        "ontbreekt",
        "    naam: Iedereen heeft water\n",
        "",
        """
proef.yaml:23:5: De sleutel ‘naam’ ontbreekt: hoe het doel heet.
    23 |     indicator: water
       |     ^
""",
    ),
    Broken(
        "keuze",
        "niveau: kennismaking",
        "niveau: makkelijk",
        """
proef.yaml:6:9: ‘makkelijk’ kan hier niet. Kies uit: kennismaking, gevorderd, expert.
     6 | niveau: makkelijk
       |         ^^^^^^^^^
""",
    ),
    Broken(
        "stuurteken",
        "titel: Proef",
        'titel: "Pro\\x1bef"',
        """
proef.yaml:3:8: In deze tekst staat een onzichtbaar stuurteken; haal het weg.
     3 | titel: "Pro\\x1bef"
       |        ^^^^^^^^^^^
""",
    ),
    Broken(
        "id",
        "id: melding",
        "id: 1e",
        """
proef.yaml:32:9: ‘1e’ kan geen naam (id) zijn: begin met een letter en gebruik letters, cijfers, - en _, hoogstens 60.
    32 |   - id: 1e
       |         ^^
proef.yaml:52:18: De inject ‘melding’ bestaat niet. Bekend: 1e, leeg, vervolg.
    52 |     na: {inject: melding, wacht: 1 uur}
       |                  ^^^^^^^
proef.yaml:53:18: Het beslispunt ‘melding’ bestaat niet. Bekend: 1e, leeg, ploegen.
    53 |     als: besluit.melding = tanks en feit.tanks_besteld
       |                  ^^^^^^^
""",
    ),
    Broken(
        "id gereserveerd",
        "id: melding",
        "id: geen",
        """
proef.yaml:32:9: ‘geen’ heeft in voorwaarden al een betekenis; kies een andere naam (id).
    32 |   - id: geen
       |         ^^^^
proef.yaml:52:18: De inject ‘melding’ bestaat niet. Bekend: geen, leeg, vervolg.
    52 |     na: {inject: melding, wacht: 1 uur}
       |                  ^^^^^^^
proef.yaml:53:18: Het beslispunt ‘melding’ bestaat niet. Bekend: geen, leeg, ploegen.
    53 |     als: besluit.melding = tanks en feit.tanks_besteld
       |                  ^^^^^^^
""",
    ),
    Broken(
        "getal",
        "tempo: 8",
        "tempo: 8.5",
        """
proef.yaml:9:8: Hier hoort een heel getal van 1 tot en met 600.
     9 | tempo: 8.5
       |        ^^^
""",
    ),
    Broken(
        "getal decimaal",
        "begin: 8,",
        "begin: acht,",
        """
proef.yaml:20:47: Hier hoort een getal, zoals 60 of -2.5 (hoogstens 12 cijfers voor en 6 achter de punt).
    20 |   diesel: {naam: Diesel, eenheid: uur, begin: acht, min: 0, max: 48, verloop: -1 per uur}
       |                                               ^^^^
""",
    ),
    Broken(
        "duur",
        "speelduur: 90 min",
        "speelduur: 90 minuutjes",
        """
proef.yaml:7:12: Hier hoort een duur, zoals ‘20 min’, ‘1 uur 30 min’ of ‘3 dagen’.
     7 | speelduur: 90 minuutjes
       |            ^^^^^^^^^^^^
""",
    ),
    Broken(
        "moment",
        'op: "00:05"',
        'op: "25 over 7"',
        """
proef.yaml:33:9: Hier hoort een moment op de oefenklok, zoals "00:05" of "1d 06:00".
    33 |     op: "25 over 7"
       |         ^^^^^^^^^^^
""",
    ),
    Broken(
        "verloop",
        "verloop: -1 per uur}",
        "verloop: -1 uur}",
        """
proef.yaml:20:76: Hier hoort een verloop, zoals ‘-2 per uur’ (per minuut, uur, dag of week).
    20 |   diesel: {naam: Diesel, eenheid: uur, begin: 8, min: 0, max: 48, verloop: -1 uur}
       |                                                                            ^^^^^^
""",
    ),
    Broken(
        "datum",
        "start: 2026-11-16 07:30",
        "start: 16 november",
        """
proef.yaml:8:8: Hier hoort een datum met tijd, zoals 2026-11-16 07:30.
     8 | start: 16 november
       |        ^^^^^^^^^^^
""",
    ),
    Broken(
        "voorwaarde",
        "zodra: diesel <= 1",
        "zodra: diesel onder 1",
        """
proef.yaml:70:12: Na ‘diesel’ ontbreekt een vergelijking: =, !=, <, <=, > of >=.
    70 |     zodra: diesel onder 1
       |            ^^^^^^
""",
    ),
    Broken(
        "onbekend-team",
        "aan: [zorgteam]",
        "aan: [zorgtaem]",
        """
proef.yaml:71:11: Het team ‘zorgtaem’ bestaat niet. Bedoelde u ‘zorgteam’?
    71 |     aan: [zorgtaem]
       |           ^^^^^^^^
""",
    ),
    Broken(
        "onbekend-indicator",
        "    indicator: water",
        "    indicator: waterr",
        """
proef.yaml:24:16: De indicator ‘waterr’ bestaat niet. Bedoelde u ‘water’?
    24 |     indicator: waterr
       |                ^^^^^^
""",
    ),
    Broken(
        "onbekend-leerdoel",
        "leerdoel: duiden",
        "leerdoel: duidn",
        """
proef.yaml:50:53: Het leerdoel ‘duidn’ bestaat niet. Bedoelde u ‘duiden’?
    50 |     verwachtingen: [{tekst: Iemand belt., leerdoel: duidn}]
       |                                                     ^^^^^
""",
    ),
    Broken(
        "onbekend-inject",
        "na: {inject: melding,",
        "na: {inject: mellding,",
        """
proef.yaml:52:18: De inject ‘mellding’ bestaat niet. Bedoelde u ‘melding’?
    52 |     na: {inject: mellding, wacht: 1 uur}
       |                  ^^^^^^^^
""",
    ),
    Broken(
        "onbekend-beslispunt",
        "besluit.melding = tanks",
        "besluit.meldin = tanks",
        """
proef.yaml:53:18: Het beslispunt ‘meldin’ bestaat niet. Bedoelde u ‘melding’?
    53 |     als: besluit.meldin = tanks en feit.tanks_besteld
       |                  ^^^^^^
""",
    ),
    Broken(
        "onbekend-afzender",
        "van: omroep",
        "van: omroepje",
        """
proef.yaml:35:10: De afzender ‘omroepje’ bestaat niet; het is een partij uit ‘tegenspel’ of een team. Bedoelde u ‘omroep’?
    35 |     van: omroepje
       |          ^^^^^^^^
""",
    ),
    Broken(
        "onbekend-feit",
        "feit.tanks_besteld",
        "feit.tank_besteld",
        """
proef.yaml:53:42: Geen gevolg zet het feit ‘tank_besteld’. Bedoelde u ‘tanks_besteld’?
    53 |     als: besluit.melding = tanks en feit.tank_besteld
       |                                          ^^^^^^^^^^^^
""",
    ),
    Broken(
        "onbekend-optie",
        "= tanks en",
        "= tank en",
        """
proef.yaml:53:28: Het beslispunt ‘melding’ heeft geen optie ‘tank’. Bedoelde u ‘tanks’?
    53 |     als: besluit.melding = tank en feit.tanks_besteld
       |                            ^^^^
""",
    ),
    Broken(
        "besluit-soort",
        "besluit.melding = tanks",
        "besluit.melding = 3",
        """
proef.yaml:53:18: ‘melding’ wordt niet met een getal beantwoord; vergelijk met de id van een optie.
    53 |     als: besluit.melding = 3 en feit.tanks_besteld
       |                  ^^^^^^^
""",
    ),
    Broken(
        "besluit-soort getal",
        "als: besluit.melding = tanks en feit.tanks_besteld",
        "als: besluit.ploegen = tanks",
        """
proef.yaml:53:28: ‘ploegen’ wordt met een getal beantwoord; vergelijk met een getal of met ‘geen’.
    53 |     als: besluit.ploegen = tanks
       |                            ^^^^^
""",
    ),
    Broken(
        "onbekend-in-tekst",
        "{water}",
        "{watr}",
        """
proef.yaml:37:31: De tekst noemt ‘{watr}’, maar die indicator of plaats bestaat niet. Bedoelde u ‘water’?
    37 |     tekst: Het water staat op {watr}.
       |                               ^^^^^^
""",
    ),
    Broken(
        "dubbele-id",
        "- id: vervolg",
        "- id: melding",
        """
proef.yaml:51:9: De inject-id ‘melding’ bestaat al (regel 32).
    51 |   - id: melding
       |         ^^^^^^^
proef.yaml:52:9: Deze inject komt nooit: ‘na’ leidt terug naar de inject zelf (melding → melding).
    52 |     na: {inject: melding, wacht: 1 uur}
       |         ^
proef.yaml:53:10: Deze inject komt nooit: ‘besluit.melding’ is dan nog niet genomen.
    53 |     als: besluit.melding = tanks en feit.tanks_besteld
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
    ),
)
