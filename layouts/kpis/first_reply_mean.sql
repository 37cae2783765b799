-- id: first_reply_mean
-- title: First reply
-- about: Mean time to the first reply, tickets of 30 days
-- unit: s
-- direction: down
-- amber: 3600
-- decimals: 1
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
select avg(date_diff('second', created_at, first_reply_at)) as value
from tickets
where created_at >= :ts30 and first_reply_at is not null
