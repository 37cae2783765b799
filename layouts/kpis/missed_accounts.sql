-- id: missed_accounts
-- title: Nobody has called
-- about: Days since the last contact
-- unit: d
-- direction: down
-- amber: 30
-- red: 90
-- decimals: 0
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: list
select name as label, days as value, coalesce(csm, 'Nobody') as detail
from days_without_contact
where days > 30
order by days desc, name
limit 8
