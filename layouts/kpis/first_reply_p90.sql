-- id: first_reply_p90
-- title: Reply, slowest tenth
-- about: 90 of 100 first replies of 30 days were faster
-- unit: s
-- direction: down
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
-- The place of it, 0.9 of the way, lies between two of them.
with sorted as (
    select date_diff('second', created_at, first_reply_at) as seconds,
        row_number() over (order by date_diff('second', created_at, first_reply_at)) - 1 as place,
        0.9 * (count(*) over () - 1) as wanted
    from tickets
    where created_at >= :ts30 and first_reply_at is not null
)
select sum(seconds * (1 - abs(wanted - place))) as value
from sorted
where abs(wanted - place) < 1
