import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.net.join_codes import ALPHABET, Code, fingerprint_part, parse_code, secret_part

CODE = Code("K7F3QM", "2P9XYT")

parts = st.text(ALPHABET, min_size=6, max_size=6)
codes = st.builds(Code, parts, parts)


def test_a_code_is_shown_in_three_groups_of_four() -> None:
    assert CODE.text == "K7F3-QM2P-9XYT"


def test_the_alphabet_has_no_letters_that_people_confuse() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(codes)
def test_a_code_is_read_back_as_it_is_shown(code: Code) -> None:
    assert parse_code(code.text) == code


@given(codes, st.data())
def test_a_code_is_read_however_people_type_it(code: Code, data: st.DataObject) -> None:
    alike = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        data.draw(st.sampled_from(alike.get(character, character + character.lower())))
        + data.draw(st.sampled_from(["", "", "-", " ", " – ", "\u00a0", "\t", "\u200b", "\u2212"]))
        for character in code.secret + code.fingerprint
    )
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "K7F3-QM2P-9XY",
        "K7F3-QM2P-9XYTT",
        "K7F3-QM2P-9XYU",
        "K7F3_QM2P_9XYT",
        "K7F3-QM2P-9XY\u0661",
        "K7F3-QM2P-9XY\u017f",
        "\uff2b7F3-QM2P-9XYT",
    ],
)
def test_what_is_not_a_code_is_not_read(typed: str) -> None:
    assert parse_code(typed) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_reading(typed: str) -> None:
    code = parse_code(typed)
    assert code is None or parse_code(code.text) == code


def test_a_secret_holds_the_first_thirty_bits() -> None:
    assert secret_part(bytes(4)) == "000000"
    assert secret_part(b"\xff" * 16) == "ZZZZZZ"
    assert secret_part(b"\x00\x00\x00\x04") == "000001"
    assert secret_part(b"\x08\x00\x00\x03") == "100000"


@given(st.binary(min_size=4, max_size=4), st.binary(min_size=4, max_size=4))
def test_secrets_differ_where_the_first_thirty_bits_do(one: bytes, other: bytes) -> None:
    same = int.from_bytes(one, "big") >> 2 == int.from_bytes(other, "big") >> 2
    assert (secret_part(one) == secret_part(other)) == same


def test_a_secret_from_too_few_random_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="four"):
        secret_part(b"\x01\x02\x03")


@given(st.binary(max_size=40), st.binary(max_size=40), parts)
def test_a_fingerprint_tells_certificates_apart(one: bytes, other: bytes, secret: str) -> None:
    same = fingerprint_part(one, secret) == fingerprint_part(other, secret)
    assert same == (one == other)


def test_a_fingerprint_cannot_be_known_without_the_secret() -> None:
    assert fingerprint_part(b"certificate", "K7F3QM") != fingerprint_part(b"certificate", "K7F3QN")


def test_a_fingerprint_stays_the_same_between_versions_of_the_program() -> None:
    digest = hmac.new(b"K7F3QM", b"certificate", hashlib.sha256).digest()
    bits = f"{int.from_bytes(digest, 'big'):0256b}"[:30]
    expected = "".join(ALPHABET[int(bits[start : start + 5], 2)] for start in range(0, 30, 5))
    assert fingerprint_part(b"certificate", "K7F3QM") == expected
