"""A document that ends the process while it is first drawn: the screen is back after a few starts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.fakes import FakeHub, document_bytes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

# A screen that is killed, as the watchdog or the kernel would, when it begins to draw what is called Deadly.
PROGRAM = """
import os, signal, sys
from displayd.device.presenter import Presenter

prepare = Presenter.prepare

def deadly(self, view, *more):
    if view.edition is not None and view.edition.document.title == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return prepare(self, view, *more)

Presenter.prepare = deadly

# Whoever waits for reports waits less.
from displayd.device.network import reporter

reporter.STATUS_SECONDS = reporter.MIN_STATUS_SECONDS = 0.2

from displayd.cli.main import main
sys.exit(main(["run", "--config", "none.yaml", "--state", "state", "--screen", "memory", "--size", "320x180",
               "--flip-log", "flips", "--hub", sys.argv[1]]))
"""


def eventually(holds: Callable[[], object], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as running:
        yield running


def start(folder: Path, hub: FakeHub) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, hub.url], cwd=folder, stderr=log, stdout=log, env=environment
        )


def pages(folder: Path) -> list[int | None]:
    path = folder / "flips"
    return [json.loads(line)["page"] for line in path.read_text().splitlines()] if path.exists() else []


def ends(process: subprocess.Popen[bytes]) -> bool:
    """Whether it is killed, rather than going on to say something to the hub."""
    return process.wait(60) == -signal.SIGKILL


def test_document_that_kills_the_screen_is_given_up_until_another_comes(hub: FakeHub, tmp_path: Path) -> None:
    hub.put_document(document_bytes("Good"))
    first = start(tmp_path, hub)
    assert eventually(lambda: hub.requests("/v1/screen/status"))
    hub.put_document(document_bytes("Deadly"))
    killed = [ends(first), ends(start(tmp_path, hub))]
    shown = len(pages(tmp_path))
    told = len(hub.requests("/v1/screen/status"))

    last = start(tmp_path, hub)
    try:
        reported = eventually(
            lambda: any(
                b"it ends this screen whenever it is drawn" in seen.body
                for seen in hub.requests("/v1/screen/status")[told:]
            )
        )
        came_back = pages(tmp_path)[shown:]
        hub.put_document(document_bytes("Mended"))
        mended = eventually(lambda: len(pages(tmp_path)) > shown + 1)
    finally:
        last.terminate()
        code = last.wait(60)

    assert killed == [True, True]
    assert reported
    # The one before it, which is remembered too.
    assert came_back == [0]
    assert mended
    assert code == 0
