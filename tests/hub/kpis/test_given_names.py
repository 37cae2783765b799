"""Names that a SELECT gives and uses itself: on every engine what they are in DuckDB, or refused."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, given, settings

from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.writing import SqlError, written
from tests.hub.kpis.engines import NOW, Rows, Run
from tests.hub.kpis.test_writing import refusal

# Of `accounts`, whose columns are known; `licences`, `invite_min`, `response_min` are numbers of it.
QUERIES = """
select licences * 2 as doubled, doubled + 1 as more from accounts order by account_id
select licences * 2 as Doubled, (doubled + 1) * doubled as more, more - DOUBLED as m from accounts order by account_id
select licences * 2 as invite_min, invite_min + 1 as more from accounts order by account_id
select licences - 1 as x, 10 - x as y, y * y as z from accounts order by account_id
select account_id as a from accounts where a > 'B' order by a
select invite_min * 2 as licences from accounts where licences > 1 order by account_id
select licences + 1 as x, x + 1 as y from accounts where y > 3 and x < 100 order by y
select sum(licences) as s, count(*) as n, s / n as mean from accounts
select segment as label, sum(licences) as value, value * 2 as x from accounts group by label order by value, label
select segment as label, sum(licences) as v, v / sum(v) over () as share from accounts group by label order by v
select segment, sum(licences) as s from accounts group by segment having s > 3 order by s
select segment, max(licences) as licences from accounts group by segment having licences > 2
select segment, sum(invite_min) as licences from accounts group by segment order by licences desc, segment limit 2
select upper(segment) as k, count(*) as n from accounts group by k having k = 'SMALL'
select upper(segment) as segment, count(*) as n from accounts group by segment having segment = 'Small'
select licences > 1 as seg, count(*) as n, n * 100 / sum(n) over () as p from accounts group by seg order by seg
select segment as k, count(*) as n from accounts group by k order by case k when 'Small' then 2 else 1 end, k
select -licences as licences from accounts order by licences
select -licences as licences from accounts order by licences + 0
select -licences as x from accounts order by x + 0
select distinct -licences as licences from accounts order by licences
select *, -licences as invite_min from accounts order by invite_min
select licences as x, account_id, rank() over (partition by x order by account_id) as r from accounts order by 2
select licences as x, rank() over w as r from accounts window w as (order by x) order by r
select sum(licences) over () as s, s * 2 as q from accounts
select account_id, rank() over (order by licences desc) as invite_min from accounts qualify invite_min = 2 order by 1
select account_id, row_number() over (order by account_id desc) as rn from accounts qualify rn = 1
select upper(segment) as segment, rank() over (order by account_id) as r from accounts qualify segment = 'Small'
select licences as k, count(*) over (partition by k) as n from accounts qualify n > 0 and k > 1 order by k
select a.licences as x, amount as y, x * y as z from accounts as a join invoices using (account_id) where z > 30
select x * 2 as y, y + 1 as z from (select licences as x from accounts) order by z
with v as (select licences as x from accounts) select x * 2 as y, y + 1 as z from v order by z
with v(x, w) as (select licences, invite_min from accounts) select x * 2 as y, y + w as w from v order by y
select y + 1 as z, z * 2 as u from (select licences * 2 as y, y * 2 as q from accounts where y > 2) order by u
select licences as x from accounts where x in (select licences from accounts where licences > 1) order by x
select licences + 1 as x from accounts union all select invite_min as x from accounts where x > 4 order by x
select i * 2 as n, n + 1 as m from (select i, n from p) order by m
select b as label, sum(i) as total, count(*) as c, total / c as mean from p group by b having total > 3 order by mean
select b as label, sum(n) as n from p group by b order by n desc
select upper(s) as s, i from p where s = 'b'
select sum(n) as n from p where n > 2
"""

Asked = dict[str, Run]


@pytest.fixture(scope="module")
def asked(duckdb_run: Run, postgres_run: Run, clickhouse_run: Run) -> Asked:
    return {"duckdb": duckdb_run, "postgres": postgres_run, "clickhouse": clickhouse_run}


@pytest.mark.parametrize("dialect", ["postgres", "clickhouse"])
@pytest.mark.parametrize("sql", QUERIES.strip().splitlines())
def test_names_are_what_they_are_in_duckdb(sql: str, dialect: str, asked: Asked) -> None:
    statement, faults = parsed(sql)
    assert statement is not None, faults
    text = written(statement, dialect, NOW)

    assert asked[dialect](text) == asked["duckdb"](written(statement, "duckdb", NOW)), text


@pytest.mark.parametrize(
    ("sql", "dialects", "said"),
    [
        (
            "select total as amount from orders where amount > 0",
            ("postgres", "trino", "bigquery", "mysql"),
            "`amount`, a column or the name given in the same SELECT, is not the same in ",
        ),
        ("select total as amount from orders where amount > 0", ("postgres",), "write `orders.amount` for the column"),
        ("select price * 2 as x, x + 1 as y from orders as o", ("postgres",), "write `o.x` for the column"),
        (
            "select licences as x from accounts where exists (select 1 from invoices where amount > x)",
            ("postgres", "clickhouse", "trino"),
            "`x`, a name given in the outer SELECT, is not the same in ",
        ),
        ("select a as x from b where c in (select x from d)", ("clickhouse",), "`x`, a name given in the outer SELECT"),
        (
            "select distinct licences as x from accounts order by x + 1",
            ("postgres", "trino"),
            "`order by` of what `select distinct` does not give is not the same in ",
        ),
        ("select * from a qualify row_number() over (order by b) = 1", ("postgres", "trino"), "`qualify` beside `*`"),
    ],
)
def test_what_could_be_either_is_refused(sql: str, dialects: tuple[str, ...], said: str) -> None:
    for dialect in dialects:
        assert said in refusal(sql, dialect)


def test_a_name_that_can_only_be_a_column_is_left_to_the_engine() -> None:
    for sql in (
        "select lower(name) as name from orders where name = 'x'",
        "select sum(amount) as amount from orders where amount > 0",
        "select total as amount from orders where orders.amount > 0 and amount < 9",
        "select id as order_id, (select max(x) from items where items.order_id = orders.id) as m from orders",
    ):
        statement, _ = parsed(sql)
        assert statement is not None
        for dialect in ("postgres", "clickhouse", "trino"):
            assert "IN (" not in written(statement, dialect, NOW)


def test_in_trino_rows_are_grouped_by_the_number_of_a_column() -> None:
    statement, _ = parsed("select upper(segment) as label, count(*) as value from accounts group by label")
    assert statement is not None

    assert written(statement, "trino", NOW).endswith("GROUP BY 1")


GIVEN = ("licences", "invite_min", "x", "y")


@st.composite
def numbers(draw: st.DrawFn, names: list[str]) -> str:
    """An expression of one or two of `names`."""
    one, other = draw(st.sampled_from(names)), draw(st.sampled_from([*names, "2"]))
    return draw(st.sampled_from([one, f"-{one}", *(f"{one} {sign} {other}" for sign in "+-*")]))


@st.composite
def selects(draw: st.DrawFn) -> str:
    """A SELECT of some names, which it may use anywhere."""
    source, columns = draw(
        st.sampled_from(
            [
                ("accounts", ["licences", "invite_min"]),
                ("(select * from accounts)", ["licences", "invite_min"]),
                ("(select licences, response_min as y from accounts)", ["licences", "y"]),
            ]
        )
    )
    forms, clauses = ["{}", "{}", "sum({}) over ()", "rank() over (order by {})"], ["where", "qualify"]
    if draw(st.booleans()):
        forms, clauses = ["sum({})", "max({})", "min({}) + 1", "count({})"], ["where", "having"]
    known, given_names, list_of = list(columns), list[str](), list[str]()
    for name in draw(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=4, unique=True)):
        may_use = given_names if given_names and "having" in clauses and draw(st.booleans()) else known
        form = "{}" if may_use is given_names else draw(st.sampled_from(forms))
        list_of.append(f"{form.format(draw(numbers(may_use)))} as {name}")
        given_names.append(name)
        known.append(name)
    text = f"select {', '.join(list_of)} from {source}"
    for clause in clauses:
        if draw(st.booleans()):
            of = given_names if clause == "having" else known
            text += f" {clause} {draw(numbers(of))} > {draw(st.sampled_from(['-3', '2', *of]))}"
    return text + (f" order by {draw(numbers(known))}" if draw(st.booleans()) else "")


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(selects())
def test_whatever_names_are_used_rows_are_those_of_duckdb_or_refused(asked: Asked, sql: str) -> None:
    import duckdb

    statement, faults = parsed(sql)
    assert statement is not None, faults
    try:
        right = asked["duckdb"](sql)
    except duckdb.Error:
        assume(False)
    for dialect in ("postgres", "clickhouse"):
        try:
            text = written(statement, dialect, NOW)
        except SqlError:
            continue
        assert in_no_order(asked[dialect](text)) == in_no_order(right), text


def in_no_order(rows: Rows) -> Rows:
    """Rows that are alike in what they are ordered by come in any order."""
    return sorted(rows, key=str)
