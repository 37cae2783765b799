"""How often somebody may try to log in."""

from __future__ import annotations

import asyncio

import pytest

from displayd.hub.log_ins import MAX_WAITING, PER_MINUTE, LogIns
from displayd.hub.settings import Viewer
from tests.hub.viewers import PASSWORD, PASSWORD_HASH
from tests.hub.walls import NOON


def tries(log_ins: LogIns, *addresses: str) -> list[bool]:
    """Whether each of `addresses`, one after the other, may try."""
    return [log_ins.wait_seconds(address, NOON) == 0 for address in addresses]


def test_one_address_does_not_use_up_the_tries_of_another() -> None:
    log_ins = LogIns()

    assert tries(log_ins, *["10.0.0.7"] * (PER_MINUTE + 1)) == [True] * PER_MINUTE + [False]
    assert tries(log_ins, "10.0.0.8", "2001:db8::1", "") == [True] * 3


@pytest.mark.parametrize(
    ("addresses", "is_shared"),
    [
        (("2001:db8:0:1::{}", 1), True),
        (("2001:db8:0:{}::1", 1), False),
        (("10.0.0.{}", 1), False),
    ],
)
def test_a_network_of_ipv6_is_one_address(addresses: tuple[str, int], is_shared: bool) -> None:
    log_ins = LogIns()

    found = tries(log_ins, *(addresses[0].format(number) for number in range(1, PER_MINUTE + 2)))

    assert found[-1] is not is_shared


def test_tries_come_back_with_time_and_right_ones_at_once() -> None:
    log_ins = LogIns()
    tries(log_ins, *["10.0.0.7"] * PER_MINUTE)
    log_ins.succeeded("10.0.0.7")

    assert tries(log_ins, "10.0.0.7", "10.0.0.7") == [True, False]
    assert log_ins.wait_seconds("10.0.0.7", NOON + 60 / PER_MINUTE + 0.1) == 0


def test_passwords_are_tried_one_after_the_other_and_a_crowd_is_sent_away() -> None:
    async def crowd() -> tuple[list[float], list[bool], float]:
        log_ins = LogIns()
        viewer = Viewer(password=PASSWORD_HASH)
        waiting = [asyncio.create_task(log_ins.is_right(viewer, PASSWORD)) for _ in range(MAX_WAITING)]
        await asyncio.sleep(0)
        sent_away = [log_ins.wait_seconds(f"10.0.0.{number}", NOON) for number in range(3)]
        answers = await asyncio.gather(*waiting)
        return sent_away, answers, log_ins.wait_seconds("10.0.0.9", NOON)

    sent_away, answers, after = asyncio.run(crowd())

    assert all(seconds > 0 for seconds in sent_away)
    assert answers == [True] * MAX_WAITING
    assert after == 0
