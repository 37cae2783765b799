-- id: sla_reply
-- title: Answered in time
-- about: Replied within the promise, tickets of 30 days
-- unit: percentunit
-- direction: up
-- amber: 0.95
-- red: 0.9
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: gauge
-- A ticket that waits and is not late yet is neither kept nor broken.
select sum(case when first_reply_at <= reply_due_at then 1 else 0 end) * 1.0 / nullif(count(*), 0) as value
from tickets
where created_at >= :ts30 and reply_due_at is not null and (first_reply_at is not null or reply_due_at < :now)
