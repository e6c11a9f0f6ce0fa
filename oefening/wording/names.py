"""Names of what occurs in an exercise: teams and parties, channels, grades and ratings."""

from oefening.engine.compiled_script import CompiledScript
from oefening.engine.continuity import Grade
from oefening.engine.events import BoardPart, Performance
from oefening.script.model import Channel
from oefening.text.translation import _

GRADE_MARKS = {Grade.MET: "●", Grade.STRAINED: "▲", Grade.CRITICAL: "◆", Grade.FAILED: "✖"}
"""A shape for every grade, so that it can be told without colour."""

CHANNEL_NAMES = {
    Channel.PHONE: _("Telefoon"),
    Channel.EMAIL: _("E-mail"),
    Channel.LCMS: _("LCMS"),
    Channel.NL_ALERT: _("NL-Alert"),
    Channel.NEWS: _("Nieuws"),
    Channel.SOCIAL_MEDIA: _("Sociale media"),
    Channel.RADIO: _("Radio"),
    Channel.LETTER: _("Brief"),
    Channel.WALKIE_TALKIE: _("Portofoon"),
    Channel.SIGHTING: _("Waarneming"),
}
"""The names of channels, as people read them."""

BOARD_PART_NAMES = {
    BoardPart.PICTURE: _("beeld"),
    BoardPart.ASSESSMENT: _("duiding"),
    BoardPart.DECISION: _("besluit"),
}
"""What people call the columns of a team's board."""


def performance_text(performance: Performance) -> str:
    """What a rating of an expected action (P, S, M or U: HSEEP) means."""
    return {
        Performance.PERFORMED: _("uitgevoerd"),
        Performance.SOME_CHALLENGES: _("uitgevoerd met enkele problemen"),
        Performance.MAJOR_CHALLENGES: _("uitgevoerd met grote problemen"),
        Performance.UNABLE: _("niet uitgevoerd"),
    }[performance]


def name_of(compiled: CompiledScript, someone: str) -> str:
    """The name of a team or a party by its id; an unknown id is its own name."""
    names = {team.id: team.name for team in compiled.script.teams}
    names |= {party.id: party.name for party in compiled.script.parties}
    return names.get(someone, someone)
