"""What a value is compared with, in the reader's language."""

from __future__ import annotations

import re

from displayd.hub.metrics.metric import NOW_PERIODS, PERIODS
from displayd.text.formatter import Formatter

__all__ = ["caption_in_words"]

_AGO = re.compile(r"(\d+) (weeks|days|h) ago")


def caption_in_words(label: str, formatter: Formatter) -> str:
    """`label` as the locale of `formatter` says it where the hub made it up; what people wrote stays as it is."""
    found = _AGO.fullmatch(label)
    if found is None:
        is_ours = label in (*PERIODS.values(), *NOW_PERIODS.values())
        return formatter.say_as("compared with", label) if is_ours else label
    count = int(found[1])
    match found[2]:
        case "weeks":
            return formatter.say_count("{count} week ago", "{count} weeks ago", count)
        case "days":
            return formatter.say_count("{count} day ago", "{count} days ago", count)
        case _:
            return formatter.say_count("{count} h ago", "{count} h ago", count)
