"""What people write instead of the name of a time zone."""

from __future__ import annotations

import difflib
import functools
import zoneinfo
from collections.abc import Mapping

from displayd.text.time_zones import canonical_timezone

__all__ = ["timezone_hint"]

# Short names of summer and winter times. They are no zones: most stand for half a year.
_SHORT: Mapping[str, str] = {
    **dict.fromkeys(("CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("BST", "GMT/BST"), "Europe/London"),
    **dict.fromkeys(("EEST", "FLE"), "Europe/Athens"),
    **dict.fromkeys(("WEST",), "Europe/Lisbon"),
    **dict.fromkeys(("MSK",), "Europe/Moscow"),
    **dict.fromkeys(("EDT", "ET", "EASTERN"), "America/New_York"),
    **dict.fromkeys(("CDT", "CT", "CST", "CENTRAL"), "America/Chicago"),
    **dict.fromkeys(("MDT", "MT", "MOUNTAIN"), "America/Denver"),
    **dict.fromkeys(("PDT", "PT", "PST", "PACIFIC"), "America/Los_Angeles"),
    **dict.fromkeys(("IST",), "Asia/Kolkata"),
    **dict.fromkeys(("JST",), "Asia/Tokyo"),
    **dict.fromkeys(("KST",), "Asia/Seoul"),
    **dict.fromkeys(("SGT",), "Asia/Singapore"),
    **dict.fromkeys(("HKT",), "Asia/Hong_Kong"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("ACST", "ACDT"), "Australia/Adelaide"),
    **dict.fromkeys(("AWST",), "Australia/Perth"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    **dict.fromkeys(("BRT",), "America/Sao_Paulo"),
}

_EXAMPLE = "for example `Europe/London`"


def timezone_hint(text: str) -> str:
    """What to write in place of `text`, which names no time zone: a place, never a short name or one from before."""
    word = text.strip()
    if (now := canonical_timezone(word)) != word:
        return f"write `{now}`, as it is called today"
    if (short := _SHORT.get(word.upper())) is not None:
        return f"a time zone has the name of a place, such as `{short}`"
    places = _places()
    plain = word.lower().replace(" ", "_")
    if plain in places:
        return f"did you mean `{places[plain]}`?"
    cities = {place.rpartition("/")[2]: name for place, name in places.items()}
    if plain in cities:
        return f"did you mean `{cities[plain]}`?"
    if len(word) < 5 or "+" in word or word.upper().startswith(("GMT", "UTC")):
        return f"a time zone has the name of a place, {_EXAMPLE}"
    near = difflib.get_close_matches(plain, places, n=1, cutoff=0.75)
    return f"did you mean `{places[near[0]]}`?" if near else _EXAMPLE


@functools.cache
def _places() -> Mapping[str, str]:
    """Every time zone of today that has the name of a place, by that in small letters."""
    names = (canonical_timezone(name) for name in sorted(zoneinfo.available_timezones()))
    return {name.lower(): name for name in names if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))}
