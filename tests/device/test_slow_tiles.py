"""Tiles that take too long to draw: given up, told of, and tried again a few times, ever later."""

from __future__ import annotations

import itertools
import time

import pytest

from displayd.paint.text import PangoFonts
from displayd.scene.operations import Text
from tests.device.rig import START, RecordingService, Rig


@pytest.mark.expects_log
def test_tile_that_takes_too_long_is_told_of_and_the_others_are_drawn(
    fonts: PangoFonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, clock = RecordingService(), itertools.count()
    rig = Rig(fonts, service=service)
    # Each measuring takes 10 ms: a long list is too much, a word is not.
    monkeypatch.setattr(time, "thread_time", lambda: next(clock) / 100)
    items = [{"label": f"Order number {number}", "value": number} for number in range(200)]
    tiles = {"slow": {"type": "list", "items": items}, "quick": {"type": "text", "text": "Hello"}}
    page = {"landscape": ["slow quick"], "widgets": tiles}
    rig.send(pages=[page], revision="slow")
    rig.loop.step()

    said = {cell.name: [op.text for op in cell.ops if isinstance(op, Text)] for cell in rig.scene.cells}
    assert said == {"slow": ["Cannot be drawn in time", "slow"], "quick": ["Hello"]}
    assert rig.shown.fault == "slow on page 1: cannot be drawn in time"
    assert service.told.count("alive") > 100, "whoever supervises us hears of us meanwhile"

    rig.send(pages=[{**page, "widgets": {**tiles, "slow": {"type": "text", "text": "x"}}}], revision="quick")
    rig.loop.step()
    assert rig.shown.fault == ""


@pytest.mark.expects_log
def test_tile_that_took_too_long_is_not_tried_again_with_each_picture(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr(time, "thread_time", lambda: next(clock) / 100)
    items = [{"label": f"Order number {number}", "value": number} for number in range(200)]
    slow = {"type": "list", "items": items}
    widgets = {"slow": slow, "clock": {"type": "clock", "show_seconds": True}}
    rig.send(pages=[{"landscape": ["slow clock"], "widgets": widgets}], revision="slow")
    rig.loop.step()
    after_first = next(clock)

    rig.run_until(START + 3)

    assert next(clock) - after_first < 100 * 3


@pytest.mark.expects_log
def test_tile_for_which_a_cold_start_left_no_time_is_there_seconds_later(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = itertools.count()
    monkeypatch.setattr(time, "thread_time", lambda: float(next(cold)))
    tiles = {"orders": {"type": "number", "title": "Orders", "value": 7}}
    rig.send(pages=[{"widgets": tiles}], revision="first")
    rig.loop.step()
    before = rig.shown.fault
    monkeypatch.setattr(time, "thread_time", lambda: 0.0)

    rig.run_until(START + 7)

    assert before == "orders on page 1: cannot be drawn in time"
    assert rig.shown.fault == ""
