"""What people write instead of the name of a time zone."""

from __future__ import annotations

import re

import pytest

from displayd.text.time_zones import canonical_timezone
from displayd.validation.zone_names import timezone_hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("CEST", "a time zone has the name of a place, such as `Europe/Berlin`"),
        ("MESZ", "a time zone has the name of a place, such as `Europe/Berlin`"),
        ("BST", "a time zone has the name of a place, such as `Europe/London`"),
        ("PDT", "a time zone has the name of a place, such as `America/Los_Angeles`"),
        ("US/Pacific", "write `America/Los_Angeles`, as it is called today"),
        ("Berlin", "did you mean `Europe/Berlin`?"),
        ("new york", "did you mean `America/New_York`?"),
        ("europe/london", "did you mean `Europe/London`?"),
        ("Europe/Londn", "did you mean `Europe/London`?"),
        ("America/New York", "did you mean `America/New_York`?"),
        ("GMT+1", "a time zone has the name of a place, for example `Europe/London`"),
        ("UTC+02:00", "a time zone has the name of a place, for example `Europe/London`"),
        ("XST", "a time zone has the name of a place, for example `Europe/London`"),
        ("Mars/Base", "for example `Europe/London`"),
        ("../etc/passwd", "for example `Europe/London`"),
    ],
)
def test_what_is_no_time_zone_is_answered_with_a_place(written: str, hint: str) -> None:
    assert timezone_hint(written) == hint


@pytest.mark.parametrize("letters", ["CEST", "EST", "EDT", "CET", "MST", "PST", "WEST", "EEST", "AEST", "EXT", "HSTT"])
def test_short_name_is_never_answered_with_another_one(letters: str) -> None:
    named = re.findall("`([^`]+)`", timezone_hint(letters))

    assert named
    assert all("/" in name and canonical_timezone(name) == name for name in named)
