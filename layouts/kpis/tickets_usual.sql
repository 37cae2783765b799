-- id: tickets_usual
-- title: Usual tickets per hour
-- about: Mean of the same hour on the 28 days before
-- unit: short
-- direction: none
-- history_hours: 13
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: series
-- widget: line
select hours.start_at as t, coalesce(usual.tickets, 0) / 28.0 as value
from hours
left join (
    select extract(hour from created_at) as hour_of_day, count(*) as tickets
    from tickets
    where created_at >= :d28 and created_at < :today
    group by extract(hour from created_at)
) as usual on usual.hour_of_day = extract(hour from hours.start_at)
order by hours.start_at
