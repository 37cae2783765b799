"""The hub as a process: reads the wall folder, asks its sources, answers, remembers. Home of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import uvicorn

from displayd.errors import ConfigError, DisplaydError, Mistake, StoreError
from displayd.hub import folder as folders
from displayd.hub.files import HubFile
from displayd.hub.folder import WallFiles
from displayd.hub.hub import Hub
from displayd.hub.metrics import Past, Reading
from displayd.hub.saving import Saver
from displayd.hub.server import create_app
from displayd.hub.sources.feed import host_answers, sample_readings
from displayd.hub.sources.feeder import Feeder
from displayd.hub.sources.host import Host
from displayd.hub.store import FILE_NAME, Store
from displayd.hub.wall import Wall, wall_of
from displayd.hub.watch import changes

__all__ = ["Serving", "serve"]

logger = logging.getLogger(__name__)

SAVE_SECONDS = 3.0
FLEET_SECONDS = 10.0

# Screens come back every 25 s; a connection that is kept between their requests spares them a handshake.
KEEP_ALIVE_SECONDS = 75


class Serving(NamedTuple):
    """A hub that answers."""

    address: str
    """For example `http://127.0.0.1:8070`."""
    stop: Callable[[], None]
    """Ends it, from any thread."""


def serve(
    wall_folder: Path,
    listen: str | None,
    state_folder: Path,
    ready: Callable[[Serving], None] | None = None,
    clock: Callable[[], float] = time.time,
) -> None:
    """Serve the wall in `wall_folder` until SIGTERM or SIGINT, or until `Serving.stop` is called.

    A folder with mistakes is served as it was when it last had none, even across a restart: `state_folder` has a copy.
    Without such a copy the hub answers 503 and the wall page lists the mistakes.

    Args:
        listen: `host:port`, port 0 for a free one; None for the one in `hub.yaml`.
        state_folder: for values and the copy; made if it is not there.
        ready: called once, when requests are answered.

    Raises:
        StoreError: the state folder cannot be used.
        DisplaydError: the address cannot be listened on.
    """
    with contextlib.suppress(ValueError, OSError):
        # One file descriptor for each waiting screen.
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < 8192:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard) if hard > 0 else 8192, hard))
    asyncio.run(_Process(wall_folder, state_folder, clock).run(listen, ready))


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn would send itself the signal again at the end, and nothing would be saved."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Process:
    """The hub's tasks, all on one event loop."""

    def __init__(self, wall_folder: Path, state_folder: Path, clock: Callable[[], float]) -> None:
        self.folder = wall_folder
        self.state = state_folder
        self.store = _store(state_folder)
        self.hub = Hub(clock, self.store.effective())
        self.saver = Saver(self.hub, self.store)
        self.feeder = Feeder(self.hub, Host())
        self.looked_at: WallFiles | None = None

    async def run(self, listen: str | None, ready: Callable[[Serving], None] | None) -> None:
        await self.look()
        if self.hub.wall is None:
            await self.use_kept()
        settings = self.hub.wall.settings if self.hub.wall else HubFile()
        listener = _listener(listen or settings.listen)
        server = _Server(
            uvicorn.Config(
                create_app(self.hub),
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                backlog=2048,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=1,
            )
        )
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        loop = asyncio.get_running_loop()

        def stop() -> None:
            self.hub.close()
            server.should_exit = True

        def stop_from_any_thread() -> None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                loop.call_soon_threadsafe(stop)

        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, stop)
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        tasks = [
            asyncio.create_task(_kept_going(work), name=work.__name__)
            for work in (
                self.publishing,
                self.watching,
                self.feeder.sampling,
                self.feeder.measuring,
                self.saving,
                self.minding,
            )
        ]
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        logger.info("The hub is at %s", address)
        if ready is not None:
            ready(Serving(address, stop_from_any_thread))
        try:
            await serving
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.saver.save()
            self.store.close()
            logger.info("The hub has ended")

    async def look(self) -> None:
        """Read the wall folder, and take it over if it has changed and has no mistakes."""
        try:
            files = await asyncio.to_thread(folders.read, self.folder)
            if files == self.looked_at:
                return
            wall = await asyncio.to_thread(wall_of, files, str(self.folder))
        except ConfigError as exc:
            self.looked_at = None
            self.refuse(exc.mistakes)
            return
        except Exception as exc:
            # Fence: a fault of ours in reading the folder must not stop the hub; what it has goes on.
            self.looked_at = None
            logger.exception("The wall folder %s cannot be read", self.folder)
            self.refuse((Mistake(str(self.folder), f"cannot be read: {exc!r}", "this is a fault of displayd"),))
            return
        if self.hub.mistakes:
            logger.info("The wall folder %s has no mistakes any more", self.folder)
        self.hub.refuse(())
        self.looked_at = files
        if self.hub.wall is None or self.hub.wall.files != files:
            await self.use(wall)
            logger.info("Serving the wall folder %s: %d screens", self.folder, len(wall.screens))
        try:
            await asyncio.to_thread(folders.keep, files, self.state / folders.KEPT_NAME, self.hub.clock())
        except StoreError as exc:
            logger.warning("The wall folder could not be kept for the next start: %s", exc.message)

    def refuse(self, mistakes: tuple[Mistake, ...]) -> None:
        """Say what is wrong with the folder, if it was not said before."""
        if mistakes == self.hub.mistakes:
            return
        what = "the one before stays" if self.hub.wall else "there is none before it"
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        logger.warning("The wall folder %s has mistakes (%d), %s:\n%s", self.folder, len(mistakes), what, lines)
        self.hub.refuse(mistakes)

    async def use_kept(self) -> None:
        """Serve the wall that was served last, if there is a copy of it."""
        found = await asyncio.to_thread(folders.kept, self.state / folders.KEPT_NAME)
        if found is None:
            return
        files, saved_at = found
        try:
            wall = await asyncio.to_thread(wall_of, files, "the wall served last")
        except ConfigError as exc:
            logger.warning("The wall served last cannot be used any more: %s", exc.message)
            return
        await self.use(wall)
        age = max(0.0, self.hub.clock() - saved_at)
        logger.warning("Serving the wall as it was %d minutes ago, until the folder has no mistakes", age // 60)

    async def use(self, wall: Wall) -> None:
        """Hand a wall without mistakes to the hub, with what is known of its metrics."""
        now = self.hub.clock()
        pasts = await asyncio.to_thread(self._pasts, wall, now)
        readings = await asyncio.to_thread(sample_readings, wall, now)
        answers = await asyncio.to_thread(host_answers, wall, self.feeder.host, now)
        readings |= {metric: answer for metric, answer in answers.items() if isinstance(answer, Reading)}
        self.hub.use(wall, pasts, readings)
        self.hub.dirty.set()

    def _pasts(self, wall: Wall, unix_time: float) -> dict[str, Past]:
        known = set(self.hub.metrics.names())
        pasts = {}
        for metric, entry in wall.metrics.items():
            if (metric not in known and not entry.sample) or entry.sample is True:
                hours = max(entry.history_hours, entry.compare_hours + 1)
                pasts[metric] = self.store.past(metric, unix_time - hours * 3600)
        return pasts

    async def publishing(self) -> None:
        """Bring changes to the screens, at most every so often."""
        loop = asyncio.get_running_loop()
        while True:
            await self.hub.dirty.wait()
            self.hub.dirty.clear()
            again_at = self.hub.publish()
            if again_at is not None:
                loop.call_later(max(0.0, again_at - self.hub.clock()), self.hub.dirty.set)
            await asyncio.sleep(self.hub.wall.settings.publish_seconds if self.hub.wall else 1.0)

    async def watching(self) -> None:
        """Look at the wall folder whenever it may have changed."""
        async for _ in changes(self.folder):
            await self.look()

    async def saving(self) -> None:
        """Write values down, every few seconds."""
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            await self.saver.save()

    async def minding(self) -> None:
        """Say which screens have come and which have gone silent."""
        online: set[str] = set()
        while True:
            await asyncio.sleep(FLEET_SECONDS)
            now = self.hub.clock()
            names = self.hub.wall.screens if self.hub.wall else {}
            seen = {name: self.hub.fleet.seen(name) for name in names}
            present = {name for name, one in seen.items() if one is not None and one.is_online(now)}
            for name in sorted(present - online):
                logger.info("Screen %s is there", name)
            for name in sorted(online & set(names) - present):
                logger.warning("Screen %s has gone silent", name)
            online = present


async def _kept_going(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        # Fence: a fault in one task must not end it for good; the others go on meanwhile.
        try:
            await work()
        except Exception:
            logger.exception("A fault in %s; going on", work.__name__)
            await asyncio.sleep(1.0)


def _store(folder: Path) -> Store:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(f"{folder}: {exc.strerror or exc}", "give another folder with --state") from exc
    return Store(folder / FILE_NAME)


def _listener(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, int(port)))
    except (OSError, ValueError, OverflowError) as exc:
        hint = "another program has this port" if getattr(exc, "errno", None) == 98 else "write HOST:PORT"
        raise DisplaydError(f"cannot listen on {listen}: {getattr(exc, 'strerror', None) or exc}", hint) from exc
    return listener
