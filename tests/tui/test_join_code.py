import pytest

from oefening.net.join_codes import ALPHABET
from oefening.tui.widgets.join_code import GLYPHS, HIGH, WIDE, large_letters

CODE = "K7F3-QM2P-9XYT"


def test_every_character_of_a_code_has_a_drawing_of_its_own() -> None:
    assert set(GLYPHS) == set(ALPHABET)
    assert len(set(GLYPHS.values())) == len(GLYPHS)


@pytest.mark.parametrize("character", ALPHABET)
def test_a_drawing_is_seven_rows_of_five_dots(character: str) -> None:
    rows = GLYPHS[character].split()
    assert [len(row) for row in rows] == [5] * 7
    assert set("".join(rows)) <= {"#", "."}


@pytest.mark.parametrize(("larger", "width", "height"), [(False, 40, 18), (True, WIDE // 2, HIGH - 4)])
def test_a_code_fits_the_part_of_the_screen_it_has(larger: bool, width: int, height: int) -> None:
    lines = large_letters(CODE, larger=larger).splitlines()
    assert len(lines) <= height
    assert max(map(len, lines)) <= width


def test_a_letter_looks_as_drawn() -> None:
    assert large_letters("T", larger=False).splitlines() == ["▀▀█▀▀", "  █", "  █", "  ▀"]
    assert large_letters("T", larger=True).splitlines()[:2] == ["██████████", "    ██"]
