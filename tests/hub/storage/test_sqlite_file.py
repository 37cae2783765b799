"""A database that cannot be used as it is: put aside, mended, or done without, and never in silence."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import StoreError
from displayd.hub.background import watch_clock
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from displayd.hub.storage import sqlite_file
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from tests.hub.processes import kept_value, number
from tests.hub.walls import NOON, Caller, eventually, serving, write_wall

TABLES = ("reading", "history", "effective", "tile")


def filled(file: Path) -> Path:
    """A database with something in each table."""
    file.parent.mkdir(parents=True, exist_ok=True)
    store = Store(file)
    store.write([("orders", NOON, 7.0)], {"orders": Reading(value=7, as_of=NOON)})
    store.write_effective({"left": ("abc", NOON)})
    store.write_tiles({"team": {"d": NOON}})
    store.close()
    return file


def changed(file: Path, *statements: str) -> None:
    """Somebody else works on the file."""
    db = sqlite3.connect(file, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_is_made_anew_and_everything_is_kept_again(tmp_path: Path, table: str) -> None:
    file = filled(tmp_path / FILE_NAME)
    changed(file, f"drop table {table}")

    store = Store(file)
    store.write([("orders", NOON + 60, 8.0)], {"orders": Reading(value=8, as_of=NOON + 60)})
    store.write_effective({"left": ("def", NOON)})
    store.write_tiles({"team": {"e": NOON}})
    past = store.past("orders", 0)

    assert past.reading == Reading(value=8, as_of=NOON + 60)
    assert [mean for _, mean, _ in past.values] == ([8.0] if table == "history" else [7.0, 8.0])
    assert store.effective() == {"left": ("def", NOON)}
    assert store.tiles() == {"team": {"e": NOON}}
    # Without its tiles it is a file of 0.1.0, which is whole.
    assert store.has_put_aside == (table != "tile")
    store.close()
    if table == "history":
        kept = sqlite3.connect(tmp_path / f"{FILE_NAME}.damaged").execute("select count(*) from reading").fetchone()
        assert kept == (1,)


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "change",
    [
        "alter table history drop column total",
        "alter table reading rename column body to content",
        "drop table history; create table history (metric text)",
    ],
)
def test_tables_that_are_others_are_put_aside(tmp_path: Path, change: str) -> None:
    file = filled(tmp_path / FILE_NAME)
    changed(file, *change.split(";"))

    store = Store(file)
    store.write([("orders", NOON, 1.0)], {"orders": Reading(value=1, as_of=NOON)})

    assert [mean for _, mean, _ in store.past("orders", 0).values] == [1.0]
    assert store.has_put_aside
    store.close()


@pytest.mark.expects_log
def test_a_table_that_goes_while_the_hub_runs_is_made_anew_with_the_next_batch(tmp_path: Path) -> None:
    file = filled(tmp_path / FILE_NAME)
    store = Store(file)
    changed(file, "drop table history")

    with pytest.raises(StoreError, match="no such table"):
        store.write([("orders", NOON, 1.0)], {})
    store.write([("orders", NOON, 1.0)], {})

    assert len(store.past("orders", 0).values) == 1
    assert store.openings == 2
    store.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_is_taken_away_while_the_hub_runs_is_noticed(tmp_path: Path, how: str) -> None:
    """SQLite would go on writing to what has no name any more, and nothing of it would be there at the next start."""
    file = filled(tmp_path / FILE_NAME)
    store = Store(file)
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    if how == "replaced":
        filled(tmp_path / "backup").replace(file)
    store.write([("errors", NOON, 1.0)], {})
    store.close()

    again = Store(file)
    assert len(again.past("errors", 0).values) == 1
    assert (again.past("orders", 0).reading is not None) == (how == "replaced")
    again.close()


HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("pragma journal_mode = delete")
db.execute("pragma locking_mode = exclusive")
db.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program has the file for itself."""
    arguments = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def troubles(hub: Caller) -> dict[str, str]:
    """What the hub cannot do, by kind."""
    found: list[dict[str, Any]] = hub.get("/healthz").json()["troubles"]
    return {one["kind"]: one["text"] for one in found}


def later_version(file: Path) -> str:
    filled(file)
    changed(file, "pragma user_version = 99")
    return "later displayd"


def a_folder(file: Path) -> str:
    file.mkdir(parents=True)
    return "is a folder"


def a_link_to_nowhere(file: Path) -> str:
    file.parent.mkdir()
    file.symlink_to("/nowhere/at/all.sqlite3")
    return "unable to open"


