"""The PIN that guards the leader's screen, stored as a salted digest.

The digest is part of the start event, so it is in every copy of the session file: who reads that file must not learn
the PIN. A PIN is short, so all of them could be tried; a slow hash (PBKDF2) makes that costly, and a salt makes the
work useless for the next file.
"""

import hashlib
import hmac
import secrets

_ROUNDS = 100_000


def pin_digest(pin: str) -> str:
    """The salted digest of a PIN; empty for an empty PIN, which means that there is none."""
    if not pin:
        return ""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(salt, pin)}"


def pin_matches(pin: str, digest: str) -> bool:
    """Whether the PIN is the one of the digest; without a digest every PIN is."""
    if not digest:
        return True
    salt, _separator, expected = digest.partition("$")
    return hmac.compare_digest(_digest(salt, pin), expected)


def _digest(salt: str, pin: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), _ROUNDS).hex()
