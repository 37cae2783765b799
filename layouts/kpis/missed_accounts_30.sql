-- id: missed_accounts_30
-- title: 30 days
-- about: Live accounts without a contact in 30 days
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
where last_at is null or last_at < :ts30
