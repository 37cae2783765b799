"""How long before a change takes effect a screen has to be sent it."""

from __future__ import annotations

from random import Random

import pytest

from displayd.device.network.lead_wanted import MARGIN_SECONDS, REMEMBERED, ROUND_TRIPS, LeadWanted


def test_nothing_is_wanted_before_anything_was_measured() -> None:
    assert LeadWanted().seconds is None


def test_the_lead_follows_the_round_trips() -> None:
    lead = LeadWanted()
    for seconds in (0.08, 0.12, 0.1):
        lead.add(seconds)

    assert lead.seconds == pytest.approx(0.1 * ROUND_TRIPS + MARGIN_SECONDS)


def test_one_exchange_that_had_to_wait_does_not_slow_the_group() -> None:
    lead = LeadWanted()
    for seconds in (0.1, 0.1, 3.0):
        lead.add(seconds)

    assert lead.seconds == pytest.approx(0.1 * ROUND_TRIPS + MARGIN_SECONDS)


def test_a_network_that_has_become_slow_is_followed() -> None:
    lead = LeadWanted()
    for seconds in [0.001] * REMEMBERED + [0.2] * REMEMBERED:
        lead.add(seconds)

    assert lead.seconds == pytest.approx(0.2 * ROUND_TRIPS + MARGIN_SECONDS)


def test_a_screen_that_paints_slowly_wants_that_much_more() -> None:
    lead = LeadWanted()
    lead.add(0.01)
    before = lead.seconds
    lead.painting_seconds = 0.4

    assert before is not None
    assert lead.seconds == pytest.approx(before + 0.4)


@pytest.mark.parametrize("seed", range(20))
def test_a_value_is_on_mirrors_in_four_tenths_of_a_second_over_a_network_with_jitter(seed: int) -> None:
    dice, lead, leads = Random(seed), LeadWanted(), []
    for _ in range(200):
        lead.add(dice.uniform(0.03, 0.07) + dice.uniform(0.03, 0.07))
        leads.append(lead.seconds or 0.0)
    settled = sorted(leads[20:])

    # The way to the hub and the painting come on top; and the answer takes 70 ms at most.
    assert settled[int(len(settled) * 0.95)] <= 0.34
    assert settled[0] > 0.07 * 2
