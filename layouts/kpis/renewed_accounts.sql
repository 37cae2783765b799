-- id: renewed_accounts
-- title: Renewed
-- about: Accounts that renewed in 90 days
-- unit: short
-- direction: up
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(*) as value
from accounts
where type = 'customer' and renewed_date > :d90 and renewed_date <= :today
