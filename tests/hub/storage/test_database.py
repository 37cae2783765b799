"""The hub's memory on disk."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Date, Item, Reading
from displayd.hub.storage import migrating
from displayd.hub.storage.database import Store
from displayd.hub.storage.sqlite_file import KNOWN_USER_VERSION
from displayd.hub.storage.tables import REVISIONS
from tests.hub.storage.places import AnyPlace
from tests.hub.walls import NOON
from tests.support.system_calls import calls_of

FIRST_VERSION = Path(__file__).parents[2] / "fixtures/hub-store-1.sql"


def test_readings_and_values_survive_a_restart(database: AnyPlace) -> None:
    store = Store(database.place())
    reading = Reading(value=3, as_of=NOON, previous=2, items=[Item(label="x", value=1)], rows=[["a", 1.5, None]])
    store.write([("m", NOON, 3.0), ("m", NOON + 1, 5.0), ("n", NOON, 9.0)], {"m": reading})
    store.write_effective({"left": ("abc", NOON)})
    store.close()

    again = Store(database.place())
    past = again.past("m", NOON - 1000)

    assert past.reading == reading
    assert [(mean, count) for _, mean, count in past.values] == [(4.0, 2)]
    assert again.effective() == {"left": ("abc", NOON)}
    assert again.past("unheard-of", 0).reading is None
    again.close()


def test_everything_a_reading_can_have_survives_a_restart(database: AnyPlace) -> None:
    line = Item(label="x", time=NOON, lat=1.5, lon=-2.5, history=[1, None], weight=2)
    reading = Reading(as_of=NOON, items=[line], rows=[["a", Date(NOON), None]], previous_label="May")
    store = Store(database.place())
    store.write([], {"m": reading})

    assert store.past("m", 0).reading == reading
    store.close()


def test_what_a_clock_that_ran_ahead_left_behind_is_not_given_out(database: AnyPlace) -> None:
    store = Store(database.place())
    ahead = NOON + 86_400
    store.write([("m", NOON - 60, 1.0), ("m", ahead, 9.0)], {"m": Reading(value=9, as_of=ahead)})

    now, later = store.past("m", 0, NOON), store.past("m", 0, ahead + 900)

    assert (now.reading, [mean for _, mean, _ in now.values]) == (None, [1.0])
    assert later.reading is not None
    assert [mean for _, mean, _ in later.values] == [1.0, 9.0]
    store.close()


def test_batches_of_the_same_minute_add_up(database: AnyPlace) -> None:
    store = Store(database.place())
    minute = NOON // 900 * 900
    store.write([("m", minute + 1, 2.0)], {})
    store.write([("m", minute + 2, 4.0)], {})

    assert store.past("m", 0).values == [(minute + 30, 3.0, 2)]
    store.close()


def test_old_values_are_forgotten_minutes_first(database: AnyPlace) -> None:
    store = Store(database.place())
    day = 86_400
    ages = [1, 3 * day, 40 * day]
    store.write([("m", NOON - age, float(age)) for age in ages], {})
    store.write([("m", NOON, 0.0)], {}, history_days=30)

    values = store.past("m", 0).values

    assert [mean for _, mean, _ in values] == [3.0 * day, 0.5]
    store.close()


def test_it_stays_small_whatever_arrives(database: AnyPlace) -> None:
    store = Store(database.place())
    for batch in range(20):
        store.write([("m", NOON + batch * 3 + part / 100, 1.0) for part in range(1000)], {})

    ((count,),) = database.sql("select count(*) from history")

    assert isinstance(count, int)
    # Of minutes two, and one of each longer stretch.
    assert count <= 5
    store.close()


@pytest.mark.expects_log
@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_put_aside(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "hub.sqlite3"
    file.write_bytes(damage)

    store = Store(file)
    store.write([("m", NOON, 1.0)], {})

    assert len(store.past("m", 0).values) == 1
    assert (tmp_path / "hub.sqlite3.damaged").read_bytes() == damage
    store.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite3"
    db = sqlite3.connect(file)
    db.execute("pragma user_version = 99")
    db.close()
    before = file.read_bytes()

    with pytest.raises(StoreError, match=f"later displayd: its tables are version 99, known are {KNOWN_USER_VERSION}"):
        Store(file)
    assert file.read_bytes() == before


Columns = dict[str, list[tuple[str, str, int, int]]]


def tables_of(file: Path) -> tuple[int, Columns]:
    """Version of a file as 0.2.0 knows it; name, type, necessity and place in the key of the columns of its tables."""
    db = sqlite3.connect(file)
    (version,) = db.execute("pragma user_version").fetchone()
    names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    columns = 'select name, type, "notnull", pk from pragma_table_info(?)'
    tables = {name: db.execute(columns, (name,)).fetchall() for name in names}
    db.close()
    return version, tables


@pytest.mark.parametrize("has_tiles", [True, False])
def test_a_file_of_the_first_version_opens_with_all_it_has(tmp_path: Path, has_tiles: bool) -> None:
    file = tmp_path / "hub.sqlite3"
    db = sqlite3.connect(file)
    db.executescript(FIRST_VERSION.read_text("utf-8"))
    if not has_tiles:
        db.execute("drop table tile")
        db.commit()
    db.close()

    store = Store(file)
    past, effective, tiles = store.past("orders", 0), store.effective(), store.tiles()
    store.write([("orders", NOON + 60, 16.0)], {})
    store.write_tiles({"team": {"d1": 0.0, "d3": NOON + 60}})
    store.close()
    Store(tmp_path / "new.sqlite3").close()

    shop = Item(label="Shop", value=3.0)
    assert past.reading == Reading(value=14.0, as_of=NOON, target=20.0, items=[shop])
    assert [(mean, count) for _, mean, count in past.values] == [(10.0, 1), (13.0, 2)]
    assert effective == {"left": ("abc123", NOON)}
    assert tiles == ({"team": {"d1": 0.0, "d2": NOON}} if has_tiles else {})
    assert tables_of(file) == tables_of(tmp_path / "new.sqlite3")
    assert tables_of(file)[0] == KNOWN_USER_VERSION


def test_the_version_before_can_read_the_file_again(tmp_path: Path) -> None:
    before, after = tmp_path / "before.sqlite3", tmp_path / "after.sqlite3"
    db = sqlite3.connect(before)
    db.executescript(FIRST_VERSION.read_text("utf-8"))
    db.close()
    Store(after).close()

    # 0.2.0 looks at the version and uses the tables that it knows, comparing types as they are written. A
    # change of those is a step that it cannot go back over: the change log has to say so.
    (version, tables), (known_version, known_tables) = tables_of(after), tables_of(before)
    assert version == known_version
    assert {name: tables[name] for name in known_tables} == known_tables


HALF = """
from alembic import op

