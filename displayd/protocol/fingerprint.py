"""The public name of a screen's secret."""

from __future__ import annotations

import base64
import hashlib
import re

__all__ = ["fingerprint_of", "normalised", "short_code"]

# Without what is taken for something else on a TV or on the phone, and without vowels, so that no word comes out.
_LETTERS = "34679CDFGHJKMNPRTWXY"


def fingerprint_of(secret: str) -> str:
    """The fingerprint of `secret`, for example `K7QF-2MXD-6TBA-W3EN`.

    The first 80 bits of the SHA-256 of the secret's ASCII text, in base32 (RFC 4648) groups of four: short enough to
    read from a TV and type, long enough that nobody finds a second secret for it.
    """
    digest = hashlib.sha256(secret.encode("ascii")).digest()
    text = base64.b32encode(digest[:10]).decode("ascii")
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def normalised(text: str) -> str | None:
    """`text` as a fingerprint however it was typed (lower case, spaces, no dashes), or None if it is none."""
    # Digits that base32 does not use are what people type for the letters that look like them.
    letters = re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("018", "OIB"))
    if not re.fullmatch(r"[A-Z2-7]{16}", letters):
        return None
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def short_code(fingerprint: str) -> str:
    """Six letters and digits by which a person finds the screen of `fingerprint` among those that wait, as `K7F3XM`.

    For finding, not for trusting: another secret with the same code can be searched for in seconds, so a claim goes by
    the whole fingerprint. Empty for no fingerprint.
    """
    number = int.from_bytes(hashlib.sha256(f"short code {fingerprint}".encode()).digest()[:8])
    code = ""
    for _ in range(6 if fingerprint else 0):
        number, letter = divmod(number, len(_LETTERS))
        code += _LETTERS[letter]
    return code
