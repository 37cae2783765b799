"""Whole processes on a bare X server: displayd beside a browser in kiosk mode, showing the same page."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from displayd.device.display.sdl_screen import import_pygame
from displayd.document.model import encode
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Fade, Slide
from tests.bench.pages import bench_document, scene_of
from tests.bench.svg import kiosk_page
from tests.support.browser import QUIET

__all__ = ["report"]

SIZE = (1920, 1080)
SETTLE_SECONDS = 12.0
WINDOW_SECONDS = 20.0
STARTS = 5
CYCLE_SECONDS = 2.0
FADE_SECONDS = 0.35
MANY_PAGES = 10

# The same page in the browser.
BROWSER_FLAGS = ["--kiosk", *QUIET, "--window-position=0,0", "--window-size=1920,1080"]


class Usage(NamedTuple):
    """What a process and its children used, over a window of time."""

    pss_mb: float
    cpu_ms_per_second: float
    wakeups_per_second: float
    frames: float
    """Of a page change, the median; 0 when nobody counts."""


class Kind(NamedTuple):
    """A way in which the pages are shown."""

    pages: int
    page_seconds: float
    transition: str = "cut"
    is_varied: bool = True


# Settling and the window together show each of the ten pages once at least.
KINDS = {
    "still": Kind(2, 86_400.0),
    "cycling": Kind(2, CYCLE_SECONDS, is_varied=False),
    "changing": Kind(2, CYCLE_SECONDS),
    "fading": Kind(2, CYCLE_SECONDS, "fade"),
    "sliding": Kind(2, CYCLE_SECONDS, "slide"),
    "ten": Kind(MANY_PAGES, CYCLE_SECONDS),
}


class Contender:
    """A way to show the page."""

    def __init__(self, name: str, command: Callable[[Path], list[str]], environ: dict[str, str]) -> None:
        self.name = name
        self._command = command
        self._environ = environ
        self._folder = Path(tempfile.mkdtemp(prefix="displayd-bench-"))

    def frames(self) -> float:
        """Pictures of a page change, the median; 0 for a contender without a flip log."""
        counted = [
            json.loads(line)["frames"] for log in self._folder.glob("*.flips") for line in log.read_text().splitlines()
        ]
        return statistics.median(counted) if counted else 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The process, from its start to its end."""
        process = subprocess.Popen(
            self._command(self._folder),
            env={**os.environ, **self._environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(4)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def clean(self) -> None:
        """Remove what it has written."""
        shutil.rmtree(self._folder, ignore_errors=True)


def report() -> None:
    """Print ratios; the browser's columns are left out where there is none."""
    with display() as (name, probes), tempfile.TemporaryDirectory() as folder, web_server(Path(folder)) as address:
        write_pages(Path(folder))
        environ = {"DISPLAY": name, "SDL_VIDEODRIVER": "x11"}
        contenders = {"displayd": functools.partial(displayd, address, environ)}
        browser = shutil.which("chromium") or shutil.which("chromium-browser")
        if browser:
            contenders["browser"] = functools.partial(kiosk, browser, address, environ)
        starts: dict[str, list[float]] = {who: [] for who in contenders}
        used: dict[str, dict[str, Usage]] = {kind: {} for kind in KINDS}
        for number in range(STARTS + 1):
            for who, make in contenders.items():
                seconds = start_seconds(make("still"), probes)
                # The first start fills caches of files and fonts, and displayd's memory of the document.
                starts[who] += [seconds] if number else []
        for who, make in contenders.items():
            for kind in KINDS:
                # There is no slide in the browser's page: a fade is what others do.
                if (who, kind) != ("browser", "sliding"):
                    used[kind][who] = usage(make(kind))
        print("\nWhole processes, 1920x1080 under Xvfb, software drawing on both sides")
        if not browser:
            print("  (no Chromium is installed: nothing to compare with)")
        rows: list[tuple[str, Callable[[str], float], str, float | None]] = [
            ("start to full page", lambda who: statistics.median(starts[who]) * 1000, "ms", 8),
            ("memory (PSS), one page", lambda who: used["still"][who].pss_mb, "MB", 10),
            ("memory (PSS), two pages", lambda who: used["cycling"][who].pss_mb, "MB", 10),
            ("memory (PSS), ten pages", lambda who: used["ten"][who].pss_mb, "MB", None),
            ("idle CPU with a clock", lambda who: used["still"][who].cpu_ms_per_second, "ms/s", 15),
            ("wake-ups", lambda who: used["still"][who].wakeups_per_second, "/s", None),
            ("CPU of a cut flip", lambda who: flip_ms(used["still"][who], used["cycling"][who]), "ms", 40),
            (
                "CPU of a cut to another layout",
                lambda who: flip_ms(used["still"][who], used["changing"][who]),
                "ms",
                None,
            ),
            ("CPU of a fade, page included", lambda who: flip_ms(used["still"][who], used["fading"][who]), "ms", 10),
        ]
        for title, figure, unit, target in rows:
            ours = figure("displayd")
            line = f"  {title:30} displayd {ours:8.2f} {unit:5}"
            if browser:
                theirs = figure("browser")
                line += f" Chromium {theirs:8.2f} {unit:5} ratio {theirs / max(ours, 1e-9):6.1f}"
                line += f" (target {target:g})" if target else ""
            print(line)
        for kind, seconds in (("fading", Fade.seconds), ("sliding", Slide.seconds)):
            moved = used[kind]["displayd"]
            cost = flip_ms(used["still"]["displayd"], moved)
            print(f"  {kind:30} displayd {moved.frames / seconds:8.2f} fps   CPU {cost:.1f} ms")


def flip_ms(steady: Usage, cycling: Usage) -> float:
    """CPU that one page change costs, beyond what standing still does, ms."""
    return max(0.01, (cycling.cpu_ms_per_second - steady.cpu_ms_per_second) * CYCLE_SECONDS)


def write_pages(folder: Path) -> None:
    """The documents for displayd and the same pages for the browser."""
    fonts = PangoFonts()
    for name, kind in KINDS.items():
        document = bench_document(kind.page_seconds, kind.transition, kind.pages, kind.is_varied)
        (folder / f"{name}.json").write_bytes(encode(document))
        scenes = [scene_of(document, page, SIZE, fonts) for page in range(kind.pages)]
        seconds = kind.page_seconds if name != "still" else 0
        fade_seconds = FADE_SECONDS if kind.transition == "fade" else 0
        (folder / f"{name}.html").write_text(kiosk_page(scenes, seconds, (1500, 200, 110), fade_seconds))


def displayd(address: str, environ: dict[str, str], kind: str) -> Contender:
    """displayd with a static endpoint."""

    def command(folder: Path) -> list[str]:
        command = [sys.executable, "-m", "displayd", "run", "--endpoint", f"{address}/{kind}.json"]
        return [*command, "--state", str(folder / kind), "--flip-log", str(folder / f"{kind}.flips")]

    return _kept(("displayd", kind), command, environ)


def kiosk(browser: str, address: str, environ: dict[str, str], kind: str) -> Contender:
    """The browser with the same page."""

    def command(folder: Path) -> list[str]:
        return [browser, *BROWSER_FLAGS, f"--user-data-dir={folder / 'profile'}", f"{address}/{kind}.html"]

    return _kept(("browser", kind), command, environ)


_contenders: dict[tuple[str, str], Contender] = {}


def _kept(key: tuple[str, str], command: Callable[[Path], list[str]], environ: dict[str, str]) -> Contender:
    """One contender per kind of page, so that caches of the first start serve the later ones."""
    return _contenders.setdefault(key, Contender(key[0], command, environ))


@contextlib.contextmanager
def display() -> Iterator[tuple[str, Callable[[], tuple[int, ...]]]]:
    """An X server of our own: its name, and a function that looks at some places of its picture."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1920x1080x24", "-noreset"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    name = f":{os.fdopen(read_end).readline().strip()}"
    try:
        yield name, functools.partial(_look, _root_of(name))
    finally:
        server.terminate()
        server.wait()


def _root_of(name: str) -> Any:
    from Xlib import display as xlib_display

    return xlib_display.Display(name).screen().root


# Spread over header, tiles and lines of the page: the picture is complete when none of them changes any more.
_PROBES = [(60 + 450 * across, 50 + 320 * down, 32, 12) for across in range(4) for down in range(3)]


def _look(root: Any) -> tuple[int, ...]:
    from Xlib import X

    return tuple(hash(bytes(root.get_image(*probe, X.ZPixmap, 0xFFFFFFFF).data)) for probe in _PROBES)


def start_seconds(contender: Contender, look: Callable[[], tuple[int, ...]]) -> float:
    """From exec to the last change of the picture, but for a clock's ticks (a place that only changes later)."""
    before = look()
    with contender.running():
        begin = time.perf_counter()
        last = before
        changed_at = begin
        while time.perf_counter() - begin < 20:
            now = look()
            moment = time.perf_counter()
            changes = sum(a != b for a, b in zip(now, last, strict=True))
            # A tick of the clock touches one or two places, a page that is being painted more.
            if changes > 2:
                changed_at = moment
            last = now
            if last != before and moment - changed_at > 1.5 and changed_at > begin:
                break
            # Looking costs the X server as much as drawing does: not too often.
            time.sleep(0.008)
    time.sleep(0.5)
    return changed_at - begin


def usage(contender: Contender) -> Usage:
    """Memory, CPU and wake-ups after it has settled."""
    with contender.running() as process:
        time.sleep(SETTLE_SECONDS)
        before = _counters(process.pid)
        time.sleep(WINDOW_SECONDS)
        after = _counters(process.pid)
        pss = sum(_pss_mb(pid) for pid in _family(process.pid))
    cpu, switches = ((new - old) / WINDOW_SECONDS for old, new in zip(before, after, strict=True))
    return Usage(pss, cpu * 1000, switches, contender.frames())


def _counters(pid: int) -> tuple[float, int]:
    """CPU seconds and voluntary context switches of a process, its threads and its children."""
    cpu, switches = 0.0, 0
    for member in _family(pid):
        for task in Path(f"/proc/{member}/task").glob("*"):
            with contextlib.suppress(OSError):
                cpu += int((task / "schedstat").read_text().split()[0]) / 1e9
                for line in (task / "status").read_text().splitlines():
                    if line.startswith("voluntary_ctxt_switches"):
                        switches += int(line.split()[1])
    return cpu, switches


def _family(pid: int) -> list[int]:
    members = [pid]
    for member in members:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                members += [int(child) for child in children.read_text().split()]
    return members


def _pss_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextlib.contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """A plain web server for `folder`: its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        for contender in _contenders.values():
            contender.clean()


# Loaded here, not in the middle of a measurement.
import_pygame()
