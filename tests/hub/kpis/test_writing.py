"""A SELECT for an engine: bound, put behind its views, and refused where it would say something else."""

from __future__ import annotations

import datetime

import pytest

from displayd.hub.kpis.statements.parsing import Statement, parsed
from displayd.hub.kpis.statements.portable import TITLES
from displayd.hub.kpis.statements.words import COMPILED, ENGINES
from displayd.hub.kpis.statements.writing import SqlError, written

NOW = datetime.datetime(2026, 11, 27, 14, 30)  # noqa: DTZ001 - the clock of the wall has no zone


def statement(text: str, dialect: str = "duckdb") -> Statement:
    found, faults = parsed(text, dialect)
    assert found is not None, faults
    return found


def refusal(text: str, dialect: str) -> str:
    """Why `text` is not written for `dialect`."""
    with pytest.raises(SqlError) as caught:
        written(statement(text), dialect, NOW)
    return "\n".join(f"{fault.line}:{fault.column}: {fault.reason} ({fault.hint})" for fault in caught.value.faults)


def test_dates_are_literals_with_a_type() -> None:
    sql = written(statement("select a from b where c >= :d30 and d < :now and e = ':today'"), "postgres", NOW)

    assert sql == (
        "SELECT a FROM b WHERE c >= CAST('2026-10-28' AS DATE) AND d < CAST('2026-11-27 14:30:00' AS TIMESTAMP)"
        " AND e = ':today'"
    )


def test_the_tree_that_was_parsed_is_never_changed() -> None:
    found = statement("select a / b as value from accounts where c > :today")
    first = written(found, "postgres", NOW, {"accounts": statement("select * from x")}, rows=5)

    assert written(found, "postgres", NOW, {"accounts": statement("select * from x")}, rows=5) == first
    assert "x" not in written(found, "postgres", NOW)


def test_views_stand_in_front_under_names_of_their_own() -> None:
    views = {
        "accounts": statement("select id as account_id from accounts"),
        "contacts": statement("with a as (select * from accounts) select * from a"),
    }
    text = "with contacts as (select * from contacts) select accounts.x from accounts, contacts, crm.accounts as c"

    assert written(statement(text), "postgres", NOW, views) == (
        "WITH displayd_accounts AS (SELECT id AS account_id FROM accounts), "
        "displayd_contacts AS (WITH a AS (SELECT * FROM displayd_accounts AS accounts) SELECT * FROM a), "
        "contacts AS (SELECT * FROM displayd_contacts AS contacts) "
        "SELECT accounts.x FROM displayd_accounts AS accounts, contacts, crm.accounts AS c"
    )


def test_rows_are_limited_and_a_limit_of_its_own_counts_if_it_is_lower() -> None:
    assert written(statement("select a from b"), "trino", NOW, rows=10).endswith("FROM b LIMIT 10")
    assert written(statement("select a from b limit 3"), "trino", NOW, rows=10).endswith("FROM b LIMIT 3")
    assert written(statement("select a from b union select c from d"), "trino", NOW, rows=10).endswith("d LIMIT 10")
    assert written(statement("select a from b limit 11"), "trino", NOW, rows=10).endswith("FROM b LIMIT 10")
    assert written(statement("(select a from b limit 11)"), "postgres", NOW, rows=10).endswith("LIMIT 11) LIMIT 10")


def test_division_by_zero_is_nothing_everywhere() -> None:
    text = "select a / b as x, a / 2 as y, a / nullif(b, 0) as z, a % b as u, a // (b - c) as v from t"

    assert "a / NULLIF(b, 0)" in written(statement(text), "duckdb", NOW)
    assert written(statement(text), "postgres", NOW).count("NULLIF(b, 0)") == 3
    assert "AS DOUBLE PRECISION) / 2" in written(statement(text), "postgres", NOW)


def test_a_subquery_keeps_its_brackets_when_something_is_divided_by_it() -> None:
    sql = written(statement("select (select count(*) from a) / (select count(*) from b) as value"), "duckdb", NOW)

    assert sql.startswith("SELECT (SELECT COUNT(*) FROM a) / NULLIF((SELECT COUNT(*) FROM b), 0)")


def test_what_duckdb_lets_people_leave_out_is_written_for_others() -> None:
    text = "select a - interval '7 days' as x, extract('hour' from a) as y from (select a from b) where c > 1"
    sql = written(statement(text), "postgres", NOW)

    assert "a - INTERVAL '7 DAY' AS x, EXTRACT(hour FROM a) AS y FROM (SELECT a FROM b) AS displayd_unnamed_1" in sql
    assert "a - INTERVAL '7' DAY AS x" in written(statement(text), "clickhouse", NOW)


def test_bigquery_counts_seconds_between_times() -> None:
    text = "select date_diff('second', a, b) as x, date_diff('day', a, :today) as y, date_trunc('hour', a) as z from t"
    sql = written(statement(text), "bigquery", NOW)

    assert "DATETIME_DIFF(B, A, SECOND)" in sql.upper()
    assert "DATETIME_DIFF(CAST('2026-11-27' AS DATE), A, DAY)" in sql.upper()
    assert "DATETIME_TRUNC(CAST(A AS DATETIME), HOUR)" in sql.upper()


def test_files_are_named_by_where_they_are() -> None:
    found = statement("select * from read_csv('a*.csv', header = true), read_parquet(['b.parquet', 'c.parquet'])")
    sql = written(found, "duckdb", NOW, paths=lambda name: [f"/srv/{name}", f"/srv/it's {name}"])

    assert sql == (
        "SELECT * FROM READ_CSV(['/srv/a*.csv', '/srv/it''s a*.csv'], header = TRUE), "
        "READ_PARQUET(['/srv/b.parquet', '/srv/it''s b.parquet', '/srv/c.parquet', '/srv/it''s c.parquet'])"
    )


