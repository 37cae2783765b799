-- id: expansion_opportunities
-- title: Ready for more
-- about: 90% in use and health 80 or better
-- unit: percentunit
-- direction: up
-- decimals: 0
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: list
select health.name as label, own.adoption as value, coalesce(health.csm, 'Nobody') as detail
from account_health as health
join account_adoption as own on own.account_id = health.account_id
where own.adoption >= 0.9 and health.health >= 80
order by own.adoption desc, health.name
limit 8
