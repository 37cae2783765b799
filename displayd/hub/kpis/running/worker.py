"""The process that runs the SQL of one database: reads questions from its input, and writes answers.

A process of its own, because neither a query that takes 2 GB nor a crash in a database's library may cost the screens:
what takes too long, or too much memory, is killed, and the hub goes on. It holds no state that would be missed, ends
with the hub, and is the first that the kernel takes when memory runs out.
"""

from __future__ import annotations

import contextlib
import os
import queue
import resource
import struct
import sys
import threading
from typing import BinaryIO

import msgspec

from displayd.hub.helper_process import be_humble, exactly, own_channels
from displayd.hub.kpis.running.connection import Connection, RefusedError
from displayd.hub.kpis.running.frames import Answer, Question, SetUp
from displayd.hub.kpis.running.opening import opened

__all__ = ["main"]

# Beside the memory that DuckDB counts there are the program, its libraries and what is not counted; of a server, there
# is what it answers.
BESIDE_MB = 1500


def main() -> None:
    """Answer questions until there are no more."""
    questions, answers = own_channels()
    be_humble()
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    set_up = msgspec.msgpack.decode(_read(questions), type=SetUp)
    _limit_memory(set_up)
    threading.Thread(target=_listen, args=(questions, inbox), daemon=True).start()
    connection: Connection | None = None
    try:
        connection = opened(set_up)
        _write(answers, Answer())
    except RefusedError as exc:
        _write(answers, Answer(failure=exc.reason, is_of_the_partner=exc.is_of_the_partner))
    while connection is not None:
        try:
            frame = inbox.get(timeout=set_up.idle_seconds)
        except queue.Empty:
            break
        question = msgspec.msgpack.decode(frame, type=Question)
        _write(answers, _answer(connection, question))
    # Without waiting for connections to be closed with politeness.
    os._exit(0)


def _answer(connection: Connection, question: Question) -> Answer:
    try:
        connection.take(question.views, question.tables)
        if question.is_change:
            connection.run(question.sql)
            return Answer()
        columns, rows = connection.ask(question.sql, question.rows)
    except RefusedError as exc:
        return Answer(failure=exc.reason, is_of_the_partner=exc.is_of_the_partner)
    except MemoryError:
        return Answer(failure="needs more memory than it may use")
    return Answer(columns=columns, rows=rows)


def _limit_memory(set_up: SetUp) -> None:
    most = BESIDE_MB
    if set_up.dialect == "duckdb":
        most += set_up.memory_mb
        if set_up.is_read_only:
            # No file is written by it, whatever SQL says.
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    elif (set_up.url or "").startswith("chdb"):
        # A whole ClickHouse, to try KPIs with; it has a limit of its own.
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most * 1_000_000, most * 1_000_000))


def _listen(questions: BinaryIO, inbox: queue.SimpleQueue[bytes]) -> None:
    """Hand on questions, and end the process with the hub, whatever it is doing."""
    try:
        while True:
            inbox.put(_read(questions))
    except EOFError:
        os._exit(0)


def _read(stream: BinaryIO) -> bytes:
    """The next frame.

    Raises:
        EOFError: there is none.
    """
    (length,) = struct.unpack(">I", exactly(stream, 4))
    return exactly(stream, length)


def _write(stream: BinaryIO, answer: Answer) -> None:
    body = msgspec.msgpack.encode(answer)
    frame = memoryview(struct.pack(">I", len(body)) + body)
    while frame:
        frame = frame[stream.write(frame) or 0 :]


if __name__ == "__main__":
    try:
        main()
    except EOFError:
        sys.exit(0)
