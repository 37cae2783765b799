-- id: renewals_3_months
-- title: Renewals ahead
-- about: Live accounts that renew within 3 months
-- unit: short
-- direction: none
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(*) as value
from live_accounts
where renewal_date >= :today and renewal_date < :plus3m
