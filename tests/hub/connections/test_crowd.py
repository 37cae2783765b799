"""Who has to go when it gets tight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from displayd.hub.addresses import is_loopback
from displayd.hub.connections import crowd as module
from displayd.hub.connections.crowd import Crowd

pytestmark = pytest.mark.expects_log


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strangers have no moment to say who they are, but where a test says so."""
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(module, "URGENT_QUIET_SECONDS", 0.0)


class Visitor:
    """A connection that only remembers whether it has been closed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.is_open = True

    def give_way(self) -> None:
        self.is_open = False


def tried(crowd: Crowd, claim: Callable[[Crowd], None]) -> None:
    """`claim` on an event loop, which the log needs."""

    async def inside() -> None:
        claim(crowd)

    asyncio.run(inside())


def enter(crowd: Crowd, address: str, owner: str = "") -> Visitor:
    visitor = Visitor(address)
    crowd.enter(visitor)
    if owner:
        crowd.belongs(visitor, owner)
    return visitor


def test_an_address_with_too_many_loses_those_quiet_for_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRANGERS_EACH", 3)

    def claim(crowd: Crowd) -> None:
        other = enter(crowd, "10.0.0.2")
        first, second, *_ = visitors = [enter(crowd, "10.0.0.1") for _ in range(3)]
        crowd.is_active(first)
        enter(crowd, "10.0.0.1")

        assert not second.is_open
        assert other.is_open
        assert sum(visitor.is_open for visitor in visitors) == 2

    tried(Crowd(1000, is_loopback), claim)


def test_all_of_an_ipv6_network_count_as_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRANGERS_EACH", 3)

    def claim(crowd: Crowd) -> None:
        visitors = [enter(crowd, f"2001:db8::{number}") for number in range(5)]
        other = enter(crowd, "2001:db8:0:1::1")

        assert [visitor.is_open for visitor in visitors] == [False, False, True, True, True]
        assert other.is_open

    tried(Crowd(1000, is_loopback), claim)


def test_screens_are_kept_and_strangers_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRANGERS_EACH", 5)

    def claim(crowd: Crowd) -> None:
        screens = [enter(crowd, "10.0.0.1", f"screen s{number}") for number in range(20)]
        strangers = [enter(crowd, "10.0.0.1") for _ in range(20)]

        assert all(screen.is_open for screen in screens)
        assert sum(stranger.is_open for stranger in strangers) == 5

    tried(Crowd(1000, is_loopback), claim)


def test_strangers_of_all_addresses_have_only_so_many_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRANGERS", 10)

    def claim(crowd: Crowd) -> None:
        lone = enter(crowd, "10.0.0.1")
        many = [enter(crowd, f"10.0.1.{number % 4}") for number in range(40)]

        assert lone.is_open
        assert sum(visitor.is_open for visitor in many) == 9

    tried(Crowd(1000, is_loopback), claim)


def test_a_screen_gets_in_when_strangers_have_taken_everything() -> None:
    visitors: list[Visitor] = []

    def claim(crowd: Crowd) -> None:
        for number in range(500):
            visitor = enter(crowd, f"10.0.{number % 200}.1")
            visitors.append(visitor)
            for gone in [one for one in visitors if not one.is_open]:
                crowd.leave(gone)
                visitors.remove(gone)
        assert not crowd.is_full

        screen = enter(crowd, "10.1.0.1", "screen left")

        assert screen.is_open

    tried(Crowd(100, is_loopback), claim)


def test_a_burst_of_new_connections_has_a_moment_to_say_who_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 1000.0)
    monkeypatch.setattr(module, "URGENT_QUIET_SECONDS", 1000.0)
    monkeypatch.setattr(module, "STRANGERS_EACH", 10)

    def claim(crowd: Crowd) -> None:
        burst = [enter(crowd, "10.0.0.1") for _ in range(20)]
        assert all(visitor.is_open for visitor in burst)
        assert not crowd.make_room()
        enter(crowd, "10.0.0.1")

        assert [visitor.is_open for visitor in burst] == [False] + 19 * [True]

    tried(Crowd(1000, is_loopback), claim)


def test_the_screens_of_a_large_wall_may_come_all_at_once_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STRANGERS_EACH", 10)

    def claim(crowd: Crowd) -> None:
        screens = [enter(crowd, "127.0.0.1") for _ in range(10_000)]

        assert all(screen.is_open for screen in screens)

    tried(Crowd(60_000, is_loopback), claim)


def test_only_screens_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 1000.0)
    monkeypatch.setattr(module, "URGENT_QUIET_SECONDS", 1000.0)

    def claim(crowd: Crowd) -> None:
        screens = [enter(crowd, "10.0.0.1", f"screen s{number}") for number in range(10)]
        asked = []
        crowd.has_room = lambda: asked.append(len(crowd))

        assert crowd.is_full
        assert not crowd.make_room(0.0)
        assert all(screen.is_open for screen in screens)
        crowd.leave(screens[0])
        assert asked == [9]
        assert not crowd.is_full

    tried(Crowd(10, is_loopback), claim)


def test_one_screen_cannot_take_the_places_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OWN_EACH", 3)

    def claim(crowd: Crowd) -> None:
        other = enter(crowd, "10.0.0.1", "screen right")
        visitors = [enter(crowd, "10.0.0.1", "screen left") for _ in range(5)]

        assert other.is_open
        assert [visitor.is_open for visitor in visitors] == [False, False, True, True, True]

    tried(Crowd(1000, is_loopback), claim)


def test_a_connection_that_a_proxy_uses_for_several_screens_counts_once() -> None:
    def claim(crowd: Crowd) -> None:
        visitor = enter(crowd, "127.0.0.1", "screen left")
        crowd.belongs(visitor, "screen right")
        crowd.belongs(visitor, "screen left")
        crowd.is_active(visitor)

        assert len(crowd) == 1
        crowd.leave(visitor)
        crowd.belongs(visitor, "screen left")
        crowd.is_active(visitor)
        assert len(crowd) == 0

    tried(Crowd(1000, is_loopback), claim)


def test_a_thousand_closed_connections_are_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "STRANGERS_EACH", 3)

    def claim(crowd: Crowd) -> None:
        for _ in range(1000):
            enter(crowd, "10.0.0.1")

    tried(Crowd(5000, is_loopback), claim)

    assert [record.getMessage().split(";")[0] for record in caplog.records] == [
        "10.0.0.1 has too many connections open"
    ]
