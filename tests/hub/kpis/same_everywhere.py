"""Expressions and queries that have to say the same on every engine, and the rows that they are tried with."""

from __future__ import annotations

__all__ = ["COLUMNS", "EXPRESSIONS", "QUERIES", "ROWS", "WINDOWS"]

COLUMNS = (
    ("i", "integer"),
    ("f", "double"),
    ("n", "integer"),
    ("b", "varchar"),
    ("s", "varchar"),
    ("d", "date"),
    ("t", "timestamp"),
    ("m", "decimal(12,2)"),
)

ROWS = (
    (1, 1.5, None, "x", "A", "2026-01-31", "2026-01-31 23:59:30", "10.25"),
    (2, 2.25, 3, "x", "b", "2026-03-01", "2026-03-01 00:00:10", "20.50"),
    (3, 0.75, 2, "y", "C", "2026-10-25", "2026-10-25 12:34:56", "0.10"),
    (4, -1.5, 7, "y", "d", "2027-01-03", "2027-01-03 01:02:03", "3.00"),
)

# Of all rows at once.
EXPRESSIONS = """
count(*) | count(n) | count(distinct n) | sum(n) | sum(f) | sum(m) | avg(n) | avg(m) | min(n) | max(n) | min(s)
max(t) | sum(n) filter (where n > 2) | count(*) filter (where n > 2) | sum(n) filter (where n > 1000)
count_if(n > 2) | sum(case when n > 100 then 1 end) | avg(case when n > 100 then 1.0 end)
count(case when n > 100 then 1 end) | max(case when n > 100 then s end) | sum(i) * 1.0 / nullif(count(*), 0)
sum(i) / count(i) | sum(i) / 0 | sum(m) / 3 | sum(i) / 4 | sum(i) // 4 | max(i) % 3 | min(-i) % 4 | mod(max(i), 3)
max(i) / (max(i) - 4) | sum(n) / sum(m) | median(i) | median(f) | median(n) | median(m) | quantile_cont(f, 0.9)
quantile_cont(i, 0.25) | quantile_cont(n, 0.9) | percentile_cont(0.9) within group (order by f)
median(case when n > 100 then f end) | mode(b) | stddev(f) | stddev_samp(f) | stddev_pop(f) | variance(f) | var_pop(f)
corr(f, i) | bool_or(n > 2) | bool_and(n > 2) | arg_max(s, i) | arg_min(s, i) | string_agg(s, ',' order by s)
round(avg(f), 2) | round(max(f), 0) | trunc(max(f)) | ceil(max(f)) | floor(min(f)) | abs(min(-i)) | sqrt(max(i))
ln(max(i)) | exp(max(f)) | power(max(i), 2) | sign(min(-i)) | log10(max(i)) | log2(max(i)) | greatest(max(i), 7)
least(max(i), 1) | greatest(max(n), null) | least(max(n), null) | coalesce(max(case when n > 100 then i end), 3)
nullif(max(i), 4) | ifnull(max(n), 0) | isnan(max(f)) | isinf(max(f)) | lower(max(s)) | upper(max(s)) | length(max(b))
length('äöü') | trim('  a ') | substring(max(b) || 'bcd', 2, 3) | replace('abc', 'b', 'x') | concat('a', max(b))
concat('a', null) | 'a' || max(b) | 'a' || null | left('abc', 2) | right('abc', 2) | starts_with('abc', 'ab')
contains('abc', 'b') | position('b' in 'abc') | split_part('a-b', '-', 2) | lpad('7', 3, '0') | rpad('7', 3, '0')
reverse('abc') | concat_ws('-', 'a', 'b') | regexp_matches('abc', 'b') | strpos('abc', 'c') | max(b) like 'y%'
max(b) ilike 'Y%' | max(b) not like 'Y%' | max(b) in ('x', 'y') | max(i) between 1 and 9
max(i) is distinct from null | max(i) is not distinct from 4 | max(s) is null | not (max(i) = 4) | max(i) = 4 and true
case when max(i) > 2 then 1 else 0 end | case max(i) when 4 then 'x' end | if(max(i) > 2, 1, 0) | -max(i)
cast(max(i) as varchar) | cast('12' as integer) | cast(max(f) as integer) | cast(max(i) as double) / 3
cast('1.5' as double) | cast(max(t) as date) | cast('2026-01-31' as date) | try_cast('x' as integer)
epoch(to_timestamp(86400))
cast(max(f) as decimal(10,1)) | cast(max(m) as decimal(10,1)) | date_diff('day', min(t), max(t))
date_diff('day', min(d), max(d)) | date_diff('second', min(t), max(t)) | date_diff('minute', min(t), max(t))
date_diff('hour', min(t), max(t)) | date_diff('month', min(d), max(d)) | date_diff('quarter', min(d), max(d))
date_diff('year', min(d), max(d)) | date_diff('month', min(t), max(t)) | date_diff('day', min(t), max(d))
datediff('day', min(d), max(d)) | date_diff('week', min(d), max(d)) | date_diff('day', max(t), min(t))
date_diff('hour', max(t), min(t)) | date_diff('month', max(t), min(t)) | date_diff('second', max(t), min(t))
date_trunc('month', max(t)) | date_trunc('week', max(d)) | date_trunc('day', max(t)) | date_trunc('hour', max(t))
date_trunc('quarter', max(d)) | date_trunc('year', max(d)) | date_trunc('month', max(d))
date_trunc('minute', max(t)) | date_trunc('second', max(t)) | date_trunc('week', min(d)) | date_trunc('week', max(t))
extract(year from max(d)) | extract(month from max(t)) | extract(day from max(t)) | extract(hour from max(t))
extract(minute from max(t)) | extract(dow from max(d)) | extract(isodow from max(d)) | extract(week from max(d))
extract(quarter from max(d)) | extract(dow from min(d)) | extract(isodow from min(d)) | extract(week from min(d))
extract(epoch from max(t)) | extract(epoch from min(d)) | year(max(d)) | month(max(d)) | day(max(d)) | quarter(max(d))
hour(max(t)) | minute(max(t)) | week(max(d)) | weekofyear(max(d)) | dayofweek(max(d)) | isodow(max(d))
dayofyear(max(d)) | epoch(max(t)) | last_day(max(d)) | last_day(min(d)) | strftime(max(d), '%Y-%m')
strftime(max(t), '%Y-%m-%d %H:%M') | make_date(2026, 1, 2) | date_add(max(d), interval 3 day)
max(d) + interval '1' day | min(d) + interval '1' month | max(t) - interval '60' minute | max(t) + interval '2' hour
max(d) - interval 3 day | max(t) - interval '90' day | min(d) + interval 1 year | min(t) + interval 30 second
min(d) + interval 2 week | max(t) > max(d) | max(d) + 1 | max(t) - min(t) | :today | :now | :ts30 | max(d) > :today
max(t) < :now | max(d) >= :month and max(d) < :next_quarter | date_diff('day', :d30, :today) | min(t) >= :ts30
"""

