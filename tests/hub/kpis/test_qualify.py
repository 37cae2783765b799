"""`qualify` on engines without it: the rows are chosen first, then ordered, counted off and made distinct."""

from __future__ import annotations

import pytest

from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.writing import written
from tests.hub.kpis.engines import NOW, Run

QUERIES = """
select i, b from p qualify row_number() over (partition by b order by i desc) = 1 order by i limit 1
select i, b from p qualify row_number() over (partition by b order by i desc) = 1 order by i limit 1 offset 1
select i from p qualify row_number() over (partition by b order by i desc) = 1 order by p.f desc, s
select distinct b from p qualify row_number() over (order by i desc) < 3 order by b
select distinct on (b) b, i from p qualify row_number() over (order by i desc) < 4 order by b, i desc
select i, i + 1 as i2, count(*) over () from p qualify i > 2 order by 1
select b, sum(i) as n from p group by b qualify row_number() over (order by sum(i) desc) = 1
select b as "The b", sum(i) as n from p group by b qualify rank() over (order by sum(i) desc) < 3 order by n desc
select q.i from p as q join p as r using (i) qualify row_number() over (partition by q.b order by r.i) = 1 order by q.i
with z as (select * from p qualify row_number() over (partition by b order by i desc) = 1) select i, b from z order by i
select i from p qualify row_number() over (order by i) = 1 union all select 9 order by i
select count(*) from (select b from p qualify row_number() over (partition by b order by i) = 1)
select i from p where i > 1 qualify lag(i) over (order by i) is null or n is null order by i
"""


@pytest.mark.parametrize("sql", QUERIES.strip().splitlines())
def test_all_engines_choose_the_same_rows(sql: str, duckdb_run: Run, postgres_run: Run, clickhouse_run: Run) -> None:
    statement, faults = parsed(sql)
    assert statement is not None, faults
    right = duckdb_run(sql)

    assert len(right) > 0
    for dialect, run in (("postgres", postgres_run), ("clickhouse", clickhouse_run)):
        text = written(statement, dialect, NOW, rows=2000)
        assert run(text) == right, text


def test_the_most_rows_are_those_that_are_chosen(duckdb_run: Run, postgres_run: Run) -> None:
    statement, _ = parsed("select i from p qualify row_number() over (partition by b order by i desc) = 1")
    assert statement is not None

    assert sorted(postgres_run(written(statement, "postgres", NOW, rows=2))) == [(2,), (4,)]
