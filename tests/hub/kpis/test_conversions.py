"""Dates less dates, numbers as text and sums of what is true: the same on every engine, or refused."""

from __future__ import annotations

import pytest

from displayd.hub.kpis.running.plain import plain_of_clickhouse
from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.writing import written
from tests.hub.kpis.engines import NOW, Run
from tests.hub.kpis.test_writing import refusal, statement

# `invoices` and `accounts` are known with their types; of `p` nothing is.
QUERIES = """
select paid_date - issued_date as days from invoices order by invoice_id
select i.due_date - i.issued_date as days from invoices as i where i.paid_date - i.issued_date > 20 order by 1
select avg(paid_date - issued_date) as v, max(paid_date) - min(issued_date) as w from invoices
select :today - due_date as late, coalesce(paid_date, :today) - due_date as d from invoices order by invoice_id
select case when paid_date > due_date then paid_date - due_date else 0 end as late from invoices order by invoice_id
select issued_date - lag(issued_date) over (order by issued_date) as gap from invoices order by issued_date
select late + 1 as v from (select paid_date - due_date as late from invoices) order by v
with q as (select issued_date as a, cast(paid_date as date) as b from invoices) select b - a as v from q order by a
select cast(t as date) - cast(d as date) as v, last_day(cast(d as date)) - cast(d as date) as w from p order by i
select cast(t as timestamp) - cast(d as date) as v from p order by i
select issued_date - 1 as v, issued_date + 7 as w, issued_date - interval 3 day as x from invoices order by invoice_id
select cast(amount as varchar) as v from invoices order by invoice_id
select amount || ' EUR' as v, concat('EUR ', amount) as w from invoices order by invoice_id
select concat_ws('/', amount, paid_amount, 7) as x, concat_ws('-', paid_amount) as y from invoices order by invoice_id
select cast(sum(amount) as varchar) as v, cast(amount * 2 as varchar) as w from invoices group by amount order by amount
select account_id || ': ' || cast(sum(amount) as varchar) as label from invoices group by account_id order by label
select cast(m as varchar) as v, m || ' EUR' as w, concat(m, '%') as x, s || '-' || b as y from p order by i
select cast(i as varchar) || 'x' as v, cast(d as varchar) as w, cast(n > 2 as varchar) as x from p order by i
select 'at ' || cast(t as timestamp) as w, cast(cast(t as timestamp) as varchar) as x, :now || '' as y from p order by i
select cast(x as varchar) as v, 'at ' || x as w from (select cast(paid_date as timestamp) as x from invoices) order by x
select cast(s as varchar) as v, cast(null as varchar) as w, 'it''s' || s as x from p order by i
select (licences > 1) || '' as v, concat(licences > 1, '!') as w from accounts order by account_id
select cast(licences > 1 as varchar) as v, concat_ws('-', licences > 1, 7) as w from accounts order by account_id
select segment, round(100.0 * count(*) / sum(count(*)) over (), 1) as pct from accounts group by segment order by 1
select round(avg(amount), 2) as v, round(avg(amount)) as w, round(sum(amount) / 7, 3) as x from invoices
select round(amount, 1) as v, round(amount) as w, round(-amount, 0) as x from invoices order by invoice_id
select round(avg(amount) / 3, 1) as v from invoices group by account_id having round(avg(amount), 0) > 3 order by v
select sum(licences > 1) as v, max(licences > 1) as w, min(licences > 1) as x from accounts
select segment, sum(licences > 1 and invite_min < 6) as v from accounts group by segment order by segment
"""


@pytest.mark.parametrize("dialect", ["postgres", "clickhouse"])
@pytest.mark.parametrize("sql", QUERIES.strip().splitlines())
def test_values_are_those_of_duckdb(
    sql: str, dialect: str, duckdb_run: Run, postgres_run: Run, clickhouse_run: Run
) -> None:
    found, faults = parsed(sql)
    assert found is not None, faults
    text = written(found, dialect, NOW)

    run = postgres_run if dialect == "postgres" else clickhouse_run
    assert run(text) == duckdb_run(written(found, "duckdb", NOW)), text


HALVES = (
    0.5,
    1.5,
    2.5,
    -0.5,
    -2.5,
    0.125,
    2.675,
    -2.675,
    1.005,
    66.65,
    0.05,
    0.25,
    12.345,
    100 / 3,
    1e15,
    123456.785,
    0.0,
)


@pytest.mark.parametrize("digits", range(4))
def test_halves_are_rounded_away_from_zero(
    digits: int, duckdb_run: Run, postgres_run: Run, clickhouse_run: Run
) -> None:
    columns = ", ".join(f"cast('{half!r}' as double) as c{at}" for at, half in enumerate(HALVES))
    rounded = ", ".join(f"round(c{at}, {digits})" for at in range(len(HALVES)))
    found = statement(f"select {rounded} from (select {columns})")
    right = duckdb_run(written(found, "duckdb", NOW))

    assert postgres_run(written(found, "postgres", NOW)) == right
    assert clickhouse_run(written(found, "clickhouse", NOW)) == right


@pytest.mark.parametrize(
    ("sql", "dialects", "said"),
    [
        ("select cast(a / 2 as varchar) as v from b", ("postgres", "clickhouse", "trino"), "a number with a fraction"),
        ("select avg(a) || '%' as v from b", ("postgres", "clickhouse"), "a number with a fraction as text is not the"),
        ("select concat(a * 100.0 / c, '%') from b", ("postgres",), "(leave it a number: `decimals:` and `unit:` of"),
        ("select round(a, 1) as v from b", ("postgres", "clickhouse"), "`round` is not the same in "),
        ("select round(amount * 1.5, 1) from invoices", ("clickhouse",), "`round` is not the same in ClickHouse"),
        ("select cast(2.0 * a as varchar) as v from b", ("clickhouse",), "a decimal as text is not the same in Click"),
        ("select amount || ' EUR' as v from invoices", ("bigquery",), "a decimal as text is not the same in BigQuery"),
    ],
)
def test_a_number_whose_text_depends_on_the_engine_is_refused(sql: str, dialects: tuple[str, ...], said: str) -> None:
    for dialect in dialects:
        assert said in refusal(sql, dialect)


@pytest.mark.parametrize("dialect", ["clickhouse", "trino", "bigquery", "snowflake", "mysql"])
def test_days_between_dates_of_a_view_are_counted_everywhere(dialect: str) -> None:
    views = {"invoices": statement("select nr as invoice_id, a as issued_date, b as paid_date from crm.invoices")}
    sql = written(statement("select paid_date - issued_date as v from invoices"), dialect, NOW, views)

    assert "paid_date - issued_date" not in sql
    assert "DIFF" in sql.upper()


def test_what_clickhouse_says_of_dates_of_unknown_tables_is_plain(clickhouse_run: Run) -> None:
    with pytest.raises(Exception, match="minus") as caught:
        clickhouse_run(written(statement("select d - a as v from (select d, d as a from p)"), "clickhouse", NOW))

    said = plain_of_clickhouse(str(caught.value))
    assert said == "a date less a date is not the same in ClickHouse: write `date_diff('day', from, to)`"
