"""The sample office on one machine: a hub and screens, claimed and running, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path

from displayd.atomic_files import write_atomically
from displayd.device.state.identity import load_or_create
from displayd.errors import DisplaydError, StoreError
from displayd.hub.push_keys import new_key
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import load
from displayd.tools.demo_wall import claim_screens, is_of_demo, make_wall
from displayd.validation import yaml_source

__all__ = ["demo"]

START_SECONDS = 30.0

PUSH_KEY = "push-key"
"""Name of the file with the key for pushing values, in the demo's folder."""

# The one metric of the sample office that is neither measured nor made up.
PUSHED, FIRST_VALUE = "service.activations", 104

# Ctrl-C, a service manager, and a terminal that was closed.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# Small enough that fourteen screens fit a small machine, large enough to look at.
MANY_SIZE = "1280x720"


def demo(count: int, folder: Path, listen: str, seconds: float | None = None) -> int:
    """Run a hub and `count` screens of the sample office.

    Args:
        folder: where the wall folder, secrets and logs go. A wall folder that an earlier demo made is used as it
            is, edits and all; its screens without a device are claimed.
        listen: HOST:PORT of the hub; the next free port is taken when that one is in use.
        seconds: end by itself after so long; None to wait for Ctrl-C.

    Returns:
        0 when ended by Ctrl-C or by time, 1 when a part failed.

    Raises:
        DisplaydError: there are not so many screens, the hub does not start, or `folder` has a wall folder that is
            not the demo's.
        ConfigError: the wall folder was edited and has mistakes.
    """
    wall = folder / "wall"
    is_kept = is_of_demo(wall)
    names = list(load(wall if is_kept else shipped.sample_wall_folder()).screens)
    if not 1 <= count <= len(names):
        raise DisplaydError(f"the sample office has {len(names)} screens", f"ask for 1 to {len(names)}")
    address = _free_address(listen)
    url = f"http://{address}"
    shown = names[:count]
    try:
        if not is_kept:
            make_wall(wall, _new_push_key(folder))
        claim_screens(wall, {name: load_or_create(folder / "screens" / name).fingerprint for name in shown})
    except OSError as exc:
        raise StoreError(f"cannot write {exc.filename or wall}: {exc.strerror or exc}", "choose a --folder") from exc
    _end_on_signals()
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        print(f"displayd demo: starting the hub and {count} screen{'s' * (count > 1)} ...", flush=True)
        arguments = ["hub", "serve", str(wall), "--listen", address, "--state", str(folder / "hub")]
        children["hub"] = _start(arguments, folder / "hub.log")
        _wait_for(f"{url}/healthz", children["hub"], folder / "hub.log")
        _push_first_value(url, folder)
        for number, name in enumerate(shown):
            children[name] = _start_screen(name, folder, url, is_first=number == 0, is_many=count > 1)
        _tell(url, wall, folder, shown)
        return _watch(children, folder, seconds)
    except KeyboardInterrupt:
        # The terminal may be what has gone.
        with contextlib.suppress(OSError):
            print("\ndisplayd demo: ending", flush=True)
        return 0
    finally:
        _ignore_signals()
        _end(children.values())


def _new_push_key(folder: Path) -> str:
    """Write a new key for pushing values; its SHA-256."""
    key, sha256 = new_key()
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / PUSH_KEY, f"{key}\n".encode())
    return sha256


def _push_first_value(url: str, folder: Path) -> None:
    """Give the number that is pushed a value, unless the wall was edited so that it takes none."""
    if not (folder / PUSH_KEY).is_file():
        return
    request = urllib.request.Request(
        f"{url}/v1/metrics/{PUSHED}",
        f'{{"value": {FIRST_VALUE}}}'.encode(),
        {"Authorization": f"Bearer {(folder / PUSH_KEY).read_text().strip()}"},
        method="PUT",
    )
    with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5):
        pass


def _start_screen(name: str, folder: Path, url: str, is_first: bool, is_many: bool) -> subprocess.Popen[bytes]:
    config = folder / "screens" / f"{name}.yaml"
    config.write_text(yaml_source.dump({"hub": url, "picture_seconds": 4}))
    arguments = ["run", "--config", str(config), "--state", str(folder / "screens" / name)]
    if is_first and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        arguments += ["--screen", "window", "--size", "1280x720"]
    elif is_first and _is_console_with_kms():
        arguments += ["--screen", "television"]
    else:
        arguments += ["--screen", "memory", "--size", MANY_SIZE if is_many else "1920x1080"]
    return _start(arguments, folder / "screens" / f"{name}.log")


def _is_console_with_kms() -> bool:
    on_console = sys.stdin.isatty() and os.ttyname(sys.stdin.fileno()).startswith("/dev/tty")
    return on_console and any(os.access(card, os.W_OK) for card in Path("/dev/dri").glob("card*"))


def _start(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we end the parts in order.
        return subprocess.Popen(
            [sys.executable, "-m", "displayd", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_for(url: str, hub: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and hub.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise DisplaydError(f"the hub did not start: {_last_line(log)}", f"see {log}")


def _watch(children: dict[str, subprocess.Popen[bytes]], folder: Path, seconds: float | None) -> int:
    deadline = None if seconds is None else time.monotonic() + seconds
    while deadline is None or time.monotonic() < deadline:
        for name, child in children.items():
            code = child.poll()
            if code is None:
                continue
            if code == 0 and name != "hub":
                print(f"displayd demo: the window of {name} was closed", flush=True)
                return 0
            log = folder / "hub.log" if name == "hub" else folder / "screens" / f"{name}.log"
            print(f"displayd demo: {name} ended with {code}: {_last_line(log)} (see {log})", file=sys.stderr)
            return 1
        time.sleep(0.2)
    return 0


def _tell(url: str, wall: Path, folder: Path, names: Sequence[str]) -> None:
    print(f"  wall page   {url}/   (every screen's picture, in any browser)")
    print(f"  screens     {', '.join(names)}")
    print(f"  wall folder {wall}/   (edit screens.yaml or a layout: the screens follow)")
    print(f"  logs        {folder}/hub.log, {folder}/screens/*.log")
    if (folder / PUSH_KEY).is_file():
        bearer = f'-H "Authorization: Bearer $(cat {folder}/{PUSH_KEY})"'
        print(f"  push        curl -X PUT {url}/v1/metrics/{PUSHED} {bearer} -d '{{\"value\": 99}}'")
    print("Ctrl-C ends it.", flush=True)


def _end(children: Iterable[subprocess.Popen[bytes]]) -> None:
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + 5
    for child in running:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"


def _free_address(listen: str) -> str:
    """`listen`, or the same host with the next port that is free."""
    host, _, port = listen.rpartition(":")
    if not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise DisplaydError(f"`{listen}` is not HOST:PORT", "for example 127.0.0.1:8070")
    for candidate in range(int(port), min(int(port) + 50, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, candidate))
                return f"{host}:{candidate}"
    raise DisplaydError(f"no free port from {port} on {host}")


def _end_on_signals() -> None:
    for ending in ENDINGS:
        # SIGINT also where a shell has started us in the background, ignoring it; SIGHUP not under nohup.
        if ending != signal.SIGHUP or signal.getsignal(ending) != signal.SIG_IGN:
            signal.signal(ending, _interrupt)


def _ignore_signals() -> None:
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def _interrupt(number: int, frame: object) -> None:
    # Once is enough: a second Ctrl-C must not cut the ending short and leave parts running.
    _ignore_signals()
    raise KeyboardInterrupt
