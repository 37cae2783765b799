-- id: missed_accounts_90
-- title: 90 days
-- about: Live accounts without a contact in 90 days
-- unit: short
-- direction: down
-- amber: 0
-- compare_hours: 168
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(*) as value
from days_without_contact
where last_at is null or last_at < :ts90
