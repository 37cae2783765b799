-- id: sla_close
-- title: Closed in time
-- about: Closed within the promise, tickets of 30 days
-- unit: percentunit
-- direction: up
-- amber: 0.95
-- red: 0.9
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: gauge
select sum(case when closed_at <= close_due_at then 1 else 0 end) * 1.0 / nullif(count(*), 0) as value
from tickets
where created_at >= :ts30 and close_due_at is not null and (closed_at is not null or close_due_at < :now)
