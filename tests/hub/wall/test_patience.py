"""Work that hangs is left behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from displayd.hub.wall.patience import MOST_LEFT_BEHIND, HangsError, Patience, Steps


def hanging(until: threading.Event, name: str) -> Callable[[Steps], str]:
    """Work that does not answer before `until` is set."""

    def work(steps: Steps) -> str:
        steps.at(name)
        until.wait(60)
        return "late"

    return work


def reading(name: str) -> Callable[[Steps], str]:
    """Work that answers at once."""

    def work(steps: Steps) -> str:
        steps.at(name)
        return "read"

    return work


def test_work_that_answers_gives_its_result_and_its_errors() -> None:
    def broken(steps: Steps) -> None:
        raise TimeoutError("of its own")

    assert Patience().result(lambda steps: 3) == 3
    assert asyncio.run(Patience().awaited(lambda steps: 3)) == 3
    with pytest.raises(TimeoutError, match="of its own"):
        Patience().result(broken)
    with pytest.raises(TimeoutError, match="of its own"):
        asyncio.run(Patience().awaited(broken))


def test_what_hangs_is_told_by_name_and_not_touched_again_until_it_answers() -> None:
    until, patience = threading.Event(), Patience(step_seconds=0.05)
    with pytest.raises(HangsError, match=r"zz\.yaml"):
        patience.result(hanging(until, "zz.yaml"))

    with pytest.raises(HangsError, match=r"zz\.yaml"):
        patience.result(lambda steps: steps.at("zz.yaml"))
    others = patience.result(reading("a.yaml"))
    before = threading.active_count()
    until.set()
    deadline = time.monotonic() + 30
    while threading.active_count() >= before and time.monotonic() < deadline:
        time.sleep(0.01)

    assert others == "read"
    assert patience.result(reading("zz.yaml")) == "read"


def test_an_event_loop_goes_on_and_ends_while_something_hangs() -> None:
    until, ticks = threading.Event(), []

    async def beside() -> None:
        patience = Patience(step_seconds=0.3)
        work = asyncio.create_task(patience.awaited(hanging(until, "zz.yaml")))
        while not work.done():
            ticks.append(1)
            await asyncio.sleep(0.01)
        with pytest.raises(HangsError):
            await work

    asyncio.run(beside())
    until.set()

    assert len(ticks) > 5


def test_many_steps_that_each_answer_have_a_limit_in_all() -> None:
    def slow(steps: Steps) -> None:
        for number in range(1000):
            steps.at(f"{number}.yaml")
            time.sleep(0.01)

    with pytest.raises(HangsError, match=r"\.yaml"):
        Patience(step_seconds=0.1, total_seconds=0.2).result(slow)


def test_no_more_than_a_few_threads_are_left_behind() -> None:
    until, patience = threading.Event(), Patience(step_seconds=0.02)
    before = threading.active_count()
    try:
        for number in range(MOST_LEFT_BEHIND + 5):
            with pytest.raises(HangsError):
                patience.result(hanging(until, f"{number}.yaml"))
        assert threading.active_count() - before <= MOST_LEFT_BEHIND
    finally:
        until.set()
