"""Pictures of pages as browsers ask for them: one drawn after the other beside the event loop, each once."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from displayd.errors import DisplaydError
from displayd.hub.page_pictures.frames import DrawAnswer, DrawQuestion
from displayd.hub.page_pictures.process import DrawingError, DrawingProcess, TooSlowError

__all__ = ["BusyError", "Drawer", "PageKey", "UnableError", "Wanted"]

logger = logging.getLogger(__name__)

KEPT_BYTES = 32_000_000
"""Of finished pictures: some 500 as the wall page shows them, for all browsers together."""

MOST_WAITING = 300
"""Pictures that are waited for at once. Browsers ask for what is in their window, a few at a time."""

# A process that has died of one page is not started again and again for the same one.
FAILED_SECONDS = 60.0

# Whoever installs what was missing sees pages without starting the hub anew.
UNABLE_SECONDS = 300.0

# A process that is ended by the kernel, or by its own idleness at just that moment, is started anew once.
_TRIES = 2


class PageKey(NamedTuple):
    """What a picture depends on; equal keys give equal pictures."""

    document_key: str
    """Digest of the document, its screen's name left out."""
    page: int
    unix_time: float
    size: tuple[int, int]
    max_width_px: int


@dataclass(frozen=True)
class Wanted:
    """A picture that somebody waits for."""

    key: PageKey
    document: Callable[[], bytes] = field(compare=False)
    """Made when the process does not know it yet."""
    picture: Callable[[str], bytes | None] = field(compare=False)
    """A picture file by what the document calls it; None for one that is not there."""


class BusyError(DisplaydError):
    """Too many pictures are waited for already."""


class UnableError(DisplaydError):
    """This machine has not what it takes to draw."""


