-- id: buying_cycle
-- title: Buying cycle
-- about: Contracts signed a week, beside a year ago
-- unit: short
-- direction: up
-- decimals: 0
-- history_hours: 4368
-- compare_hours: 0
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
-- Whole weeks; those of a year ago are moved by 52 weeks to stand beside the ones of now.
with weeks as (
    select cast(:w12 as date) as day
    union all select cast(:w11 as date) as day union all select cast(:w10 as date) as day
    union all select cast(:w9 as date) as day union all select cast(:w8 as date) as day
    union all select cast(:w7 as date) as day union all select cast(:w6 as date) as day
    union all select cast(:w5 as date) as day union all select cast(:w4 as date) as day
    union all select cast(:w3 as date) as day union all select cast(:w2 as date) as day
    union all select cast(:w1 as date) as day
),
signed as (
    select date_diff('day', signed_day, :week) as days_back
    from lead_days
    where signed_day is not null
),
counts as (
    select weeks.day as day,
        count(case when signed.days_back > date_diff('day', weeks.day, :week) - 7
            and signed.days_back <= date_diff('day', weeks.day, :week) then 1 end) as now_signed,
        count(case when signed.days_back - 364 > date_diff('day', weeks.day, :week) - 7
            and signed.days_back - 364 <= date_diff('day', weeks.day, :week) then 1 end) as then_signed
    from weeks
    cross join signed
    group by weeks.day
)
select t, value, series
from (
    select day as t, now_signed as value, 'this year' as series from counts
    union all
    select day as t, then_signed as value, 'last year' as series from counts
) as lines
order by series desc, t
