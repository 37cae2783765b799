"""A database on a PostgreSQL server: lost, refused, slow or of another version, and never in silence."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Reading
from displayd.hub.storage.database import Store
from displayd.hub.storage.tables import REVISIONS, TABLES
from tests.hub.processes import number
from tests.hub.storage.places import PostgresqlPlace
from tests.hub.walls import HUB, NOON, Caller, eventually, serving, write_wall
from tests.support.postgresql_server import PASSWORD

VALUE = ("orders", NOON, 7.0)
READING = Reading(value=7, as_of=NOON)


def filled(on_server: PostgresqlPlace) -> Store:
    store = Store(on_server.place())
    store.write([VALUE], {"orders": READING})
    store.write_effective({"left": ("abc", NOON)})
    store.write_tiles({"team": {"d": NOON}})
    return store


def refusal(on_server: PostgresqlPlace, url: str | None = None) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store(on_server.place(url))
    return caught.value


def test_wrong_password_is_said_and_not_repeated(on_server: PostgresqlPlace) -> None:
    on_server.password.write_text("another-one\n")

    fault = refusal(on_server)

    assert "password authentication failed" in fault.message
    assert "look at `password`" in fault.hint
    assert "another-one" not in repr(fault) + fault.message


def test_database_that_is_not_there_is_said_with_how_to_make_it(on_server: PostgresqlPlace) -> None:
    fault = refusal(on_server, on_server.server.url("nowhere"))

    assert 'database "nowhere" does not exist' in fault.message
    assert "createdb" in fault.hint


def test_server_that_is_not_there_is_said(on_server: PostgresqlPlace) -> None:
    fault = refusal(on_server, "postgresql://displayd@127.0.0.1:1/displayd")

    assert "refused" in fault.message.lower()
    assert fault.message.startswith("displayd at 127.0.0.1:1: ")


def test_missing_driver_is_said_with_how_to_get_it(on_server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    fault = refusal(on_server)

    assert "psycopg" in fault.message
    assert "python3-psycopg" in fault.hint


def test_user_who_may_not_make_tables_is_said(on_server: PostgresqlPlace) -> None:
    server = on_server.server
    server.sql(f"drop role if exists guest; create role guest login password '{PASSWORD}'", "postgres")
    server.sql("revoke create on schema public from public", on_server.name)

    fault = refusal(on_server, server.url(on_server.name, "guest"))

    assert "permission denied" in fault.message
    assert "right to make" in fault.hint


def test_tables_of_a_later_version_are_left_alone(on_server: PostgresqlPlace) -> None:
    filled(on_server).close()
    on_server.sql("update alembic_version set version_num = '9999'")

    fault = refusal(on_server)

    assert f"later displayd: its tables are version 9999, known are {REVISIONS[-1]}" in fault.message
    assert on_server.sql("select version_num from alembic_version") == [["9999"]]


@pytest.mark.parametrize("table", TABLES)
def test_missing_table_is_made_anew_and_everything_is_kept_again(on_server: PostgresqlPlace, table: str) -> None:
    filled(on_server).close()
    on_server.sql(f"drop table {table}")

    store = Store(on_server.place())
    store.write([("orders", NOON + 60, 8.0)], {"orders": Reading(value=8, as_of=NOON + 60)}, None, {("k", "n"): b"b"})
    store.write_tiles({"team": {"e": NOON}})
    past = store.past("orders", 0)

    assert past.reading == Reading(value=8, as_of=NOON + 60)
    assert [mean for _, mean, _ in past.values] == ([8.0] if table == "history" else [7.0, 8.0])
    assert store.tiles() == {"team": {"e": NOON}}
    assert store.client_states() == {("k", "n"): b"b"}
    store.close()


def test_table_that_goes_while_the_hub_runs_is_made_anew_with_the_next_batch(on_server: PostgresqlPlace) -> None:
    store = filled(on_server)
    on_server.sql("drop table history")

    with pytest.raises(StoreError, match="does not exist"):
        store.write([VALUE], {})
    store.write([VALUE], {})

    assert len(store.past("orders", 0).values) == 1
    store.close()


def test_tables_that_are_others_are_left_alone(on_server: PostgresqlPlace) -> None:
    filled(on_server).close()
    on_server.sql("alter table reading rename column body to content")

    fault = refusal(on_server)

    assert "the table reading is not as it should be" in fault.message
    assert on_server.sql("select metric from reading where content is not null") == [["orders"]]


def test_hubs_that_begin_at_once_make_the_tables_once(on_server: PostgresqlPlace) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(on_server.place()), range(4)))
    for store in stores:
        store.write([VALUE], {})

    assert sum(count for _, _, count in stores[0].past("orders", 0).values) == 4
    for store in stores:
        store.close()


def test_restart_of_the_server_costs_one_write_at_most(on_server: PostgresqlPlace) -> None:
    store = filled(on_server)
    on_server.server.stop()
    with pytest.raises(StoreError):
        store.write([VALUE], {})
    on_server.server.start()

    def is_written() -> bool:
        try:
            store.write([VALUE], {})
        except StoreError:
            return False
        return True

    assert eventually(is_written)
    assert sum(count for _, _, count in store.past("orders", 0).values) == 2
    store.close()


def test_restart_while_nothing_is_written_costs_nothing(
    on_server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.storage.postgresql.IDLE_SECONDS", 0.0)
    store = filled(on_server)
    on_server.server.stop()
    on_server.server.start()

    store.write([VALUE], {})

    assert sum(count for _, _, count in store.past("orders", 0).values) == 2
    store.close()


def test_what_was_written_is_there_after_the_server_was_killed(on_server: PostgresqlPlace) -> None:
    store = filled(on_server)
    on_server.server.kill()
    on_server.server.start()
    store.close()

    again = Store(on_server.place())
    assert again.past("orders", 0).reading == READING
    again.close()


def test_statement_that_takes_too_long_is_given_up_and_tried_again(
    on_server: PostgresqlPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.storage.postgresql.STATEMENT_SECONDS", 1)
    monkeypatch.setattr("displayd.hub.storage.postgresql.LOCK_SECONDS", 60)
    store = filled(on_server)
    hold = "begin; lock table history; select pg_sleep(5); commit"
    holder = threading.Thread(target=lambda: on_server.server.sql(hold, on_server.name))
    holder.start()
    locks = "select granted from pg_locks where relation = 'history'::regclass and mode = 'AccessExclusiveLock'"
    assert eventually(lambda: on_server.sql(locks) == [[True]])

    with pytest.raises(StoreError, match="statement timeout") as caught:
        store.write([VALUE], {})
    holder.join()
    store.write([VALUE], {})

    assert "takes longer" in caught.value.hint
    assert sum(count for _, _, count in store.past("orders", 0).values) == 2
    store.close()


def troubles(hub: Caller) -> dict[str, str]:
    found: list[dict[str, Any]] = hub.get("/healthz").json()["troubles"]
    return {one["kind"]: one["text"] for one in found}


@pytest.mark.expects_log
def test_hub_serves_on_without_its_server_and_keeps_what_comes_until_it_is_back(on_server: PostgresqlPlace) -> None:
    folder = on_server.password.parent
    with serving(write_wall(folder / "wall", {"hub.yaml": HUB + on_server.hub_yaml}), folder / "state") as hub:
        assert hub.push("orders", value=1).status_code == 204
        on_server.server.stop()
        try:
            during = hub.push("orders", value=2).status_code
            shown = eventually(lambda: number(hub).value == 2)
            told = eventually(lambda: "Values are not being kept" in troubles(hub).get("values-not-kept", ""))
            page = hub.get("/").text
        finally:
            on_server.server.start()
        over = eventually(lambda: "values-not-kept" not in troubles(hub), 60)
        after = hub.push("orders", value=3).status_code

    store = Store(on_server.place())
    past = store.past("orders", 0)
    store.close()
    assert (during, shown, told, over, after) == (202, True, True, True, 204)
    assert f"{on_server.name} at 127.0.0.1" in page
    assert past.reading is not None
    assert past.reading.value == 3
    assert sum(count for _, _, count in past.values) == 3
    assert not (folder / "state/hub.sqlite3").exists()


@pytest.mark.expects_log
def test_hub_that_begins_without_its_server_has_the_values_when_it_comes(on_server: PostgresqlPlace) -> None:
    filled(on_server).close()
    on_server.server.stop()
    folder = on_server.password.parent
    try:
        with serving(write_wall(folder / "wall", {"hub.yaml": HUB + on_server.hub_yaml}), folder / "state") as hub:
            without = number(hub).value
            told = eventually(lambda: "values-not-kept" in troubles(hub))
            on_server.server.start()
            remembered = eventually(lambda: number(hub).value == 7, 60)
            over = eventually(lambda: "values-not-kept" not in troubles(hub), 60)
    finally:
        if not on_server.server.is_running:
            on_server.server.start()

    assert (without, told, remembered, over) == (None, True, True, True)


@pytest.mark.expects_log
def test_another_database_in_hub_yaml_is_said_until_the_hub_is_restarted(on_server: PostgresqlPlace) -> None:
    folder = on_server.password.parent
    wall = write_wall(folder / "wall")
    with serving(wall, folder / "state") as hub:
        before = troubles(hub)
        (wall / "hub.yaml").write_text(HUB + on_server.hub_yaml)
        told = eventually(lambda: "other-database" in troubles(hub))
    with serving(wall, folder / "state") as hub:
        after = troubles(hub)
        assert hub.push("orders", value=1).status_code == 204

    assert (before, told, after) == ({}, True, {})
    assert on_server.sql("select metric from reading") == [["orders"]]
