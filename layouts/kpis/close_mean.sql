-- id: close_mean
-- title: Time to close
-- about: Mean time until closed, tickets of 30 days
-- unit: s
-- direction: down
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
select avg(date_diff('second', created_at, closed_at)) as value
from tickets
where created_at >= :ts30 and closed_at is not null
