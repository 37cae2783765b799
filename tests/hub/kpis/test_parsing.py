"""One SELECT: what is refused, where, and with which words."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given
from sqlglot import exp

from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.words import FUNCTIONS, ONLY_IN, PARTS


def refusal(text: str, dialect: str = "duckdb") -> str:
    """All that is said of `text`, in lines."""
    statement, faults = parsed(text, dialect)
    assert (statement is None) == bool(faults)
    return "\n".join(f"{fault.line}:{fault.column}: {fault.reason} ({fault.hint})" for fault in faults)


NO_SELECT = (
    "drop table accounts",
    "delete from accounts",
    "insert into accounts values (1)",
    "update accounts set name = 'x'",
    "create table x as select 1",
    "create view x as select 1",
    "alter table accounts add column x int",
    "truncate accounts",
    "merge into a using b on a.x = b.x when matched then delete",
    "copy accounts to 'x.csv'",
    "copy accounts from 'x.csv'",
    "attach 'other.db' as other",
    "detach other",
    "install httpfs",
    "load httpfs",
    "pragma database_list",
    "set memory_limit = '100GB'",
    "reset memory_limit",
    "use other",
    "call pragma_version()",
    "explain select 1",
    "describe accounts",
    "show tables",
    "summarize accounts",
    "export database 'x'",
    "import database 'x'",
    "begin",
    "commit",
    "vacuum",
    "checkpoint",
    "grant select on accounts to public",
    "prepare x as select 1",
    "execute x",
    "values (1)",
    "pivot accounts on name using sum(x)",
    "do $$ begin end $$",
)


@pytest.mark.parametrize("text", NO_SELECT)
def test_only_a_select_is_a_kpi(text: str) -> None:
    assert "a KPI is one SELECT" in refusal(text) or "at `" in refusal(text)


@pytest.mark.parametrize("text", [*NO_SELECT, "select 2"])
def test_nothing_follows_the_select(text: str) -> None:
    assert refusal(f"select 1 as value; {text}")


@pytest.mark.parametrize(
    "text",
    [
        "with gone as (delete from accounts returning *) select * from gone",
        "with made as (insert into x values (1) returning *) select * from made",
        "select * into copy from accounts",
        "select * from accounts for update",
        "select * from accounts for share",
        "select * from read_text('x')",
        "select * from read_blob('x')",
        "select * from read_json('x')",
        "select * from glob('/**')",
        "select * from sniff_csv('x')",
        "select * from duckdb_settings()",
        "select * from sqlite_scan('x', 'y')",
        "select * from postgres_scan('x', 'y', 'z')",
        "select * from dblink('x', 'y') as x(a int)",
        "select * from url('http://example.org')",
        "select * from query('drop table x')",
        "select * from query_table('x')",
        "select * from '/etc/passwd'",
        "select * from 'x.csv'",
        'select * from "x.parquet"',
        "select read_text('x')",
        "select getenv('HOME')",
        "select getvariable('x')",
        "select current_setting('x')",
        "select set_config('x', 'y', false)",
        "select pg_sleep(10)",
        "select pg_read_file('/etc/passwd')",
        "select lo_import('/etc/passwd')",
        "select nextval('x')",
        "select version()",
        "select current_user",
        "select random()",
        "select uuid()",
        "select columns('.*') from accounts",
        "select * from accounts tablesample 5",
        "select * from a, lateral (select 1) as x",
        "select a from b natural join c",
        "select a from b positional join c",
        "select * from read_csv('a.csv', types = {'day': read_text('x')})",
        "select * from read_csv('file:/etc/passwd')",
        "with recursive a as (select 1 as x union all select x from a) select x from a",
        "select $$a$$",
        "select x[1] from accounts",
        "select {'a': 1}",
        "select 1 as value limit (select 1000000000)",
        "select 1 as value limit all",
        "select list_transform(x, y -> y + 1) from accounts",
    ],
)
def test_what_reaches_further_than_tables_is_refused(text: str) -> None:
    assert refusal(text)


@pytest.mark.parametrize(
    "file",
    ["/etc/passwd", "../x.csv", "a/../../x.csv", "~/x.csv", "http://x/y.csv", "s3://x/y.csv", "file:///etc/passwd", ""],
)
@pytest.mark.parametrize("call", ["read_csv('{}')", "read_csv(['good.csv', '{}'])", "read_parquet('{}')"])
def test_files_lie_in_the_data_folder(call: str, file: str) -> None:
    assert "is not below the `data_folder` of hub.yaml" in refusal(f"select * from {call.format(file)}")


@pytest.mark.parametrize(
    "text",
    [
        "select * from read_csv('a' || '.csv')",
        "select * from read_csv(:today)",
        "select * from read_csv(name) from accounts",
        "select * from read_csv('a.csv', store_rejects = true)",
        "select * from read_csv('a.csv', rejects_table = 'x')",
    ],
)
def test_a_file_is_named_by_a_text_and_read_plainly(text: str) -> None:
    assert refusal(text)


def test_files_and_tables_that_are_read_are_known() -> None:
    text = """
        with mine as (select * from accounts), accounts as (select * from mine)
        select a.x, :today as day from accounts as a, ds."support.daily", crm.deals, contacts
        where x in (select y from surveys) and z > :d30
            and u in (select u from read_csv(['a.csv', 'b/*.csv'], sep = ';'))
    """
    statement, faults = parsed(text)

    assert not faults
    assert statement is not None
    assert [one.name for one in statement.tables] == [
        *("accounts", "ds.support.daily", "crm.deals", "contacts", "surveys"),
    ]
    assert statement.parameters == {"today", "d30"}
    assert statement.columns == ("x", "day")
    assert statement.files == ("a.csv", "b/*.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:0: there is no SELECT (write one after the header)"),
        ("select a\nfrom b\nwhere c = ", "3:9: at `=`: something is missing here ()"),
        ("select (a\nfrom b", "2:1: at `from`: expected `)` ()"),
        ("select 'a\nfrom b", "1:0: a text or a name has no end (is a quotation mark left open?)"),
        ("select a,\n  medan(b) from c", "2:3: `medan` is no function of KPIs (did you mean `median`?)"),
        ("select a from b where c > now()", "1:27: `now` is the clock of the database (write `:now`"),
        ("select a from b where c > :tooday", "1:27: there is no parameter `:tooday` (did you mean `today`?)"),
        ("select a\nfrom b\nwhere c > :today and d > :d7 and\n e > :dd", "4:6: there is no parameter `:dd`"),
        ("select a from :today", "1:15: a parameter is a value, and no name (write the name itself)"),
        ("select ?", "1:0: a `?` without a name (for example `:today`)"),
        ("select any_value(a) from b", "1:18: `any_value` is no function of KPIs (`min` gives one of them)"),
        ("select unnest([1, 2]) as value", "1:8: `unnest` is no function of KPIs (it stands behind `from`)"),
        ("select a.upper() as b from c", "1:8: `dot` does not belong into a KPI (write `f(x)` in place of `x.f()`)"),
        ("select a, :Today from b", "1:11: there is no parameter `:Today` (did you mean `today`?)"),
        ("select a from b where c > :now()", "1:27: `now` is the clock of the database (write `:now`"),
        ("/* gone */ drop table x", "a KPI is one SELECT, and this is DROP"),
        ("select a\nfrom\u00a0b", "2:5: a space that does not break, which SQL does not know (U+00A0) (type it anew)"),
        ("select \u2018a\u2019 as b", "1:8: a quotation mark of prose (U+2018) (type it anew)"),
        ("select a from 'x.parquet'", "1:15: `x.parquet` names a file (write `read_parquet('x.parquet')`)"),
        ("select a from read_json('x')", "(`read_csv` and `read_parquet` read files; JSON is a source of its own"),
        ("select a from 'x.csv'", "1:15: `x.csv` names a file (write `read_csv('x.csv')`)"),
        ("select " + "(" * 2000 + "1" + ")" * 2000, "1:0: nested too deeply (make several KPIs, or a view)"),
        ("select 1" + " " * 60_000, "1:0: longer than 50000 letters (make several KPIs, or a view)"),
    ],
)  # fmt: skip
def test_mistake_has_its_place_and_what_to_do(text: str, said: str) -> None:
    assert said in refusal(text)


def test_parameter_may_stand_wherever_a_value_does() -> None:
    text = (
        "select :today, :now as b, case when a>:d30 then ':d7' else cast(:ts7 as date) end from t where x::date=:month"
    )
    statement, faults = parsed(text)

    assert not faults
    assert statement is not None
    assert statement.parameters == {"today", "now", "d30", "ts7", "month"}


@pytest.mark.parametrize(
    "text",
    [
        "select 1 as value;",
        "select 1 as value; -- that is all",
        "select 'it\u2019s \u2013 so' as value -- \u201cas people say\u201d",
        "select * from read_csv('a.csv', types = {'day': 'date'}, nullstr = ['', 'n/a'])",
        "select a from b anti join c using (d)",
        "select a from b asof join c on b.x >= c.x",
        "select a, count(*) as value from b group by rollup (a)",
    ],
)
def test_what_people_write_is_read(text: str) -> None:
    assert not refusal(text)


def test_engines_have_functions_of_their_own_in_their_own_files() -> None:
    assert not refusal("select approx_percentile(a, 0.5) as value from b", "trino")
    assert not refusal("select quantileExact(0.5)(a) as value from b", "clickhouse")
    assert not refusal("select percentile_cont(0.5) within group (order by a) as value from b", "postgres")
    assert not refusal("select approx_quantiles(a, 2)[offset(1)] as value from `p.d.b` where c > :today", "bigquery")


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("postgres", "select pg_read_file('/etc/passwd')"),
        ("postgres", "select query_to_xml('select 1', true, true, '')"),
        ("postgres", "select * from dblink('', '') as x(a int)"),
        ("clickhouse", "select * from url('http://example.org')"),
        ("clickhouse", "select * from file('/etc/passwd')"),
        ("clickhouse", "select * from remote('x', a, b)"),
        ("clickhouse", "select 1 as value settings max_execution_time = 0"),
        ("clickhouse", "select value from (select 1 as value settings max_execution_time = 0) as x"),
        ("clickhouse", "select 1 as value format TabSeparated"),
        ("mysql", "select @@datadir as value"),
        ("mysql", "select @x := 1 as value"),
        ("mysql", "select /*+ SET_VAR(max_execution_time=0) */ 1 as value"),
        ("postgres", "select a as value from b fetch first 1000000 rows only"),
        ("mysql", "select load_file('/etc/passwd')"),
        ("mysql", "select sleep(10)"),
        ("mysql", "select a into outfile '/tmp/x' from b"),
        ("trino", "call system.runtime.kill_query('x')"),
        ("bigquery", "select session_user()"),
        ("snowflake", "select system$wait(10)"),
    ],
)
def test_what_reaches_further_is_refused_in_the_files_of_engines_too(dialect: str, text: str) -> None:
    assert refusal(text, dialect)


def test_every_word_of_the_lists_is_one_of_the_library() -> None:
    assert [word for word in PARTS | FUNCTIONS | set(ONLY_IN) if not hasattr(exp, word)] == []
    assert set(ONLY_IN) <= PARTS | FUNCTIONS


@given(st.text("select from,()'\"-:;/*\n\t 1aäx.*?$\\{}[]", max_size=60))
def test_any_text_is_a_select_or_refused(text: str) -> None:
    statement, faults = parsed(text)

    assert (statement is None) == bool(faults)
