"""`kpis/` and `sources/` of a wall: each KPI is a metric, and every mistake has its file, line and hint."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from displayd.errors import ConfigError, Mistake
from displayd.hub.kpis.canonical import CANONICAL
from displayd.hub.kpis.query import Query
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.loader import Wall, load, wall_of
from displayd.hub.wall.reader import read
from tests.hub.kpis.golden.books import tables
from tests.hub.walls import METRICS, files_of, write_wall

FILES = {
    "hub.yaml": "data_folder: /srv/data\n",
    "sources/accounts.sql": "select id as account_id, ended as end_date from read_csv('crm.csv')\n",
    "sources/live.sql": "select * from accounts where end_date is null\n",
    "kpis/customers.sql": """
        -- id: customers
        -- title: Customers
        -- unit: short
        -- direction: up
        -- refresh: 15m
        -- expire_after: 1h
        select count(*) as value
        from live
        """,
}

SHIPPED = {
    "mrr.sql": b"-- id: mrr\n-- title: MRR\n-- unit: currencyEUR\n-- amber: 5\nselect sum(mrr) as value from paying\n",
    "arr.sql": b"-- id: arr\n-- title: ARR\nselect 12 * sum(mrr) as value from paying\n",
    "spread.sql": b"-- id: spread\n-- title: Spread\nselect median(mrr) as value from paying\n",
    "spread.trino.sql": b"select approx_percentile(mrr, 0.5) as value from paying\n",
    "broken.sql": b"-- id: broken\nselect\n",
    "views/paying.sql": b"select * from subscriptions where valid_from <= :today\n",
}

SUBSCRIPTIONS = "select * from read_csv('subscriptions.csv')\n"


def wall(changes: dict[str, str | None] | None = None) -> Wall:
    return wall_of(WallFiles(files_of({**FILES, **(changes or {})}), {}, SHIPPED))


def mistakes(changes: dict[str, str | None]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        wall(changes)
    return [str(mistake) for mistake in caught.value.mistakes]


def query_of(entry: MetricEntry) -> Query:
    assert isinstance(entry.origin, Query)
    return entry.origin


def test_a_file_in_kpis_is_a_metric() -> None:
    entry = wall().metrics["customers"]

    assert (entry.title, entry.unit, entry.direction) == ("Customers", "short", "up")
    assert (entry.refresh_seconds, entry.expire_after) == (900.0, 3600.0)
    assert (query_of(entry).name, query_of(entry).partner, query_of(entry).result) == ("customers", "duckdb", "scalar")


def test_an_entry_names_a_kpi_that_comes_along_and_says_what_is_otherwise() -> None:
    metrics = METRICS + "money: {kpi: mrr, title: Money, red: 7}\n"
    found = wall({"metrics.yaml": metrics, "sources/subscriptions.sql": SUBSCRIPTIONS})
    entry = found.metrics["money"]

    assert (entry.title, entry.unit, entry.amber, entry.red) == ("Money", "currencyEUR", 5, 7)
    assert query_of(entry).name == "mrr"
    assert "mrr" not in found.metrics


def test_an_entry_may_say_more_of_the_walls_own_kpi() -> None:
    entry = wall({"metrics.yaml": METRICS + "customers: {kpi: customers, target: 100}\n"}).metrics["customers"]

    assert (entry.title, entry.target, query_of(entry).name) == ("Customers", 100, "customers")


def test_the_walls_own_kpi_and_view_go_before_those_that_come_along() -> None:
    changes: dict[str, str | None] = {
        "metrics.yaml": METRICS + "money: {kpi: mrr}\n",
        "kpis/mrr.sql": "-- id: mrr\n-- title: Mine\nselect count(*) as value from paying\n",
        "sources/paying.sql": SUBSCRIPTIONS,
    }
    found = wall(changes)

    assert {name for name, entry in found.metrics.items() if entry.title == "Mine"} == {"mrr", "money"}
    assert found.views["paying"].file.path == "sources/paying.sql"


def test_sql_may_stand_in_place() -> None:
    text = (
        METRICS
        + "open: {sql: {query: select count(*) as value from live, engine: duckdb}}\nall: {sql: select 1 as value}\n"
    )
    metrics = wall({"metrics.yaml": text}).metrics

    assert [query_of(metrics[name]).kind for name in ("open", "all")] == ["sql", "sql"]


def test_what_comes_along_is_not_looked_at_unless_it_is_named() -> None:
    assert wall().metrics["customers"]
    assert mistakes({"metrics.yaml": METRICS + "x: {kpi: broken}\n"}) == [
        "displayd/layouts/kpis/broken.sql:2:1: at `select`: something is missing here"
    ] or mistakes({"metrics.yaml": METRICS + "x: {kpi: broken}\n"})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"kpis/customers.sql": "-- id: customers\n-- titel: x\n\nselect medan(x) as value\nfrom lives\n"},
            [
                "kpis/customers.sql:2: unknown field `titel` (did you mean `title`?)",
            ],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n-- thresholds: {red: 1}\nselect 1 as value\n"},
            ["kpis/customers.sql:2: unknown field `thresholds` (write `amber: ...` and `red: ...`, a line each)"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n-- amber: 0.9\n-- red: 0.8\nselect 1 as value\n"},
            [
                "kpis/customers.sql:3: `red` is better than `amber`, as `direction: none` says (write"
            ],
        ),
        (
            {
                "kpis/customers.sql": "-- id: customers\n-- direction: up\n-- amber: 0.9\nselect 1 as value\n",
                "metrics.yaml": METRICS + "customers: {kpi: customers, red: 0.95}\n",
            },
            ["metrics.yaml:4: `red` is better than `amber`, as `direction: up` says (`red` is the lower of the two)"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n\nselect medan(x) as value\nfrom lives\n"},
            ["kpis/customers.sql:3:8: `medan` is no function of KPIs (did you mean `median`?)"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n\nselect count(*) as value\nfrom lives\n"},
            ["kpis/customers.sql:4:6: there is no table `lives` (write sources/lives.sql, a SELECT that gives it)"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n\nselect count(*) as valu\nfrom live\n"},
            [
                "kpis/customers.sql: a result `scalar` has no column `valu` (did you mean `value`?)",
                "kpis/customers.sql: a result `scalar` needs a column `value` (write `... as value`)",
            ],
        ),
        (
            {"kpis/customers.sql": "-- id: custmers\nselect 1 as value\n"},
            ["kpis/customers.sql:1: the id `custmers` is not the name of the file (call the file custmers.sql)"],
        ),
        (
            {"kpis/customers.sql": "select 1 as value\n"},
            ["kpis/customers.sql: there is no header (begin with comment lines such as `-- id: customers`"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n-- refresh: soon\nselect 1 as value\n"},
            ["kpis/customers.sql:2: `refresh` cannot be `soon`: a duration is a number and `s`, `m`, `h` or `d`"],
        ),
        (
            {"kpis/customers.sql": "-- id: customers\n-- engine: warehose\nselect 1 as value\n"},
            ["kpis/customers.sql: hub.yaml has no engine `warehose` (known: duckdb)"],
        ),
        (
            {"sources/live.sql": "select * from accounts;\ndrop table accounts\n"},
            ["sources/live.sql:2:12: a KPI is one SELECT, and this is DROP (it reads, and changes nothing)"],
        ),
        (
            {"sources/accounts.sql": "select * from live\n"},
            ["sources/live.sql: views read each other in a circle: live -> accounts -> live"],
        ),
        (
            {"hub.yaml": "{}\n"},
            ["sources/accounts.sql: reads the file `crm.csv`, and hub.yaml names no `data_folder` (name it there)"],
        ),
        (
            {"sources/Accounts.sql": "select 1\n", "kpis/a b.sql": "select 1\n"},
            [
                "kpis/a b.sql: the name has other letters than a to z, digits and `_` (rename it)",
                "sources/Accounts.sql: the name has other letters than a to z, digits and `_` (rename it)",
            ],
        ),
        (
            {"kpis/customers.postgre.sql": "select 1 as value\n", "kpis/other.trino.sql": "select 1 as value\n"},
            [
                "kpis/customers.postgre.sql: `postgre` is no dialect of SQL (did you mean `postgres`?)",
                "kpis/other.trino.sql: stands in for other.sql, which is not there (write other.sql too)",
            ],
        ),
        (
            {"metrics.yaml": METRICS + "x: {kpi: mr}\n"},
            ["metrics.yaml:4: there is no KPI `mr` (did you mean `mrr`?)"],
        ),
        (
            {"metrics.yaml": METRICS + "x: {kpi: mrr}\n"},
            [
                ("displayd/layouts/kpis/views/paying.sql:1:15: there is no table `subscriptions` "
                "(write sources/subscriptions.sql, a SELECT that gives it)")
            ],
        ),
        (
            {"metrics.yaml": METRICS + "customers: {}\n"},
            [
                ("kpis/customers.sql: the metric `customers` is already defined in metrics.yaml:4 "
                "(keep one of the two, or write `kpi: customers` there)")
            ],
        ),
        (
            {"metrics.yaml": METRICS + "x:\n  sql: |\n    select count(*) as value\n    from lives\n"},
            [
                ("metrics.yaml:5: line 2, column 6: there is no table `lives` "
                "(write sources/lives.sql, a SELECT that gives it)")
            ],
        ),
        (
            {
                "metrics.yaml": METRICS + "x: {sql: select 1 as value, kpi: mrr}\n",
                "sources/subscriptions.sql": SUBSCRIPTIONS,
            },
            ["metrics.yaml:4: `kpi` and `sql` cannot stand together (leave out one of the two)"],
        ),
        (
            {"hub.yaml": "engines: {warehouse: {url: 'postgresql://reader:secret@db/x'}, other: {}, odd: {url: 'nosuch://x'}}\n",
             "sources/accounts.sql": None, "sources/live.sql": None, "kpis/customers.sql": None},
            [
                ("hub.yaml:1: a password in an address can be read by everybody who sees this file (write where it is: "
                "`{file: /etc/displayd/secrets/NAME}`, `{env: NAME}` or `{credential: NAME}`)"),
                "hub.yaml:1: `url` is missing: which database is it (for example `postgresql+psycopg://reader@db.example.org/sales`)",
                "hub.yaml:1: nobody knows the database `nosuch`",
            ],
        ),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place_and_what_to_do(changes: dict[str, str | None], said: list[str]) -> None:
    found = mistakes(changes)

    assert [one for one in said if not any(line.startswith(one) for line in found)] == [], found
    assert len(found) == len(said), found


ENGINES = "engines: {warehouse: {url: 'trino://reader@db/x'}, pg: {url: 'postgresql+psycopg://reader@db/x'}}\n"


def test_a_kpi_that_would_say_something_else_on_its_engine_needs_an_override() -> None:
    changes: dict[str, str | None] = {
        "hub.yaml": ENGINES,
        "sources/accounts.sql": None,
        "sources/live.sql": "select * from crm.accounts\n",
        "kpis/customers.sql": "-- id: customers\n-- engine: warehouse\nselect median(x) as value from live\n",
    }

    assert mistakes(changes) == [
        (
            "kpis/customers.sql:3:8: `median` is not the same in Trino "
            "(needs an override file, customers.trino.sql, with a SELECT in its dialect)"
        )
    ]
    changes["kpis/customers.trino.sql"] = "select approx_percentile(x, 0.5) as value from live\n"
    assert query_of(wall(changes).metrics["customers"]).overrides.keys() == {"trino"}
    changes["kpis/customers.trino.sql"] = "select approx_percentile(x, 0.5) as valu from live\n"
    assert mistakes(changes)[0].startswith("kpis/customers.trino.sql: a result `scalar`")


def test_the_table_of_a_server_needs_no_view() -> None:
    changes: dict[str, str | None] = {
        "hub.yaml": ENGINES,
        "sources/accounts.sql": "select id as account_id from accounts\n",
        "sources/live.sql": None,
        "kpis/customers.sql": "-- id: customers\n-- engine: pg\nselect count(*) as value from accounts, crm.deals\n",
    }

    assert query_of(wall(changes).metrics["customers"]).partner == "pg"


def test_a_table_that_shipped_kpis_read_is_no_slip_of_the_pen(tmp_path: Path) -> None:
    assert {
        name: {column: facts["type"] for column, facts in table["columns"].items()} for name, table in tables().items()
    } == CANONICAL
    for table in CANONICAL:
        kpi = f"-- id: one\nselect count(*) as value from {table}\n"
        (mistake,) = wall_mistakes(tmp_path / table, {"kpis/one.sql": kpi})

        assert mistake.reason == f"there is no table `{table}`"
        assert mistake.hint == f"write sources/{table}.sql, a SELECT that gives it"


def wall_mistakes(folder: Path, files: dict[str, str]) -> list[Mistake]:
    """Of a wall with these files, and with the KPIs that are shipped."""
    with pytest.raises(ConfigError) as caught:
        load(write_wall(folder, files))
    return list(caught.value.mistakes)


def test_without_the_library_it_is_said_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    monkeypatch.setattr("displayd.hub.wall.kpi_files.has_sql", lambda: False)

    assert mistakes({}) == [
        "kpis/customers.sql: KPIs need the library `sqlglot`, which is not installed (pip install 'displayd[sql]')"
    ]


def test_files_of_a_folder_are_read_with_what_comes_along(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", FILES)
    files = read(folder)

    assert {"kpis/customers.sql", "sources/live.sql"} <= files.own.keys()
    assert {"mrr.sql", "views/live_accounts.sql"} <= files.shipped_sql.keys()
    assert wall_of(files).metrics["customers"]
