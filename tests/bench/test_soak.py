"""What tells of memory over hours goes on through a hub that answers late, and says what it has read so far."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.bench.soak import told, watched
from tests.device.months import Reading, slopes_mb_per_hour
from tests.e2e.office import Office, eventually

HELD_UP_SECONDS = 7.0
"""Longer than a push of an `Office` waits."""


def grown(slope: float, count: int = 40, step_at: int = 10**6) -> list[Reading]:
    """Readings of something that grows by `slope` MB an hour, and by a megabyte at reading `step_at`."""
    return [Reading(hour, 60 + slope * hour + (hour >= step_at), 30) for hour in map(float, range(count))]


@pytest.mark.slow
def test_pushes_that_are_not_acknowledged_in_time_are_counted_and_the_run_goes_on(tmp_path: Path) -> None:
    with Office(tmp_path) as office, contextlib.ExitStack() as after:

        def hold_up() -> None:
            eventually(lambda: office.flips("tv"), 60, "the first page")
            hub = psutil.Process(office.pid("hub"))
            hub.send_signal(signal.SIGSTOP)
            time.sleep(HELD_UP_SECONDS)
            hub.send_signal(signal.SIGCONT)

        holding = threading.Thread(target=hold_up, daemon=True)
        holding.start()
        after.callback(holding.join)
        found = list(watched(office, hours=16 / 3600, count=4))

    assert len(found) == 4
    assert found[-1].failed >= 1
    assert found[-1].pushes > found[-1].failed
    assert all(one.hub.rss_mb > 10 and one.screen.rss_mb > 10 for one in found)


@pytest.mark.slow
def test_a_screen_that_has_ended_ends_the_run_with_what_was_read_before(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        readings = watched(office, hours=6 / 3600, count=3)
        first = next(readings)
        psutil.Process(office.pid("tv")).kill()

        with pytest.raises(psutil.NoSuchProcess):
            next(readings)

    assert "too short to tell a growth" in told("screen", [first.screen])


def test_a_growth_is_told_with_how_much_it_differs_between_parts_of_the_time() -> None:
    assert told("hub", grown(0.5)).startswith(
        "  hub        60.0 ->   79.5 MB, +0.500 MB an hour once warm (+0.500 to +0.500 in each of 4 parts of it)"
    )
    in_a_step = slopes_mb_per_hour(grown(0.0, step_at=25))
    assert min(in_a_step) == pytest.approx(0)
    assert max(in_a_step) > 0.1
    assert told("hub", []) == "  hub      nothing was read"
