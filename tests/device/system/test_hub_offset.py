"""What is remembered of the exchanges with a hub: enough to know its clock, and no more."""

from __future__ import annotations

import random

from displayd.device.system.hub_offset import MOST_POINTS, HubOffset
from tests.device.rig import exchange

OFFSET = 1_795_262_400.0


def test_a_network_that_gets_slower_and_slower_fills_no_memory_and_is_never_believed_too_much() -> None:
    known, dice = HubOffset(), random.Random(5)
    for number in range(12_000):
        at = number / 10
        # Each way takes longer than all before: no exchange makes an earlier one needless.
        delay = 0.002 + at / 2_000 + dice.uniform(0, 0.001)
        known.add(exchange(OFFSET + at, at, delay))

        estimate = known.at(at + delay)
        assert estimate is not None
        assert abs(estimate.offset - OFFSET) <= estimate.error
        assert max(len(known._uppers), len(known._lowers)) <= MOST_POINTS


def test_what_was_thinned_gives_way_to_better_bounds() -> None:
    known = HubOffset()
    for number in range(6_000):
        known.add(exchange(OFFSET + number / 10, number / 10, 0.002 + number / 10_000))
    for number in range(40):
        known.add(exchange(OFFSET + 600 + number / 10, 600 + number / 10, 0.002))

    estimate = known.at(605.0)
    assert estimate is not None
    assert abs(estimate.offset - OFFSET) < 0.001
    assert estimate.error < 0.005
