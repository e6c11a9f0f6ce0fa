"""Broken scripts and what is said about them: the places that a municipality replaces by its own."""

from tests.script.broken import Broken

BROKEN_IN_PLACES = (
    Broken(
        "plaats-in-plaats",
        "tempo: 8",
        "tempo: 8\nplaats: {gemeente: Buren, hal: 'de hal van {gemeente}'}",
        """
proef.yaml:10:27: De woorden van een plaats bevatten geen naam tussen accolades.
    10 | plaats: {gemeente: Buren, hal: 'de hal van {gemeente}'}
       |                           ^^^
""",
    ),
    Broken(
        "plaats-is-indicator",
        "tempo: 8",
        "tempo: 8\nplaats: {water: de rivier}",
        """
proef.yaml:10:10: ‘water’ is al een indicator; geef de plaats een andere naam.
    10 | plaats: {water: de rivier}
       |          ^^^^^
""",
    ),
    Broken(
        "plaats-onbekend-in-naam",
        "tempo: 8\nnaloop: 3d\nleerdoelen:\n  - {id: duiden, tekst: Het team duidt op tijd.}",
        "tempo: 8\nplaats: {gemeente: Buren}\nleerdoelen:\n  - {id: duiden, tekst: 'Team {gemente} duidt.'}",
        """
proef.yaml:12:31: De tekst noemt ‘{gemente}’, maar die plaats bestaat niet. Bedoelde u ‘gemeente’?
    12 |   - {id: duiden, tekst: 'Team {gemente} duidt.'}
       |                               ^^^^^^^^^
""",
    ),
    Broken(
        "plaats-zonder-woorden",
        "tempo: 8",
        "tempo: 8\nplaats: [Buren]",
        """
proef.yaml:10:9: Hier hoort een groep met per naam een tekst, zoals ‘gemeente: Buren’.
    10 | plaats: [Buren]
       |         ^
""",
    ),
)
