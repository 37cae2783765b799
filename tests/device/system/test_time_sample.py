"""What an exchange says about the hub's clock."""

from __future__ import annotations

import pytest

from displayd.device.system.time_sample import TimeSample, coarse_sample


def test_four_stamps_give_the_offset_and_the_delay_without_the_time_at_the_hub() -> None:
    sample = TimeSample(sent=100.0, hub_received=1000.010, hub_sent=1025.010, received=125.030)

    assert sample.offset == pytest.approx(899.995)
    assert sample.delay == pytest.approx(0.030)
    assert sample.hub_time == pytest.approx(1025.025)
    assert not sample.is_coarse


def test_each_way_bounds_the_offset_from_one_side() -> None:
    # The clocks differ by 900 s; 10 ms there, 20 ms back.
    sample = TimeSample(sent=100.0, hub_received=1000.010, hub_sent=1000.010, received=100.030)

    assert sample.upper == pytest.approx(900.010)
    assert sample.lower == pytest.approx(899.980)


def test_a_date_means_any_moment_of_its_second() -> None:
    sample = coarse_sample(100.0, 1000.0, 100.2)

    assert sample.is_coarse
    assert sample.offset == pytest.approx(1000.5 - 100.1)
    assert sample.delay == pytest.approx(1.2)
