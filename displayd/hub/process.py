"""The hub as a process: reads the wall folder, asks its sources, answers, remembers."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import signal
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import uvicorn

from displayd.atomic_files import clear_leftovers, make_folder
from displayd.errors import ConfigError, StoreError
from displayd.hub.addresses import is_among, is_loopback
from displayd.hub.announcer import Announcer
from displayd.hub.background import (
    flush_forever,
    learn_names,
    publish_forever,
    started,
    watch_clock,
    watch_fleet,
    watch_keys,
    watch_releases,
    watch_store,
)
from displayd.hub.connections.crowd import Crowd
from displayd.hub.connections.descriptors import most_connections, raise_descriptor_limit
from displayd.hub.connections.server import Server
from displayd.hub.database_url import Database
from displayd.hub.fair_selector import FairSelector
from displayd.hub.garbage import calm_collector, collect_forever, leave_out
from displayd.hub.http.app import create_app
from displayd.hub.http.listen_socket import address_of_socket, listener
from displayd.hub.pictures.gallery import Gallery
from displayd.hub.poller import Poller
from displayd.hub.publish.new_tiles import Known
from displayd.hub.push_keys import PushKeys
from displayd.hub.releases.shelf import Shelf
from displayd.hub.sessions import Sessions
from displayd.hub.settings import HubSettings, Tls
from displayd.hub.state import Hub
from displayd.hub.storage.choice import chosen
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import StoreWriter
from displayd.hub.wall import folder as folders
from displayd.hub.wall import reader
from displayd.hub.wall.loader import settings_in
from displayd.hub.wall_reloader import WallReloader
from displayd.kernel_clock import KernelWord

if TYPE_CHECKING:
    from displayd.hub.certificate_keeper import CertificateKeeper

__all__ = ["Serving", "serve"]

logger = logging.getLogger(__name__)

# Screens come back every 25 s; a connection that is kept between their requests spares them a handshake.
KEEP_ALIVE_SECONDS = 75


_WHO_MAY_LOOK: Mapping[str | bool, str] = {
    "public": "`viewers: public`: the wall page shows every figure to whoever reaches the hub",
    True: "The wall page is for the viewers in hub.yaml and for this machine",
    False: "The wall page is for this machine alone; `displayd hub viewer NAME` makes the lines for others",
}


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
    set_log_level: Callable[[str], object] = lambda level: None,
    tls: Tls | None = None,
) -> None:
    """Serve the wall in `wall_folder` until SIGTERM or SIGINT, or until `Serving.stop` is called.

    A folder with mistakes is served as it was when it last had none, even across a restart: `state_folder` has a copy.
    Without such a copy the hub answers 503 and the wall page lists the mistakes.

    Args:
        listen: `host:port`, port 0 for a free one; None for the one in `hub.yaml`.
        state_folder: for values and the copy; made if it is not there.
        ready: called once, when requests are answered.
        set_log_level: called with the `log_level` of `hub.yaml` whenever a wall is taken over.
        tls: certificate to speak HTTPS with, instead of the one in `hub.yaml`.

    Without a state folder that can be written it serves as well, and says so on the wall page and in `/healthz`.

    Raises:
        DisplaydError: the address cannot be listened on, or the certificate not used.
    """
    with calm_collector(), asyncio.Runner(loop_factory=_fair_loop) as runner:
        runner.run(_Process(wall_folder, state_folder, clock, set_log_level).run(listen, ready, tls))


def _fair_loop() -> asyncio.AbstractEventLoop:
    return asyncio.SelectorEventLoop(FairSelector())


class _Process:
    """A hub with its tasks and its web server, all on one event loop."""

    def __init__(
        self,
        wall_folder: Path,
        state_folder: Path,
        clock: Callable[[], float],
        set_log_level: Callable[[str], object],
    ) -> None:
        self.state_folder = state_folder
        self._database = _settings_at_start(wall_folder, state_folder).database
        self.store = _store(state_folder, self._database)
        effective, tiles = _remembered(self.store)
        self.hub = Hub(clock, effective, tiles, Shelf(state_folder), Sessions(state_folder))
        self.hub.keys = PushKeys(state_folder)
        self.hub.gallery = Gallery(state_folder / "pictures")
        with contextlib.suppress(StoreError):  # `WallReloader.recall` asks again when it can be opened
            self.hub.client_states.recall(self.store.client_states())
        if clock is time.time:
            self.hub.clock_error = KernelWord().error_seconds
        self.hub.names = frozenset({socket.gethostname().lower()})
        self.writer = StoreWriter(self.hub, self.store)
        self.hub.kept = self.writer.kept
        self.poller = Poller(self.hub)
        self._set_log_level = set_log_level
        self._told_viewers: object = None
        self.reloader = WallReloader(self.hub, self.store, self.poller, wall_folder, state_folder, self._set_up)

    async def run(self, listen: str | None, ready: Callable[[Serving], None] | None, tls: Tls | None) -> None:
        """Serve until told to stop."""
        await self.reloader.look()
        if self.hub.wall is None:
            await self.reloader.use_kept()
        settings = self.hub.wall.settings if self.hub.wall else HubSettings()
        keeper = await self._keeper(tls or settings.tls)
        bound = listener(listen or settings.listen)
        self.server = _server(self.hub, bound, None if keeper is None else keeper.context)
        scheme = "http" if keeper is None else "https"
        announcer = Announcer(self.hub, bound, self.state_folder, scheme)
        self._stop_on_signals()
        address = address_of_socket(bound, scheme)
        works = {**self._works(), "announce_forever": announcer.announce_forever}
        tasks = started(works if keeper is None else {**works, "keep_certificate": keeper.keep_forever})
        serving = asyncio.create_task(self.server.serve())
        # uvicorn tells nobody when it has started.
        while not self.server.started and not serving.done():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        logger.info("The hub is at %s", address)
        if keeper is None and not is_loopback(bound.getsockname()[0]):
            logger.info("It speaks HTTP, which can be read on the way; `tls: own` in hub.yaml ends that")
        if ready is not None:
            ready(Serving(address, self._stopper()))
        try:
            await serving
        finally:
            await self._end(tasks)

    async def _keeper(self, tls: Tls | str | None) -> CertificateKeeper | None:
        """Who keeps the certificate that the server shows from now on; None for HTTP without TLS."""
        if tls is None:
            return None
        # Most hubs need none of what it takes.
        from displayd.hub.certificate_keeper import CertificateKeeper

        files = (Path(tls.certificate), Path(tls.key) if tls.key else None) if isinstance(tls, Tls) else (None, None)
        keeper = CertificateKeeper(self.hub, self.state_folder, *files)
        await asyncio.to_thread(keeper.begin)
        return keeper

    def _set_up(self, settings: HubSettings) -> None:
        """Take over what a new wall says of the hub itself."""
        self._set_log_level(settings.log_level)
        told = "public" if settings.viewers == "public" else bool(settings.viewers)
        if told != self._told_viewers:
            logger.info("%s", _WHO_MAY_LOOK[told])
        self._told_viewers = told
        if settings.database != self._database:
            text = "hub.yaml names another database than the one that is in use"
            self.hub.troubles.begin(
                "other-database", text, "restart the hub; `displayd hub database copy` takes values along"
            )
        else:
            self.hub.troubles.end("other-database", "hub.yaml names the database that is in use")

    def _works(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What the hub does beside answering, by name."""
        return {
            "publish_forever": functools.partial(publish_forever, self.hub, leave_out),
            "reload_forever": self.reloader.reload_forever,
            "flush_forever": functools.partial(flush_forever, self.writer),
            "keep_forever": self.writer.keep_forever,
            "collect_forever": functools.partial(collect_forever, lambda: self.hub.is_stirred),
            "watch_store": functools.partial(watch_store, self.hub, self.store, self.reloader.recall),
            "watch_clock": functools.partial(watch_clock, self.hub),
            "watch_fleet": functools.partial(watch_fleet, self.hub),
            "watch_keys": functools.partial(watch_keys, self.hub),
            "watch_releases": functools.partial(watch_releases, self.hub),
            "learn_names": functools.partial(learn_names, self.hub),
            **self.poller.tasks(),
        }

    def _stop(self) -> None:
        self.hub.close()
        self.server.should_exit = True

    def _stop_on_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, self._stop)

    def _stopper(self) -> Callable[[], None]:
        """Ends the hub from any thread."""
        loop = asyncio.get_running_loop()

        def stop() -> None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                loop.call_soon_threadsafe(self._stop)

        return stop

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        async with self.writer.idle:
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.writer.flush()
        with contextlib.suppress(StoreError):
            self.hub.keys.save_uses()
        self.reloader.close()
        self.store.close()
        logger.info("The hub has ended")


