"""Keeps the hub's wall as the wall folder has it, or as it last was without mistakes."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
from collections.abc import Callable, Collection
from pathlib import Path

from displayd.errors import ConfigError, Mistake, StoreError
from displayd.hub.metrics.live import CLOCK_SLACK_SECONDS
from displayd.hub.metrics.metric import reach_of
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.poller import Poller
from displayd.hub.publish.wall_diff import told, wall_differences
from displayd.hub.settings import HubSettings
from displayd.hub.state import EDITS_REFUSED, FOLDER_UNUSABLE, Hub
from displayd.hub.storage.database import Store
from displayd.hub.wall import folder as folders
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.loader import Wall, wall_of
from displayd.hub.wall.reader import WallReader
from displayd.hub.wall.watcher import changes

__all__ = ["WallReloader"]

logger = logging.getLogger(__name__)


class WallReloader:
    """Reads a wall folder for the hub. Files are read, and walls checked, beside the event loop.

    The files of the last wall without mistakes are kept in the state folder, so that a hub that is started over a
    broken folder serves what it served before.
    """

    def __init__(
        self,
        hub: Hub,
        store: Store,
        poller: Poller,
        folder: Path,
        state: Path,
        set_up: Callable[[HubSettings], object] = lambda settings: None,
    ) -> None:
        """Args: set_up: called with the settings of every wall that is taken over."""
        self._hub = hub
        self._store = store
        self._poller = poller
        self._folder = folder
        self._reader = WallReader(folder)
        self._state = state
        self._set_up = set_up
        self._looked_at: WallFiles | None = None
        self._kept: WallFiles | None = None

    async def reload_forever(self) -> None:
        """Look at the folder whenever it may have changed; never ends."""
        async for _ in changes(self._reader):
            await self.look()

    def close(self) -> None:
        """Look no more."""
        self._reader.close()

    async def look(self) -> None:
        """Read the folder, and take it over if it has changed and has no mistakes."""
        try:
            files = await self._reader.files()
            if files == self._looked_at:
                await self._keep(self._looked_at)
                return
            today = datetime.datetime.fromtimestamp(self._hub.clock(), datetime.UTC).date()
            wall = await asyncio.to_thread(wall_of, files, str(self._folder), today)
            before = self._hub.wall
            is_new = before is None or before.files != files
            if is_new:
                await self._use(wall)
        except ConfigError as exc:
            self._looked_at = None
            self._refuse(exc.mistakes)
            return
        except Exception as exc:
            # Fence: a fault of ours in reading or showing the folder must not stop the hub; what it has goes on.
            self._looked_at = None
            found = (Mistake(str(self._folder), f"cannot be used: {exc!r}"[:500], "this is a fault of displayd"),)
            if found != self._hub.mistakes:
                logger.exception("The wall folder %s cannot be used", self._folder)
            self._refuse(found)
            return
        if self._hub.mistakes:
            logger.info("The wall folder %s has no mistakes any more", self._folder)
        self._hub.refuse(())
        self._looked_at = files
        if is_new:
            await self._tell(before, wall)
        await self._keep(files)

    async def _tell(self, before: Wall | None, wall: Wall) -> None:
        """Say in the log what an edit has changed."""
        if before is None:
            logger.info("Serving the wall folder %s: %d screens", self._folder, len(wall.screens))
            return
        # Fence: the screens have the wall; words about it that cannot be found must not say otherwise.
        try:
            found = await asyncio.to_thread(wall_differences, before, wall)
        except Exception:
            logger.exception("The wall folder %s was edited; what is different cannot be said", self._folder)
            return
        if found:
            logger.info("The wall folder %s was edited, %s", self._folder, told(found, len(wall.screens)))
        else:
            logger.info("The wall folder %s was edited, and the screens show the same", self._folder)

    async def _keep(self, files: WallFiles) -> None:
        """Keep a wall without mistakes for the next start, unless that is done."""
        if files is self._kept:
            return
        try:
            await asyncio.to_thread(folders.keep, files, self._state / folders.KEPT_NAME, self._hub.clock())
        except StoreError as exc:
            text = f"The wall folder is not being kept for the next start: {exc.message}"
            self._hub.troubles.begin("folder-not-kept", text, exc.hint)
            return
        self._kept = files
        self._hub.troubles.end("folder-not-kept", "The wall folder is kept for the next start again")

    def _refuse(self, mistakes: tuple[Mistake, ...]) -> None:
        """Say what is wrong with the folder, if it was not said before."""
        if mistakes == self._hub.mistakes:
            return
        what = "the one before stays" if self._hub.wall else "there is none before it"
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        logger.warning("The wall folder %s has mistakes (%d), %s:\n%s", self._folder, len(mistakes), what, lines)
        is_whole = all(one.where == str(self._folder) for one in mistakes)
        self._hub.refuse(mistakes, FOLDER_UNUSABLE if is_whole else EDITS_REFUSED)

    async def use_kept(self) -> None:
        """Serve the wall that was served last, if there is a copy of it."""
        found = await asyncio.to_thread(folders.kept, self._state / folders.KEPT_NAME)
        if found is None:
            return
        files, saved_at = found
        try:
            wall = await asyncio.to_thread(wall_of, files, "the wall served last")
            await self._use(wall)
        except ConfigError as exc:
            logger.warning("The wall served last cannot be used any more: %s", exc.message)
            return
        except Exception:
            # Fence: a hub without a wall still has a wall page that says why.
            logger.exception("The wall served last cannot be used any more")
            return
        age = max(0.0, self._hub.clock() - saved_at)
        logger.warning("Serving the wall as it was %d minutes ago, until the folder has no mistakes", age // 60)

    async def _use(self, wall: Wall) -> None:
        """Hand a wall without mistakes to the hub, with what is known of its metrics."""
        now = self._hub.clock()
        needs_past, zones = self._hub.metrics.needs_past, wall.day_zones
        new = [metric for metric, entry in wall.metrics.items() if needs_past(metric, entry, zones.get(metric, ()))]
        pasts = await asyncio.to_thread(self._pasts, wall, now, new)
        answers = await self._poller.first_answers(wall, now)
        readings = {
            metric: answer for metric, answer in answers.items() if isinstance(answer, Reading) and not answer.fault
        }
        before = self._hub.wall
        if before is not None and before.settings.listen != wall.settings.listen:
            logger.info("`listen` in hub.yaml is now %s; it holds from the next start", wall.settings.listen)
        self._hub.use(wall, pasts, readings)
        self._set_up(wall.settings)
        self._poller.put(wall, {metric: answer for metric, answer in answers.items() if metric not in readings})

    async def recall(self) -> None:
        """Read what the store has of clients and metrics, now that it can be asked."""
        with contextlib.suppress(StoreError):
            self._hub.client_states.recall(await asyncio.to_thread(self._store.client_states))
        for news in self._hub.asking.values():
            news.set()  # for sources that read what clients have left
        wall = self._hub.wall
        if wall is not None:
            self._hub.recall(await asyncio.to_thread(self._pasts, wall, self._hub.clock(), wall.metrics))

    def _pasts(self, wall: Wall, unix_time: float, metrics: Collection[str]) -> dict[str, Past]:
        """What the store has of those of `metrics` that only it knows the past of."""
        reaches = {
            metric: reach_of(wall.metrics[metric], wall.day_zones.get(metric, ()))
            for metric in metrics
            if not wall.metrics[metric].origin.knows_past
        }
        if not reaches:
            return {}
        try:
            return self._store.pasts(reaches, unix_time, unix_time + CLOCK_SLACK_SECONDS)
        except StoreError as exc:
            what = f"Metric {next(iter(reaches))} begins" if len(reaches) == 1 else f"{len(reaches)} metrics begin"
            logger.warning("%s without what was kept: %s", what, exc.message)
            return {}