# Of each row.
WINDOWS = """
row_number() over (order by i) | rank() over (order by b) | dense_rank() over (order by b) | lag(i) over (order by i)
lead(i, 2) over (order by i) | lag(i, 1, 0) over (order by i) | first_value(i) over (order by i)
ntile(2) over (order by i) | last_value(i) over (order by i rows between unbounded preceding and unbounded following)
sum(i) over (order by i) | sum(i) over (partition by b order by i)
avg(f) over (order by i rows between 1 preceding and current row) | percent_rank() over (order by i)
cume_dist() over (order by i) | count(*) over () | sum(n) over () | max(n) over (order by i)
row_number() over (partition by b order by n desc) | row_number() over (order by n) | lag(n) over (order by i)
sum(n) over (order by i rows between 1 preceding and 1 preceding) | lag(s) over (order by i) | n = 3 | n + 1
not (n > 2) | i / 2 | n / 2 | i // 2 | i * 1.0 / n | i * 1.0 / 3 | m / 3 | m * 2 | 100 * m | m / n
d - interval '1' month | s || '-' || b | case when n > 2 then 'a' when n is null then 'b' else 'c' end
coalesce(n, 0) | date_diff('day', d, :today)
sum(n) over (order by i range between unbounded preceding and current row) | date_trunc('month', d)
cast(d as timestamp)
"""

