"""The hub's side of the process that runs SQL: started for a round of questions, and killed when one takes too long."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import msgspec

from displayd.errors import SourceError
from displayd.hub.framed_process import FramedProcess, FrameTooLongError
from displayd.hub.kpis.running.frames import MAX_FRAME_BYTES, Answer, Cells, Question, SetUp, TableData

__all__ = ["DatabaseError", "Process", "TimeoutOfDatabaseError"]

# To start Python, load a library and reach a server.
START_SECONDS = 20.0

# A server is told how long a question may take, and says so itself; after so much more it is not waited for.
GRACE_SECONDS = 2.0


class DatabaseError(SourceError):
    """The database cannot be reached, or the process that asks it has ended."""


class TimeoutOfDatabaseError(SourceError):
    """A question took too long; whoever asked is gone with it."""


class Process:
    """One process for one database. Ends by itself when nobody asks it."""

    def __init__(self, set_up: SetUp) -> None:
        """Start it.

        Raises:
            DatabaseError: the database cannot be reached, or has no library here.
        """
        self._set_up = set_up
        self._has: set[str] = set()
        self._process = FramedProcess("displayd.hub.kpis.running.worker")
        try:
            self._write(msgspec.msgpack.encode(set_up))
            answer = self._answer(START_SECONDS + set_up.timeout_seconds)
        except BaseException:
            self.close()
            raise
        if answer.failure:
            self.close()
            raise DatabaseError(answer.failure)

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process.is_running

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def __enter__(self) -> Self:
        """It, to be closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def ask(
        self,
        sql: str,
        rows: int,
        views: Sequence[tuple[str, str]] = (),
        tables: Mapping[str, Callable[[], TableData]] | None = None,
    ) -> tuple[list[str], Cells]:
        """Names of the columns and the rows of `sql`, `rows` and one at most; blocks.

        Args:
            views: see `Question`.
            tables: what it reads of the hub's; made and handed over once, by a name that is another for other data.

        Raises:
            TimeoutOfDatabaseError: it took too long; the process is gone.
            DatabaseError: the database is gone.
            SourceError: it has no answer to this.
        """
        new = {name: make for name, make in (tables or {}).items() if name not in self._has}
        question = Question(sql=sql, rows=rows, views=list(views), tables=[make() for make in new.values()])
        answer = self._asked(question)
        self._has |= new.keys()
        return answer.columns, answer.rows

    def change(self, sql: str) -> None:
        """Run a statement that gives nothing; only where the set-up is not read-only.

        Raises:
            SourceError: as `ask`.
        """
        self._asked(Question(sql=sql, rows=0, is_change=True))

    def _asked(self, question: Question) -> Answer:
        self._write(msgspec.msgpack.encode(question))
        answer = self._answer(self._set_up.timeout_seconds + (GRACE_SECONDS if self._set_up.url else 0))
        if answer.failure and answer.is_of_the_partner:
            self.close()
            raise DatabaseError(answer.failure)
        if answer.failure:
            raise SourceError(answer.failure)
        return answer

    def close(self) -> None:
        """End it now, whatever it does."""
        self._process.end()

    def _write(self, body: bytes) -> None:
        try:
            self._process.send(body)
        except BrokenPipeError as exc:
            raise self._ended() from exc

    def _answer(self, seconds: float) -> Answer:
        try:
            body = self._process.receive(seconds, MAX_FRAME_BYTES)
        except TimeoutError as exc:
            self.close()
            raise TimeoutOfDatabaseError(f"takes longer than {self._set_up.timeout_seconds:g} s") from exc
        except EOFError as exc:
            raise self._ended() from exc
        except FrameTooLongError as exc:
            self.close()
            raise SourceError("gives far too much") from exc
        answer: Answer = msgspec.msgpack.decode(body, type=Answer)
        return answer

    def _ended(self) -> SourceError:
        """Why the process has ended."""
        code = self._process.wait()
        self.close()
        if -code in (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS):
            return TimeoutOfDatabaseError(f"needs too much memory, or brings the database down (signal {-code})")
        return DatabaseError(f"the process that asks the database has ended ({code})")
