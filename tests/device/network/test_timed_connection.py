"""Time in the heads of answers: what cannot be is not believed."""

from __future__ import annotations

import pytest

from displayd.device.network.timed_connection import ConnectionTimer

NOW = 1_795_291_683.0


def timer(sent: float, received: float) -> ConnectionTimer:
    one = ConnectionTimer(lambda: received)
    one.sent_at, one.received_at = sent, received
    return one


def test_parked_time_drops_out() -> None:
    sample = timer(100.0, 125.02).sample({"Displayd-Time": f"{NOW:.6f} {NOW + 25:.6f}"})

    assert sample is not None
    assert sample.offset == pytest.approx(NOW - 100.01, abs=0.001)


def test_exchange_in_which_the_hubs_clock_was_set_is_not_believed() -> None:
    assert timer(100.0, 125.02).sample({"Displayd-Time": f"{NOW:.6f} {NOW + 25 + 600:.6f}"}) is None


@pytest.mark.parametrize(
    ("told", "error"), [("0.002", 0.002), ("0", 0.0), ("-1", None), ("17", None), ("nan", None), ("", None)]
)
def test_a_hub_says_how_good_its_clock_is(told: str, error: float | None) -> None:
    sample = timer(100.0, 100.1).sample({"Displayd-Time": f"{NOW:.6f} {NOW:.6f}", "Displayd-Clock-Error": told})

    assert sample is not None
    assert sample.hub_error == error


@pytest.mark.parametrize(
    "headers",
    [
        {"Date": "Sat, 21 Nov 2026 20:08:03 GMT", "Age": "1e12"},
        {"Date": "Sat, 21 Nov 2026 20:08:03 GMT", "Age": "-5"},
        {"Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"Date": "Thu, 01 Jan 1970 00:00:07 GMT"},
        {"Displayd-Time": "253402300799.0 253402300799.5"},
        {"Displayd-Time": f"{NOW:.6f} {NOW:.6f}", "Age": "0"},
    ],
)
def test_times_that_cannot_be_are_not_believed(headers: dict[str, str]) -> None:
    assert timer(100.0, 100.1).sample(headers) is None
