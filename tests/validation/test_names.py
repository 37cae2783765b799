"""Names of units, time zones, themes, and opening hours: what is wrong is said once, and in the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from displayd.validation.faults import Fault
from displayd.validation.names import (
    hours_faults,
    theme_faults,
    timezone_faults,
    unit_faults,
    written_hours_faults,
    written_timezone_faults,
)

Check = Callable[[tuple[str, ...], Any], Iterator[Fault]]


@pytest.mark.parametrize(
    ("check", "good"),
    [
        (unit_faults, "percentunit"),
        (unit_faults, "currencyEUR"),
        (unit_faults, "suffix:widgets"),
        (timezone_faults, "Europe/London"),
        (timezone_faults, "UTC"),
        (hours_faults, "Mon-Fri 08:00-19:00, Sat 10:00-14:00"),
        (hours_faults, ""),
    ],
)
def test_good_names_have_no_fault(check: Check, good: str) -> None:
    assert list(check(("field",), good)) == []


@pytest.mark.parametrize(
    ("check", "bad", "reason", "hint"),
    [
        (unit_faults, "percentuint", "unknown unit `percentuint`", "did you mean `percentunit`?"),
        (unit_faults, "xyz", "unknown unit `xyz`", "for this text behind the figure, write `suffix:xyz`"),
        (unit_faults, "ms.", "unknown unit `ms.`", "write `ms`"),
        (unit_faults, "", "unknown unit ``", "leave it out, or name one, for example `percentunit`"),
        (timezone_faults, "Europe/Londn", "unknown time zone `Europe/Londn`", "did you mean `Europe/London`?"),
        (timezone_faults, "../etc/passwd", "unknown time zone `../etc/passwd`", "for example `Europe/London`"),
        (timezone_faults, "", "the time zone is empty", "for example `Europe/London`"),
        (hours_faults, "sometimes", "`sometimes` is not a time of opening", "for example `Mon-Fri 08:00-19:00`"),
    ],
)
def test_wrong_name_is_one_fault_at_its_place_with_a_hint(check: Check, bad: str, reason: str, hint: str) -> None:
    (fault,) = check(("screens", "lobby", "field"), bad)

    assert fault.path == ("screens", "lobby", "field")
    assert fault.reason.startswith(reason)
    assert fault.hint == hint


def test_hours_are_short_enough_for_a_document() -> None:
    often = ", ".join(f"Mon, Wed, Fri {hour}:00-{hour}:30" for hour in range(10, 14))

    assert list(written_hours_faults(("on",), "Mon, Wed, Fri 08:00-12:00, 13:00-18:00")) == []
    assert [fault.reason for fault in written_hours_faults(("on",), often)] == ["these are too many hours"]


@pytest.mark.parametrize("check", [unit_faults, timezone_faults])
@pytest.mark.parametrize("value", [None, 5, ["UTC"]])
def test_what_is_no_text_is_left_to_the_types(check: Check, value: object) -> None:
    assert list(check((), value)) == []


def test_theme_is_one_of_those_that_there_are() -> None:
    (fault,) = theme_faults(("theme",), "drak", {"light", "dark"})

    assert (fault.reason, fault.hint) == ("unknown theme `drak`", "did you mean `dark`?")
    assert list(theme_faults(("theme",), "dark", {"light", "dark"})) == []


def test_time_zone_by_a_name_from_before_is_taken_where_somebody_writes_it() -> None:
    assert list(written_timezone_faults(("timezone",), "US/Pacific")) == []
    assert [fault.hint for fault in written_timezone_faults((), "CEST")] == [
        "a time zone has the name of a place, such as `Europe/Berlin`"
    ]
    assert list(written_timezone_faults((), None)) == []
