-- id: tickets_per_hour
-- title: New tickets per hour
-- about: Tickets that came in, in each of the last hours
-- unit: short
-- direction: down
-- history_hours: 13
-- compare_hours: 0
-- refresh: 5m
-- expire_after: 2h
-- result: series
-- widget: line
select hours.start_at as t, coalesce(came.tickets, 0) as value
from hours
left join (
    select date_trunc('hour', created_at) as start_at, count(*) as tickets
    from tickets
    where created_at >= :ts1
    group by date_trunc('hour', created_at)
) as came on came.start_at = hours.start_at
order by hours.start_at
