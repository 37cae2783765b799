-- id: cohort_retention
-- title: Who stays
-- about: Customers still live, by month of their start
-- unit: percentunit
-- direction: up
-- decimals: 0
-- refresh: 6h
-- expire_after: 7d
-- result: table
-- widget: cohort
-- Each row is the customers that began in one month; under k, the share of them that was there k months later.
with cohorts as (
    select cast(:m5 as date) as d0, cast(:m4 as date) as d1, cast(:m3 as date) as d2, cast(:m2 as date) as d3,
        cast(:m1 as date) as d4, cast(:m0 as date) as d5
    union all
    select cast(:m4 as date), cast(:m3 as date), cast(:m2 as date), cast(:m1 as date), cast(:m0 as date),
        cast(null as date)
    union all
    select cast(:m3 as date), cast(:m2 as date), cast(:m1 as date), cast(:m0 as date), cast(null as date),
        cast(null as date)
    union all
    select cast(:m2 as date), cast(:m1 as date), cast(:m0 as date), cast(null as date), cast(null as date),
        cast(null as date)
    union all
    select cast(:m1 as date), cast(:m0 as date), cast(null as date), cast(null as date), cast(null as date),
        cast(null as date)
),
starts as (
    select date_trunc('month', start_date) as month, end_date
    from accounts
    where type = 'customer' and start_date >= :m5 and start_date < :m0
)
select case extract(month from cohorts.d0) when 1 then 'Jan' when 2 then 'Feb' when 3 then 'Mar' when 4 then 'Apr'
        when 5 then 'May' when 6 then 'Jun' when 7 then 'Jul' when 8 then 'Aug' when 9 then 'Sep' when 10 then 'Oct'
        when 11 then 'Nov' when 12 then 'Dec' end
        as start,
    count(*) as customers,
    1.0 as m0,
    sum(case when cohorts.d1 is null then null when starts.end_date <= cohorts.d1 then 0 else 1 end) * 1.0 / count(*)
        as m1,
    sum(case when cohorts.d2 is null then null when starts.end_date <= cohorts.d2 then 0 else 1 end) * 1.0 / count(*)
        as m2,
    sum(case when cohorts.d3 is null then null when starts.end_date <= cohorts.d3 then 0 else 1 end) * 1.0 / count(*)
        as m3,
    sum(case when cohorts.d4 is null then null when starts.end_date <= cohorts.d4 then 0 else 1 end) * 1.0 / count(*)
        as m4,
    sum(case when cohorts.d5 is null then null when starts.end_date <= cohorts.d5 then 0 else 1 end) * 1.0 / count(*)
        as m5
from cohorts
join starts on starts.month = cohorts.d0
group by cohorts.d0
order by cohorts.d0
