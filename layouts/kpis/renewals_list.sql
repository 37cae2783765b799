-- id: renewals_list
-- title: Next renewals, health
-- about: Health now; renewal within 3 months
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- decimals: 0
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: list
select live.name as label, health.health as value, live.renewal_date as time,
    case when health.health < 50 then 'red' when health.health < 75 then 'amber' else 'good' end as level
from live_accounts as live
join account_health as health on health.account_id = live.account_id
where live.renewal_date >= :today and live.renewal_date < :plus3m
order by live.renewal_date, live.name
limit 8
