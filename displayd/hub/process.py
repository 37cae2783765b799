"""The hub as a process: reads the wall folder, asks its sources, answers, remembers. Home of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import uvicorn

from displayd.atomic_files import clear_leftovers
from displayd.errors import StoreError
from displayd.hub.http.app import create_app
from displayd.hub.http.listen_socket import address_of_socket, listener
from displayd.hub.poller import Poller
from displayd.hub.settings import HubSettings
from displayd.hub.state import Hub
from displayd.hub.storage.database import FILE_NAME, Store
from displayd.hub.storage.writer import Saver
from displayd.hub.wall_reloader import WallReloader

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
        self.store = _store(state_folder)
        self.hub = Hub(clock, self.store.effective(), self.store.tiles())
        self.saver = Saver(self.hub, self.store)
        self.poller = Poller(self.hub)
        self.reloader = WallReloader(self.hub, self.store, self.poller, wall_folder, state_folder)

    async def run(self, listen: str | None, ready: Callable[[Serving], None] | None) -> None:
        await self.reloader.look()
        if self.hub.wall is None:
            await self.reloader.use_kept()
        settings = self.hub.wall.settings if self.hub.wall else HubSettings()
        bound = listener(listen or settings.listen)
        server = _Server(_server_config(self.hub))
        for library in ("uvicorn.error", "watchfiles"):
            logging.getLogger(library).setLevel(logging.WARNING)
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
        address = address_of_socket(bound)
        works = {
            "publishing": self.publishing,
            "watch": self.reloader.watch,
            "saving": self.saving,
            "minding": self.minding,
            **self.poller.tasks(),
        }
        tasks = [asyncio.create_task(_kept_going(name, work), name=name) for name, work in works.items()]
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        # uvicorn tells nobody when it has started.
        while not server.started and not serving.done():  # noqa: ASYNC110
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


def _server_config(hub: Hub) -> uvicorn.Config:
    """How uvicorn serves `hub`: plain HTTP, with logging and signals left to us."""
    return uvicorn.Config(
        create_app(hub),
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


async def _kept_going(name: str, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        # Fence: a fault in one task must not end it for good; the others go on meanwhile.
        try:
            await work()
        except Exception:
            logger.exception("A fault in %s; going on", name)
            await asyncio.sleep(1.0)


def _store(folder: Path) -> Store:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(f"{folder}: {exc.strerror or exc}", "give another folder with --state") from exc
    clear_leftovers(folder)
    return Store(folder / FILE_NAME)
