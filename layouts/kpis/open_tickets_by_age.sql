-- id: open_tickets_by_age
-- title: Tickets by age
-- about: Open ones, by time since they came in
-- unit: short
-- direction: none
-- compare_hours: 0
-- refresh: 5m
-- expire_after: 1h
-- result: items
-- widget: bar
with waiting as (
    select date_diff('second', created_at, :now) / 3600.0 as hours
    from tickets
    where closed_at is null and created_at <= :now
)
select label, value
from (
    select 1 as place, '4 h' as label, count(case when hours <= 4 then 1 end) as value from waiting
    union all
    select 2 as place, '1 d' as label, count(case when hours > 4 and hours <= 24 then 1 end) as value from waiting
    union all
    select 3 as place, '3 d' as label, count(case when hours > 24 and hours <= 72 then 1 end) as value from waiting
    union all
    select 4 as place, '3 d+' as label, count(case when hours > 72 then 1 end) as value from waiting
) as ages
order by place
