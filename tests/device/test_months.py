"""A screen that runs for months does not grow."""

from __future__ import annotations

import subprocess
import sys

import pytest

HOURS = 6

# Drawn in a process of its own: other tests leave their memory behind.
LIVE = f"""
from tests.device.months import readings, slope_mb_per_hour
found = list(readings({HOURS}))
print(slope_mb_per_hour(found, 2), found[2].descriptors, found[-1].descriptors)
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_memory_and_descriptors_stay_as_they_are_once_caches_are_full() -> None:
    told = subprocess.run([sys.executable, "-c", LIVE], check=True, capture_output=True, text=True).stdout

    slope, warm, late = told.split()
    print(f"\n{float(slope):+.3f} MB an hour, descriptors {warm} -> {late}")
    assert float(slope) < 0.1
    assert late == warm
