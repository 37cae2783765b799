-- id: new_customers_by_week
-- title: New by week
-- about: Customers that began, this week and four before
-- unit: short
-- direction: up
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
with recent as (
    select start_date
    from accounts
    where type = 'customer' and start_date >= :w4 and start_date <= :today
)
select label, value
from (
    select 1 as place, '-4' as label, count(case when start_date < :w3 then 1 end) as value from recent
    union all
    select 2 as place, '-3' as label, count(case when start_date >= :w3 and start_date < :w2 then 1 end) as value
    from recent
    union all
    select 3 as place, '-2' as label, count(case when start_date >= :w2 and start_date < :w1 then 1 end) as value
    from recent
    union all
    select 4 as place, '-1' as label, count(case when start_date >= :w1 and start_date < :w0 then 1 end) as value
    from recent
    union all
    select 5 as place, 'now' as label, count(case when start_date >= :w0 then 1 end) as value from recent
) as weeks
order by place
