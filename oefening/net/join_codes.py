"""Join codes: what a person types to take a seat at an exercise on someone else's laptop.

A code is twelve characters, shown as `K7F3-QM2P-9XYT`: six that are the secret of a seat, then six that are a
fingerprint of the server's certificate, made with that secret. So one short code says both who may sit down and which
server is the right one. This module knows no network, draws no random bytes and keeps nothing.
"""

import hmac
import unicodedata

from attrs import frozen

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: digits and capitals without I, L, O and U; five bits in a character."""

PART_LENGTH = 6
"""Characters in each of the two parts: 30 bits."""

_LOOKALIKES = str.maketrans("OIL", "011")


@frozen
class Code:
    """A join code: the secret of a seat and the fingerprint of a server, six characters each."""

    secret: str
    fingerprint: str

    @property
    def text(self) -> str:
        """The code as it is shown and read aloud: three groups of four."""
        characters = self.secret + self.fingerprint
        return "-".join(characters[start : start + 4] for start in range(0, 2 * PART_LENGTH, 4))


def fingerprint_part(certificate_der: bytes, secret: str) -> str:
    """The six characters for a certificate at the seat with this secret: 30 bits of HMAC-SHA-256 under the secret.

    Whoever puts himself between a laptop and the server does not know the secret, so he cannot look for another
    certificate with the same six characters: his first has one chance in 2**30, and each other try takes a person who
    types the code once more. The laptop checks them before it says the secret. The six characters are as secret as the
    secret: who knows them and the certificate can find it by trying.
    """
    return _encode_part(hmac.digest(secret.encode(), certificate_der, "sha256"))


def secret_part(random: bytes) -> str:
    """The six characters of a seat's secret, from the first 30 bits of what a good random source drew.

    Raises:
        ValueError: fewer than four bytes.
    """
    if len(random) < 4:
        raise ValueError("a secret needs four random bytes")
    return _encode_part(random)


def parse_code(typed: str) -> Code | None:
    """The code that someone typed or pasted; None where it is not one.

    Forgiving in what people and chat programs change: small letters, spaces, dashes of any kind, characters that are
    not seen, and O, I and L for 0, 1 and 1.
    """
    characters = "".join(character for character in typed if not _is_separator(character))
    if not characters.isascii():
        return None
    characters = characters.upper().translate(_LOOKALIKES)
    if len(characters) != 2 * PART_LENGTH or not set(characters) <= set(ALPHABET):
        return None
    return Code(characters[:PART_LENGTH], characters[PART_LENGTH:])


def _encode_part(drawn: bytes) -> str:
    bits = int.from_bytes(drawn[:4], "big") >> 2
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(25, -1, -5))


def _is_separator(character: str) -> bool:
    return character.isspace() or character == "\N{MINUS SIGN}" or unicodedata.category(character) in ("Pd", "Cf")