@pytest.mark.parametrize(
    ("text", "dialect", "said"),
    [
        ("select median(a) from b", "trino", "1:8: `median` is not the same in Trino (needs an override file"),
        ("select median(a) from b", "bigquery", "`median` is not the same in BigQuery"),
        ("select median(a) from b", "mysql", "`median` is not the same in MySQL"),
        ("select quantile_cont(a, 0.9) from b", "snowflake", "`quantile_cont` is not the same in Snowflake"),
        ("select greatest(a, b) from b", "trino", "`greatest` is not the same in Trino"),
        ("select round(a, 1) from b", "clickhouse", "`round` is not the same in ClickHouse"),
        ("select cast(a as integer) from b", "clickhouse", "a cast to int is not the same in ClickHouse (write `floor"),
        ("select date_trunc('week', a) from b", "bigquery", "`date_trunc` by the week is not the same in BigQuery"),
        ("select date_diff('second', a, b) from b", "mysql", "`date_diff` by the second is not the same in MySQL"),
        ("select date_diff('week', a, b) from b", "postgres", "`date_diff` by the week is not the same in PostgreSQL"),
        ("select extract(isodow from a) from b", "trino", "`extract(isodow ...)` is not the same in Trino"),
        ("select a from b group by all", "postgres", "`group by all` is not the same in PostgreSQL"),
        ("select arg_max(a, c) from b", "postgres", "`arg_max` is not the same in PostgreSQL"),
        ("select make_date(2026, 1, 2)", "postgres", "`make_date` is not the same in PostgreSQL"),
        ("select strftime(a, '%H:%M') from b", "clickhouse", "`strftime` with `%H:%M` is not the same in ClickHouse"),
        ("select * from read_csv('x.csv')", "postgres", "`read_csv` is not the same in PostgreSQL"),
        ("select a from b full join c using (d)", "mysql", "`full join` is not the same in MySQL"),
        ("select a from b where x in (select y from b as z where z.a = b.a)", "clickhouse", "`b.a` of the outer query"),
        ("select round(a, 1) from b", "postgres", "(leave it out: `decimals:` of the head says how many digits are"),
        ("select string_agg(a, ',') from b", "postgres", "`string_agg` without an order is not the same in PostgreSQL"),
        ("select a from b where c not in (select d from e)", "clickhouse", "`not in` of what may be NULL is not the"),
        ("select a from b where c - :today < 9", "clickhouse", "a date less a date is not the same in ClickHouse"),
        ("select interval '1 year 3 days'", "clickhouse", "an interval of several parts is not the same in ClickHouse"),
        (
            "select a from b anti join c using (d)",
            "postgres",
            "`anti join` is not the same in PostgreSQL (write `where",
        ),
        ("select a from b asof join c on b.x >= c.x", "clickhouse", "`asof join` is not the same in ClickHouse"),
        ("select a from b group by rollup (a)", "clickhouse", "`rollup` is not the same in ClickHouse"),
        ("select a from b", "oracle", "nobody knows what this says in oracle (needs an override file"),
    ],
)
def test_what_would_say_something_else_is_refused(text: str, dialect: str, said: str) -> None:
    assert said in refusal(text, dialect)


def test_a_file_of_the_engine_itself_is_taken_as_it_is() -> None:
    found = statement("select approx_percentile(a, 0.5) / b as value from t where c > :today", "trino")

    assert written(found, "trino", NOW) == (
        "SELECT APPROX_PERCENTILE(a, 0.5) / b AS value FROM t WHERE c > CAST('2026-11-27' AS DATE)"
    )


SIMPLE = """
    with live as (select account_id, csm from accounts where end_date is null or end_date > :today)
    select csm as label, count(*) as value, sum(case when x > 1 then 1 else 0 end) * 1.0 / nullif(count(*), 0) as share,
        count(distinct account_id) filter (where x > 2) as many, avg(y) over (partition by csm) as mean,
        row_number() over (order by csm) as place, extract(year from :now) as year, cast(z as double) as z
    from live left join usage using (account_id)
    where created_at + interval '60' minute < :now and day >= :today - interval 30 day and date_diff('day', a, b) > 3
        and name like 'x%' and lower(name) <> 'x' and coalesce(a, b) between c and d
    group by csm, x, y, z having count(*) > 1 order by value desc, csm limit 10
"""


@pytest.mark.parametrize("dialect", sorted(ENGINES))
def test_a_plain_kpi_is_written_for_every_engine(dialect: str) -> None:
    sql = written(statement(SIMPLE), dialect, NOW, rows=50)

    assert ":" not in sql.replace(" 14:30:00", "")
    assert statement(sql, dialect).columns == statement(SIMPLE).columns
    assert dialect in TITLES


@pytest.mark.parametrize("dialect", sorted(COMPILED - {"trino"}))
def test_filter_is_a_case_where_there_is_none(dialect: str) -> None:
    sql = written(
        statement("select count(*) filter (where a > 1) as x, sum(b) filter (where a) as y from t"), dialect, NOW
    )

    assert "FILTER" not in sql
    assert "COUNT(CASE WHEN a > 1 THEN 1 END)" in sql


def test_what_is_beyond_the_calendar_is_said() -> None:
    assert "is beyond the calendar" in refusal("select :y9999 as value", "duckdb")
