"""The PIN that guards the leader's screen, kept as a digest: who reads the file does not read the PIN."""

import hashlib
import hmac
import secrets

_ROUNDS = 100_000


def pin_digest(pin: str) -> str:
    """What is kept of a PIN; of an empty one nothing."""
    if not pin:
        return ""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(salt, pin)}"


def pin_matches(pin: str, digest: str) -> bool:
    """Whether this is the PIN that was kept; where none was kept, anything is."""
    if not digest:
        return True
    salt, _separator, kept = digest.partition("$")
    return hmac.compare_digest(_digest(salt, pin), kept)


def _digest(salt: str, pin: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), _ROUNDS).hex()
