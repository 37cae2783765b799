-- id: open_tickets
-- title: Open tickets
-- about: Came in and are not closed yet
-- unit: short
-- direction: down
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
select count(*) as value
from tickets
where closed_at is null and created_at <= :now