@pytest.mark.expects_log
@pytest.mark.parametrize("spoil", [later_version, a_folder, a_link_to_nowhere], ids=lambda one: one.__name__)
def test_a_hub_whose_database_cannot_be_opened_serves_and_says_so(tmp_path: Path, spoil: Any) -> None:
    file = tmp_path / "state" / FILE_NAME
    words = spoil(file)
    before = file.read_bytes() if file.is_file() else None
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        pushed = hub.push("orders", value=3)
        told = eventually(lambda: words in troubles(hub).get("values-not-kept", ""))
        shown, page = eventually(lambda: number(hub).value == 3), hub.get("/").text

    assert told
    assert pushed.status_code == 202
    assert shown
    assert "Values are not being kept" in page
    assert (file.read_bytes() if file.is_file() else None) == before


@pytest.mark.expects_log
def test_a_database_that_is_let_go_of_later_is_read_and_written(tmp_path: Path) -> None:
    file = filled(tmp_path / "state" / FILE_NAME)
    with held(file) as holder, serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        locked = eventually(lambda: "locked" in troubles(hub).get("values-not-kept", ""))
        hub.push("errors", value=0.5)
        without = number(hub).value
        holder.kill()
        holder.wait()
        over = eventually(lambda: "values-not-kept" not in troubles(hub))
        remembered = eventually(lambda: number(hub).value == 7)

        assert locked
        assert without is None
        assert over
        assert remembered
        assert hub.push("orders", value=9).status_code == 204
    assert kept_value(tmp_path / "state") == 9
    store = Store(file)
    assert len(store.past("errors", 0).values) == 1
    store.close()


@pytest.mark.expects_log
def test_a_damaged_database_stands_on_the_wall_page_until_it_is_moved_away(tmp_path: Path) -> None:
    file = tmp_path / "state" / FILE_NAME
    file.parent.mkdir()
    file.write_bytes(b"not a database at all" * 100)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        told = eventually(lambda: "database-put-aside" in troubles(hub))
        page, pushed = hub.get("/").text, hub.push("orders", value=3)
        (tmp_path / "state" / f"{FILE_NAME}.damaged").unlink()
        over = eventually(lambda: not troubles(hub))

    assert told
    assert "hub.sqlite3.damaged" in page
    assert pushed.status_code == 204
    assert over


@pytest.mark.expects_log
def test_a_clock_that_is_not_set_is_said_until_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.background.CLOCK_SECONDS", 0.0)
    now = [1000.0]
    hub = Hub(lambda: now[0])

    async def watched() -> list[list[str]]:
        watching = asyncio.create_task(watch_clock(hub))
        found = []
        for one in (1000.0, NOON):
            now[0] = one
            for _ in range(3):
                await asyncio.sleep(0)
            found.append([trouble.text for trouble in hub.troubles.now()])
        watching.cancel()
        return found

    assert asyncio.run(watched()) == [["The clock of the hub's machine is not set: it says 1970-01-01"], []]


READER = """
import json, sys
from pathlib import Path
from displayd.errors import StoreError
from displayd.hub.storage import sqlite_file
from displayd.hub.storage.database import Store
store = Store(Path(sys.argv[1]), is_needed=False)
told = []
try:
    store.write([("orders", 1.0, 1.0)], {})
except StoreError as exc:
    told.append(exc.message)
print(json.dumps([store.past("orders", 0).reading.value, str(store.fault), told]))
"""


def test_a_database_that_can_only_be_read_is_read() -> None:
    """As by a user without rights to its folder; on a card that has become read-only it is the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = filled(folder / FILE_NAME)
        file.chmod(0o444)
        folder.chmod(0o555)
        as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        command = [*as_nobody, sys.executable, "-c", READER, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
        folder.chmod(0o755)
    value, fault, told = json.loads(done.stdout)

    assert value == 7
    assert "unable to open" in fault or "readonly" in fault
    assert told


def test_a_database_that_could_only_be_read_is_written_when_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(tmp_path / FILE_NAME)
    monkeypatch.setattr("displayd.hub.storage.database.AGAIN_SECONDS", 0.0)
    writable = sqlite_file._connected

    def barred(file: Path | None) -> sqlite3.Connection:
        return writable(Path("/proc/nowhere.sqlite3"))

    with monkeypatch.context() as patch:
        patch.setattr(sqlite_file, "_connected", barred)
        store = Store(file)
        remembered = store.past("orders", 0).reading
        with pytest.raises(StoreError, match="readonly"):
            store.write([("orders", NOON + 60, 8.0)], {})
        during = store.fault
    store.write([("orders", NOON + 60, 8.0)], {})

    assert remembered is not None
    assert during is not None
    assert store.fault is None
    assert store.openings == 1
    assert len(store.past("orders", 0).values) == 2
    store.close()