class Drawer:
    """Draws for one hub; belongs to its event loop. Starts nothing before a picture is wanted."""

    def __init__(self, process: Callable[[], DrawingProcess] = DrawingProcess) -> None:
        self._start = process
        self._process: DrawingProcess | None = None
        self._kept: OrderedDict[PageKey, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._failed: dict[PageKey, tuple[float, str]] = {}
        self._waiting: OrderedDict[object, tuple[Wanted, asyncio.Future[bytes]]] = OrderedDict()
        """By place: what is wanted there, the newest alone."""
        self._under_way: dict[PageKey, asyncio.Future[bytes]] = {}
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False
        self._unable_until = 0.0
        self._unable = ""
        self.drawn = 0
        """Pictures drawn since the start."""

    @property
    def pid(self) -> int | None:
        """Number of the process that draws; None while there is none."""
        return self._process.pid if self._process and self._process.is_running else None

    def unable(self) -> str:
        """Why no page can be drawn on this machine, as far as is known; empty for nothing."""
        if not self._unable and not self._unable_until:
            # Looked for, and not loaded.
            missing = [name for name in ("cairo", "gi") if importlib.util.find_spec(name) is None]
            self._unable = f"there is no {' and no '.join(missing)} for Python" if missing else ""
            self._unable_until = float("inf") if missing else 0.0
        return self._unable if time.monotonic() < self._unable_until else ""

    async def picture(self, place: object, wanted: Wanted) -> bytes:
        """The PNG of `wanted`, or of what is wanted at the same place by the time its turn comes.

        Args:
            place: where it is shown; the newest page that is wanted there counts.

        Raises:
            BusyError: too many wait; come again in a moment.
            UnableError: no page can be drawn here.
            DrawingError: this one cannot.
        """
        if (kept := self._kept.get(wanted.key)) is not None:
            self._kept.move_to_end(wanted.key)
            return kept
        if reason := self.unable():
            raise UnableError(reason)
        until, failure = self._failed.get(wanted.key, (0.0, ""))
        if time.monotonic() < until:
            raise DrawingError(failure)
        future = self._under_way.get(wanted.key) or self._queued(place, wanted)
        # Whoever goes away does not take it from the others.
        return await asyncio.shield(future)

    def close(self) -> None:
        """End the process, start none any more, and send away who waits."""
        # Before the process is looked for: one that is being started finds it out itself.
        self._is_closed = True
        if self._task is not None:
            self._task.cancel()
        for _, future in self._waiting.values():
            future.cancel()
        self._waiting.clear()
        if self._process is not None:
            self._process.end()
            self._process = None

    def _queued(self, place: object, wanted: Wanted) -> asyncio.Future[bytes]:
        _, future = self._waiting.get(place, (None, None))
        if future is None:
            if len(self._waiting) >= MOST_WAITING:
                raise BusyError("too many pictures are wanted at once")
            future = asyncio.get_running_loop().create_future()
        self._waiting[place] = (wanted, future)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._draw_all())
        return future

    async def _draw_all(self) -> None:
        """Draw until nobody waits."""
        while self._waiting:
            _, (wanted, future) = self._waiting.popitem(last=False)
            self._under_way[wanted.key] = future
            try:
                picture = self._kept.get(wanted.key) or await self._drawn(wanted)
            except DisplaydError as exc:
                future.set_exception(exc)
                future.exception()  # Nobody may be there any more to hear of it.
            except BaseException:
                future.cancel()
                raise
            else:
                future.set_result(picture)
            finally:
                del self._under_way[wanted.key]

    async def _drawn(self, wanted: Wanted) -> bytes:
        try:
            answer = await asyncio.to_thread(self._asked, wanted)
        except DrawingError as exc:
            logger.warning("Page %d of a screen's document cannot be drawn: %s", wanted.key.page + 1, exc.message)
            self._note_failure(wanted.key, exc.message)
            raise
        if answer.is_unable:
            self._unable, self._unable_until = answer.failure, time.monotonic() + UNABLE_SECONDS
            logger.warning("The wall page shows what screens send, as the hub cannot draw: %s", answer.failure)
            raise UnableError(answer.failure)
        if answer.failure:
            self._note_failure(wanted.key, answer.failure)
            raise DrawingError(answer.failure)
        self._keep(wanted.key, answer.picture)
        return answer.picture

    def _asked(self, wanted: Wanted) -> DrawAnswer:
        """In a thread of its own, one at a time."""
        for left in reversed(range(_TRIES)):
            is_new = self._process is None or not self._process.is_running
            if self._process is None or is_new:
                if self._process is not None:
                    self._process.end()
                self._process = self._start()
            if self._is_closed:
                self._process.end()
                raise DrawingError("the hub ends")
            try:
                return self._answer(self._process, wanted)
            except DrawingError as exc:
                self._process = None
                if is_new or not left or isinstance(exc, TooSlowError):
                    raise
        raise AssertionError("the last try either answers or fails")

    def _answer(self, process: DrawingProcess, wanted: Wanted) -> DrawAnswer:
        key = wanted.key
        document: bytes | None = None
        pictures: dict[str, bytes] = {}
        is_all = False
        while True:
            question = DrawQuestion(
                document_key=key.document_key,
                document=document,
                page=key.page,
                unix_time=key.unix_time,
                size=key.size,
                max_width_px=key.max_width_px,
                pictures=pictures,
                is_all=is_all,
            )
            answer = process.ask(question)
            if answer.needs_document and document is None:
                document = wanted.document()
            elif answer.needs_pictures and not is_all:
                found = ((name, wanted.picture(name)) for name in answer.needs_pictures)
                pictures = {name: data for name, data in found if data is not None}
                document, is_all = None, True
            else:
                return answer

    def _keep(self, key: PageKey, picture: bytes) -> None:
        self.drawn += 1
        self._kept[key] = picture
        self._kept_bytes += len(picture)
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1])

    def _note_failure(self, key: PageKey, reason: str) -> None:
        now = time.monotonic()
        self._failed = {one: told for one, told in self._failed.items() if told[0] > now}
        self._failed[key] = (now + FAILED_SECONDS, reason)
