"""`displayd hub database copy`."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.errors import DisplaydError, StoreError
from displayd.hub.metrics.reading import Reading
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from displayd.tools.database_copy import copy_database
from tests.hub.storage.places import PostgresqlPlace
from tests.hub.walls import HUB, NOON, write_wall
from tests.support.postgresql_server import PostgresqlServer


@pytest.fixture
def on_server(tmp_path: Path, postgresql: PostgresqlServer) -> PostgresqlPlace:
    return PostgresqlPlace(tmp_path, postgresql)


def filled(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    store = Store(file)
    values = [(f"m{number}", NOON - number * 900, number / 7) for number in range(3000)]
    store.write(values, {"orders": Reading(value=7, as_of=NOON)}, None, {("kind", "name"): b"\0body\xff"})
    store.write_effective({"left": ("abc", NOON)})
    store.write_tiles({"team": {"d": NOON}})
    store.close()


def all_of(store: Store) -> list[object]:
    pasts = [store.past(f"m{number}", 0) for number in (0, 1, 2999)]
    found = [store.past("orders", 0), *pasts, store.client_states(), store.effective(), store.tiles()]
    store.close()
    return found


def test_everything_goes_to_the_server_and_back(
    tmp_path: Path, on_server: PostgresqlPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + on_server.hub_yaml})
    filled(tmp_path / "state" / FILE_NAME)

    code = main(["hub", "database", "copy", str(folder), "--state", str(tmp_path / "state")])
    (tmp_path / "other").mkdir()
    back = copy_database(folder, tmp_path / "other", is_back=True)

    wanted = all_of(Store(tmp_path / "state" / FILE_NAME))
    assert code == 0
    assert capsys.readouterr().out.startswith("newest values: 1\nstretches of the past: 12000\n")
    assert back[-1].endswith(f"to {tmp_path}/other/hub.sqlite3")
    assert all_of(Store(on_server.place())) == wanted
    assert all_of(Store(tmp_path / "other" / FILE_NAME)) == wanted


def test_what_has_values_is_not_added_to(tmp_path: Path, on_server: PostgresqlPlace) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + on_server.hub_yaml})
    filled(tmp_path / "state" / FILE_NAME)
    copy_database(folder, tmp_path / "state")

    with pytest.raises(StoreError, match="is not empty"):
        copy_database(folder, tmp_path / "state")


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, on_server: PostgresqlPlace) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + on_server.hub_yaml})
    filled(tmp_path / "state" / FILE_NAME)
    Store(on_server.place()).close()
    on_server.sql("alter table tile add constraint never check (layout = 'never')")

    with pytest.raises(StoreError, match="violates check constraint"):
        copy_database(folder, tmp_path / "state")

    assert on_server.sql("select metric from reading") == []


def test_wall_without_a_database_or_state_without_a_file_is_said(tmp_path: Path, on_server: PostgresqlPlace) -> None:
    named = write_wall(tmp_path / "named", {"hub.yaml": HUB + on_server.hub_yaml})

    with pytest.raises(DisplaydError, match="names no database"):
        copy_database(write_wall(tmp_path / "wall"), tmp_path / "state")
    with pytest.raises(StoreError, match="no hub keeps its values there"):
        copy_database(named, tmp_path / "state")
