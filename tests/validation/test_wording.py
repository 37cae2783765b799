"""Mistakes in the words of whoever made them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct

from displayd.validation.faults import check

NAMED = {"words": "a name has letters from a to z, digits, `-` and `_`"}
Name = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=20, examples=["hall"], extra=NAMED)]


class Part(Struct, frozen=True):
    size: int = 0


class Thing(Struct, frozen=True, forbid_unknown_fields=True):
    seconds: Annotated[float, Meta(gt=0, le=86_400)] | None = None
    host_seconds: float = 1
    viewing_m: float = 5.0
    number: int = 1
    ratio: float = 0.5
    locale: Annotated[str, Meta(pattern="^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    rotate: Literal[0, 90, 180, 270] = 0
    level: Literal["good", "red"] | None = None
    motion: bool = True
    title: Annotated[str, Meta(max_length=5)] = ""
    day: datetime.date | None = None
    name: Name = "a"
    tags: Annotated[list[str], Meta(min_length=1, max_length=2)] | None = None
    part: Part | None = None
    either: bool | Part = True
    by_name: dict[Name, Any] = {}
    password: Annotated[str, Meta(pattern="^[0-9]+$")] = "1"
    keys: dict[str, Part] = {}


@pytest.mark.parametrize(
    ("data", "reason", "hint"),
    [
        ({"seconds": "1:30"}, "`seconds` is a number of seconds, not `1:30`", "write `90`"),
        ({"seconds": "1:00:30"}, "`seconds` is a number of seconds, not `1:00:30`", "write `3630`"),
        ({"seconds": "20s"}, "`seconds` is a number of seconds, not `20s`", "write `20`, if that is in seconds"),
        ({"seconds": "20"}, "`seconds` is a number of seconds, not `20`", "write it without quotes"),
        ({"seconds": "1_000"}, "`seconds` is a number of seconds, not `1_000`", "write `1000`"),
        ({"seconds": "1,5"}, "`seconds` is a number of seconds, not `1,5`", "write `1.5`"),
        ({"seconds": "long"}, "`seconds` is a number of seconds, not `long`", "for example `30`"),
        ({"seconds": []}, "`seconds` is a number of seconds, not a list", "for example `30`"),
        ({"seconds": 0}, "`seconds` is more than 0 seconds, not `0`", ""),
        ({"seconds": 90_000}, "`seconds` is at most 86400 seconds, not `90000`", ""),
        ({"host_seconds": None}, "`host_seconds` is a number of seconds, not nothing", "for example `30`"),
        ({"viewing_m": "5m"}, "`viewing_m` is a number of metres, not `5m`", "write `5`, if that is in metres"),
        ({"ratio": "20%"}, "`ratio` is a number, not `20%`", "write the number alone, for example `20`"),
        ({"number": 1.5}, "`number` is a whole number, not `1.5`", ""),
        ({"rotate": 45}, "`rotate` is 0, 90, 180 or 270, not `45`", "known: 0, 90, 180, 270"),
        ({"rotate": "left"}, "`rotate` is 0, 90, 180 or 270, not `left`", "known: 0, 90, 180, 270"),
        ({"level": "goood"}, "`level` is `good` or `red`, not `goood`", "did you mean `good`?"),
        ({"level": True}, "`level` is `good` or `red`, not `true`", "known: good, red"),
        ({"motion": "maybe"}, "`motion` is `true` or `false`, not `maybe`", ""),
        ({"title": 110}, "`title` is a text, not `110`", "put it in quotes"),
        ({"title": {}}, "`title` is a text, not a mapping", ""),
        ({"title": "abcdef"}, "`title` has at most 5 letters, not 6", ""),
        ({"day": "2026-13-01"}, "`day` is a date, not `2026-13-01`", "for example `2026-11-20`"),
        ({"tags": []}, "`tags` has at least 1 item, not 0", ""),
        ({"tags": ["a", "b", "c"]}, "`tags` has at most 2 items, not 3", ""),
        ({"tags": ["a", 5]}, "`tags[1]` is a text, not `5`", "put it in quotes"),
        ({"part": 5}, "`part` is a mapping, not `5`", ""),
        ({"either": 5}, "`either` is `true` or `false` or a mapping, not `5`", ""),
        ({"part": "size:1"}, "`part` is a mapping, not a text", "write a space after the colon"),
        ({"part": "https://x"}, "`part` is a mapping, not a text", ""),
        ({"tags": "-a"}, "`tags` is a list, not a text", "write a space after the dash"),
        ({"locale": "German"}, "`locale` cannot be `German`", "write `de`"),
        ({"locale": "de_DE.UTF-8"}, "`locale` cannot be `de_DE.UTF-8`", "write `de-DE`"),
        ({"name": "Büro 1"}, f"`name` cannot be `Büro 1`: {NAMED['words']}", "for example `Buero-1`"),
        ({"name": "東京"}, f"`name` cannot be `東京`: {NAMED['words']}", "for example `hall`"),
        ({"name": "a\u200bb"}, "`name` has a letter that cannot be seen (zero width space, U+200B)", "type it anew"),
        ({"by_name": {"dev left": 1}}, f"the name `dev left`: {NAMED['words']}", "for example `dev-left`"),
        ({"seconds": "x" * 90}, f"`seconds` is a number of seconds, not `{'x' * 37}...`", "for example `30`"),
    ],
)
def test_field_says_what_it_takes_and_what_stands_there(data: Any, reason: str, hint: str) -> None:
    ((found),) = check(data, Thing)[1]

    assert (found.reason, found.hint) == (reason, hint)


@pytest.mark.parametrize("data", [{"password": "open sesame"}, {"password": 5}, {"keys": {"billing": "sesame"}}])
def test_what_may_be_a_secret_is_never_repeated(data: Any) -> None:
    (found,) = check(data, Thing)[1]

    assert not {"sesame", "5"} & set(found.reason.replace("`", " ").split())
    assert "sesame" not in found.reason + found.hint


def test_what_is_no_number_is_said_so() -> None:
    assert check({"seconds": float("nan")}, Thing)[1][0].reason == "`seconds` is a number, and this is none"


@pytest.mark.parametrize("text", ["a\nb", "x" * 10_000])
def test_message_can_be_printed_in_a_line_whatever_was_written(text: str) -> None:
    (found,) = check({"seconds": text}, Thing)[1]

    assert len(found.reason.encode("utf-8")) < 200
    assert "\n" not in found.reason
