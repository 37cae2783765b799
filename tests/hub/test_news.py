"""Word that there is something new, and those who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from displayd.hub.news import News


def stays() -> Coroutine[Any, Any, None]:
    """Whoever waits is patient."""
    return asyncio.sleep(60)


def test_all_who_wait_hear_of_it() -> None:
    async def run() -> list[bool]:
        news = News()
        waiting = [asyncio.create_task(news.wait(60, stays())) for _ in range(5)]
        await asyncio.sleep(0)
        assert not news.has_come()
        news.come()
        assert news.has_come()
        return await asyncio.wait_for(asyncio.gather(*waiting), 30)

    assert asyncio.run(run()) == [True] * 5


def test_who_asks_too_late_does_not_wait() -> None:
    async def run() -> bool:
        news = News()
        news.come()
        return await asyncio.wait_for(news.wait(60, stays()), 30)

    assert asyncio.run(run())


def test_nothing_new_in_time_is_no_goodbye() -> None:
    async def run() -> bool:
        return await asyncio.wait_for(News().wait(0.01, stays()), 30)

    assert asyncio.run(run())


def test_who_has_gone_is_not_waited_for() -> None:
    async def run() -> bool:
        return await asyncio.wait_for(News().wait(60, asyncio.sleep(0)), 30)

    assert not asyncio.run(run())


def test_nothing_is_left_of_those_who_do_not_wait_any_more() -> None:
    async def run() -> None:
        news, before = News(), len(asyncio.all_tasks())
        await news.wait(0.01, stays())
        waiting = asyncio.create_task(news.wait(60, stays()))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.sleep(0.01)

        assert news._waiting == set()
        assert len(asyncio.all_tasks()) == before

    asyncio.run(run())
