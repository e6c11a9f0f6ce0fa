from oefening.debrief.writers.pdf import FONTS
from tests.debrief.font_characters import LIST, characters_in


def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    assert LIST.read_text("ascii") == characters_in(FONTS)
