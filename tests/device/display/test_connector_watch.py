"""When a picture is set anew: what TVs do when they are switched off and on, pulled out and replaced."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from displayd.device.display.connector_watch import ConnectorWatch
from displayd.device.display.drm import Connector

EDID = b"a TV"

ON = Connector("HDMI-A-1", is_connected=True, modes=("1920x1080@60", "1280x720@60"), edid=EDID)
OFF = Connector("HDMI-A-1", is_connected=False, modes=(), edid=b"")
# The third state: there, and not yet able to say what it can do.
MUTE = Connector("HDMI-A-1", is_connected=True, modes=(), edid=b"")
# What the kernel makes of a TV that does not answer.
FALLBACK = Connector("HDMI-A-1", is_connected=True, modes=("1024x768@60", "800x600@60"), edid=b"")
OTHER_RATE = ON._replace(modes=("1920x1080@50", "1280x720@50"))
OTHER_TV = ON._replace(edid=b"another TV")


class Room:
    """A TV to which things happen, and a watch that is asked twice a second as a drawing loop does."""

    def __init__(self, shown: Connector, sees_all: bool = True) -> None:
        self.now = 100.0
        self.sees_all = sees_all
        self.watch = ConnectorWatch((shown,), self.now, sees_all)
        self.looks = 0

    def pass_(self, seconds: float, tv: Connector, news_at: Sequence[float] = ()) -> list[float]:
        """Let time pass; after how long the picture was set anew each time.

        Args:
            news_at: after how long the kernel says that something has happened.
        """
        begin, found, news = self.now, [], list(news_at)
        while self.now < begin + seconds:
            has_news = bool(news) and self.now >= begin + news[0]
            if has_news:
                news.pop(0)
            if self.watch.is_look_due(self.now, has_news):
                self.looks += 1
                if self.watch.is_anew((tv,), self.now):
                    found.append(self.now - begin)
                    self.watch = ConnectorWatch((tv,), self.now, self.sees_all)
            self.now += 0.5
        return found


def test_nothing_is_set_anew_while_nothing_happens_and_looks_are_few() -> None:
    room = Room(ON)

    assert room.pass_(600, ON) == []
    assert room.looks <= 200


@pytest.mark.parametrize("away", [OFF, MUTE])
@pytest.mark.parametrize("seconds", [4, 60, 50_000])
@pytest.mark.parametrize("news_at", [(), (0.0,)])
def test_picture_waits_for_a_tv_that_is_away_and_is_set_again_when_it_is_back(
    away: Connector, seconds: float, news_at: Sequence[float]
) -> None:
    room = Room(ON)

    assert room.pass_(seconds, away, news_at) == []
    (after,) = room.pass_(60, ON, news_at)
    assert after <= (2 if news_at else 6)


@pytest.mark.parametrize("tv", [OTHER_RATE, OTHER_TV])
def test_another_tv_or_rate_in_the_same_size_is_noticed(tv: Connector) -> None:
    (after,) = Room(ON).pass_(60, tv, news_at=(0.0,))

    assert after <= 2


def test_tv_that_tells_its_modes_late_loses_the_fallback() -> None:
    room = Room(ON)
    room.pass_(30, OFF)
    early = room.pass_(20, FALLBACK, news_at=(0.0,))
    late = room.pass_(20, ON)

    assert len(early) == len(late) == 1
    assert late[0] <= 6


def test_tv_that_comes_and_goes_is_set_once_when_it_has_settled() -> None:
    room = Room(ON)
    found = []
    for tv in [OFF, ON, OFF, ON, MUTE, FALLBACK]:
        found += room.pass_(0.5, tv, news_at=(0.0,))
    settled = room.pass_(60, ON, news_at=(0.0,))

    assert found == []
    assert len(settled) == 1
    assert settled[0] <= 2


def test_tv_that_never_settles_has_a_picture_now_and_then() -> None:
    room = Room(ON)
    found = 0
    for _ in range(60):
        found += len(room.pass_(0.5, OFF, news_at=(0.0,)))
        found += len(room.pass_(0.5, ON, news_at=(0.0,)))

    assert 5 <= found <= 15


def test_pulse_too_short_to_be_seen_counts_where_looks_do_not_tell_everything() -> None:
    assert len(Room(ON, sees_all=False).pass_(60, ON, news_at=(10.0,))) == 1
    assert Room(ON, sees_all=True).pass_(60, ON, news_at=(10.0,)) == []
