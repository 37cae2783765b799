-- id: first_reply_median
-- title: First reply, median
-- about: Half of the first replies of 30 days were faster
-- unit: s
-- direction: down
-- amber: 3600
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
-- The middle one, or the mean of the two in the middle.
select avg(seconds) as value
from (
    select date_diff('second', created_at, first_reply_at) as seconds,
        row_number() over (order by date_diff('second', created_at, first_reply_at)) as place,
        count(*) over () as many
    from tickets
    where created_at >= :ts30 and first_reply_at is not null
) as sorted
where 2 * place between many and many + 2
