"""The head of a KPI's file: YAML in comment lines, and what a sentence in a comment does to it."""

from __future__ import annotations

import pytest

from displayd.hub.kpis.header import parts_of, seconds_of


def test_header_and_select_keep_the_lines_of_the_file() -> None:
    head = "-- id: a\n-- about: >-\n--   two\n--   lines\n-- # why\n"
    parts = parts_of(f"{head}-- A sentence: with a colon.\nselect 1 as value -- end\n")

    assert parts.header.splitlines() == ["id: a", "about: >-", "  two", "  lines", "# why"]
    assert parts.select.splitlines() == ["", "", "", "", "", "-- A sentence: with a colon.", "select 1 as value -- end"]


@pytest.mark.parametrize("text", ["select 1 as value", "", "-- Of each account, how many.\nselect 1 as value"])
def test_a_file_without_header_has_none(text: str) -> None:
    assert parts_of(text) == ("", text)


def test_empty_lines_may_stand_before_and_after_it() -> None:
    assert parts_of("\n--id: a\n\nselect 1") == ("\nid: a\n", "\n\n\nselect 1")


def test_durations_are_seconds() -> None:
    assert [seconds_of(one) for one in ("30s", "15m", "2 h", "1d", 7.5)] == [30, 900, 7200, 86_400, 7.5]
