"""The box between the threads: nothing is lost, and the reader is woken."""

from __future__ import annotations

import os
import select
import signal
import threading
from pathlib import Path

from displayd.device.mailbox import CacheState, LinkState, Mailbox


def is_ready(mailbox: Mailbox, seconds: float = 0.0) -> bool:
    return bool(select.select([mailbox.fileno()], [], [], seconds)[0])


def test_messages_come_out_in_the_order_they_went_in() -> None:
    mailbox = Mailbox()
    messages = [CacheState(str(number)) for number in range(5)]
    for message in messages:
        mailbox.put(message)

    assert is_ready(mailbox)
    assert mailbox.take_all() == messages
    assert mailbox.take_all() == []
    assert not is_ready(mailbox)


def test_a_sleeping_reader_is_woken() -> None:
    mailbox = Mailbox()
    threading.Timer(0.1, mailbox.put, [CacheState("")]).start()

    assert is_ready(mailbox, 10)
    assert mailbox.take_all() == [CacheState("")]


def test_a_wake_up_needs_no_message() -> None:
    mailbox = Mailbox()
    mailbox.wake()

    assert is_ready(mailbox)
    assert mailbox.take_all() == []
    assert not is_ready(mailbox)


def test_a_reader_that_is_late_neither_blocks_the_writers_nor_loses_anything() -> None:
    mailbox = Mailbox()
    for number in range(100_000):
        mailbox.put(CacheState(str(number)))

    assert len(mailbox.take_all()) == 100_000
    assert not is_ready(mailbox)


def test_messages_of_many_threads_all_arrive() -> None:
    mailbox = Mailbox()

    def put_many() -> None:
        for _ in range(500):
            mailbox.put(CacheState(""))

    threads = [threading.Thread(target=put_many) for _ in range(8)]
    for thread in threads:
        thread.start()

    taken = 0
    while taken < 4000:
        assert is_ready(mailbox, 10)
        taken += len(mailbox.take_all())

    assert taken == 4000


def test_a_signal_wakes_the_reader_by_itself() -> None:
    mailbox = Mailbox()
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    wakeup_before = signal.set_wakeup_fd(mailbox.wake_fd)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)

        assert is_ready(mailbox, 10)
    finally:
        signal.set_wakeup_fd(wakeup_before)
        signal.signal(signal.SIGUSR1, before)


def test_the_descriptors_go_back_with_the_mailbox() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        Mailbox().wake()

    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_a_state_tells_trouble() -> None:
    assert not LinkState("ok", "", "", "", 100.0).is_trouble
    assert not LinkState("connecting", "", "", "", 100.0).is_trouble
    assert LinkState("dns", "", "", "", 100.0).is_trouble
