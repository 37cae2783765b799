"""Work on files that may never answer, such as those of a network disk that is away.

Nothing in Python, nor in the kernel, gives such a call a time limit. So the work runs in a thread of its own that can
be left behind: it holds up neither what comes after it nor the end of the process.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

__all__ = ["HangsError", "Patience", "Steps"]

T = TypeVar("T")

STEP_SECONDS = 5.0
"""How long one file or folder may take."""

TOTAL_SECONDS = 60.0
"""How long all of them may take."""

# Each is a thread and its stack, for as long as its file hangs.
MOST_LEFT_BEHIND = 8


class HangsError(Exception):
    """Something does not answer."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not answer")
        self.name = name


class Steps:
    """Where work is: the work says so, and who waits for it looks."""

    def __init__(self, hanging: frozenset[str] = frozenset()) -> None:
        """Args: hanging: names that are not to be touched, since earlier work still hangs there."""
        self.hanging = hanging
        self.name = ""
        self.began_at = time.monotonic()

    def at(self, name: str) -> None:
        """Go on with `name`.

        Raises:
            HangsError: it did not answer earlier, and still does not.
        """
        if name in self.hanging:
            raise HangsError(name)
        self.name, self.began_at = name, time.monotonic()


class _Work(Generic[T]):
    """Work in a thread of its own, begun at once."""

    def __init__(self, work: Callable[[Steps], T], steps: Steps) -> None:
        self.steps = steps
        self.began_at = time.monotonic()
        self.future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self.future.set_running_or_notify_cancel()
        self._work = work
        # A daemon thread: the interpreter does not wait for it at its end.
        threading.Thread(target=self._run, daemon=True, name="wall folder").start()

    def _run(self) -> None:
        try:
            result = self._work(self.steps)
        except BaseException as exc:  # noqa: BLE001 - raised where the result is waited for
            self.future.set_exception(exc)
        else:
            self.future.set_result(result)


class Patience:
    """Waits for work on files, and leaves behind what does not come to an end."""

    def __init__(self, step_seconds: float = STEP_SECONDS, total_seconds: float = TOTAL_SECONDS) -> None:
        """Args: step_seconds, total_seconds: how long one step and all steps may take."""
        self._step_seconds = step_seconds
        self._total_seconds = total_seconds
        self._left: list[_Work[Any]] = []

    def result(self, work: Callable[[Steps], T]) -> T:
        """What `work` returns or raises; blocks.

        Raises:
            HangsError: it hangs.
        """
        begun = self._begin(work)
        while not begun.future.done():
            concurrent.futures.wait([begun.future], self._slice())
            self._leave_if_it_hangs(begun)
        return begun.future.result()

    async def awaited(self, work: Callable[[Steps], T]) -> T:
        """The same beside an event loop."""
        begun = self._begin(work)
        waiting = asyncio.wrap_future(begun.future)
        try:
            while not waiting.done():
                await asyncio.wait([waiting], timeout=self._slice())
                if not waiting.done():
                    self._leave_if_it_hangs(begun)
            return waiting.result()
        finally:
            # Else a thread that comes to an end later would tell an event loop that may be gone.
            waiting.cancel()

    def _slice(self) -> float:
        return self._step_seconds / 5

    def _begin(self, work: Callable[[Steps], T]) -> _Work[T]:
        self._left = [one for one in self._left if not one.future.done()]
        hanging = frozenset(one.steps.name for one in self._left)
        if len(self._left) >= MOST_LEFT_BEHIND:
            raise HangsError(self._left[-1].steps.name)
        return _Work(work, Steps(hanging))

    def _leave_if_it_hangs(self, begun: _Work[Any]) -> None:
        now = time.monotonic()
        is_late = now - begun.steps.began_at > self._step_seconds or now - begun.began_at > self._total_seconds
        if is_late and not begun.future.done():
            self._left.append(begun)
            raise HangsError(begun.steps.name)
