"""The collector of reference cycles: not in the way, and not forgotten."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from displayd.hub import garbage
from displayd.hub.garbage import calm_collector, collect_forever, leave_out


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.own = self


def test_old_objects_are_gone_through_only_when_it_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PAUSE_SECONDS", 0.01)
    passes: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            passes.append(about["generation"])

    async def run() -> None:
        knot = Knot()
        gc.collect(1)
        ghost = weakref.ref(knot)
        del knot
        kept = [[number] for number in range(300_000)]
        assert 2 not in passes
        assert ghost() is not None
        task = asyncio.create_task(collect_forever())
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if ghost() is None:
                break
        task.cancel()
        assert len(kept) == 300_000
        assert ghost() is None

    with calm_collector():
        gc.callbacks.append(note)
        try:
            asyncio.run(run())
        finally:
            gc.callbacks.remove(note)
    assert 0 in passes


def test_what_was_left_out_of_it_is_not_gone_through_in_between_and_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage, "PAUSE_SECONDS", 0.01)

    async def run() -> None:
        kept = [Knot() for _ in range(1000)]
        left_out = weakref.ref(kept[0])
        leave_out()
        kept.clear()
        for generation in (0, 1, 2):
            gc.collect(generation)
        assert left_out() is not None
        task = asyncio.create_task(collect_forever())
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if left_out() is None:
                break
        task.cancel()
        assert left_out() is None

    with calm_collector():
        asyncio.run(run())


def test_a_crowd_that_is_served_is_waited_out_and_no_longer_than_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(garbage, "LOOK_AGAIN_SECONDS", 0.01)

    async def looks_until_collected(looks_busy: float) -> float:
        """How often somebody looked whether the hub was busy, which it was so many times, before a knot was gone."""
        knot = Knot()
        leave_out()
        ghost = weakref.ref(knot)
        del knot
        looks = 0

        def is_busy() -> bool:
            nonlocal looks
            looks += ghost() is not None
            return looks <= looks_busy

        task = asyncio.create_task(collect_forever(is_busy))
        for _ in range(3000):
            await asyncio.sleep(0.01)
            if ghost() is None:
                break
        task.cancel()
        assert ghost() is None
        return looks

    with calm_collector():
        assert asyncio.run(looks_until_collected(5)) == 6
        monkeypatch.setattr(garbage, "LONGEST_WAIT_SECONDS", 0.2)
        assert asyncio.run(looks_until_collected(float("inf"))) > 1


def test_afterwards_everything_is_as_it_was() -> None:
    before = gc.get_threshold()
    with calm_collector():
        assert gc.get_threshold() != before

    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
