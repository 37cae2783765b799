-- id: follow_up_time
-- title: Time to follow up
-- about: Half of the alerts are followed up sooner
-- unit: s
-- direction: down
-- amber: 86400
-- red: 172800
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: bullet
-- The middle one, or the mean of the two in the middle.
select avg(seconds) as value
from (
    select date_diff('second', raised_at, followed_up_at) as seconds,
        row_number() over (order by date_diff('second', raised_at, followed_up_at)) as place,
        count(*) over () as many
    from alerts
    where followed_up_at is not null
) as sorted
where 2 * place between many and many + 2
