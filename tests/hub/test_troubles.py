"""What the hub cannot do, told once, for as long as it lasts."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from displayd.hub.troubles import Trouble, Troubles
from tests.hub.walls import NOON


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


@pytest.mark.expects_log
def test_a_trouble_is_logged_when_it_begins_and_when_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    troubles = Troubles(clock)

    troubles.begin("values-not-kept", "Values are not being kept: the disk is full", "make room")
    clock.now += 90
    troubles.begin("values-not-kept", "Values are not being kept: the disk is read-only", "make room")
    lasting = troubles.now()
    troubles.end("values-not-kept", "Values are being kept again")
    troubles.end("values-not-kept", "Values are being kept again")

    assert lasting == [
        Trouble("values-not-kept", "Values are not being kept: the disk is read-only", "make room", NOON)
    ]
    assert not troubles
    assert lines(caplog) == [
        "Values are not being kept: the disk is full (make room)",
        "Values are being kept again, after 90 s",
    ]


@pytest.mark.expects_log
def test_a_trouble_that_comes_and_goes_is_a_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    troubles = Troubles(clock)

    for _ in range(150):
        troubles.begin("connections", "There are too many connections")
        clock.now += 0.5
        troubles.end("connections", "There is room again")
        clock.now += 0.5

    assert [line for line in lines(caplog) if "too many" in line] == ["There are too many connections"] * 3
    assert len(lines(caplog)) == 6


@pytest.mark.expects_log
def test_the_oldest_trouble_is_told_first() -> None:
    clock = Clock()
    troubles = Troubles(clock)
    troubles.begin("b", "The first")
    clock.now += 1
    troubles.begin("a", "The second")
    clock.now += 1
    troubles.begin("b", "The first goes on")

    assert [str(one) for one in troubles.now()] == ["The first goes on", "The second"]


def test_what_the_log_has_already_is_not_told_twice(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    troubles = Troubles(Clock())

    troubles.begin("edits-refused", "The wall folder has one mistake", is_logged=False)
    is_there = bool(troubles)
    troubles.end("edits-refused")

    assert is_there
    assert not troubles
    assert lines(caplog) == []


def test_every_kind_is_in_the_documentation() -> None:
    root = Path(__file__).parents[2]
    code = "".join(path.read_text("utf-8") for path in sorted((root / "displayd/hub").rglob("*.py")))
    said = re.findall(r'troubles\.begin\(\s*"([a-z-]+)"', code)
    said += re.findall(r'= "([a-z-]+)"\n"""Kind of trouble', code)
    told = (root / "docs/operations.md").read_text("utf-8")

    assert len(said) >= 7
    assert [kind for kind in said if f"| `{kind}` |" not in told] == []
