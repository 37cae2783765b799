"""What ClickHouse makes otherwise, left alone: subqueries without rows, numbers of several types, odd joins."""

from __future__ import annotations

import pytest

from displayd.hub.kpis.running.plain import plain_of_clickhouse
from displayd.hub.kpis.statements.writing import written
from tests.hub.kpis.engines import NOW, Run
from tests.hub.kpis.test_writing import refusal, statement

# `HERS` are the invoices of an account.
HERS = "from invoices as i where i.account_id = a.account_id"

QUERIES = """
select account_id, (select count(*) HERS) as n from accounts as a order by 1
select account_id, (select sum(amount) HERS) as n from accounts as a order by 1
select a.account_id, (select count(paid_date) * 2 + 1 HERS) as n from accounts as a order by 1
select a.account_id from accounts as a where (select count(*) HERS) = 0
select a.account_id, (select coalesce(sum(amount), 0) HERS) as n from accounts as a order by 1
select (select count(*) from invoices where amount < 0) as n, (select max(amount) from invoices where amount < 0) as m
select segment, coalesce(max(licences), count(*)) as v from accounts group by segment order by v desc, segment
select case when licences > 1 then licences / 2 else invite_min end as v from accounts order by v
select case when due_date is null then amount else avg(amount) over () end as v from invoices order by v
select 'n' as label, count(*) as value from accounts union all select 's', avg(licences) from accounts order by value
select count(*) as v from accounts union all select licences from accounts order by v
select count(*) as v from accounts union all select -1 union all select max(licences) - 20 from accounts order by v
select (licences > 1)::int as v, cast(extract(year from start_date) as integer) as w from accounts order by account_id
select a.account_id, i.amount from accounts as a left join invoices as i using (account_id) order by 1, 2
select amount from accounts as a left join invoices as i on i.account_id = a.account_id and amount > 9 order by 1
select a.account_id, n.n from accounts as a left join (select count(*) as n from invoices) as n on true order by 1
"""


@pytest.mark.parametrize("sql", QUERIES.strip().splitlines())
def test_clickhouse_and_postgresql_say_what_duckdb_says(
    sql: str, duckdb_run: Run, postgres_run: Run, clickhouse_run: Run
) -> None:
    found = statement(sql.replace("HERS", HERS))
    right = duckdb_run(written(found, "duckdb", NOW))

    for dialect, run in (("postgres", postgres_run), ("clickhouse", clickhouse_run)):
        text = written(found, dialect, NOW)
        assert run(text) == right, text


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select a.x from a left join b on b.x < a.x", "a left join by other than `=` is not the same in ClickHouse"),
        ("select a.x from a full join b on a.x = b.x or a.y = b.y", "a full join by other than `=`"),
        (
            "select (select nullif(count(*), 3) from b where b.x = a.x) as n from a",
            "what a subquery says of no rows is not the same in ClickHouse",
        ),
    ],
)
def test_what_clickhouse_cannot_say_is_refused(sql: str, said: str) -> None:
    assert said in refusal(sql, "clickhouse")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select a from nowhere", "there is no table `nowhere`"),
        ("with x as (select * from nowhere as n) select a from x", "there is no table `nowhere`"),
        ("select nothing from accounts", "there is no column `nothing`"),
        ("select a.nothing from accounts as a", "there is no column `a.nothing`"),
    ],
)
def test_what_is_missing_is_told_in_plain_words(sql: str, said: str, clickhouse_run: Run) -> None:
    with pytest.raises(Exception, match="dentifier") as caught:
        clickhouse_run(written(statement(sql), "clickhouse", NOW))

    assert plain_of_clickhouse(str(caught.value)) == said
