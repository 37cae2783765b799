-- id: lost_accounts
-- title: Lost
-- about: Accounts that left in 90 days
-- unit: short
-- direction: down
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(*) as value
from accounts
where type = 'customer' and end_date > :d90 and end_date <= :today
