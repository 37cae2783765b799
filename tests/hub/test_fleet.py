"""What screens tell of themselves."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from displayd.document.model import Name
from displayd.hub.fleet import (
    MAX_UNCLAIMED,
    MAX_UNCLAIMED_EACH,
    ONLINE_SECONDS,
    UNCLAIMED_SECONDS,
    Fleet,
    line_to_paste,
    name_for,
)
from displayd.validation.faults import check
from displayd.validation.yaml_source import parse
from tests.hub.walls import NOON, device_of


def test_a_screen_is_online_for_a_while_after_it_was_heard_of() -> None:
    fleet = Fleet()
    fleet.touch("left", "F", "10.0.0.1", NOON)

    seen = fleet.seen("left")

    assert seen is not None
    assert seen.is_online(NOON + ONLINE_SECONDS)
    assert not seen.is_online(NOON + ONLINE_SECONDS + 1)
    assert fleet.seen("right") is None


def test_unclaimed_screens_are_listed_newest_first_and_forgotten() -> None:
    fleet = Fleet()

    is_new = [
        fleet.knock("A", "10.0.0.1", NOON),
        fleet.knock("B", "10.0.0.2", NOON + 1),
        fleet.knock("A", "", NOON + 2),
    ]

    assert is_new == [True, True, False]
    assert [one.fingerprint for one in fleet.unclaimed(NOON + 3)] == ["B", "A"]
    assert fleet.unclaimed(NOON + UNCLAIMED_SECONDS + 10) == []


def test_the_list_of_unclaimed_screens_is_bounded() -> None:
    fleet = Fleet()
    for number in range(MAX_UNCLAIMED + 20):
        fleet.knock(str(number), f"10.0.0.{number}", NOON + number)

    assert len(fleet.unclaimed(NOON + 100)) == MAX_UNCLAIMED


@pytest.mark.parametrize("address", ["10.0.0.1", "2001:db8::{number:x}"])
def test_one_address_fills_no_more_than_its_share_of_the_list(address: str) -> None:
    fleet = Fleet()
    for number in range(150):
        fleet.knock(f"other {number}", f"10.1.0.{number}", NOON)
    for number in range(5000):
        fleet.knock(f"made up {number}", address.format(number=number), NOON + 1)

    listed = [one.fingerprint for one in fleet.unclaimed(NOON + 2)]
    assert sum(name.startswith("other") for name in listed) == 150
    assert sum(name.startswith("made up") for name in listed) == MAX_UNCLAIMED_EACH


def test_a_screen_that_comes_back_is_not_pushed_off_by_secrets_that_come_once() -> None:
    fleet = Fleet()
    fleet.knock("real", "10.0.0.1", NOON)
    fleet.knock("real", "10.0.0.1", NOON + 30)
    for number in range(5000):
        fleet.knock(f"made up {number}", "10.0.0.1", NOON + 31)
    fleet.knock("late", "10.0.0.1", NOON + 32)

    listed = {one.fingerprint for one in fleet.unclaimed(NOON + 33)}
    assert {"real", "late"} <= listed
    assert len(listed) == MAX_UNCLAIMED_EACH


def test_a_claimed_screen_is_no_longer_unclaimed() -> None:
    fleet = Fleet()
    fleet.knock("A", "", NOON)
    fleet.touch("left", "B", "", NOON)

    fleet.keep_only(["right"], ["A"])

    assert fleet.unclaimed(NOON) == []
    assert fleet.seen("left") is None


def test_the_lines_to_paste_claim_the_screens() -> None:
    taken = {"lobby", "new-screen-1"}

    lines = []
    for wanted in ("", "sales", "sales", "lobby"):
        name = name_for(wanted, taken)
        taken.add(name)
        lines.append(line_to_paste(name, device_of("x"), ["devops", "sales"]))

    data = parse("screens.yaml", "\n".join(["screens:", *lines])).data
    names = ["new-screen-2", "sales", "new-screen-3", "new-screen-4"]
    assert data == {"screens": {name: {"device": device_of("x"), "show": ["devops"]} for name in names}}
    assert "show: all" in line_to_paste("lobby", "F", [])


@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]{1,70}", fullmatch=True)))
def test_whatever_a_stranger_wants_to_be_called_the_line_claims_one_screen_and_nothing_else(wanted: str) -> None:
    fleet = Fleet()
    fleet.knock("F", "", NOON, wanted)
    (kept,) = fleet.unclaimed(NOON)

    name = name_for(wanted, {"lobby"})
    entry = {"device": "F", "show": ["devops"]}

    assert kept.wanted_name in ("", wanted)
    assert parse("screens.yaml", f"screens:\n{line_to_paste(name, 'F', ['devops'])}").data == {"screens": {name: entry}}
    assert bool(kept.wanted_name) == (not check({wanted: 0}, dict[Name, int])[1])
