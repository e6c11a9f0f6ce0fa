"""Join codes: what a person types to join an exercise on someone else's laptop. Pure.

A code has twelve characters, shown as `K7F3-QM2P-9XYT`, in two halves. The first is the secret of a seat: it proves to
the server that the guest may join. The second is a fingerprint of the server's certificate, keyed with that secret:
it proves to the guest that this is the right server, as no authority vouches for a laptop's certificate. So one short
code, read aloud in a room, authenticates both sides.
"""

import hmac
import unicodedata

from attrs import frozen

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: digits and capitals without I, L, O and U; five bits in a character."""

PART_LENGTH = 6
"""Characters in each half: 30 bits."""

_LOOKALIKES = str.maketrans("OIL", "011")


@frozen
class Code:
    """A join code: the secret of a seat and the fingerprint of the server, six characters each."""

    secret: str
    fingerprint: str

    @property
    def text(self) -> str:
        """The code as it is shown and read aloud: three groups of four."""
        characters = self.secret + self.fingerprint
        return "-".join(characters[start : start + 4] for start in range(0, 2 * PART_LENGTH, 4))


def fingerprint_part(certificate_der: bytes, secret: str) -> str:
    """The six characters for a certificate at the seat with this secret: 30 bits of HMAC-SHA-256 under the secret.

    Without the key, 30 bits would be too few: an attacker in the middle could generate certificates until one has the
    same fingerprint. He does not know the secret, so each certificate is a guess with one chance in 2**30, and each
    guess takes a person who types the code again. The client checks the fingerprint before it sends the secret.
    The fingerprint is as confidential as the secret: with it and the certificate, the secret can be found by trying.
    """
    return _encode_part(hmac.digest(secret.encode(), certificate_der, "sha256"))


def secret_part(random: bytes) -> str:
    """The six characters of a seat's secret, from the first 30 of some random bits.

    Raises:
        ValueError: fewer than four bytes.
    """
    if len(random) < 4:
        raise ValueError("a secret needs four random bytes")
    return _encode_part(random)


def parse_code(typed: str) -> Code | None:
    """The code that someone typed or pasted; None if it is not one.

    Accepts what people and chat programs make of it: lower case, spaces, any kind of dash, invisible characters, and O,
    I and L for 0, 1 and 1.
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