def _server(hub: Hub, bound: socket.socket, tls: ssl.SSLContext | None) -> Server:
    # What is malformed is told by the connection, once a minute for each address; of faults uvicorn tells as errors.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    most = most_connections(raise_descriptor_limit())

    def full(is_full: bool) -> None:
        if is_full:
            text = f"All {most:,} connections are taken that the limit of open files allows, and new ones have to wait"
            hub.troubles.begin("connections-full", text, "raise LimitNOFILE in the unit of the hub")
        else:
            hub.troubles.end("connections-full", "New connections are taken again")

    def is_local(address: str) -> bool:
        return is_loopback(address) or (hub.wall is not None and is_among(address, hub.wall.settings.proxies))

    config = uvicorn.Config(
        create_app(hub),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
        proxy_headers=False,
    )
    config.load()
    config.ssl = tls
    return Server(config, bound, Crowd(most, is_local), full)


def _settings_at_start(wall_folder: Path, state_folder: Path) -> HubSettings:
    """What `hub.yaml` says before the wall is looked at as a whole; as it last was where it has mistakes."""
    found = None
    with contextlib.suppress(ConfigError):
        found = settings_in(reader.read(wall_folder))
    if found is None and (kept := folders.kept(state_folder / folders.KEPT_NAME)) is not None:
        found = settings_in(kept[0])
    return found or HubSettings()


def _store(folder: Path, database: str | Database | None) -> Store:
    try:
        make_folder(folder)
    except StoreError as exc:
        # The screens are served all the same, and the wall page says what is not kept.
        logger.warning("The hub keeps nothing for its next start: %s", f"{exc} ({exc.hint})" if exc.hint else exc)
    clear_leftovers(folder)
    return Store(chosen(database, folder), is_needed=False)


def _remembered(store: Store) -> tuple[dict[str, tuple[str, float]], Known]:
    """What `Hub` takes over from before the start; nothing where the store cannot be read, and the hub says so soon."""
    try:
        return store.effective(), store.tiles()
    except StoreError:
        return {}, {}
