"""A process that answers over its pipes, and ends while somebody waits for it."""

from __future__ import annotations

import threading

import pytest

from displayd.hub.framed_process import FramedProcess


def test_who_waits_for_an_answer_hears_at_once_that_the_process_was_ended() -> None:
    for _ in range(40):
        # Answers when it is asked; nobody does.
        process = FramedProcess("displayd.tools.page_drawing")
        heard: list[BaseException] = []

        def wait(process: FramedProcess = process, heard: list[BaseException] = heard) -> None:
            try:
                process.receive(300, 1_000)
            except EOFError as exc:
                heard.append(exc)

        waiting = threading.Thread(target=wait, daemon=True)
        waiting.start()
        process.end()
        waiting.join(20)

        assert not waiting.is_alive()
        assert heard


def test_of_one_that_was_ended_nothing_comes() -> None:
    process = FramedProcess("displayd.tools.page_drawing")
    process.end()

    with pytest.raises(EOFError):
        process.receive(300, 1_000)
    with pytest.raises((OSError, ValueError)):
        process.send(b"Hello?")
