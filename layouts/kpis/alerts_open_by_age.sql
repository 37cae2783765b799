-- id: alerts_open_by_age
-- title: Alerts still open
-- about: Not followed up yet, by days since raised
-- unit: short
-- direction: down
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: bar
with waiting as (
    select date_diff('second', raised_at, :now) / 86400.0 as days
    from alerts
    where followed_up_at is null and raised_at <= :now
)
select label, value, level
from (
    select 1 as place, '1 d' as label, count(case when days <= 1 then 1 end) as value, 'none' as level from waiting
    union all
    select 2 as place, '2 d' as label, count(case when days > 1 and days <= 2 then 1 end) as value, 'none' as level
    from waiting
    union all
    select 3 as place, '4 d' as label, count(case when days > 2 and days <= 4 then 1 end) as value, 'red' as level
    from waiting
    union all
    select 4 as place, '4 d+' as label, count(case when days > 4 then 1 end) as value, 'red' as level from waiting
) as ages
order by place
