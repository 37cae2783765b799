"""Pauses between questions: long enough for a server, short enough for who waits before the TV, never all alike."""

from __future__ import annotations

from random import Random

import pytest

from displayd.device.network.rhythm import CLAIM_SECONDS, NOBODY_THERE_LIMIT_SECONDS, Rhythm
from displayd.device.trouble import Trouble


@pytest.fixture
def rhythm() -> Rhythm:
    return Rhythm(poll_seconds=30.0, random=Random(1))


@pytest.mark.parametrize("failures", [1, 2, 5, 9, 50, 10_000])
def test_retries_are_spread_between_half_and_the_whole_of_their_time(rhythm: Rhythm, failures: int) -> None:
    pauses = [rhythm.retry_pause(failures, "server-error") for _ in range(200)]
    whole = min(300.0, 2.0 ** min(failures - 1, 20))

    assert all(whole / 2 <= pause <= whole for pause in pauses)
    assert max(pauses) - min(pauses) > whole / 4


@pytest.mark.parametrize("kind", ["no-network", "refused", "cut-off"])
def test_server_that_is_not_there_is_looked_for_often(rhythm: Rhythm, kind: Trouble) -> None:
    pauses = [rhythm.retry_pause(50, kind) for _ in range(200)]

    assert all(NOBODY_THERE_LIMIT_SECONDS / 2 <= pause <= NOBODY_THERE_LIMIT_SECONDS for pause in pauses)


def test_mistake_of_our_own_is_tried_again_after_ever_longer_pauses(rhythm: Rhythm) -> None:
    assert rhythm.retry_pause(1) <= 1
    assert 150 <= rhythm.retry_pause(50) <= 300


def test_who_waits_to_be_claimed_does_not_wait_longer_each_time(rhythm: Rhythm) -> None:
    pauses = [rhythm.retry_pause(failures, "not-claimed") for failures in range(1, 200)]

    assert all(0.8 * CLAIM_SECONDS <= pause <= 1.2 * CLAIM_SECONDS for pause in pauses)


def test_questions_of_several_screens_do_not_stay_together(rhythm: Rhythm) -> None:
    pauses = [rhythm.poll_pause() for _ in range(200)]

    assert all(24 <= pause <= 36 for pause in pauses)
    assert len(set(pauses)) > 190


def test_news_is_asked_for_at_once_and_in_a_flood_ten_times_a_second() -> None:
    rhythm, now, asked = Rhythm(), 1000.0, 0
    for second in range(10):
        assert rhythm.news_pause(now + second) == 0
    now += 60
    while now < 1180:
        now += rhythm.news_pause(now) + 0.001
        asked += 1

    assert asked == pytest.approx(10 + 120 * 10, abs=15)


def test_a_screen_that_shows_two_changes_a_second_never_waits_for_the_third() -> None:
    rhythm = Rhythm()

    assert all(rhythm.news_pause(1000.0 + step * 0.15) == 0 for step in range(1000))