revision = "half"
down_revision = "{head}"


def upgrade():
    op.execute("create table half (a integer)")
    op.execute("insert into nowhere values (1)")
"""


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hub.sqlite3"
    Store(file).close()
    before = tables_of(file)
    scripts = shutil.copytree(migrating.SCRIPTS, tmp_path / "migrations")
    (scripts / "versions" / "half.py").write_text(HALF.format(head=REVISIONS[-1]))
    monkeypatch.setattr(migrating, "SCRIPTS", scripts)
    monkeypatch.setattr(migrating, "REVISIONS", (*REVISIONS, "half"))

    with pytest.raises(StoreError, match="nowhere"):
        Store(file)

    assert tables_of(file) == before


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match=r"file/hub\.sqlite3"):
        Store(tmp_path / "file" / "hub.sqlite3")


WRITER = """
import sys
from pathlib import Path
from displayd.hub.storage import migrating
from displayd.hub.storage.database import Store
store = Store(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    # Each batch writes two metrics: either both are there afterwards, or none.
    store.write([("a", 1795000000 + number * 60, number), ("b", 1795000000 + number * 60, number)], {})
    print(number, flush=True)
"""


def test_a_kill_in_the_middle_of_writing_loses_one_batch_at_most(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite3"
    for attempt in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        told = 0
        until = time.monotonic() + 20
        while told < 20 + attempt * 7 and time.monotonic() < until:
            told = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.communicate()[0].split()
        told = int(rest[-1]) if rest else told

        store = Store(file)
        a, b = store.past("a", 0).values, store.past("b", 0).values
        store.close()

        assert a == b
        assert len(a) >= told


SYNCED = """
import os, sys
from pathlib import Path
from displayd.hub.storage import migrating
from displayd.hub.storage.database import Store
store = Store(Path(sys.argv[1]))
for number in range(5):
    os.utime(sys.argv[1])
    store.write([("a", 1795000000.0 + number, number)], {})
    os.utime(sys.argv[1])
"""


def test_what_was_written_is_synced_to_the_disk_each_time(tmp_path: Path) -> None:
    """A power cut takes back what the kernel has and the disk has not: a kill would not show it."""
    file = tmp_path / "hub.sqlite3"
    calls = calls_of(SYNCED, [str(file)], "fsync,fdatasync,pwrite64,utimensat", tmp_path)
    marks = [number for number, call in enumerate(calls) if call.name == "utimensat" and str(file) in call.arguments]

    assert len(marks) == 10
    for began, ended in zip(marks[::2], marks[1::2], strict=True):
        names = [call.name for call in calls[began + 1 : ended] if f"{file}-wal" in call.arguments]
        assert "pwrite64" in names
        assert names[-1] in ("fsync", "fdatasync")


LOADED = """
import sys
from pathlib import Path
from displayd.hub.storage.database import Store
Store(Path(sys.argv[1])).close()
print(*sys.modules)
"""


def test_what_migrates_is_loaded_only_when_there_is_something_to_migrate(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADED, str(tmp_path / "hub.sqlite3")]
    first, second = (
        set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()) for _ in range(2)
    )

    assert "alembic" in first
    assert second.isdisjoint({"alembic", "mako", "psycopg", "sqlalchemy.orm"})
