"""Units that carry their own words, as Grafana has them.

`suffix:acct`, `prefix:£`, `count:users`, `si:mW`, `currency:kr`, `bool:up/down`, `time:YYYY-MM-DD`; and, with a unit
of its own inside, `words:0=OK, 1=Warning` (see `value_words` and `units`).
"""

from __future__ import annotations

import re
import unicodedata

from displayd.text.unit import SI_PREFIXES, SPACE, Unit, si_unit

__all__ = ["CUSTOM_KINDS", "custom_unit"]

CUSTOM_KINDS = ("suffix", "prefix", "count", "si", "currency", "bool", "time", "words")
"""What may stand before the colon."""


def custom_unit(name: str) -> Unit | None:
    """The unit that `name` describes; None where it describes none."""
    match = re.fullmatch(r"([a-z]+):\s*(\S.*?)\s*", name)
    if match is None or match[1] not in CUSTOM_KINDS or match[1] == "words":
        return None
    kind, text = match.groups()
    if kind == "prefix":
        return Unit("count", prefix=_before(text))
    if kind in ("suffix", "count"):
        return Unit("count", suffix=_after(text))
    if kind == "si":
        # `µ` has two code points that look alike; Grafana takes both.
        first = unicodedata.normalize("NFKD", text[0])
        known = {unicodedata.normalize("NFKD", prefix): prefix for prefix in SI_PREFIXES if prefix}
        return si_unit(text[1:], known[first]) if first in known else si_unit(text)
    if kind == "time":
        return Unit("moment", pattern=text)
    return _money(text) if kind == "currency" else _words(text)


def _money(text: str) -> Unit | None:
    """`kr`, or `financial:kr` for all digits; `financial:kr:suffix` with the sign behind them."""
    head, colon, rest = text.partition(":")
    if head != "financial" or not colon:
        return Unit("count", prefix=_before(text))
    sign, _, side = rest.partition(":")
    if not sign:
        return None
    return Unit("plain", suffix=_after(sign)) if side == "suffix" else Unit("plain", prefix=_before(sign))


def _words(text: str) -> Unit:
    """`up/down`: what is not 0, and 0."""
    truth, _, falsehood = text.partition("/")
    return Unit("words", words=(falsehood or "-", truth or "-"))


def _before(text: str) -> str:
    return text + (SPACE if text[-1].isalnum() else "")


def _after(text: str) -> str:
    return (SPACE if text[0].isalnum() else "") + text