QUERIES = """
select s as v from p order by n
select s as v from p order by n desc
select s as v from p order by i limit 2 offset 1
select i as v from p qualify row_number() over (partition by b order by i) = 1 order by i
select x.v from (values ('a', 1), ('b', 2)) as x(v, k) order by x.k
select i as v from p union all select 9 order by 1
select i as v from p intersect select 2 order by 1
select i as v from p except select 2 order by 1
select i as v from p union select 1 order by 1
select q.i as v from p left join (select i from p where i > 2) as q on q.i = p.i order by p.i
select count(q.i) as v from p left join (select i from p where i > 2) as q using (i)
select coalesce(q.i, -1) as v from p full join (select i + 2 as i from p) as q on q.i = p.i order by 1
select b as v from p group by b having count(*) > 1 order by 1
select b as v from p group by 1 order by 1
select b as v from p group by all order by 1
select distinct b as v from p order by 1
select distinct on (b) i as v from p order by b, i
select (select max(i) from p as z where z.b = o.b) as v from p as o order by i
select (select max(i) from p as z where z.b = p.b) as v from p order by i
select i as v from p as o where exists (select 1 from p as z where z.i = o.i + 1) order by 1
select i as v from p as o where not exists (select 1 from p as z where z.i = o.i + 1) order by 1
select i as v from p where i not in (select n from p where n is not null) order by 1
select i as v from p where (i, b) in (select i, b from p) order by 1
select p.i as v from p cross join p as q order by 1
select i as v from p, (select 1 as k) as z order by 1
with a as (select i from p), b as (select i + 1 as i from a) select i as v from b order by v
select "i" as v from p as "P" order by 1
select sum(i) as v from p where i > 100
select count(*) as v from p where i > 100
select max(s) as v from p where i > 100
select avg(f) as v from p where i > 100
select median(f) as v from p where i > 100
select quantile_cont(f, 0.9) as v from p where i > 100
select coalesce(n, 0) as n, n is null as v from p order by i
select sum(i) as i, count(*) as v from p where i > 1
select x as v from (select s as x from p) as y order by x desc
select date_trunc('month', d) as v, count(*) from p group by 1 order by 1
select i as v from p where date_trunc('month', d) = date '2026-03-01'
select i as v from p where d between :d300 and :today order by 1
select x as v from generate_series(1, 3) as g(x) order by 1
select cast(x as date) as v from generate_series(date '2026-01-01', date '2026-01-03', interval 1 day) as g(x)
select * exclude (t, d, m) from p order by i
select (select count(*) from p) / (select count(*) from p where i > 2) as v
select (select sum(i) from p) % (select 4) as v
select v from (select max(i) as v from p)
select v + w as v from (select max(i) as v from p) cross join (select min(i) as w from p)
select c, lag(c) over (order by b) as v from (select b, count(*) as c from p group by b) order by b
select c, lead(b) over (order by b) as v from (select b, count(*) as c from p group by b) order by b
select sum(c) over (order by c rows between 1 preceding and 1 preceding) as v from (select count(*) as c from p)
select max(c) as v, median(c) as w from (select b, count(*) as c from p group by b) where c > 100
select count_if(n > 2) as v from p where i > 100
select extract('hour' from max(t)) as v from p
select max(t) - interval '7 days' as v, min(d) + interval '2 weeks' as w, max(t) + interval '90 minutes' as x from p
select t + interval (i) day as v, t - interval i hours as w from p order by i
select i as v from p where i not in (select n from p) order by 1
select i as v from p where not (i in (select n from p where n is not null and i > 1)) order by 1
select i as v from p where i not in (2, null) order by 1
select :today - min(d) as v, max(d) - :today as w from p
select string_agg(distinct b, ', ' order by b) as v from p
select round(max(f), 1) as v from p
select b, sum(i) as v from p group by rollup (b) order by v
select b, sum(i) as v from p group by cube (b) order by v
select b, sum(i) as v from p group by grouping sets ((b), ()) order by v
"""
