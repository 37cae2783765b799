"""Web pages as pictures: a Chromium that is started for one page, told what to show through a pipe, and ended.

It has a profile folder of its own that is thrown away, reaches the hosts that it was told and no others, and is killed
with all its processes when it takes too long. What it is told and answers: the DevTools protocol
(https://chromedevtools.github.io/devtools-protocol/), so nothing listens anywhere.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from displayd.errors import SourceError

__all__ = ["PageView", "browser_path", "page_picture"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")

# Of a message: a picture of 4K is 20 MB at most, and a third more in the letters that it is sent in.
MAX_MESSAGE_BYTES = 48_000_000

# A page that is still loading then is taken as it is: many never stop.
LOAD_SECONDS = 15.0

OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-breakpad",
    "--deny-permission-prompts",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-proxy-server",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=384",
)

# One at a time on a hub: a page takes some 300 MB and all there is of a processor.
_TURN = threading.BoundedSemaphore(1)


class PageView(Struct, frozen=True):
    """A page, and how it is looked at."""

    url: str
    width_px: int = 1920
    height_px: int = 1080
    zoom: float = 1.0
    """How many pixels of the picture a pixel of the page has."""
    wait_seconds: float = 1.0
    """After the page is there, for what moves or comes later."""
    dark: bool = False
    """True for a page that has dark colours where people prefer them."""


def browser_path() -> str | None:
    """Where Chromium is on this machine; None for nowhere."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def page_picture(view: PageView, hosts: Collection[str], seconds: float) -> bytes:
    """The PNG of a page; blocks, also while others have their turn.

    Args:
        hosts: the only ones that are asked for anything; `*.example.org` for all names below.
        seconds: how long it may take in all.

    Raises:
        SourceError: there is no Chromium, the page is not there, or it takes too long.
    """
    path = browser_path()
    if path is None:
        raise SourceError("the hub has no Chromium", "apt install chromium")
    with _TURN, tempfile.TemporaryDirectory(prefix="displayd-page-", ignore_cleanup_errors=True) as folder:
        browser = _Browser(path, folder, hosts, time.monotonic() + seconds)
        try:
            return browser.picture(view)
        except _TooLateError as exc:
            raise SourceError(f"takes longer than {seconds:g} s") from exc
        finally:
            browser.end()


class _TooLateError(Exception):
    """There is no time left."""


class _Browser:
    """A running Chromium with one page."""

    def __init__(self, path: str, folder: str, hosts: Collection[str], until: float) -> None:
        self._until = until
        self._number, self._session = 0, ""
        self._received = bytearray()
        self._events: list[dict[str, Any]] = []
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        excluded = ", ".join(f"EXCLUDE {host}" for host in sorted(hosts))
        rules = f"MAP * ~NOTFOUND, {excluded}" if hosts else "MAP * ~NOTFOUND"
        words = [*OPTIONS, f"--host-resolver-rules={rules}", "--remote-debugging-pipe", f"--user-data-dir={folder}"]
        if os.geteuid() == 0:
            # Chromium's own sandbox wants another user.
            words.append("--no-sandbox")
        paths = os.environ.get("PATH", "/usr/bin:/bin")
        # The numbers that Chromium expects, whatever ours are; by copies first, so that none is closed by another.
        shell = f'exec 8<&{theirs_in} 9>&{theirs_out}; exec 3<&8 4>&9; exec "$@"'
        try:
            self._process = subprocess.Popen(
                ["/bin/bash", "-c", shell, "bash", path, *words, "about:blank"],
                pass_fds=(theirs_in, theirs_out),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd=folder,
                env={
                    "HOME": folder,
                    "TMPDIR": folder,
                    "PATH": paths,
                    "LANG": "C.UTF-8",
                },
            )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)

    def picture(self, view: PageView) -> bytes:
        """The PNG of `view`."""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=view.width_px,
            height=view.height_px,
            deviceScaleFactor=view.zoom,
            mobile=False,
        )
        if view.dark:
            self._call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        for domain in ("Page", "Network"):
            self._call(f"{domain}.enable")
        self._call("Browser.setDownloadBehavior", behavior="deny")
        self._go(view.url)
        self._rest(view.wait_seconds)
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=False)
        try:
            return base64.b64decode(answer["data"], validate=True)
        except (KeyError, binascii.Error) as exc:
            raise SourceError("the browser gives no picture") from exc

    def end(self) -> None:
        """End it, with every process that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def _go(self, url: str) -> None:
        """Open `url`, and wait until all of it is there, within reason."""
        answer = self._call("Page.navigate", url=url)
        if reason := answer.get("errorText"):
            raise SourceError(f"the page is not there ({reason.removeprefix('net::')})")
        until = min(self._until, time.monotonic() + LOAD_SECONDS)
        frame = answer.get("frameId")
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            if time.monotonic() >= until or not self._message(until):
                break
        for event in self._events:
            found = event.get("params", {})
            if event.get("method") == "Network.responseReceived" and found.get("type") == "Document":
                status = found.get("response", {}).get("status", 200)
                if found.get("frameId") == frame and status >= 400:
                    raise SourceError(f"answers {status}")

    def _rest(self, seconds: float) -> None:
        until = min(self._until, time.monotonic() + seconds)
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        if time.monotonic() >= self._until:
            raise _TooLateError

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session and not method.startswith("Browser."):
            asked["sessionId"] = self._session
        self._write(msgspec.json.encode(asked) + b"\0")
        while True:
            told = self._message(self._until)
            if told is None:
                raise _TooLateError
            if told.get("id") == self._number:
                if "error" in told:
                    raise SourceError(f"the browser refuses: {str(told['error'].get('message'))[:100]}")
                result: dict[str, Any] = told.get("result", {})
                return result

    def _write(self, data: bytes) -> None:
        try:
            os.write(self._to, data)
        except BrokenPipeError as exc:
            raise self._ended() from exc

    def _message(self, until: float) -> Mapping[str, Any] | None:
        """The next message; None where none comes until then. Events are kept."""
        while (end := self._received.find(b"\0")) < 0:
            with selectors.DefaultSelector() as selector:
                selector.register(self._from, selectors.EVENT_READ)
                left = until - time.monotonic()
                if left <= 0 or not selector.select(left):
                    return None
            part = os.read(self._from, 1 << 20)
            if not part or len(self._received) > MAX_MESSAGE_BYTES:
                raise self._ended()
            self._received += part
        told: dict[str, Any] = msgspec.json.decode(bytes(self._received[:end]))
        del self._received[: end + 1]
        if "method" in told:
            self._events = [*self._events[-500:], told]
        return told

    def _ended(self) -> SourceError:
        return SourceError("the browser has ended", "is there enough memory, and may the service start a browser?")
