"""The thread that asks the hub for the time; the hub is real and on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from displayd.device.mailbox import Mailbox, NewTimeSample
from displayd.device.network.timekeeper import FEW, RETRY_SECONDS, Timekeeper
from displayd.device.system.time_sample import TimeSample
from tests.device.network.clients import client_of
from tests.device.network.polling import eventually
from tests.support.fakes import FakeHub, reply

TIME = "/v1/time"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def keeper(hub: FakeHub, mailbox: Mailbox) -> Iterator[Timekeeper]:
    keeper = Timekeeper(client_of(hub), mailbox)
    yield keeper
    keeper.stop()


def test_nothing_is_asked_before_the_hub_was_heard_of(hub: FakeHub, keeper: Timekeeper) -> None:
    keeper.start()
    keeper.stop()

    assert hub.requests(TIME) == []


def test_the_hubs_time_comes_in_a_few_exchanges_over_one_connection(
    hub: FakeHub, keeper: Timekeeper, mailbox: Mailbox
) -> None:
    hub.clock_offset = 86_400.0
    keeper.start()
    keeper.hear(is_mirror=False)

    assert eventually(lambda: len(hub.requests(TIME)) >= FEW)
    samples: list[TimeSample] = []

    def has_all() -> bool:
        samples.extend(message.sample for message in mailbox.take_all() if isinstance(message, NewTimeSample))
        return len(samples) >= FEW

    assert eventually(has_all)
    assert all(abs(sample.hub_time - time.time() - 86_400) < 60 for sample in samples)
    assert "authorization" in hub.requests(TIME)[0].headers


def test_a_mirror_is_told_on_and_on(hub: FakeHub, keeper: Timekeeper) -> None:
    keeper.start()
    keeper.hear(is_mirror=True)

    assert eventually(lambda: len(hub.requests(TIME)) > FEW)


def test_a_hub_that_does_not_say_is_asked_again_later(hub: FakeHub, keeper: Timekeeper, mailbox: Mailbox) -> None:
    hub.do(TIME, reply(404), times=1)
    pauses = [keeper.step(), keeper.step()]

    assert pauses[0] == RETRY_SECONDS
    assert pauses[1] is not None
    assert pauses[1] < 1
    assert len(mailbox.take_all()) == 1


@pytest.mark.expects_log
def test_a_mistake_of_ours_does_not_end_it(hub: FakeHub, mailbox: Mailbox) -> None:
    class Broken(Timekeeper):
        count = 0

        def step(self) -> float | None:
            self.count += 1
            if self.count == 1:
                raise ZeroDivisionError
            return super().step()

    keeper = Broken(client_of(hub), mailbox)
    keeper.start()
    keeper.hear(is_mirror=False)
    assert eventually(lambda: keeper.count == 1)
    keeper.hear(is_mirror=False)

    assert eventually(lambda: hub.requests(TIME))
    keeper.stop()
