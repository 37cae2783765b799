"""The hub on its event loop: what is pushed is published at once, a little at a time."""

from __future__ import annotations

import asyncio

from displayd.hub.background import publish_forever
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from tests.hub.walls import HUB, NOON, wall

COUNT = 3000


def large_hub() -> Hub:
    """Thousands of screens show `latency`, and `few` shows `orders`."""
    lines = [f"  s{number}: {{show: [sales]}}" for number in range(COUNT)]
    hub = Hub(lambda: NOON)
    hub.use(wall({"screens.yaml": "screens:\n  few: {show: [team]}\n" + "\n".join(lines) + "\n"}))
    while hub.publish_some() == 0:
        pass
    return hub


def put(hub: Hub, metric: str, value: float) -> None:
    hub.put(metric, Reading(value=value, as_of=NOON + value))


def test_a_change_of_one_screen_does_not_wait_for_thousands_of_others() -> None:
    hub = large_hub()
    few, many = hub.news("few"), [hub.news(f"s{number}") for number in range(COUNT)]
    put(hub, "latency", 1)
    for _ in range(3):
        hub.publish_some()
    put(hub, "orders", 1)
    portions = 0
    while not few.has_come():
        assert hub.publish_some() == 0
        portions += 1
    told = sum(news.has_come() for news in many)
    while hub.publish_some() == 0:
        pass

    assert portions < 10
    assert told < COUNT / 10
    assert all(news.has_come() for news in many)


def test_the_newest_of_many_values_is_served_and_nobody_is_told_of_each() -> None:
    hub = large_hub()
    rounds = 0
    for value in range(1, 400):
        put(hub, "latency", value)
        news = hub.news("s7")
        hub.publish_some()
        rounds += news.has_come()
    while hub.publish_some() == 0:
        pass
    issue = hub.issue("s7")

    assert rounds < 100
    assert issue is not None
    assert b",399.0]" in issue.body


def test_a_value_is_published_before_the_loop_does_anything_else_however_slow_the_rhythm() -> None:
    async def seconds() -> float:
        hub = Hub(lambda: NOON)
        hub.use(wall({"hub.yaml": HUB.replace("publish_seconds: 0.05", "publish_seconds: 3600")}))
        task = asyncio.create_task(publish_forever(hub))
        loop = asyncio.get_running_loop()
        await asyncio.sleep(0.05)
        news, began = hub.news("other"), loop.time()
        put(hub, "latency", 1)
        assert await news.wait(30, asyncio.sleep(60))
        took = loop.time() - began
        task.cancel()
        return took

    assert asyncio.run(seconds()) < 5


def test_by_default_a_screen_whose_values_change_all_the_time_changes_ten_times_a_second() -> None:
    async def changes() -> int:
        hub, clock = Hub(lambda: NOON), asyncio.get_running_loop().time
        hub.use(wall({"hub.yaml": HUB.replace("publish_seconds: 0.05\n", "")}))
        task = asyncio.create_task(publish_forever(hub))
        seen, value, until = 0, 0, clock() + 2
        news = hub.news("other")
        while clock() < until:
            value += 1
            put(hub, "latency", value)
            await asyncio.sleep(0.005)
            if news.has_come():
                seen, news = seen + 1, hub.news("other")
        task.cancel()
        return seen

    # Two seconds, and what may come ahead of its time; a busy machine makes it fewer.
    assert 5 <= asyncio.run(changes()) <= 25
