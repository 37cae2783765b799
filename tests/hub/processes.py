"""A hub as a process of its own, and edits of its wall."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from displayd.document.model import decode
from displayd.widgets.number.widget import Number
from tests.hub.walls import Caller, with_devices

BROKEN = "screens:\n  left: {show: [nothing]}\n"

PROCESS = """
import sys
from pathlib import Path
from displayd.hub.process import serve
serve(Path(sys.argv[1]), "127.0.0.1:0", Path(sys.argv[2]), lambda hub: print(hub.address, flush=True))
"""


@contextmanager
def process(folder: Path, state: Path) -> Iterator[tuple[subprocess.Popen[str], Caller]]:
    """A hub in a process of its own, killed at the end if it has not ended by then."""
    started = subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(folder), str(state)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stdout is not None
        yield started, Caller(started.stdout.readline().strip())
    finally:
        started.kill()
        started.communicate()


def number(caller: Caller, screen: str = "left") -> Number:
    """The tile `orders` of a screen."""
    widget = decode(caller.screen(screen).content).pages[0].widgets["orders"]
    assert isinstance(widget, Number)
    return widget


def edit(folder: Path, name: str, text: str) -> None:
    """Write a file of the wall as a careful editor does."""
    new = folder / f"{name}.tmp"
    new.write_text(with_devices(text))
    new.replace(folder / name)


def kept_value(state: Path) -> float | None:
    """The value of `orders` in the store of a hub, while it runs or afterwards."""
    db = sqlite3.connect(f"file:{state / 'hub.sqlite3'}?mode=ro", uri=True)
    try:
        found = db.execute("select json_extract(body, '$.value') from reading where metric = 'orders'").fetchone()
        return float(found[0]) if found else None
    finally:
        db.close()
