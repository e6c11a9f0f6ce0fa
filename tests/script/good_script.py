"""A script in which everything of format 1 occurs and nothing is wrong; tests break it in one place."""

GOOD = """\
formaat: 1
id: proef
titel: Proef
samenvatting: Een proef.
dreigingen: [uitval-internet]
niveau: kennismaking
speelduur: 90 min
start: 2026-11-16 07:30
tempo: 8
naloop: 3d
leerdoelen:
  - {id: duiden, tekst: Het team duidt op tijd.}
teams:
  beleid: {naam: Beleidsteam, rollen: [burgemeester], opdracht: Beslis.}
  zorgteam: {naam: Team zorg, opdracht: Help.}
tegenspel:
  omroep: {naam: Omroep, antwoorden: [Wij bellen terug.]}
indicatoren:
  water: {naam: Water, eenheid: "%", begin: 100, min: 0, max: 100, zichtbaar: [beleid]}
  diesel: {naam: Diesel, eenheid: uur, begin: 8, min: 0, max: 48, verloop: -1 per uur}
continuiteitsdoelen:
  drinken:
    naam: Iedereen heeft water
    indicator: water
    basisniveau: 60
    hersteltijd: 4 uur
    maximale_uitval: 1 dag
fasen:
  - {id: dag1, naam: Dag een, begin: "00:00"}
  - {id: dag3, naam: Dag drie, begin: "2d 00:00"}
injects:
  - id: melding
    op: "00:05"
    aan: [beleid]
    van: omroep
    kanaal: telefoon
    tekst: Het water staat op {water}.
    gevolgen:
      - {indicator: water, verandering: -30, na: 1 uur, over: 2 uur}
      - {indicator: diesel, verloop: -1 per uur, tot: "12:00"}
    beslispunt:
      vraag: Wat doet u?
      soort: keuze
      termijn: 20 min
      opties:
        - {id: tanks, tekst: Tankwagens., als: diesel > 2, gevolgen: [{feit: tanks_besteld}]}
        - {id: wachten, tekst: Wachten.}
      geen_besluit:
        gevolgen: [{indicator: water, wordt: 10}]
    verwachtingen: [{tekst: Iemand belt., leerdoel: duiden}]
  - id: vervolg
    na: {inject: melding, wacht: 1 uur}
    als: besluit.melding = tanks en feit.tanks_besteld
    aan: [beleid, zorgteam]
    kanaal: waarneming
    tekst: Er is een rij.
    beslispunt:
      id: ploegen
      team: zorgteam
      vraag: Hoeveel ploegen?
      soort: getal
      termijn: 30 min
      min: 0
      max: 10
      eenheid: ploegen
      banden:
        - {tot: 4, gevolgen: []}
        - {tot: 10, gevolgen: [{indicator: water, verandering: 10}]}
  - id: leeg
    zodra: diesel <= 1
    aan: [zorgteam]
    van: beleid
    kanaal: portofoon
    tekst: De diesel is op.
    beslispunt:
      vraag: Wie eerst?
      soort: rangorde
      termijn: 10 min
      opties:
        - {id: zorg, tekst: Zorg., per_plaats: [[], [{indicator: water, verandering: -1}]]}
        - {id: raad, tekst: Raad., per_plaats: [[], []]}
"""
