"""Lines that strangers cause."""

from __future__ import annotations

import asyncio
import logging

import pytest

from displayd.hub.log_limiter import MAX_NAMES, LogLimiter

logger = logging.getLogger("displayd.tests.limited")
pytestmark = pytest.mark.expects_log


async def ended(limiter: LogLimiter, caplog: pytest.LogCaptureFixture, count: int) -> None:
    """Wait for so many lines."""
    async with asyncio.timeout(20):
        while len(caplog.records) < count:
            await asyncio.sleep(0.01)


def test_one_line_at_once_and_one_for_all_others(caplog: pytest.LogCaptureFixture) -> None:
    async def many() -> None:
        limiter = LogLimiter(logger, logging.WARNING, 0.2)
        for number in range(1000):
            limiter.log("10.0.0.1", f"10.0.0.1 did {number}")
        limiter.log("10.0.0.2", "10.0.0.2 did it")
        assert len(caplog.records) == 2
        await ended(limiter, caplog, 3)
        # Its own time begins after that of the thousand lines before it.
        await asyncio.sleep(0.2)
        limiter.log("10.0.0.2", "10.0.0.2 did it again")

    asyncio.run(many())

    assert [record.getMessage() for record in caplog.records] == [
        "10.0.0.1 did 0",
        "10.0.0.2 did it",
        "10.0.0.1 did 999 (999 more lines of this kind in 0 s)",
        "10.0.0.2 did it again",
    ]


def test_many_names_share_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def many() -> None:
        limiter = LogLimiter(logger, logging.WARNING, 0.2)
        for number in range(5000):
            limiter.log(f"10.0.{number}", f"10.0.{number} did it")
        assert len(caplog.records) == MAX_NAMES + 1
        await ended(limiter, caplog, MAX_NAMES + 2)

    asyncio.run(many())

    left = 5000 - MAX_NAMES - 1
    assert caplog.records[-1].getMessage().endswith(f"({left:,} more lines of others in 0 s)")


def test_the_first_few_may_be_said_at_once(caplog: pytest.LogCaptureFixture) -> None:
    async def many() -> None:
        limiter = LogLimiter(logger, logging.WARNING, 60.0, burst=5)
        for number in range(20):
            limiter.log("a", f"a did {number}")

    asyncio.run(many())

    assert [record.getMessage() for record in caplog.records] == [f"a did {number}" for number in range(5)]


def test_who_goes_on_gets_one_line_each_time(caplog: pytest.LogCaptureFixture) -> None:
    async def long() -> None:
        limiter = LogLimiter(logger, logging.WARNING, 0.1)
        until = asyncio.get_running_loop().time() + 1.0
        while asyncio.get_running_loop().time() < until:
            limiter.log("a", "a did it")
            await asyncio.sleep(0.002)

    asyncio.run(long())

    assert 2 <= len(caplog.records) <= 11
