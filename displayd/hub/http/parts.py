"""Parts of files, for downloads that broke off and go on. Source: RFC 9110, sections 13.1.5 and 14."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from displayd.hub.http.endpoint import Parameter
from displayd.hub.http.error_answers import BAD_RANGE, Refused

__all__ = ["IF_RANGE", "RANGE", "Part", "part_asked"]

RANGE = Parameter("Range", "header", "One part of it, such as `bytes=1000-`; others are not looked at.")

IF_RANGE = Parameter("If-Range", "header", "The `ETag` that the parts before had; if it is another, all of it comes.")

_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


class Part(NamedTuple):
    """From which byte on, and up to which."""

    start: int
    stop: int
    """The byte after the last one."""


def part_asked(headers: Mapping[str, str], size: int, etag: str) -> Part | None:
    """The part of a file of `size` bytes that a request with `headers` is for; None for all of it.

    Raises:
        Refused: the file has no such part.
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or headers.get("if-range", etag) != etag:
        return None
    start, stop = int(asked[1]), min(int(asked[2]) + 1, size) if asked[2] else size
    if not start < stop:
        raise Refused(BAD_RANGE, f"the file has {size:,} bytes", {"content-range": f"bytes */{size}"})
    return Part(start, stop)
