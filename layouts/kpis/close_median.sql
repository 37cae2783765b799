-- id: close_median
-- title: Time to close, median
-- about: Half of the tickets of 30 days were closed sooner
-- unit: s
-- direction: down
-- amber: 28800
-- red: 86400
-- decimals: 1
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
-- The middle one, or the mean of the two in the middle.
select avg(seconds) as value
from (
    select date_diff('second', created_at, closed_at) as seconds,
        row_number() over (order by date_diff('second', created_at, closed_at)) as place,
        count(*) over () as many
    from tickets
    where created_at >= :ts30 and closed_at is not null
) as sorted
where 2 * place between many and many + 2
