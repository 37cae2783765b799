"""KPIs of a wall as metrics: asked of their engine in time, and none that fails costs another."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.dataset import Table, TableField
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from tests.hub.walls import METRICS, NOON, wall
from tests.support.postgresql_server import PASSWORD, PostgresqlServer

ACCOUNTS = "select account_id, nullif(ended, '') as end_date from read_csv('accounts.csv', all_varchar = true)\n"


class Asking:
    """The KPIs of a wall, and a reader that asks for them."""

    def __init__(self, files: dict[str, str], metrics: str = "", hub: str = "", kind: str = "kpi") -> None:
        self.kind = kind
        self.use(files, metrics, hub)
        self.reader = SOURCES[kind].reader()

    def use(self, files: dict[str, str], metrics: str = "", hub: str = "") -> None:
        """Another wall."""
        wall_now = wall({"metrics.yaml": METRICS + metrics, "hub.yaml": hub or "{}\n", **files})
        self.office = wall_now.office
        self.asked = asked_of(SOURCES[self.kind], wall_now.metrics)

    def read(self, unix_time: float = NOON, since: float = -math.inf) -> Answers:
        """What is said at a moment, however many portions it comes in."""
        assert self.reader is not None
        answers = self.reader.read(self.asked, self.office, unix_time, since)
        while self.reader.next_due(self.asked, self.office, unix_time) <= unix_time:
            answers |= self.reader.read(self.asked, self.office, unix_time, unix_time)
        return answers


def kpi(name: str, select: str, head: str = "") -> dict[str, str]:
    return {f"kpis/{name}.sql": f"-- id: {name}\n{head}\n{select}\n"}


def value(answer: Reading | SourceError) -> float | None:
    assert isinstance(answer, Reading), answer
    return answer.value


def reason(answer: Reading | SourceError) -> str:
    assert isinstance(answer, SourceError), answer
    return answer.message


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "accounts.csv").write_text("account_id,ended\na,\nb,\nc,2026-01-01\n")
    return tmp_path


def hub_of(data: Path, more: str = "") -> str:
    return f"data_folder: {data}\n{more}"


def test_files_of_the_data_folder_are_read_in_place(data: Path) -> None:
    files = {
        "sources/accounts.sql": ACCOUNTS,
        **kpi("live", "select count(*) as value from accounts where end_date is null", "-- expire_after: 1h"),
        **kpi(
            "kinds", "select end_date is null as label, count(*) as value from accounts group by 1", "-- result: items"
        ),
    }
    answers = Asking(files, hub=hub_of(data)).read()

    assert answers["live"] == Reading(value=2.0, as_of=NOON, expire_after=3600.0)
    assert isinstance(answers["kinds"], Reading)
    assert sorted(answers["kinds"].items or [], key=lambda item: item.label) == [
        Item(label="False", value=1),
        Item(label="True", value=2),
    ]


def test_a_broken_kpi_never_stops_the_others(data: Path) -> None:
    files = {
        "sources/accounts.sql": ACCOUNTS,
        "sources/gone.sql": "select * from read_csv('gone.csv')\n",
        **kpi("a", "select count(*) as value from accounts"),
        **kpi("b", "select nosuch as value from accounts"),
        **kpi("c", "select count(*) as value from gone"),
        **kpi("d", "select sum(a.range * b.range) as value from range(1000000) as a, range(1000000) as b"),
        **kpi("e", "select account_id as value from accounts"),
        **kpi("f", "select 1 as value where false"),
        **kpi("z", "select count(*) as value from accounts"),
    }
    asking = Asking(files, hub=hub_of(data, "engines: {duckdb: {timeout_seconds: 0.8}}\n"))
    answers = asking.read()

    assert (value(answers["a"]), value(answers["f"]), value(answers["z"])) == (3, None, 3)
    assert [reason(answers[name]) for name in "bcde"] == [
        "there is no column `nosuch`; near: account_id",
        "there is no file `gone.csv` in the data folder",
        "takes longer than 0.8 s",
        "the query gives more than one row",
    ]


def test_a_link_out_of_the_data_folder_is_not_followed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("x\n1\n")
    (data / "link.csv").symlink_to(secret)
    (data / "more").symlink_to(secret.parent)
    files = {
        **kpi("a", "select count(*) as value from read_csv('link.csv')"),
        **kpi("b", "select count(*) as value from read_csv('more/*.csv')"),
        **kpi("c", "select count(*) as value from read_csv('*.csv')"),
    }
    answers = Asking(files, hub=hub_of(data)).read()

    assert ["leads out of the data folder" in reason(answers[name]) for name in "abc"] == [True] * 3


def test_each_is_asked_as_often_as_it_says(data: Path) -> None:
    files = {
        **kpi("often", "select 1 as value", "-- refresh: 30s"),
        **kpi("seldom", "select 2 as value", "-- refresh: 1h"),
    }
    asking = Asking(files, hub=hub_of(data))

    assert set(asking.read()) == {"often", "seldom"}
    assert set(asking.read(NOON + 29, NOON)) == set()
    assert set(asking.read(NOON + 30, NOON + 29)) == {"often"}


def test_an_edit_of_a_view_is_seen_at_once(data: Path) -> None:
    files = {"sources/accounts.sql": ACCOUNTS, **kpi("all", "select count(*) as value from accounts", "-- refresh: 1h")}
    asking = Asking(files, hub=hub_of(data))
    first = asking.read()
    files["sources/accounts.sql"] = ACCOUNTS.strip() + " where ended is null\n"
    asking.use(files, hub=hub_of(data))
    second = asking.read(NOON + 1)

    assert (value(first["all"]), value(second["all"])) == (3, 2)


class Pushed:
    """Datasets as clients push them."""

    def __init__(self) -> None:
        self.version = 1

    def names(self) -> Sequence[str]:
        return ["support.daily"]

    def table(self, name: str) -> Table | None:
        fields = {
            "day": TableField(type="date", name="Day"),
            "at": TableField(type="datetime", name="At"),
            "csat": TableField(type="percentage", name="CSAT"),
            "mrr": TableField(type="money", name="MRR", currency_code="USD"),
        }
        at = datetime.datetime(2026, 6, 1, 23, 30, tzinfo=datetime.UTC)
        rows = [(datetime.date(2026, 6, 1), at, 0.5, 12345.0), (datetime.date(2026, 6, 2), None, None, 5.0)]
        return Table("support.daily", fields, rows, NOON, self.version) if name == "support.daily" else None


def test_a_pushed_dataset_is_a_table() -> None:
    query = """select sum(mrr) as value, avg(csat) as previous, max("at") as as_of from ds."support.daily" """
    files = {**kpi("pushed", query), **kpi("none", "select count(*) as value from ds.nobody")}
    asking = Asking(files)
    asking.office = asking.office._replace(tables=Pushed())
    answers = asking.read()

    assert answers["pushed"] == Reading(value=123.5, previous=0.5, as_of=1_780_356_600.0, expire_after=1800.0)
    assert reason(answers["none"]) == "nobody has pushed the dataset `nobody`"


def test_what_is_pushed_to_a_dataset_is_read_soon_and_not_with_every_row() -> None:
    files = {
        "sources/daily.sql": 'select csat from ds."support.daily"\n',
        **kpi("pushed", "select count(*) as value from daily", "-- refresh: 1h"),
        **kpi("other", "select 1 as value", "-- refresh: 1h"),
    }
    asking, pushed = Asking(files), Pushed()
    before = asking.read()
    assert reason(before["pushed"]) == "nobody has pushed the dataset `support.daily`"

    asking.office = asking.office._replace(tables=pushed)
    assert set(asking.read(NOON + 1, NOON)) == {"pushed"}, "what was not there is waited for"

    pushed.version += 1
    assert set(asking.read(NOON + 2, NOON + 1)) == set()
    assert asking.reader is not None
    assert asking.reader.next_due(asking.asked, asking.office, NOON + 2) == NOON + 11
    assert set(asking.read(NOON + 11, NOON + 2)) == {"pushed"}
    assert set(asking.read(NOON + 30, NOON + 11)) == set(), "nothing is new"


def test_postgresql_is_asked_in_its_dialect_with_the_views_in_front(
    postgresql: PostgresqlServer, tmp_path: Path
) -> None:
    url = postgresql.new_database()
    postgresql.sql(
        "create table accounts as select i as id, case when i > 7 then date '2020-01-01' end as ended, i * 1.5 as mrr"
        " from generate_series(1, 10) as i",
        url.rpartition("/")[2],
    )
    (tmp_path / "password").write_text(PASSWORD)
    hub = f"engines: {{crm: {{url: '{url}', password: {{file: {tmp_path}/password}}}}}}\n"
    files = {
        "sources/accounts.sql": "select id as account_id, ended as end_date, mrr from accounts\n",
        **kpi("live", "select count(*) as value from accounts where end_date is null", "-- engine: crm"),
        **kpi("middle", "select median(mrr) as value from accounts", "-- engine: crm"),
        **kpi("old", "select count(*) as value from accounts where end_date < :year_ago", "-- engine: crm"),
        **kpi("none", "select x as value from nowhere", "-- engine: crm"),
    }
    answers = Asking(files, hub=hub).read()

    assert (value(answers["live"]), value(answers["middle"]), value(answers["old"])) == (7, 8.25, 3)
    assert reason(answers["none"]) == 'relation "nowhere" does not exist'


def test_a_database_that_is_away_is_named_and_left_alone_for_a_while() -> None:
    hub = "engines: {crm: {url: 'postgresql+psycopg://reader@127.0.0.1:1/x'}}\n"
    files = {**kpi("a", "select 1 as value", "-- engine: crm"), **kpi("b", "select 1 as value", "-- engine: crm")}
    asking = Asking(files, hub=hub)
    answers = asking.read()

    assert all("connection failed" in reason(answer) for answer in answers.values())
    assert set(answers) == {"a", "b"}
    assert SOURCES["kpi"].partner_title("crm", asking.office) == "crm"
    assert asking.reader is not None
    assert asking.reader.next_due(asking.asked, asking.office, NOON) > NOON


def test_sql_in_place_is_asked_the_same_way(data: Path) -> None:
    metrics = "all: {sql: \"select count(*) as value from read_csv('accounts.csv')\"}\n"

    assert value(Asking({}, metrics, hub_of(data), kind="sql").read()["all"]) == 3
