-- id: close_p90
-- title: Close, slowest tenth
-- about: 90 of 100 tickets of 30 days were closed sooner
-- unit: s
-- direction: down
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
-- The place of it, 0.9 of the way, lies between two of them.
with sorted as (
    select date_diff('second', created_at, closed_at) as seconds,
        row_number() over (order by date_diff('second', created_at, closed_at)) - 1 as place,
        0.9 * (count(*) over () - 1) as wanted
    from tickets
    where created_at >= :ts30 and closed_at is not null
)
select sum(seconds * (1 - abs(wanted - place))) as value
from sorted
where abs(wanted - place) < 1
