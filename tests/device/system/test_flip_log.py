"""The flip log: a JSON line for each flip, and figures that start anew after each report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from displayd.device.system.flip_log import FlipLog
from displayd.errors import StoreError


def test_flip_is_a_json_line(tmp_path: Path) -> None:
    log = FlipLog(tmp_path / "flips")
    log.add(100.0, 100.0015, 2, "r1", "abc", 21)

    (flip,) = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert flip.pop("monotonic") > 0
    assert flip == {"planned": 100.0, "actual": 100.0015, "page": 2, "revision": "r1", "scene": "abc", "frames": 21}


def test_skew_tells_the_flips_since_the_last_report() -> None:
    log = FlipLog()
    for late in range(1, 101):
        log.add(100.0, 100.0 + late / 1000, 0, "", "")
    log.add(None, 100.0, 0, "", "")
    skew = log.take_skew()

    assert skew.count == 100
    assert skew.worst_ms == pytest.approx(100, abs=0.01)
    assert skew.p50_ms == pytest.approx(51, abs=1)
    assert skew.p99_ms == pytest.approx(100, abs=1)
    assert log.take_skew().count == 0


def test_unwritable_log_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="flip log"):
        FlipLog(tmp_path / "no" / "such" / "folder")
